"""The API keeps what its description says, whatever it is sent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from app.ids import seed_id
from app.openapi import description_of
from tests.actors import BASE, Clients, copy_of, everybody, routes_of

#: What a path's parameters are where the demo has one; the rest stays as generated.
KNOWN = {
    "visit_id": str(seed_id("demonstration", "visit", "val-daubre-review")),
    "pair_id": str(seed_id("demonstration", "pair", "rivemont-val-daubre")),
}
#: Bytes, as tus calls them.
schemathesis.serializer.alias(
    "application/offset+octet-stream", "application/octet-stream"
)
KEEPS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def clients(
    demo_app: FastAPI, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    address = copy_of(demo_file, tmp_path_factory.mktemp("api"))
    with everybody(demo_app, address) as entered:
        yield entered


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(
    "persona", ["facilitator", pytest.param("member", marks=pytest.mark.nightly)]
)
def test_every_operation_keeps_its_promises(
    demo_app: FastAPI, clients: Clients, persona: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(description_of(demo_app))
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]

        @settings(
            max_examples=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def keep(case: Any) -> None:
            for known in ({}, KNOWN):
                send_and_judge(clients[persona], case, known)

        keep()


def send_and_judge(client: TestClient, case: Any, known: dict[str, str]) -> None:
    for name in set(case.path_parameters or {}) & set(known):
        case.path_parameters[name] = known[name]
    request = case.as_transport_kwargs(base_url=BASE)
    request.pop("cookies", None)
    if isinstance(request.get("data"), (bytes, str)):
        request["content"] = request.pop("data")
    answer = client.request(**{k: v for k, v in request.items() if v is not None})
    case.validate_response(answer, checks=list(KEEPS))


def test_the_description_covers_the_api_and_nothing_else(demo_app: FastAPI) -> None:
    described = description_of(demo_app)
    assert described["openapi"].startswith("3.1")
    assert {address[:8] for address in described["paths"]} == {"/api/v1/"}
    told = {
        f"{method.upper()} {address}"
        for address, operations in described["paths"].items()
        for method in operations
    }
    there = {route for route in routes_of(demo_app) if " /api/v1/" in route}
    assert there - told == {"GET /api/v1/openapi.json"}
    assert told <= there


def test_every_refusal_is_described_as_a_problem(demo_app: FastAPI) -> None:
    for address, operations in description_of(demo_app)["paths"].items():
        for operation in operations.values():
            errors = {s: a for s, a in operation["responses"].items() if s >= "400"}
            assert ("401" in errors) == ("security" in operation), address
            assert all(
                list(answer["content"]) == ["application/problem+json"]
                for answer in errors.values()
            ), address


def test_files_in_pieces_are_described_with_who_may_and_what_the_headers_say(
    demo_app: FastAPI,
) -> None:
    paths = description_of(demo_app)["paths"]
    of_uploads = {address[-9:]: one for address, one in paths.items() if "/upload" in address}  # fmt: skip
    (begin, go_on) = (of_uploads[end] for end in ("d}/upload", "/{sha256}"))
    assert ("security" in begin["options"], "security" in begin["post"]) == (False, True)  # fmt: skip
    headers = {
        method: set(operation["responses"][status]["headers"])
        for method, operation, status in (
            ("post", begin["post"], "201"),
            ("head", go_on["head"], "200"),
            ("patch", go_on["patch"], "204"),
        )
    }
    spoken = "Tus-Resumable"
    assert headers == {
        "post": {spoken, "Location", "Upload-Expires"},
        "head": {spoken, "Upload-Offset", "Upload-Length", "Upload-Expires"},
        "patch": {spoken, "Upload-Offset", "Upload-Expires"},
    }
    assert "text" not in go_on["patch"]["responses"]["409"]["description"]


def test_every_example_is_one(demo_app: FastAPI) -> None:
    schemas = description_of(demo_app)["components"]["schemas"]
    examples = {
        name: one["examples"] for name, one in schemas.items() if "examples" in one
    }
    assert {"BenchmarkSummary", "PairSummary", "SessionAnswer"} <= set(examples)
    for name, shown in examples.items():
        schema = {
            "$ref": f"#/components/schemas/{name}",
            "components": {"schemas": schemas},
        }
        validator = jsonschema_rs.validator_for(schema)
        assert [str(e) for one in shown for e in validator.iter_errors(one)] == [], name
