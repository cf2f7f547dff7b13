"""What left the team: read by everybody who sees the visit."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.access import Actor
from app.errors import NotFound
from app.evidence.speaker_queries import voices_met
from app.models import ReleasedEvidence, Visit
from app.values import Voice


@dataclass(frozen=True)
class Released:
    """`voice` is null where too few such people were met to name it. `key` is for order."""

    factor: str
    voice: Voice | None
    text: str
    key: str


@dataclass(frozen=True)
class Waiting:
    """A text as the team handles it; `passed` says whether this reader has passed it."""

    row: ReleasedEvidence
    passed: bool


def released_of(session: Session, visit: Visit) -> Sequence[Released]:
    """In an order that says nothing of when, where or by whom it was said."""
    rows = session.scalars(
        standing(visit).where(col(ReleasedEvidence.released_at).is_not(None))
    ).all()
    named = voices_met(session, visit) if rows else frozenset()
    found = [
        Released(
            row.factor,
            row.voice if row.voice in named else None,
            row.text,
            released_key(row),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.key)


def waiting_of(session: Session, actor: Actor, visit: Visit) -> list[Waiting]:
    """Oldest first; those that have left the team too, so that it can take them back."""
    rows = session.scalars(standing(visit).order_by(col(ReleasedEvidence.created_at)))
    return [Waiting(row, str(actor.person_id) in row.passed_by) for row in rows]


def standing(visit: Visit):  # type: ignore[no-untyped-def]
    return select(ReleasedEvidence).where(
        col(ReleasedEvidence.visit_id) == visit.id,
        col(ReleasedEvidence.removed_at).is_(None),
    )


def release_for(session: Session, visit: Visit, release_id: UUID) -> ReleasedEvidence:
    found = session.get(ReleasedEvidence, release_id)
    if found is None or found.visit_id != visit.id or found.removed_at:
        raise NotFound
    return found


def released_key(row: ReleasedEvidence) -> str:
    """Made of the factor and a digest of the id, which itself would tell a moment."""
    return f"{row.factor} {hashlib.sha256(row.id.bytes).hexdigest()}"
