"""`PUT /api/v1/visits/…/speakers/…`: somebody who spoke, before the notes that name them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.responses import JSONResponse, Response

from app.answers import Answer
from app.evidence.outcomes import Outcome, Sent, digest_of
from app.evidence.rows import iso
from app.evidence.speaker_forms import SpeakerForm
from app.evidence.speaker_receiving import Registered, receive_speaker
from app.routes.api_intake import EpochRoute, Incoming, answer_of, incoming
from app.routes.api_intake_described import SEALED_SCHEMA, inlined
from app.web import pending, router as new_router, together_of

router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = EpochRoute

SCHEMA = SpeakerForm.model_json_schema()
EXAMPLE = {
    "role": "mother",
    "voice": "migrants",
    "consents": ["notes", "quote"],
    "witness": "Member 3",
}
BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": inlined(SCHEMA, SCHEMA.get("$defs", {})),
            "example": {"id": "01963f6e-8c00-7000-8000-0000000000c1", **EXAMPLE},
        },
        "application/jose": {"schema": SEALED_SCHEMA},
    },
}


class SpeakerReceipt(Answer):
    """Known here. `sha256` is of the bytes as they were sent this time."""

    id: UUID
    sha256: str
    received_at: str


@router.put(
    "/visits/{visit_id}/speakers/{speaker_id}",
    dependencies=[pending("signed_in")],  # `admission` asks; the description says
    response_model=SpeakerReceipt,
    responses={
        201: {"description": "Registered.", "model": SpeakerReceipt},
        200: {"description": "Registered before; the first answers stand."},
        410: {
            "description": "They have withdrawn.",
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/ProblemAnswer"}
                }
            },
        },
    },
    openapi_extra={"requestBody": BODY},
)
async def put_speaker(
    request: Request, speaker_id: UUID, sent: Annotated[Incoming, Depends(incoming)]
) -> Response:
    """A role and what they agree to, never a name.

    Sent again it is known; other words under the same id change nothing: consents are
    changed on their page.
    """
    write = Sent(speaker_id, 0, sent.body, sent.sealed, sent.opened)

    def received(session: Session) -> Registered | Outcome:
        return receive_speaker(session, sent.actor, sent.visit, write)

    outcome = await together_of(request).write(received)
    if not isinstance(outcome, Registered):
        return answer_of(outcome, sent.actor)
    receipt = {
        "id": str(speaker_id),
        "sha256": digest_of(sent.body),
        "received_at": iso(outcome.at),
    }
    return JSONResponse(receipt, 201 if outcome.created else 200)
