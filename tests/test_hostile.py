"""What the ill-willed send: never a broken page, never an answer that runs it."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.forms import FormModel
from app.ids import uuid7
from app.middleware import SAFE
from tests.actors import (
    FIRST,
    LINK,
    TABLET,
    Clients,
    Line,
    address_of,
    ask,
    copy_of,
    demo_on_postgres,
    everybody,
    expected,
    lines,
    resolved,
    routes_of,
)

pytestmark = pytest.mark.slow

MARK = "<i id=hostile>"
PAYLOADS = (
    "'; DROP TABLE visit; --",
    '" OR 1=1 UNION SELECT * FROM person --',
    f"\"'>{MARK}<script>alert(1)</script>",
    "{{ 7 * 7 }}${7*7}%(x)s%s",
    "nul \0 here",
    "9" * 40,
    "-1",
    "0000-00-00",
    "25:61",
    "\u202e\u0000\uffff" + "é" * 20_000,
    "../../etc/passwd",
    "javascript:alert(1)",
)
#: Those that have broken something here before: put into every field by itself.
TOO_LARGE = "9" * 40
WORST = (f"\"'>{MARK}<script>alert(1)</script>", TOO_LARGE, "nul \0 here", "é" * 20_000)
POSTS = [
    line
    for line in lines()
    if line["route"].startswith("POST /") and "/api/" not in line["route"]
]
GETS = [line for line in lines() if line["route"].startswith("GET /")]
WRITES = [line for line in lines() if line["route"].split(" ")[0] not in SAFE]


def named(line: Line) -> str:
    return str(line["route"])


@pytest.fixture(scope="module")
def on_sqlite(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return copy_of(demo_file, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def on_postgres() -> str:
    return demo_on_postgres()


@pytest.fixture(scope="module")
def clients(demo_app: FastAPI, on_sqlite: str) -> Iterator[Clients]:
    with everybody(demo_app, on_sqlite) as entered:
        yield entered


@pytest.fixture(scope="module", params=["on_sqlite", "on_postgres"])
def on_either(request: pytest.FixtureRequest, demo_app: FastAPI) -> Iterator[Clients]:
    """One of the two minds lengths, types and what a text may hold."""
    with everybody(demo_app, request.getfixturevalue(request.param)) as entered:
        yield entered


@pytest.fixture(
    scope="module",
    params=[
        # By day each field gets one of them, by night all.
        pytest.param(("on_postgres", WORST, 1), id="on_postgres"),
        pytest.param(("on_sqlite", (TOO_LARGE,), 1), id="on_sqlite"),
        pytest.param(
            ("on_postgres", WORST, 4), id="all-postgres", marks=pytest.mark.nightly
        ),
        pytest.param(
            ("on_sqlite", WORST, 4), id="all-sqlite", marks=pytest.mark.nightly
        ),
    ],
)
def field_by_field(
    request: pytest.FixtureRequest, demo_app: FastAPI
) -> Iterator[tuple[Clients, tuple[str, ...], int]]:
    """To whom, what goes into fields by themselves, and how many of it into each."""
    name, worst, many = request.param
    with everybody(demo_app, request.getfixturevalue(name)) as entered:
        yield entered, worst, many


def who_may(line: Line) -> str:
    """Somebody who gets through, so that the form is read; else the facilitator.

    A tablet or a link only where it gets further than nobody does.
    """
    asked = expected(line)
    strangers = {"nobody": (), LINK: (asked["nobody"],), TABLET: (asked["nobody"],)}
    through = [
        who
        for who, status in asked.items()
        if who != "nobody"
        and status in (200, 303)
        and status not in strangers.get(who, ())
    ]
    persons = [who for who in through if who not in strangers]
    return next(iter([*persons, *through]), "facilitator")


def form_of(app: FastAPI, line: Line) -> type[FormModel] | None:
    """The form a route takes, found where `web.posted` keeps it."""
    dependant = routes_of(app)[line["route"]].dependant
    for need in dependant.dependencies:
        model = inspect.getclosurevars(need.call).nonlocals.get("model")
        if isinstance(model, type) and issubclass(model, FormModel):
            return model
    return None


def fields_of(app: FastAPI, line: Line) -> list[str]:
    model = form_of(app, line)
    return sorted({*(model.model_fields if model else {}), *line.get("form", {})})


@pytest.mark.parametrize("line", POSTS, ids=named)
def test_no_page_breaks_or_runs_what_it_is_sent(
    demo_app: FastAPI, on_either: Clients, line: Line
) -> None:
    fields = fields_of(demo_app, line)
    forms = [dict.fromkeys(fields, payload) for payload in PAYLOADS]
    bears(on_either[who_may(line)], line, forms)


@pytest.mark.parametrize("line", POSTS, ids=named)
def test_no_field_of_any_page_breaks_or_runs_what_it_is_sent(
    demo_app: FastAPI, field_by_field: tuple[Clients, tuple[str, ...], int], line: Line
) -> None:
    clients, worst, many = field_by_field
    valid, fields = resolved(line.get("form") or {}), fields_of(demo_app, line)
    forms = [
        {**valid, name: worst[(place + n) % len(worst)]}
        for place, name in enumerate([*fields, "no-such"])
        for n in range(min(many, len(worst)))
    ]
    bears(clients[who_may(line)], line, forms)


def bears(client: TestClient, line: Line, forms: list[dict[str, Any]]) -> None:
    for form in forms:
        answer = ask(client, line, form=form)
        assert answer.status_code < 500, form
        assert MARK not in answer.text, form
        assert "<script>alert" not in answer.text, form


@pytest.mark.parametrize("line", POSTS, ids=named)
def test_fields_sent_twice_or_as_files_are_no_fault(
    demo_app: FastAPI, clients: Clients, line: Line
) -> None:
    client, fields = clients[who_may(line)], fields_of(demo_app, line)
    twice = ask(client, line, form={name: ["one", "<b>two", ""] for name in fields})
    assert twice.status_code < 500
    sent = dict.fromkeys(fields, ("a.txt", b"\xff\xfe\x00", "text/html"))
    as_files = client.post(address_of(line), files=sent or {"a": b"b"})
    assert as_files.status_code < 500


def test_what_was_stored_is_escaped_wherever_it_is_shown(
    demo_app: FastAPI, demo_file: Path, tmp_path: Path
) -> None:
    payload = f"\"'>{MARK}<script>alert(1)</script>"
    address = copy_of(demo_file, tmp_path)
    with everybody(demo_app, address, forgetful=False) as clients:
        for line in [one for one in POSTS if "sign" not in one["route"]]:
            valid = resolved(line.get("form") or {})
            for field in fields_of(demo_app, line):
                ask(clients[who_may(line)], line, form={**valid, field: payload})
        pages = {(who, address_of(line)) for line in GETS for who in FIRST}
        running = {
            f"{who} {address}"
            for who, address in pages
            if runs(clients[who].get(address), MARK)
        }
    assert running == set()


def runs(answer: Any, mark: str) -> bool:
    """JSON and plain text are shown, not run; only a page could."""
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return is_page and mark in answer.text


@pytest.mark.parametrize("line", WRITES, ids=named)
def test_a_body_over_the_limit_is_refused(
    demo_app: FastAPI, clients: Clients, line: Line
) -> None:
    too_large = b"a" * (demo_app.state.settings.max_body_bytes + 1)
    kind = "application/json" if "/api/" in line["route"] else FORM
    answer = raw(clients["facilitator"], line, too_large, kind)
    files = ("{attachment_id}", "/upload", "/upload/{sha256}")  # limits of their own
    is_file = line["route"].endswith(files)
    reads = bool(form_of(demo_app, line)) or ("/api/" in line["route"] and not is_file)
    assert answer.status_code == 413 or (not reads and answer.status_code < 500)


FORM = "application/x-www-form-urlencoded"
JUNK = [
    (b"{", "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"text": "\\ud800"}', "application/json"),
    (b'{"a": NaN}', "application/json"),
    (b"null", "application/json"),
    (b"\xff\xfe", "application/json"),
    (b"<a/>", "application/xml"),
    (b"a=1", FORM),
    (b"x", "multipart/form-data; boundary=---x"),
    (b"x", "multipart/form-data"),
    (b"", "no/such;;;type"),
    (b"a=%ED%A0%80&b=%", FORM),
]


@pytest.mark.parametrize("line", WRITES, ids=named)
def test_junk_is_refused_as_junk(clients: Clients, line: Line) -> None:
    api = "/api/" in line["route"]
    for body, kind in JUNK:
        answer = raw(clients[who_may(line)], line, body, kind)
        assert answer.status_code < 500, (body[:20], kind)
        if api:
            assert answer.status_code >= 400, (body[:20], kind)
            said = answer.headers["content-type"]
            assert said.startswith("application/problem+json"), (body[:20], said)


def raw(client: TestClient, line: Line, body: bytes, kind: str) -> Any:
    method = line["route"].split(" ")[0]
    headers = {"Content-Type": kind}
    return client.request(method, address_of(line), content=body, headers=headers)


STRANGE = [
    str(uuid7()),
    "no-such-thing",
    "9" * 30,
    "%00",
    "-1",
    "..%5c",
    "é",
    "a" * 5000,
]


@pytest.mark.parametrize("line", [one for one in GETS if one.get("demo")], ids=named)
def test_what_is_not_there_is_not_there(on_either: Clients, line: Line) -> None:
    for name in line["demo"]:
        for strange in STRANGE:
            other = {**line, "demo": {**line["demo"], name: strange}}
            answer = on_either[who_may(line)].get(address_of(other))
            assert answer.status_code == 404, (name, strange[:40])


@pytest.mark.parametrize("line", GETS, ids=named)
def test_no_question_in_an_address_breaks_a_page(clients: Clients, line: Line) -> None:
    names = parameters(line, clients["nobody"].app)  # type: ignore[arg-type]
    for name in [*names, "anything"]:
        for payload in (*PAYLOADS, ""):
            answer = clients[who_may(line)].get(
                address_of(line), params={name: payload[:3000]}
            )
            assert answer.status_code < 500, (name, payload[:40])
            assert not runs(answer, MARK), name


def parameters(line: Line, app: FastAPI) -> list[str]:
    asked = routes_of(app)[line["route"]].dependant.query_params
    return [one.alias for one in asked]
