"""When people can come: joined, refused by line, kept from those it is not for."""

import itertools
import re
from datetime import time
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from app.db import Database
from app.ids import seed_id
from app.models import Visit
from app.visits.availability_queries import Subject, windows_of
from app.visits.availability_rules import (
    ALL_DAY,
    Ticked,
    Typed,
    Window,
    as_time,
    joined,
    overlapping,
    read_lines,
)
from tests.conftest import Browse
from tests.visits.test_routes import read

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
AT = f"/visits/{VISIT}/availability"
MAYOR = seed_id("demonstration", "stakeholder", "val-daubre-review/mayor")
MEMBER = seed_id("demonstration", "member", "val-daubre-review/m3")
FIRST = str(seed_id("demonstration", "day", "val-daubre-review/d1"))
NOTHING_SAID = "e3b0c44298fc1c14"
times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
windows = st.tuples(times, times).map(sorted).map(lambda two: Window(*two))


@given(st.lists(windows, max_size=6), times)
def test_joining_changes_no_minute(some: list[Window], at: time) -> None:
    def holds(windows: list[Window]) -> bool:
        return any(one.starts <= at <= one.ends for one in windows)

    found = joined(some)
    assert holds(found) == holds(some)
    assert all(a.ends < b.starts for a, b in itertools.pairwise(found))


def test_each_line_that_cannot_stand_is_named() -> None:
    day, away = UUID(int=1), UUID(int=2)
    lines = [
        Typed(1, day, "09:00", ""),
        Typed(2, day, "11:00", "10:00"),
        Typed(3, away, "09:00", "10:00"),
        Typed(4, day, "9 h", "10:00"),
        Typed(5, day, "14:00", "15:00"),
        Typed(6, day, "", ""),
    ]
    found, problems = read_lines(lines, Ticked(away={away}))
    assert [one.field for one in problems] == ["ends-1", "ends-2", "starts-3", "starts-4"]  # fmt: skip
    assert found == {day: [Window(time(14), time(15))]}


def test_a_day_cannot_be_two_things_at_once() -> None:
    one, other, third = UUID(int=1), UUID(int=2), UUID(int=3)
    lines = [
        Typed(1, one, "", ""),
        Typed(2, other, "09:00", "10:00"),
        Typed(3, third, "", ""),
    ]
    whole = Ticked(away={one, third}, all_day={one, other}, preferred={third})
    found, problems = read_lines(lines, whole)
    assert [one.field for one in problems] == ["starts-1", "starts-3", "starts-2"]
    assert found == {one: [ALL_DAY], other: [ALL_DAY]}


@pytest.mark.parametrize("typed", ["24:00", "9h", "09:30Z", "9:5", "25:61"])
def test_what_is_no_time_of_a_day_is_none(typed: str) -> None:
    assert as_time(typed) is None


def test_hours_that_overlap_are_told_from_hours_that_meet() -> None:
    meet, over = UUID(int=1), UUID(int=2)
    lines = [
        Typed(1, meet, "09:00", "10:00"),
        Typed(2, meet, "10:00", "11:00"),
        Typed(3, over, "09:00", "12:00"),
        Typed(4, over, "11:59", "13:00"),
    ]
    assert overlapping(lines) == [over]


def said(demo: Database) -> list[tuple[time | None, time | None, bool]]:
    with demo.reading() as session:
        rows = windows_of(session, session.get_one(Visit, VISIT))
    mine = rows.get((Subject.STAKEHOLDER, MAYOR), [])
    return [(row.starts_local, row.ends_local, row.preferred) for row in mine]


def sent(*windows: tuple[str, str], mark: str = NOTHING_SAID) -> dict[str, object]:
    return {
        "days": [FIRST] * len(windows),
        "starts": [one for one, _other in windows],
        "ends": [other for _one, other in windows],
        "mark": mark,
    }


def test_windows_that_overlap_are_kept_as_one(browse: Browse, demo: Database) -> None:
    host, at = browse("mentee-officer"), f"{AT}/stakeholder/{MAYOR}"
    form = sent(("09:00", "11:00"), ("10:30", "12:00")) | {"preferred": [FIRST]}
    assert host.post(at, data=form).status_code == 303
    assert said(demo) == [(time(9), time(12), True)]
    page = read(host, AT)
    assert "09:00–12:00" in page
    assert "Hours that overlapped were put together: Monday 12 October." in page


def test_what_somebody_said_meanwhile_is_shown_and_not_overwritten(
    browse: Browse, demo: Database
) -> None:
    at = f"{AT}/stakeholder/{MAYOR}"
    browse("facilitator").post(at, data=sent(("09:00", "11:00")))
    late = browse("mentee-officer").post(at, data=sent(("14:00", "15:00")))
    assert late.status_code == 422
    assert "What stands: 09:00–11:00" in late.text
    assert 'value="14:00"' in late.text
    [mark] = re.findall(r'name="mark" value="(\w+)"', late.text)
    browse("mentee-officer").post(at, data=sent(("14:00", "15:00"), mark=mark))
    assert said(demo) == [(time(14), time(15), False)]


def test_not_on_this_day_is_a_word_of_its_own(browse: Browse, demo: Database) -> None:
    host, at = browse("mentee-officer"), f"{AT}/stakeholder/{MAYOR}"
    host.post(at, data={"away": [FIRST], "mark": NOTHING_SAID})
    assert said(demo) == [(None, None, False)]
    assert "Not on this day" in read(host, AT)


def test_a_member_says_it_for_themself_and_sees_nobody_else(
    browse: Browse, demo: Database
) -> None:
    own = browse("migrant-member")
    page = read(own, AT)
    assert re.findall(r"/availability/(\w+)/", page) == ["member"]
    form = sent(("09:00", "17:00"))
    assert own.post(f"{AT}/member/{MEMBER}", data=form).status_code == 303
    assert own.get(f"{AT}/stakeholder/{MAYOR}").status_code == 404
    assert browse("member").get(f"{AT}/member/{MEMBER}").status_code == 404
