"""Clocks that are changed during a visit, days elsewhere, and sessions over midnight."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given, strategies as st
from sqlalchemy import update
from sqlmodel import Session, col

from app.access import Actor
from app.errors import Rejected
from app.forms import check
from app.models import AgendaSession, Visit, VisitDay
from app.visits.agenda_moving import move_session
from app.visits.clock_rules import Clock
from app.visits.day_actions import change_day
from app.visits.forms import DayForm
from app.visits.rules import session_problems, twice_said
from tests.agenda.making import planned
from tests.agenda.test_moving import moving, said
from tests.factories import make_day
from tests.releases.conftest import VISIT, Post
from tests.releases.test_feeds import made, quiet, read

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
PARIS = "Europe/Paris"
zones = st.sampled_from([PARIS, "America/New_York", "Australia/Lord_Howe", "UTC", "Africa/Casablanca"])  # fmt: skip
minutes = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), zones, minutes)
def test_a_time_exists_exactly_when_some_moment_of_the_day_shows_it(
    on: date, zone: str, at: time
) -> None:
    """Looked for among all moments, a minute apart, from a day before to a day after."""
    first = moments_of(on, zone, at)
    clock = Clock(on, zone)
    assert (clock.instead_of(at) is None, clock.comes_twice(at)) == (first > 0, first > 1)  # fmt: skip


def moments_of(on: date, zone: str, at: time) -> int:
    """How many moments show it: those of either offset that read back as it."""
    wanted, own = datetime.combine(on, at), ZoneInfo(zone)
    around = [
        datetime.combine(on, at, UTC) + timedelta(minutes=15 * n)
        for n in range(-60, 61)
    ]
    return sum(one.astimezone(own).replace(tzinfo=None) == wanted for one in around)


@pytest.mark.parametrize(("on", "at", "instead"), [(SPRING, time(2, 30), time(3, 30)), (SPRING, time(3), None), (SPRING, time(1, 59), None), (AUTUMN, time(2, 30), None)])  # fmt: skip
def test_what_the_clocks_leap_over_is_refused_with_the_way_out(
    on: date, at: time, instead: time | None
) -> None:
    found = session_problems(Clock(on, PARIS), at, time(5))
    expected = [("starts_local", "The clocks are put forward on this day (Europe/Paris): 02:30 does not exist. Choose 03:30 or later, or a time before the change.")]  # fmt: skip
    assert [(one.field, one.message) for one in found] == (expected if instead else [])


def test_of_a_time_that_comes_twice_the_first_is_meant_and_said() -> None:
    clock = Clock(AUTUMN, PARIS)
    assert twice_said(clock, time(2, 30), time(4)) == "The clocks are put back on this day (Europe/Paris), so 02:30 comes twice: the first is meant."  # fmt: skip
    assert twice_said(clock, time(9), time(10)) == ""
    assert twice_said(Clock(SPRING, PARIS), time(2, 30), time(3)) == ""
    assert clock.minutes(time(2, 30), time(3, 30)) == 120
    assert Clock(SPRING, PARIS).minutes(time(1, 30), time(3, 30)) == 60


@pytest.mark.parametrize(("starts", "ends", "over"), [("22:00", "01:00", True), ("23:00", "00:00", True), ("10:00", "09:00", False), ("10:00", "10:00", False)])  # fmt: skip
def test_a_session_over_midnight_is_told_from_a_slip_of_the_hand(
    starts: str, ends: str, *, over: bool
) -> None:
    times = (time.fromisoformat(one) for one in (starts, ends))
    (found,) = session_problems(Clock(SPRING, PARIS), *times)
    two = "A session ends on the day it starts. For one that goes on after midnight make two: one until 23:59, and one from 00:00 on the next day."  # fmt: skip
    plain = "It must end after it starts."
    assert (found.field, found.message) == ("ends_local", two if over else plain)


def test_moving_onto_the_day_of_the_change_looks_at_its_clocks(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit, starts_local="02:30", ends_local="02:45")
    spring = make_day(session, visit, day_on=SPRING)
    with pytest.raises(Rejected) as rejected:
        move_session(session, host, visit, item, moving(item, day_id=spring.id))
    assert list(said(rejected)) == ["starts_local", "ends_local"]
    elsewhere = make_day(session, visit, day_on=AUTUMN)
    move_session(session, host, visit, item, moving(item, day_id=elsewhere.id))
    assert item.day_id == elsewhere.id


def test_a_day_is_not_put_where_its_sessions_stand_at_no_time(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit, starts_local="02:30", ends_local="04:00")
    day = session.get_one(VisitDay, item.day_id)
    sent = {"mode": "on-site", "time_zone": PARIS, "revision": day.revision}
    with pytest.raises(Rejected) as rejected:
        change_day(session, host, visit, day, check(DayForm, {**sent, "day_on": SPRING}))  # fmt: skip
    assert said(rejected) == {
        "day_on": f"The clocks are put forward on this day, so these sessions stand at a time that does not exist: {item.number}. Move them first."
    }
    change_day(session, host, visit, day, check(DayForm, {**sent, "day_on": AUTUMN}))
    assert day.day_on == AUTUMN


def days(post: Post, *values: dict[str, Any]) -> None:
    with post.database.writing() as session:
        for day, one in zip(post.days(), values, strict=True):
            session.execute(update(VisitDay).where(col(VisitDay.id) == day.id).values(**one))  # fmt: skip


def test_days_around_the_change_and_a_day_elsewhere_are_right_wherever_they_are_read(
    post: Post,
) -> None:
    """The day before the clocks change, the day itself, and online with another city."""
    days(post, {"day_on": SPRING - timedelta(days=1)}, {"day_on": SPRING}, {"day_on": date(2027, 4, 6), "time_zone": "America/Montreal"})  # fmt: skip
    quiet(post)
    text = read(post, made(post, "coordinator", visit_id=str(VISIT))).text
    found = {one.uid.value: one.dtstart.value for one in vobject.readOne(text).vevent_list}  # fmt: skip
    own = {day.id: day for day in post.days()}
    items = [item for item in (post.item(n) for n in range(1, 7)) if item.day_id]
    local = {str(i.id): (own[i.day_id].day_on, i.starts_local) for i in items if i.starts_local and i.day_id}  # fmt: skip
    assert {id_: (at.date(), at.time()) for id_, at in found.items()} == local
    offsets = {at.date(): at.utcoffset() for at in found.values()}
    assert offsets == {SPRING - timedelta(days=1): timedelta(hours=1), SPRING: timedelta(hours=2), date(2027, 4, 6): timedelta(hours=-4)}  # fmt: skip
    agenda = post.planner.get(f"/visits/{VISIT}/agenda").text
    table = post.planner.get(f"/visits/{VISIT}/agenda.csv").text
    assert ("America/Montreal" in agenda, "America/Montreal" in table) == (True, True)


def test_the_page_of_a_session_refuses_and_says_it(post: Post) -> None:
    first, second, _third = post.days()
    days(post, {"day_on": SPRING}, {"day_on": AUTUMN}, {"mode": "virtual"})
    item = post.item(3)
    at = f"/visits/{VISIT}/agenda/{item.id}"
    sent = {"day_id": str(first.id), "starts_local": "02:15", "ends_local": "04:00", "revision": item.revision}  # fmt: skip
    late = post.planner.post(f"{at}/times", data=sent)
    assert late.status_code == 422
    assert "02:15 does not exist" in late.text
    assert 'value="02:15"' in late.text
    over = sent | {"starts_local": "22:30", "ends_local": "00:30"}
    refused = post.planner.post(f"{at}/times", data=over)
    assert (refused.status_code, "make two: one until 23:59" in refused.text) == (422, True)  # fmt: skip
    twice = sent | {"day_id": str(second.id)}
    assert post.planner.post(f"{at}/times", data=twice).status_code == 303
    assert "so 02:15 comes twice: the first is meant." in post.planner.get(at).text
    quiet(post)
    text = read(post, made(post, "coordinator", visit_id=str(VISIT))).text
    (event,) = [e for e in vobject.readOne(text).vevent_list if e.uid.value == str(item.id)]  # fmt: skip
    assert event.dtstart.value.isoformat() == "2027-10-31T02:15:00+02:00"


def test_a_session_is_never_kept_over_midnight(
    session: Session, visit: Visit, host: Actor
) -> None:
    with pytest.raises(Rejected) as rejected:
        planned(session, host, visit, starts_local="22:00", ends_local="01:00")
    assert list(said(rejected)) == ["ends_local"]
    item: AgendaSession = planned(session, host, visit, starts_local="22:00", ends_local="23:59")  # fmt: skip
    with pytest.raises(Rejected) as rejected:
        move_session(session, host, visit, item, moving(item, longer=30))
    assert list(said(rejected)) == ["minutes"]
