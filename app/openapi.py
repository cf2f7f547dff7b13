"""OpenAPI 3.1 of `/api/v1`: what FastAPI knows of the routes, and our problem answers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts

from app.answers import ProblemAnswer

PREFIX = "/api/v1"
REF = "#/components/schemas/{model}"
DESCRIPTION = (
    "Reads what the pages show and takes what they take. Texts are maps from language "
    "to text. Errors are RFC 9457 problems. Lists lead on by `next`. Send a token made "
    "under “My account” as bearer, or go by the cookie of the site."
)
SAID = {
    "400": "The body is not text that can be read as UTF-8.",
    "401": "Nobody is signed in.",
    "403": "It may be seen, but this person or token may not do this.",
    "404": "It is not there, or not for this person.",
    "409": "Somebody saved meanwhile; both texts are given.",
    "410": "It was erased for good.",
    "413": "The body is too large.",
    "415": "This kind of content is not read here.",
    "422": "Something needs mending; `errors` names each field.",
}
UNSAFE = ("put", "post", "patch", "delete")
SAFE = ("get", "head", "options")
WRITING = ("400", "403", "409", "410", "413", "415", "422")


@lru_cache(maxsize=2)
def description_of(app: FastAPI) -> dict[str, Any]:
    """The whole description; made once per application."""
    contexts = api_routes(app)
    described = get_openapi(
        title="Repère",
        version="1",
        description=DESCRIPTION,
        routes=contexts,
        servers=[{"url": "/"}],
    )
    parts = described.setdefault("components", {})
    parts["schemas"] = {**parts.get("schemas", {}), **problem_schemas()}
    parts["securitySchemes"] = {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": app.state.settings.cookie_name,
        },
        "token": {"type": "http", "scheme": "bearer"},
    }
    public = {
        one for context in contexts if is_public(context) for one in named(context)
    }
    for address, operations in described["paths"].items():
        for method in [m for m in operations if m in (*UNSAFE, *SAFE)]:
            is_open = (method.upper(), address) in public
            complete(operations[method], method, address, is_open)
    return described


def api_routes(app: FastAPI) -> list[RouteContext]:
    return [
        context
        for context in iter_route_contexts(app.routes)
        if str(context.path or "").startswith(f"{PREFIX}/")
    ]


def named(context: RouteContext) -> set[tuple[str, str]]:
    """Method and address: others may share the address."""
    methods = getattr(context, "methods", None) or ()
    return {(method, str(context.path_format)) for method in methods}


def is_public(context: RouteContext) -> bool:
    """Whether the route takes `Anybody`."""
    return "anybody" in parameters_of(context)


def parameters_of(context: RouteContext) -> set[str]:
    """The kinds of value that our own thread makes for the route (`web.pending`)."""
    dependant = getattr(context, "dependant", None)
    needs: Sequence[Any] = dependant.dependencies if dependant else ()
    return {str(getattr(need.call, "__name__", "")) for need in needs}


def complete(
    operation: dict[str, Any], method: str, address: str, public: bool
) -> None:
    """Who may call it, and every problem it may answer with."""
    mendable = bool(operation.get("parameters"))
    answers = operation["responses"]
    if "HTTPValidationError" in str(answers.get("422")):
        del answers["422"]
    statuses = set(WRITING) if method in UNSAFE else set()
    if mendable:
        statuses.add("422")
    if "{" in address:
        statuses.add("404")
    if not public:
        statuses.add("401")
        operation["security"] = [{"session": []}, {"token": []}]
    for status in sorted(statuses):
        answers.setdefault(status, problem(status))


def problem(status: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(model="ProblemAnswer")}
    return {
        "description": SAID[status],
        "content": {"application/problem+json": {"schema": schema}},
    }


def problem_schemas() -> dict[str, Any]:
    schema = ProblemAnswer.model_json_schema(ref_template=REF)
    return {**schema.pop("$defs"), "ProblemAnswer": schema}
