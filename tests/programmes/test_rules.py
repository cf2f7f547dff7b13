from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, strategies as st

from app.programmes.rules import (
    Standing,
    When,
    WordGroup,
    by_word,
    days_late,
    done_day_problems,
    is_late,
    late_steps,
    late_words,
    next_step,
    stage_of,
    standing,
    when_of,
)
from app.values import Judgement, Step

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Planned:
    step: Step
    due_on: date
    done_on: date | None = None


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
steps = st.lists(
    st.builds(Planned, st.sampled_from(list(Step)), days, st.one_of(st.none(), days)),
    max_size=12,
)


def test_a_step_is_late_from_the_day_after_its_date() -> None:
    assert not is_late(TODAY, None, TODAY)
    assert is_late(TODAY - timedelta(days=1), None, TODAY)
    assert not is_late(TODAY - timedelta(days=1), TODAY, TODAY)
    assert not is_late(None, None, TODAY)


@given(days, st.one_of(st.none(), days), days)
def test_a_step_is_late_exactly_when_it_has_days_of_lateness(
    due_on: date, done_on: date | None, today: date
) -> None:
    late = days_late(due_on, done_on, today)
    assert is_late(due_on, done_on, today) == (late > 0)
    if late:
        assert due_on + timedelta(days=late) == today


def test_lateness_is_said_in_words() -> None:
    assert [late_words(n) for n in (0, 1, 21)] == ["", "1 day late", "21 days late"]


def test_the_stage_is_the_first_open_step_after_the_last_done() -> None:
    """A step that was left open behind is late, and not where the pair is."""
    left = Planned(Step.SELF_ASSESSMENT, date(2026, 10, 27))
    briefing = Planned(Step.BRIEFING, date(2026, 11, 13), date(2026, 11, 17))
    visit = Planned(Step.VISIT, date(2026, 11, 26))
    report = Planned(Step.REPORT_DRAFT, date(2026, 12, 24))
    cycle = [report, visit, briefing, left]
    assert stage_of(cycle) == visit
    assert next_step(cycle, TODAY) == visit
    assert late_steps(cycle, TODAY) == [left]


def test_steps_of_one_day_stand_in_the_order_of_the_work() -> None:
    agenda = Planned(Step.AGENDA, TODAY)
    assessment = Planned(Step.SELF_ASSESSMENT, TODAY)
    assert stage_of([agenda, assessment]) == assessment


def test_a_cycle_that_is_done_or_has_no_dates_has_no_stage() -> None:
    assert stage_of([]) is None
    assert stage_of([Planned(Step.TEAM, TODAY, TODAY)]) is None


@given(steps, days)
def test_every_step_is_done_or_late_or_due(some: list[Planned], today: date) -> None:
    late, ahead = late_steps(some, today), next_step(some, today)
    assert {id(s) for s in late} == {
        id(s) for s in some if standing(s, today) is Standing.LATE
    }
    due = [s for s in some if standing(s, today) is Standing.DUE]
    assert (ahead is None) == (not due)
    assert ahead is None or ahead.due_on == min(s.due_on for s in due)


@given(steps)
def test_a_pair_has_a_stage_as_long_as_a_step_is_open(some: list[Planned]) -> None:
    stage = stage_of(some)
    assert (stage is None) == all(s.done_on for s in some)
    assert stage is None or stage.done_on is None


def test_a_week_is_the_seven_days_from_today_and_no_day_is_now() -> None:
    found = [when_of(TODAY + timedelta(days=n), TODAY) for n in (-1, 0, 6, 7)]
    assert found == [When.LATE, When.THIS_WEEK, When.THIS_WEEK, When.LATER]
    assert when_of(None, TODAY) is When.THIS_WEEK


def test_words_stand_where_their_first_factor_stands() -> None:
    words = [
        (5, Judgement.WELL_ESTABLISHED),
        (1, Judgement.WORKS),
        (3, Judgement.NOT_IN_PLACE),
        (2, Judgement.WORKS),
    ]
    assert by_word(words) == [
        WordGroup(Judgement.WORKS, (1, 2)),
        WordGroup(Judgement.NOT_IN_PLACE, (3,)),
        WordGroup(Judgement.WELL_ESTABLISHED, (5,)),
    ]


@given(st.permutations(list(Judgement)))
def test_no_word_comes_before_another_for_what_it_is(order: list[Judgement]) -> None:
    groups = by_word(list(enumerate(order, start=1)))
    assert [group.word for group in groups] == order


def test_a_step_is_not_done_in_the_future() -> None:
    """One day of grace: it may already be tomorrow where they are."""
    tomorrow, after = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    assert done_day_problems(None, TODAY) == []
    assert done_day_problems(tomorrow, TODAY) == []
    assert [p.field for p in done_day_problems(after, TODAY)] == ["done_on"]
