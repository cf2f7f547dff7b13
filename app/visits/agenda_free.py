"""When the days of a visit have room for another session: one query."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.models import AgendaSession, Visit
from app.models.base import now
from app.values import SessionStatus
from app.visits.agenda_rules import Times, free_time


@dataclass(frozen=True)
class Free:
    """`times` by day, as a field of a form writes them; a full day is not among them."""

    times: Mapping[UUID, tuple[str, str]]
    is_empty: bool


def free_times(session: Session, visit: Visit) -> Free:
    """Cancelled sessions take no time; `visit` comes with its days."""
    table = AgendaSession
    rows = session.execute(
        select(col(table.day_id), col(table.starts_local), col(table.ends_local)).where(
            col(table.visit_id) == visit.id,
            col(table.status) != SessionStatus.CANCELLED,
            col(table.removed_at).is_(None),
        )
    ).all()
    taken: dict[UUID | None, list[Times]] = defaultdict(list)
    for day_id, starts, ends in rows:
        if starts and ends:
            taken[day_id].append((starts, ends))
    found = {day.id: free_time(taken[day.id]) for day in visit.days}
    times = {id_: (f"{t[0]:%H:%M}", f"{t[1]:%H:%M}") for id_, t in found.items() if t}
    return Free(times, is_empty=not rows)


def likely_day(visit: Visit, free: Free) -> UUID | None:
    """The first day to come that has room; none once the visit is over."""
    today = now().date()
    coming = (one.id for one in visit.days if one.day_on >= today)
    return next((id_ for id_ in coming if id_ in free.times), None)
