"""When a sheet was heard: said on it or by its session, never made up."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from app.evidence.paper_rules import Hours, heard, heard_problems

PARIS = ZoneInfo("Europe/Paris")
DAY, OTHER = date(2027, 4, 26), date(2027, 4, 27)
SESSION = Hours(DAY, time(9, 30))
NOW = datetime(2027, 4, 26, 20, tzinfo=UTC)


def test_a_sheet_is_of_its_own_hour_else_of_its_sessions() -> None:
    at = time(14)
    found = [
        heard(DAY, at, SESSION, PARIS),
        heard(None, at, SESSION, PARIS),
        heard(None, None, SESSION, PARIS),
        heard(DAY, None, SESSION, PARIS),
        heard(DAY, at, Hours(), PARIS),
    ]
    afternoon, morning = (datetime(2027, 4, 26, hour, minute, tzinfo=UTC) for hour, minute in ((12, 0), (7, 30)))  # fmt: skip
    assert found == [afternoon, afternoon, morning, morning, afternoon]


def test_no_hour_is_made_up() -> None:
    found = [
        heard(OTHER, None, SESSION, PARIS),
        heard(DAY, None, Hours(), PARIS),
        heard(None, time(9), Hours(), PARIS),
        heard(None, None, Hours(DAY), PARIS),
    ]
    assert found == [None] * 4


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_only_what_is_to_come_is_refused(ago: timedelta) -> None:
    problems = heard_problems(DAY, time(9), NOW - ago, NOW)
    assert [p.field for p in problems] == (["heard_on"] if ago < timedelta() else [])


def test_what_lacks_is_named_where_it_can_be_said() -> None:
    asked = [heard_problems(on, at, None, NOW) for on, at in ((None, None), (DAY, None), (None, time(9)))]  # fmt: skip
    assert [[p.field for p in one] for one in asked] == [["heard_on"], ["heard_at"], ["heard_on"]]  # fmt: skip
