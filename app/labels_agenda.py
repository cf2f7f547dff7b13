"""The words for what can clash in an agenda, and for what is done about it."""

from enum import StrEnum

from app.i18n import lazy
from app.values_agenda import ClashLevel, ClashRule

CLASHES: list[tuple[StrEnum, str]] = [
    (ClashRule.MEMBER, lazy("A member in two sessions at once")),
    (ClashRule.STAKEHOLDER, lazy("Somebody met in two sessions at once")),
    (ClashRule.INTERPRETER, lazy("An interpreter in two sessions at once")),
    (ClashRule.TRACK, lazy("A sub-team in two sessions at once")),
    (ClashRule.AVAILABILITY, lazy("Somebody who cannot come then")),
    (ClashRule.ROOM, lazy("A room taken twice, or without time in between")),
    (ClashRule.TRAVEL, lazy("Too little time on the way")),
    (ClashRule.BREAK, lazy("Three hours without a break")),
    (ClashRule.LUNCH, lazy("No time for lunch")),
    (ClashRule.INTERPRETER_HOURS, lazy("An interpreter's hours of a day")),
    (ClashRule.HOLIDAY, lazy("A public holiday")),
    (ClashRule.CAPACITY, lazy("A room that is too small")),
    (ClashRule.LANGUAGE, lazy("No common language")),
    (ClashRule.STEP_FREE, lazy("A room with steps where step-free is needed")),
    (ClashRule.PRIVATE, lazy("A room that is not private where it is needed")),
    (ClashLevel.BLOCK, lazy("Blocks")),
    (ClashLevel.WARN, lazy("Warns")),
    (ClashLevel.IGNORE, lazy("Is ignored")),
]
