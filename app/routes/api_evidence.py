"""`/api/v1/visits/…/evidence`: intake by PUT, reading, and what was released."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.addresses import After, Limit
from app.answers import ListOf, key_of, list_of
from app.audit import deed
from app.evidence.actions import Outcome, Rival, Sent, receive_bytes
from app.evidence.answers import (
    EvidenceAnswer,
    ReleasedAnswer,
    received_key,
)
from app.evidence.forms import FilterForm
from app.evidence.listing import narrowed, received_notes
from app.evidence.pages import place_after
from app.evidence.queries import note_read, raw_visit
from app.evidence.released import released_of
from app.routes.api_intake import (
    EpochRoute,
    Incoming,
    answer_of,
    incoming,
)
from app.routes.api_intake_described import INTAKE
from app.values_audit import Verb
from app.visits.queries import visit_shown
from app.web import (
    DbSession,
    PageOf,
    SignedIn,
    Working,
    note_apart,
    router as new_router,
    together_of,
)

router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = EpochRoute


@router.put("/visits/{visit_id}/evidence/{evidence_id}", **INTAKE)
async def put_evidence(
    request: Request,
    evidence_id: UUID,
    sent: Annotated[Incoming, Depends(incoming)],
) -> Response:
    """Takes a write in. Send the same bytes again and get the same receipt again.

    The first write of an id is answered 201, whatever `If-Match`; later ones need the
    current revision there. Different bytes on an old base are kept beside what stands
    and answered 409 with both.
    """
    write = Sent(evidence_id, sent.base_revision, sent.body, sent.sealed, sent.opened)

    def received(session: Session) -> Outcome:
        return receive_bytes(session, sent.actor, sent.visit, write)

    outcome = await together_of(request).write(received)
    if isinstance(outcome, Rival):  # its answer holds what stands
        read = deed(Verb.READ_NOTE, sent.visit, "evidence", evidence_id)
        await run_in_threadpool(note_apart, request, sent.actor, read)
    return answer_of(outcome, sent.actor)


@router.get("/visits/{visit_id}/evidence")
def list_evidence(
    page: PageOf,
    session: DbSession,
    actor: Working,
    visit_id: UUID,
    wanted: Annotated[FilterForm, Depends()],
    limit: Limit = 50,
    after: After = None,
) -> ListOf[EvidenceAnswer]:
    """In the order of arrival: what is changed comes again at the end."""
    visit = raw_visit(session, actor, visit_id)
    conditions = narrowed(session, actor, visit, wanted)
    notes = received_notes(session, visit, conditions, place_after(after), limit)
    if notes:  # a tablet asks every few seconds, mostly for nothing
        page.noted(deed(Verb.READ_EVIDENCE, visit))
    return list_of(notes, limit, received_key, EvidenceAnswer)


@router.get("/visits/{visit_id}/evidence/{evidence_id}")
def read_evidence(
    page: PageOf,
    session: DbSession,
    actor: Working,
    visit_id: UUID,
    evidence_id: UUID,
) -> EvidenceAnswer:
    visit = raw_visit(session, actor, visit_id)
    note = note_read(session, actor, visit, evidence_id)
    page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
    return EvidenceAnswer.model_validate(note)


@router.get("/visits/{visit_id}/released")
def list_released(
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    limit: Limit = 50,
    after: After = None,
) -> ListOf[ReleasedAnswer]:
    """What the team let go: factor, broad voice and text, no more."""
    visit = visit_shown(session, actor, visit_id)
    start = key_of(after)[0]
    rows = [one for one in released_of(session, visit) if one.key > start]
    return list_of(rows[: limit + 1], limit, lambda one: one.key, ReleasedAnswer)
