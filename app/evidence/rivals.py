"""Notes with two texts, as a tablet or a script chooses between them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.access import Actor
from app.errors import NotFound
from app.evidence.correcting import settle_rival
from app.evidence.forms import RivalForm
from app.evidence.listing import is_to_choose
from app.evidence.queries import note_read
from app.models import Evidence, EvidenceRevision, RivalText, Visit


@dataclass(frozen=True)
class ToChoose:
    """`theirs` stands as `revision`; `yours` came beside it. Both as they were sent."""

    id: UUID
    evidence_id: UUID
    revision: int
    theirs: dict[str, Any]
    yours: dict[str, Any]
    received_at: datetime


def rivals_to_choose(session: Session, actor: Actor, visit: Visit) -> list[ToChoose]:
    """Those between which this person chooses, in the order they came; one query."""
    asked = (
        select(RivalText, col(Evidence.revision), col(EvidenceRevision.values))
        .join(Evidence, col(Evidence.id) == col(RivalText.evidence_id))
        .join(
            EvidenceRevision,
            (col(EvidenceRevision.evidence_id) == col(Evidence.id))
            & (col(EvidenceRevision.revision) == col(Evidence.revision)),
        )
        .where(
            col(RivalText.visit_id) == visit.id,
            col(RivalText.settled_at).is_(None),
            *is_to_choose(actor, visit),
        )
        .order_by(col(RivalText.id))
    )
    return [
        ToChoose(row.id, row.evidence_id, revision, theirs, row.values, row.received_at)
        for row, revision, theirs in session.execute(asked)
    ]


def choose_text(
    session: Session, actor: Actor, visit: Visit, form: RivalForm
) -> tuple[UUID, int]:
    """The note and its revision after the choice.

    Raises `NotFound` where somebody has chosen already, `Conflict` where the note was
    changed since the texts were read.
    """
    of = session.scalars(
        select(col(RivalText.evidence_id)).where(
            col(RivalText.id) == form.rival, col(RivalText.visit_id) == visit.id
        )
    ).first()
    if of is None:
        raise NotFound
    settle_rival(session, actor, visit, note_read(session, actor, visit, of), form)
    kept = session.scalars(select(col(Evidence.revision)).where(col(Evidence.id) == of))
    return of, kept.one()
