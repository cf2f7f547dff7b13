"""What hangs at a door: the sessions of a room on a day, and nothing about who is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import i18n
from app.i18n import _
from app.translations import shown
from app.values import Need
from app.visits.agenda_frozen import FrozenSession
from app.visits.briefing_pages import Text, span
from app.visits.handed_out import HandedOut

#: Whoever comes to these should not be read off a door.
SHELTERED = frozenset({Need.PRIVATE, Need.WOMEN_ONLY})


@dataclass(frozen=True)
class DoorList:
    """`lines` are (times, number, title); a sheltered session has no title of its own."""

    where: str
    day: str
    lines: Sequence[tuple[str, int, Text]]


def door_lists(out: HandedOut) -> list[DoorList]:
    """By day, then by room or place; what has neither hangs nowhere."""
    doors: dict[tuple[str, str], list[FrozenSession]] = {}
    for one in out.held:
        if one.where and one.day_on:
            doors.setdefault((one.day_on.isoformat(), one.where), []).append(one)
    return [
        DoorList(where, i18n.weekday(held[0].day_on), [door_line(one) for one in held])
        for (_on, where), held in sorted(doors.items())
        if held[0].day_on
    ]


def door_line(one: FrozenSession) -> tuple[str, int, Text]:
    if SHELTERED & set(one.needs):
        return span(one), one.number, Text(_("Reserved"), i18n.language())
    title = shown(one.title, one.language, one.titles)
    return span(one), one.number, Text(title.text, title.language)
