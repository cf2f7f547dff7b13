"""What left the team: read by everybody who sees the visit."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from app.models import ReleasedEvidence, Visit


def released_of(session: Session, visit: Visit) -> Sequence[ReleasedEvidence]:
    """In an order that says nothing of when, where or by whom it was said."""
    rows = session.scalars(
        select(ReleasedEvidence).where(
            col(ReleasedEvidence.visit_id) == visit.id,
            col(ReleasedEvidence.released_at).is_not(None),
            col(ReleasedEvidence.removed_at).is_(None),
        )
    ).all()
    return sorted(rows, key=released_key)


def released_key(row: ReleasedEvidence) -> str:
    """Made of the factor and a digest of the id, which itself would tell a moment."""
    return f"{row.factor} {hashlib.sha256(row.id.bytes).hexdigest()}"
