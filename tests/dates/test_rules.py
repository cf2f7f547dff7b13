"""Days as typed, and what choosing them does to those a visit has. Pure."""

from datetime import date, time

import pytest
from hypothesis import given, strategies as st

from app.values import Mode
from app.visits.dates_rules import (
    ProposedDay,
    TypedDay,
    kept,
    read,
    read_lines,
    rearranged,
)

ZONES = ["Europe/Paris", "America/New_York"]
TODAY = date(2027, 1, 10)


def line(on: str, **other: str) -> TypedDay:
    typed = {"mode": "", "zone": "Europe/Paris", "starts": "", "ends": "", **other}
    return TypedDay(1, on, typed["mode"], typed["zone"], typed["starts"], typed["ends"])


def day(n: int) -> ProposedDay:
    return ProposedDay(date(2027, 3, n), None, "Europe/Paris")


def test_lines_without_a_day_are_left_out() -> None:
    found, problems = read_lines([line("2027-03-23"), line("")], ZONES, TODAY)
    assert (found, problems) == ([day(23)], [])


def test_the_present_day_can_be_proposed() -> None:
    found, problems = read_lines([line(TODAY.isoformat())], ZONES, TODAY)
    assert ([one.on for one in found], problems) == ([TODAY], [])


@pytest.mark.parametrize(
    ("lines", "field", "said"),
    [
        ([line("")], "on-1", "Choose at least one day."),
        ([line("tomorrow")], "on-1", "Write the day as year-month-day, such as 2027-04-24."),
        ([line("2027-01-09")], "on-1", "This day has passed."),
        ([line("2027-03-23")] * 2, "on-1", "This day is there already."),
        ([line("2027-03-23", zone="Moon/Crater")], "zone-1", "Choose a time zone, such as Europe/Paris."),
        ([line("2027-03-23", starts="9")], "starts-1", "Write a time such as 09:30."),
        ([line("2027-03-23", starts="09:00")], "ends-1", "Write a time such as 09:30."),
        ([line("2027-03-23", starts="09:00", ends="09:00")], "ends-1", "It must end after it starts."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_line(
    lines: list[TypedDay], field: str, said: str
) -> None:
    _found, problems = read_lines(lines, ZONES, TODAY)
    assert (problems[0].field, str(problems[0].message)) == (field, said)


def test_hours_are_told_with_the_offset_of_their_day() -> None:
    """The clocks of Paris go forward on 28 March 2027 and those of New York on the 14th."""
    hours = (time(9), time(10))
    before = ProposedDay(date(2027, 3, 27), None, "Europe/Paris", *hours).moments
    after = ProposedDay(date(2027, 3, 29), None, "Europe/Paris", *hours).moments
    assert before
    assert after
    assert before[0].isoformat() == "2027-03-27T09:00:00+01:00"
    assert after[0].isoformat() == "2027-03-29T09:00:00+02:00"
    assert day(1).moments is None


def test_a_set_is_kept_as_it_was_said_in_the_order_of_its_days() -> None:
    said = [
        ProposedDay(date(2027, 4, 2), Mode.VIRTUAL, "America/New_York", time(9), time(12, 30)),
        day(23),
    ]  # fmt: skip
    assert read(kept(said)) == [said[1], said[0]]


days_of_a_month = st.sets(st.integers(1, 28), max_size=5)


@given(days_of_a_month, days_of_a_month)
def test_choosing_days_loses_none_and_moves_as_few_as_it_can(
    standing: set[int], wanted: set[int]
) -> None:
    there = [(date(2027, 3, n), n) for n in sorted(standing)]
    effect = rearranged(there, [day(n) for n in sorted(wanted)])
    kept_days = [old for old, _new in (*effect.stay, *effect.move)]
    assert sorted([*kept_days, *effect.go]) == sorted(standing)
    dates = [new.on.day for _old, new in (*effect.stay, *effect.move)]
    assert sorted([*dates, *(new.on.day for new in effect.come)]) == sorted(wanted)
    assert {old for old, new in effect.stay} == standing & wanted
    assert all(old == new.on.day for old, new in effect.stay)
    assert not (effect.come and effect.go)
    order = [old for old, _new in effect.move]
    assert order == sorted(order)
