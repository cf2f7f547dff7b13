"""The last change anywhere in an agenda: what it was, and whether it can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import AgendaSession, RecordRevision, Visit
from app.models.base import now
from app.visits.agenda_history import what_changed

#: So long the last change stands at the top of the agenda; from then on a change is
#: undone on its session's page, where it is read before.
OFFERED_FOR = timedelta(hours=24)
TABLE = str(AgendaSession.__tablename__)


@dataclass(frozen=True, slots=True)
class LastChange:
    """`touched` are (session, its number, its revision, what was changed in words):
    what changed in one go has one moment."""

    moment: datetime
    by: UUID
    touched: list[tuple[UUID, int, int, list[str]]]


def last_change(session: Session, visit: Visit) -> LastChange | None:
    """One query. None where nobody has changed anything of late."""
    rows = newest(session, visit)
    if not rows or rows[0].by is None or now() - rows[0].at > OFFERED_FOR:
        return None
    touched = [
        (
            row.record_id,
            int(row.values["number"]),
            row.revision,
            what_changed(row.before, row.values),
        )
        for row in rows
    ]
    return LastChange(rows[0].at, rows[0].by, touched)


def newest(session: Session, visit: Visit) -> Sequence[Any]:
    """Every revision of the newest moment, each with the values before it."""
    return session.connection().execute(NEWEST, {"visit": visit.id}).all()


def _newest() -> Select[Any]:
    table, earlier = RecordRevision, aliased(RecordRevision)
    of_visit = col(table.visit_id) == bindparam("visit"), col(table.table) == TABLE
    last = select(func.max(col(table.at))).where(*of_visit).scalar_subquery()
    return (
        select(
            col(table.record_id),
            col(table.revision),
            col(table.values),
            col(table.by),
            col(table.at),
            col(earlier.values).label("before"),
        )
        .outerjoin(
            earlier,
            and_(
                col(earlier.table) == TABLE,
                col(earlier.record_id) == col(table.record_id),
                col(earlier.revision) == col(table.revision) - 1,
            ),
        )
        .where(*of_visit, col(table.at) == last)
        .order_by(col(table.record_id))
    )


#: Put together once: each look at an agenda asks it.
NEWEST = _newest()
