"""Clashes: what two sessions need at one time, what cannot be, said whole and quickly."""

from collections.abc import Hashable
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from app.values import Need, SessionFormat
from app.values_agenda import ClashLevel, ClashRule
from app.visits.clash_rules import clashes, key_of, level_of
from app.visits.clash_shapes_rules import SOME_DAY, Clash, Place, Plan, Slot, Someone
from app.visits.clash_words import about_both, about_the_other
from app.visits.rules import minutes_of

MONDAY, TUESDAY = date(2027, 4, 26), date(2027, 4, 27)
WHOM: dict[Hashable, Someone] = {
    "m1": Someone("Member 1", ["fr"]),
    "m2": Someone("Member 2", ["fr"]),
    "mayor": Someone("Deputy mayor", ["fr"]),
    "group": Someone("Language café", ["ar"], how_many=12),
    "a": Someone("Interpreter A", ["ar", "fr"], pairs=["ar/fr"], hours=2),
    "b": Someone("Interpreter B", ["en", "fr"], pairs=["en/fr"]),
}
PLACES: dict[Hashable, Place] = {
    "hall": Place("Town hall, room 2", "town hall", 10, turnover=15),
    "mosque": Place("Mosque, library", "mosque", private=True, step_free=True),
}


def slot(number: int, start: str, end: str, **values: Any) -> Slot:
    starts, ends = (minutes_of(time.fromisoformat(text)) for text in (start, end))
    day = values.pop("day", MONDAY)
    return Slot(UUID(int=number), number, day, starts, ends, **values)


def found(*slots: Slot, **values: Any) -> list[Clash]:
    return clashes(Plan(slots, WHOM, PLACES, **values))


def said(*slots: Slot, **values: Any) -> list[str]:
    return [about_both(clash) for clash in found(*slots, **values)]


SIX = {"start": "10:30", "end": "12:00"}
SEVEN = {"start": "11:00", "end": "12:15"}


@pytest.mark.parametrize(
    ("needs", "both", "own"),
    [
        ({"members": ("m1",)}, "Member 1 is in sessions 6 and 7 at the same time.", "Member 1 is also in session 6, 10:30 to 12:00."),
        ({"members": ("m1",), "track": "A"}, "Track A is in sessions 6 and 7 at the same time.", "Track A is also in session 6, 10:30 to 12:00."),
        ({}, "Sessions 6 and 7 are at the same time, and one of them is for the whole team.", "One of the two is for the whole team: session 6 is at the same time, 10:30 to 12:00."),
        ({"track": "A", "room": "mosque"}, "Mosque, library: taken by sessions 6 and 7 at the same time.", "Mosque, library: also taken by session 6, 10:30 to 12:00."),
        ({"track": "A", "people": ("mayor",)}, "Deputy mayor: expected in sessions 6 and 7 at the same time.", "Deputy mayor: also expected in session 6, 10:30 to 12:00."),
        ({"track": "A", "interpreters": ("b",)}, "Interpreter B: needed in sessions 6 and 7 at the same time.", "Interpreter B: also needed in session 6, 10:30 to 12:00."),
    ],
)  # fmt: skip
def test_what_two_sessions_need_at_once_is_said_in_words(
    needs: dict[str, Any], both: str, own: str
) -> None:
    six, seven = slot(6, **SIX, **needs), slot(7, **SEVEN, **needs)
    [clash] = [one for one in found(seven, six) if about_both(one) == both]
    assert about_the_other(clash, seven.id) == own
    assert "session 7, 11:00 to 12:15" in about_the_other(clash, six.id) or needs == {}


def test_a_session_may_start_when_another_ends_and_on_another_day() -> None:
    early = slot(1, "09:00", "10:00", members=("m1",))
    late = slot(2, "10:00", "11:00", members=("m1",))
    other_day = slot(3, "09:00", "10:00", members=("m1",), day=TUESDAY)
    assert found(early, late, other_day) == []


def test_a_room_needs_its_time_between_two_sessions() -> None:
    first = slot(1, "09:00", "10:00", track="A", room="hall")
    second = slot(2, "10:10", "10:30", track="B", room="hall")
    assert said(first, second) == [
        "Town hall, room 2: between sessions 1 and 2 it needs 15 minutes and has 10 minutes."
    ]
    assert said(first, slot(3, "10:15", "10:30", track="B", room="hall")) == []


def test_the_way_between_two_places_takes_its_time() -> None:
    first = slot(1, "09:00", "10:00", members=("m1", "m2"), room="hall")
    second = slot(2, "10:10", "10:30", members=("m2", "m1"), room="mosque")
    ways = {frozenset({"town hall", "mosque"}): 20}
    assert said(first, second, ways=ways) == [
        "From session 1 to session 2 it takes 20 minutes, and there are 10 minutes: Member 1 and Member 2."
    ]
    assert said(first, second) == [], "nothing is said of a way that nobody knows"
    later = slot(3, "10:20", "10:30", members=("m1",), room="mosque")
    assert said(first, later, ways=ways) == []


