from datetime import date, timedelta

from hypothesis import given, strategies as st

from app.ids import uuid7
from app.models import Deadline
from app.programmes.preparing_rules import (
    Side,
    due_date,
    election_words,
    left_out,
    next_three,
    planned,
    to_move,
)
from app.programmes.reminding_rules import question_due, reminder_due
from app.values import Purpose, ReminderKind, Step

FIRST = date(2027, 4, 26)
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


def a_step(
    step: Step, due_on: date, done_on: date | None = None, *, proposed: bool = True
) -> Deadline:
    made = {"step": step, "due_on": due_on, "done_on": done_on, "proposed": proposed}
    return Deadline(**made, pair_id=uuid7())  # type: ignore[arg-type]


def test_a_review_is_planned_back_from_its_first_day() -> None:
    found = planned(FIRST, Purpose.REVIEW, has_benchmark=True)
    assert [(one.step, one.due_on.isoformat(), one.side) for one in found] == [
        (Step.READINESS, "2027-02-01", Side.HOST),
        (Step.TEAM, "2027-03-01", Side.FACILITATION),
        (Step.SELF_ASSESSMENT, "2027-03-29", Side.HOST),
        (Step.AGENDA, "2027-03-29", Side.HOST),
        (Step.DESK_REVIEW, "2027-04-12", Side.FACILITATION),
        (Step.BRIEFING, "2027-04-19", Side.FACILITATION),
        (Step.VISIT, "2027-04-26", Side.HOST),
        (Step.REPORT_DRAFT, "2027-05-24", Side.FACILITATION),
        (Step.REPORT_FINAL, "2027-06-07", Side.FACILITATION),
        (Step.ACTION_PLAN, "2027-07-26", Side.LEARNING),
        (Step.FOLLOW_UP, "2027-10-26", Side.FACILITATION),
    ]


def test_a_study_visit_is_planned_without_judging_the_host() -> None:
    without = {one.step: one.reason for one in left_out(Purpose.STUDY, has_benchmark=True)}  # fmt: skip
    assert without == {
        Step.SELF_ASSESSMENT: "The host shows its practice: it is not reviewed.",
        Step.REPORT_DRAFT: "No finding waits for the host's comments: the report is what the visitors take home.",
        Step.ACTION_PLAN: "It follows the review of the learning city.",
        Step.FOLLOW_UP: "It follows the review of the learning city.",
    }
    found = planned(FIRST, Purpose.STUDY, has_benchmark=True)
    assert {(one.step, one.side) for one in found if one.side is Side.VISITORS} == {
        (Step.TEAM, Side.VISITORS),
        (Step.REPORT_FINAL, Side.VISITORS),
    }


def test_a_follow_up_needs_no_other_and_without_a_benchmark_nothing_is_gone_through() -> (
    None
):
    found = left_out(Purpose.FOLLOW_UP, has_benchmark=False)
    assert [one.step for one in found] == [
        Step.SELF_ASSESSMENT,
        Step.DESK_REVIEW,
        Step.ACTION_PLAN,
        Step.FOLLOW_UP,
    ]
    assert left_out(None, has_benchmark=True) == []


@given(DAYS, st.sampled_from(Purpose), st.sets(st.sampled_from(Step)), st.booleans())
def test_every_step_is_planned_once_or_known_or_left_out(
    first: date, purpose: Purpose, known: set[Step], has_benchmark: bool
) -> None:
    found = planned(first, purpose, has_benchmark=has_benchmark, known=known)
    steps = [one.step for one in found]
    without = {one.step for one in left_out(purpose, has_benchmark=has_benchmark)}
    assert len(steps) == len(set(steps))
    assert set(steps) == set(Step) - known - without
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    assert due_date(Step.ACTION_PLAN, date(2026, 11, 30)) == date(2027, 2, 28)
    assert due_date(Step.FOLLOW_UP, date(2026, 8, 31)) == date(2027, 2, 28)
    assert due_date(Step.FOLLOW_UP, date(2026, 7, 1)) == date(2027, 1, 1)


