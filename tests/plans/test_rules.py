from datetime import date, timedelta

from hypothesis import given, strategies as st

from app.plans.rules import (
    OPEN,
    action_days_late,
    action_problems,
    is_open,
    update_day_problems,
)
from app.values import ActionStatus

TODAY = date(2026, 11, 23)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(st.sampled_from(ActionStatus), st.one_of(st.none(), days), days)
def test_only_an_open_action_past_its_day_is_late(
    status: ActionStatus, due_on: date | None, today: date
) -> None:
    late = action_days_late(status, due_on, today)
    expected = due_on is not None and due_on < today and is_open(status)
    assert (late > 0) == expected


def test_done_and_dropped_are_not_open() -> None:
    assert {ActionStatus.PLANNED, ActionStatus.UNDER_WAY} == OPEN


def test_an_action_does_not_end_before_it_starts() -> None:
    before = TODAY - timedelta(days=1)
    assert action_problems(TODAY, TODAY) == []
    assert action_problems(TODAY, None) == []
    assert [p.field for p in action_problems(TODAY, before)] == ["due_on"]


def test_nothing_is_noted_ahead_of_its_day() -> None:
    assert update_day_problems(TODAY, TODAY) == []
    later = update_day_problems(TODAY + timedelta(days=1), TODAY)
    assert [p.field for p in later] == ["on"]
