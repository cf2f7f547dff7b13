"""What became of a note: its revisions, and texts that wait for somebody to choose."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.models import EvidenceRevision, Person, RivalText, TeamMember


def rivals_of(
    session: Session, ids: Collection[UUID]
) -> Sequence[tuple[RivalText, str]]:
    """Those that wait for somebody to choose, oldest first, with who sent them."""
    rows = session.execute(
        select(RivalText, shown_name_of(RivalText))
        .outerjoin(Person, col(Person.id) == col(RivalText.by))
        .where(col(RivalText.evidence_id).in_(ids), col(RivalText.settled_at).is_(None))
        .order_by(col(RivalText.received_at), col(RivalText.id))
    ).all()
    return [(rival, name) for rival, name in rows]


def with_rivals(session: Session, ids: Collection[UUID]) -> frozenset[UUID]:
    if not ids:
        return frozenset()
    waiting = select(col(RivalText.evidence_id)).where(
        col(RivalText.evidence_id).in_(ids), col(RivalText.settled_at).is_(None)
    )
    return frozenset(session.scalars(waiting))


def revisions_of(
    session: Session, evidence_id: UUID
) -> Sequence[tuple[EvidenceRevision, str]]:
    """Newest first, each with who wrote it."""
    rows = session.execute(
        select(EvidenceRevision, shown_name_of(EvidenceRevision))
        .outerjoin(Person, col(Person.id) == col(EvidenceRevision.by))
        .where(col(EvidenceRevision.evidence_id) == evidence_id)
        .order_by(col(EvidenceRevision.revision).desc())
    ).all()
    return [(revision, name) for revision, name in rows]


def shown_name_of(sent: type[RivalText] | type[EvidenceRevision]) -> Any:
    """The name a member chose to be shown by; only who is no member has their own."""
    chosen = (
        select(col(TeamMember.shown_name))
        .where(
            col(TeamMember.person_id) == col(sent.by),
            col(TeamMember.visit_id) == col(sent.visit_id),
        )
        .order_by(col(TeamMember.removed_at).is_not(None))
        .limit(1)
        .correlate(sent)
        .scalar_subquery()
    )
    return func.coalesce(chosen, col(Person.name), "")