@given(DAYS, st.integers(-400, 400))
def test_what_was_planned_moves_with_the_visit_and_what_was_dated_by_hand_stays(
    first: date, days: int
) -> None:
    new_first = first + timedelta(days=days)
    steps = [
        a_step(Step.TEAM, due_date(Step.TEAM, first)),
        a_step(Step.AGENDA, due_date(Step.AGENDA, first), proposed=False),
        a_step(Step.BRIEFING, due_date(Step.BRIEFING, first), done_on=first),
    ]
    expected = [(steps[0], due_date(Step.TEAM, new_first))] if days else []
    assert to_move(new_first, steps) == expected
    assert to_move(None, steps) == []


def test_three_are_next_the_late_ones_first_and_none_that_is_done() -> None:
    steps = [
        a_step(Step.VISIT, date(2027, 4, 26)),
        a_step(Step.READINESS, date(2027, 2, 1), done_on=date(2027, 2, 1)),
        a_step(Step.AGENDA, date(2027, 3, 29)),
        a_step(Step.SELF_ASSESSMENT, date(2027, 3, 29)),
        a_step(Step.TEAM, date(2027, 3, 1)),
    ]
    said = [one.step for one in next_three(steps)]
    assert said == [Step.TEAM, Step.SELF_ASSESSMENT, Step.AGENDA]


def test_an_election_before_the_follow_up_is_warned_of_until_it_is_over() -> None:
    today, vote, follow_up = date(2027, 1, 1), date(2027, 5, 16), date(2027, 5, 24)
    assert election_words("Monteverro", vote, follow_up, today) == (
        "Monteverro votes on 16 May 2027, before the follow-up of 24 May 2027: agree now "
        "who carries the work on after the election."
    )
    assert election_words("Monteverro", vote, vote, today) != ""
    assert election_words("Monteverro", follow_up, vote, today) == ""
    assert election_words("Monteverro", vote, follow_up, date(2027, 5, 17)) == ""
    assert election_words("Monteverro", None, follow_up, today) == ""
    assert election_words("Monteverro", vote, None, today) == ""


def test_two_reminders_come_before_a_date_and_three_after() -> None:
    due = date(2027, 3, 15)
    first_days: dict[ReminderKind, int] = {}
    for n in range(-30, 60):
        kind = reminder_due(due, due + timedelta(days=n))
        if kind is not None:
            first_days.setdefault(kind, n)
    assert first_days == {
        ReminderKind.WEEK_BEFORE: -7,
        ReminderKind.DAY_BEFORE: -1,
        ReminderKind.DAY_AFTER: 1,
        ReminderKind.WEEK_AFTER: 8,
        ReminderKind.TWO_WEEKS_AFTER: 15,
    }
    assert reminder_due(due, due - timedelta(days=8)) is None
    assert reminder_due(due, due) is ReminderKind.DAY_BEFORE
    assert reminder_due(due, due + timedelta(days=22)) is None


def due_days(asked_on: date, begins_on: date) -> list[int]:
    """Days after asking on which somebody is asked again."""
    days = (n for n in range(-5, 60) if question_due(asked_on, begins_on, asked_on + timedelta(days=n)))  # fmt: skip
    return list(days)


def test_a_question_is_asked_again_after_a_week_or_half_way_to_the_days() -> None:
    far, near, next_ = (FIRST - timedelta(days=n) for n in (90, 6, 2))
    assert due_days(far, FIRST) == list(range(7, 29))
    assert due_days(near, FIRST) == [3, 4]
    assert due_days(FIRST - timedelta(days=10), FIRST) == [5, 6, 7, 8]
    assert due_days(next_, FIRST) == []


@given(DAYS, st.integers(0, 200), st.integers(-10, 210))
def test_nobody_is_asked_again_at_once_or_on_the_eve(
    asked_on: date, lead: int, later: int
) -> None:
    begins_on, today = (asked_on + timedelta(days=n) for n in (lead, later))
    if question_due(asked_on, begins_on, today):
        assert 1 <= later <= 28
        assert (begins_on - today).days >= 2
