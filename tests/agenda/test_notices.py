"""What is to look at in an agenda: in the order of the days, the same thing once."""

from types import SimpleNamespace
from typing import Any

from app.values_agenda import ClashRule
from app.visits.agenda_pages import MOST_NOTICES, notices
from app.visits.clash_queries import Standing
from app.visits.clash_shapes_rules import Clash, Slot
from tests.agenda.test_clashes import MONDAY, slot

NEEDED = "An interpreter is needed and none is named."


def open_clash(rule: ClashRule, *slots: Slot) -> Standing:
    return Standing(Clash(rule, MONDAY, slots, ()), "", False, None)


def told(*clashes: Standing) -> list[tuple[str, list[int]]]:
    agenda: Any = SimpleNamespace(clashes=list(clashes))
    found = notices(agenda)
    assert found.total == len(clashes)
    return [(one.said, [number for _id, number in one.sessions]) for one in found.told]


def test_what_is_the_same_of_several_sessions_is_said_once() -> None:
    one, two, three = (slot(n, "09:00", "10:00") for n in (1, 2, 3))
    language, private = ClashRule.LANGUAGE, ClashRule.PRIVATE
    found = told(
        open_clash(language, one),
        open_clash(private, two),
        open_clash(language, three),
    )
    assert found == [(NEEDED, [1, 3]), ("The room is not private.", [2])]


def test_of_very_many_the_first_are_told() -> None:
    rooms = [open_clash(ClashRule.ROOM, slot(n, "09:00", "10:00"), slot(n + 1, "09:00", "10:00")) for n in range(1, 40)]  # fmt: skip
    assert len(told(*rooms)) == MOST_NOTICES