def test_who_cannot_come_is_named_with_the_times_they_can() -> None:
    one = slot(1, "09:00", "10:00", track="A", people=("mayor",))
    at_nine = {("mayor", MONDAY): [(9 * 60, 9 * 60 + 30), (14 * 60, 15 * 60)]}
    [clash] = found(one, windows=at_nine)
    assert about_both(clash) == (
        "Deputy mayor: can come on this day at these times only: 09:00–09:30 and 14:00–15:00."
    )
    never = said(one, windows={("mayor", MONDAY): []})
    assert never == ["Deputy mayor: cannot come on this day."]
    whole = [(9 * 60, 9 * 60 + 30), (9 * 60 + 30, 11 * 60)]
    assert said(one, windows={("mayor", MONDAY): whole}) == []


def test_a_group_counts_as_many_as_come() -> None:
    crowd = slot(1, "09:00", "10:00", people=("group",), interpreters=("a",), members=("m1",), room="hall")  # fmt: skip
    assert said(crowd) == ["Town hall, room 2: there is room for 10, and 14 come."]


def test_needs_of_a_room_are_looked_at_before_there_is_a_time() -> None:
    needs = (Need.PRIVATE, Need.STEP_FREE)
    waiting = Slot(UUID(int=1), 1, SOME_DAY, 0, 0, room="hall", needs=needs)
    plan = Plan([], WHOM, PLACES, waiting=[waiting])
    assert [about_both(clash) for clash in clashes(plan)] == [
        "The room is not step-free.",
        "The room is not private.",
    ]


def test_an_interpreter_has_to_speak_the_languages_that_are_apart() -> None:
    asked = {"people": ("group",), "members": ("m1",)}
    nobody = slot(1, "09:00", "10:00", **asked)
    wrong = slot(1, "09:00", "10:00", interpreters=("b",), **asked)
    right = slot(1, "09:00", "10:00", interpreters=("a",), **asked)
    assert said(nobody) == ["An interpreter is needed and none is named."]
    assert said(wrong) == [
        "Not everybody understands each other: Interpreter B does not interpret between these languages."
    ]
    assert said(right) == []


def test_three_hours_without_a_break_and_a_missing_lunch_are_said() -> None:
    morning = [
        slot(1, "09:00", "10:30", members=("m1", "m2")),
        slot(2, "10:40", "12:10", members=("m1", "m2")),
    ]
    assert said(*morning) == [
        "Member 1 and Member 2: 3 h 10 min without a break, from session 1 to session 2."
    ]
    rested = [morning[0], slot(2, "10:45", "12:15", members=("m1", "m2"))]
    assert said(*rested) == []
    hungry = slot(3, "12:30", "13:30", members=("m1",))
    assert said(hungry) == [
        "Member 1: no 45 minutes for lunch between 12:00 and 14:00."
    ]
    eating = slot(3, "12:30", "13:30", members=("m1",), format=SessionFormat.MEAL)
    assert said(eating) == []


def test_an_interpreter_works_as_long_as_was_agreed() -> None:
    day = [
        slot(1, "09:00", "10:00", track="A", interpreters=("a",)),
        slot(2, "11:00", "12:15", track="A", interpreters=("a",)),
    ]
    assert said(*day) == [
        "Interpreter A: 2 h 15 min on this day, and 2 h 00 min were agreed."
    ]


def test_a_holiday_is_said_once_for_its_day() -> None:
    slots = [slot(1, "09:00", "10:00", track="A"), slot(2, "11:00", "12:00", track="A")]
    holidays = {MONDAY: [("FR", "Easter Monday (France)")]}
    assert said(*slots, holidays=holidays) == [
        "This day is a public holiday: Easter Monday (France)."
    ]


def test_of_many_people_the_first_are_named() -> None:
    everybody: dict[Hashable, Someone] = {
        f"m{n}": Someone(f"Member {n}") for n in range(6)
    }
    hungry = slot(3, "12:00", "14:00", members=tuple(everybody))
    [clash] = clashes(Plan([hungry], everybody))
    assert about_both(clash).startswith("Member 0, Member 1, Member 2 and 3 more: no")


def test_what_is_accepted_ends_when_times_or_people_change_and_not_before() -> None:
    def key(**changes: Any) -> str:
        other = {"start": "11:00", "end": "12:15", "members": ("m1",), **changes}
        [clash, *_] = found(slot(6, **SIX, members=("m1",)), slot(7, **other))
        return key_of(clash)

    stood = key()
    assert key() == stood, "read again it is the same"
    assert key(format=SessionFormat.FEEDBACK) == stood
    assert stood not in {
        key(start="11:15"),
        key(end="12:30"),
        key(members=("m1", "m2")),
        key(people=("mayor",)),
        key(room="hall"),
    }


def test_a_rule_warns_unless_a_visit_says_otherwise() -> None:
    levels = {"room": "block", "break": "ignore"}
    assert [level_of(levels, rule) for rule in list(ClashRule)[5:8]] == [
        ClashLevel.BLOCK,
        ClashLevel.WARN,
        ClashLevel.IGNORE,
    ]
