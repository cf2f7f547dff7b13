"""What is needed in two places at once, said whole and quickly."""

from datetime import date, time, timedelta
from time import process_time
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from app.visits.clashes import (
    Claim,
    Clash,
    Needed,
    Slot,
    about_both,
    about_the_other,
    clashes,
)
from app.visits.rules import at_minute, minutes_of

MONDAY = date(2027, 4, 26)
NEEDS: list[Needed] = [
    (Claim.MEMBER, 1, "Member 1"),
    (Claim.MEMBER, 2, "Member 2"),
    (Claim.ROOM, 1, "Town hall, room 2"),
    (Claim.STAKEHOLDER, 1, "Deputy mayor"),
    (Claim.INTERPRETER, 1, "Interpreter A"),
]


def slot(number: int, start: str, end: str, *needs: Needed, day: date = MONDAY) -> Slot:
    times = time.fromisoformat(start), time.fromisoformat(end)
    return Slot(UUID(int=number), number, day, *times, needs)


@st.composite
def slots(draw: st.DrawFn) -> list[Slot]:
    made = []
    for number in range(draw(st.integers(0, 8))):
        start = draw(st.integers(8 * 4, 11 * 4)) * 15
        length = draw(st.integers(1, 8)) * 15
        needs = draw(st.lists(st.sampled_from(NEEDS), unique=True, max_size=3))
        day = MONDAY + timedelta(days=draw(st.integers(0, 1)))
        times = at_minute(start), at_minute(start + length)
        made.append(Slot(UUID(int=number), number, day, *times, needs))
    return made


def overlap(one: Slot, other: Slot) -> bool:
    shared = max(minutes_of(one.starts), minutes_of(other.starts)) < min(
        minutes_of(one.ends), minutes_of(other.ends)
    )
    return one.day == other.day and shared


@given(slots())
def test_clashes_are_exactly_the_overlapping_pairs_that_share_a_need(
    given_slots: list[Slot],
) -> None:
    expected = {
        (claim, name, frozenset({one.number, other.number}))
        for one in given_slots
        for other in given_slots
        if one.number < other.number and overlap(one, other)
        for claim, _which, name in set(one.needs) & set(other.needs)
    }
    found = clashes(given_slots)
    assert {
        (c.claim, c.name, frozenset({c.one.number, c.other.number})) for c in found
    } == expected
    assert len(found) == len(expected)


@given(slots())
def test_the_order_in_which_sessions_come_makes_no_difference(
    given_slots: list[Slot],
) -> None:
    def told(found: list[Clash]) -> set[tuple[str, int, int]]:
        return {(c.name, c.one.number, c.other.number) for c in found}

    assert told(clashes(given_slots)) == told(clashes(given_slots[::-1]))


def test_a_session_may_start_when_another_ends() -> None:
    member = NEEDS[0]
    early, late = slot(1, "09:00", "10:00", member), slot(2, "10:00", "11:00", member)
    assert clashes([early, late]) == []


def test_the_same_hour_of_another_day_is_no_clash() -> None:
    other_day = MONDAY + timedelta(days=1)
    one = slot(1, "09:00", "10:00", NEEDS[0])
    assert clashes([one, slot(2, "09:00", "10:00", NEEDS[0], day=other_day)]) == []


@pytest.mark.parametrize(
    ("need", "both", "own"),
    [
        (NEEDS[0], "Member 1 is in sessions 6 and 7 at the same time.", "Member 1 is also in session 6, 10:30 to 12:00."),
        (NEEDS[2], "Town hall, room 2: taken by sessions 6 and 7 at the same time.", "Town hall, room 2: also taken by session 6, 10:30 to 12:00."),
        (NEEDS[3], "Deputy mayor: expected in sessions 6 and 7 at the same time.", "Deputy mayor: also expected in session 6, 10:30 to 12:00."),
        (NEEDS[4], "Interpreter A: needed in sessions 6 and 7 at the same time.", "Interpreter A: also needed in session 6, 10:30 to 12:00."),
    ],
)  # fmt: skip
def test_a_clash_is_said_in_words(need: Needed, both: str, own: str) -> None:
    six, seven = slot(6, "10:30", "12:00", need), slot(7, "11:00", "12:30", need)
    [clash] = clashes([seven, six])
    assert about_both(clash) == both
    assert about_the_other(clash, seven.id) == own
    assert "session 7, 11:00 to 12:30" in about_the_other(clash, six.id)


def test_two_hundred_sessions_take_at_most_ten_milliseconds() -> None:
    agenda = [
        slot(
            n,
            f"{8 + n % 10:02}:00",
            f"{9 + n % 10:02}:30",
            *[(Claim.MEMBER, (n + k) % 24, "M") for k in range(3)],
            (Claim.ROOM, n % 12, "Room"),
            (Claim.STAKEHOLDER, n % 40, "S"),
            day=MONDAY + timedelta(days=n % 5),
        )
        for n in range(200)
    ]
    took = []
    for _ in range(20):
        before = process_time()
        found = clashes(agenda)
        took.append(process_time() - before)
    assert found
    assert min(took) <= 0.010
