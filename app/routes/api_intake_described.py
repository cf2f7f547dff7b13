"""What the description of the API says of the PUT of evidence beside its signature."""

from typing import Any

from app.evidence.answers import (
    EXAMPLE_NOTE,
    EXAMPLE_RECEIPT,
    QuarantineAnswer,
    ReceiptAnswer,
)
from app.evidence.forms import EvidenceForm
from app.web import pending


def inlined(schema: Any, parts: dict[str, Any]) -> Any:
    """The schema without `$ref`: a body described in place cannot refer elsewhere."""
    if isinstance(schema, list):
        return [inlined(one, parts) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return inlined(parts[schema["$ref"].rpartition("/")[2]], parts)
    return {n: inlined(part, parts) for n, part in schema.items() if n != "$defs"}


def form_schema() -> Any:
    schema = EvidenceForm.model_json_schema()
    return inlined(schema, schema.get("$defs", {}))


SEALED_SCHEMA = {
    "type": "string",
    "description": "The same JSON as a compact JWE to the key of the visit's pack: ECDH-ES with A256GCM.",
}

EXAMPLE_RIVAL = {
    "type": "about:blank",
    "title": "Somebody saved meanwhile",
    "status": 409,
    "detail": "Both texts are kept. Somebody of the team chooses on the note's page.",
    "errors": [],
    "state": "kept",
    "revision": 2,
    "rival": "01963f6e-8c00-7000-8000-0000000000b1",
    "theirs": {**EXAMPLE_NOTE, "text": "The office opens at nine."},
    "yours": EXAMPLE_NOTE,
}

INTAKE: dict[str, Any] = {
    "dependencies": [pending("signed_in")],  # `admission` asks; the description says
    "response_model": ReceiptAnswer,
    "responses": {
        200: {
            "description": "Received before, or a new revision.",
            "content": {"application/json": {"example": EXAMPLE_RECEIPT}},
        },
        201: {
            "description": "Received for the first time.",
            "model": ReceiptAnswer,
            "content": {"application/json": {"example": EXAMPLE_RECEIPT}},
        },
        202: {
            "description": "Kept raw: this form version is not read here yet, or it was sealed to a key that is not here.",
            "model": QuarantineAnswer,
        },
        403: {
            "description": "Not to be done; `state` is `quarantined` where a tablet that has ended handed it in: it is kept for the lead.",
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/ProblemAnswer"}
                }
            },
        },
        429: {
            "description": "This tablet sends too much at once, or has handed in all it may. What it holds stays on it.",
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/ProblemAnswer"}
                }
            },
        },
        409: {
            "description": "Somebody saved meanwhile; both texts are given and kept.",
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/ProblemAnswer"},
                    "example": EXAMPLE_RIVAL,
                }
            },
        },
    },
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": form_schema(), "example": EXAMPLE_NOTE},
                "application/jose": {"schema": SEALED_SCHEMA},
            },
        }
    },
}
