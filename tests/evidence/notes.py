"""Writes of evidence for the tests: the smallest that stand."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor
from app.evidence.actions import (
    Outcome,
    Receipt,
    Recorded,
    Write,
    digest_of_values,
    record_evidence,
)
from app.evidence.forms import EvidenceForm
from app.evidence.queries import Note, note_shown
from app.ids import uuid7
from app.models import Visit

SMALLEST: dict[str, Any] = {
    "text": "The office opens at nine.",
    "factors": ["factor-1"],
    "kind": "interview",
    "voice": "migrants",
    "captured_at": "2027-04-26T09:42:10Z",
}


def form(**changes: Any) -> EvidenceForm:
    return EvidenceForm.model_validate({**SMALLEST, **changes})


def write(evidence_id: UUID | None = None, base: int = 0, **changes: Any) -> Write:
    made = form(**changes)
    digest = digest_of_values(made.model_dump(mode="json"))
    return Write(evidence_id or uuid7(), base, digest, made)


def record(session: Session, actor: Actor, visit: Visit, sent: Write) -> Outcome:
    return record_evidence(session, actor, visit, sent)


def recorded(session: Session, actor: Actor, visit: Visit, sent: Write) -> Receipt:
    """The receipt of a write that must be new."""
    outcome = record_evidence(session, actor, visit, sent)
    assert isinstance(outcome, Recorded)
    return outcome.receipt


def noted(session: Session, actor: Actor, visit: Visit, **changes: Any) -> Note:
    sent = write(**changes)
    recorded(session, actor, visit, sent)
    return note_shown(session, visit, sent.id)
