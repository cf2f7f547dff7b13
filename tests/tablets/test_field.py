"""What is on now and next on the field page, by the clock of the place."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlmodel import Session

from app.evidence.field_pages import now_and_next
from app.models import AgendaSession, Visit
from app.values import SessionFormat, SessionStatus


def at_work(session: Session, visit: Visit, number: int, **changes: Any) -> None:
    values = {
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "number": number,
        "title": f"Session {number}",
        "format": SessionFormat.INTERVIEW,
        "status": SessionStatus.PLANNED,
        "day_id": visit.days[0].id,
    }
    session.add(AgendaSession(**{**values, **changes}))
    session.flush()  # the agenda is asked for


#: The one day is 26 April 2027 in Paris, two hours ahead of UTC.
@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        (datetime(2027, 4, 26, 6, 0, tzinfo=UTC), [(1, False)]),
        (datetime(2027, 4, 26, 7, 0, tzinfo=UTC), [(1, True), (2, True), (3, False)]),
        (datetime(2027, 4, 26, 8, 30, tzinfo=UTC), [(3, False)]),
        (datetime(2027, 4, 26, 9, 30, tzinfo=UTC), [(3, True)]),
        (datetime(2027, 4, 26, 10, 0, tzinfo=UTC), []),
        (datetime(2027, 4, 27, 7, 0, tzinfo=UTC), []),
    ],
)
def test_now_is_every_track_and_next_is_one(
    session: Session, visit: Visit, utc: datetime, shown: list[tuple[int, bool]]
) -> None:
    at_work(session, visit, 1, starts_local=time(9), ends_local=time(10))
    at_work(session, visit, 2, starts_local=time(9), ends_local=time(10), track="B")
    at_work(session, visit, 3, starts_local=time(11), ends_local=time(12))
    at_work(session, visit, 4, day_id=None)
    at_work(session, visit, 5, starts_local=time(9), ends_local=time(12), status=SessionStatus.CANCELLED)  # fmt: skip
    found = now_and_next(session, visit, utc)
    assert [(one.number, one.is_now) for one in found] == shown
