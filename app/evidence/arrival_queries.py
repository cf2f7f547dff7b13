"""What came in: how many notes since a page was shown, and a day's by factor and session.

Counting fieldwork is fine; nothing here says how well a factor does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from app.evidence.queries import Note, notes_of, zone_of
from app.models import Evidence, EvidenceFactor, TeamMember, Visit

#: A note may be stamped a moment before it can be read: so far back a page counts what it
#: has already, and no arrival falls between two looks.
OVERLAP = timedelta(seconds=15)

SHOWN: Sequence[ColumnElement[bool]] = (
    col(Evidence.removed_at).is_(None),
    col(Evidence.hidden_at).is_(None),
)


@dataclass(frozen=True)
class Gathered:
    """`counts` and `newest` by factor slug or session id; `who` by session id."""

    counts: dict[Any, int]
    newest: dict[Any, Note]
    who: dict[Any, list[str]]


def came_since(
    conditions: Sequence[ColumnElement[bool]], since: datetime
) -> list[ColumnElement[bool]]:
    """Notes of a list that were received, for the first time or corrected."""
    received = col(Evidence.received_at) >= since
    return [*conditions, col(Evidence.hidden_at).is_(None), received]


def hours_of(visit: Visit, day: date) -> list[ColumnElement[bool]]:
    """From midnight to midnight on the host's clock."""
    starts = datetime.combine(day, time(), zone_of(visit))
    ends = datetime.combine(day + timedelta(days=1), time(), zone_of(visit))
    captured = col(Evidence.captured_at)
    return [captured >= starts.astimezone(UTC), captured < ends.astimezone(UTC)]


def state_of_day(session: Session, visit: Visit, day: date) -> tuple[int, str]:
    """How many notes, and a word that changes with any of them. One small query."""
    found = session.execute(
        select(func.count(), func.max(col(Evidence.received_at))).where(
            col(Evidence.visit_id) == visit.id, *SHOWN, *hours_of(visit, day)
        )
    ).one()
    last = found[1].isoformat(timespec="microseconds") if found[1] else ""
    return found[0], f"{found[0]} {last}".strip()


def gathered(session: Session, visit: Visit, day: date) -> tuple[Gathered, Gathered]:
    """By factor, and by session, where `None` stands for notes of no session."""
    factors = _newest(session, visit, day, col(EvidenceFactor.slug), EvidenceFactor)
    sessions = _newest(session, visit, day, col(Evidence.session_id))
    ids = {row.id for row in (*factors, *sessions)}
    notes = {one.id: one for one in notes_of(session, visit, [col(Evidence.id).in_(ids)])}  # fmt: skip
    return (
        gathered_of(factors, notes, {}),
        gathered_of(sessions, notes, _writing(session, visit, day)),
    )


def gathered_of(
    rows: Sequence[Any], notes: dict[UUID, Note], who: dict[Any, list[str]]
) -> Gathered:
    newest = {row.key: notes[row.id] for row in rows if row.id in notes}
    return Gathered({row.key: row.many for row in rows}, newest, who)


def _newest(
    session: Session, visit: Visit, day: date, key: Any, joined: Any = None
) -> Sequence[Any]:
    """Rows of `key`, how `many` notes, and the `id` of the one received last."""
    order = (col(Evidence.received_at).desc(), col(Evidence.id).desc())
    asked = select(
        key.label("key"),
        col(Evidence.id),
        func.count().over(partition_by=key).label("many"),
        func.row_number().over(partition_by=key, order_by=order).label("place"),
    ).where(col(Evidence.visit_id) == visit.id, *SHOWN, *hours_of(visit, day))
    if joined is not None:
        asked = asked.join(joined, col(joined.evidence_id) == col(Evidence.id))
    ranked = asked.subquery()
    return session.execute(select(ranked).where(ranked.c.place == 1)).all()


def _writing(session: Session, visit: Visit, day: date) -> dict[Any, list[str]]:
    """Session → the shown names of who noted in it, in the order of the team."""
    rows = session.execute(
        select(col(Evidence.session_id), col(TeamMember.shown_name))
        .join(TeamMember, col(TeamMember.id) == col(Evidence.author_id))
        .where(col(Evidence.visit_id) == visit.id, *SHOWN, *hours_of(visit, day))
        .group_by(
            col(Evidence.session_id),
            col(TeamMember.id),
            col(TeamMember.shown_name),
            col(TeamMember.position),
        )
        .order_by(col(TeamMember.position), col(TeamMember.id))
    ).all()
    found: dict[UUID | None, list[str]] = {}
    for session_id, name in rows:
        found.setdefault(session_id, []).append(name)
    return found
