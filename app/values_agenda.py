"""Words that are stored about the agenda: what can clash, and what is done about it."""

from enum import StrEnum


class ClashRule(StrEnum):
    """In the order in which a list of them is read: people, places, time, fitting."""

    MEMBER = "member"
    STAKEHOLDER = "stakeholder"
    INTERPRETER = "interpreter"
    TRACK = "track"
    AVAILABILITY = "availability"
    ROOM = "room"
    TRAVEL = "travel"
    BREAK = "break"
    LUNCH = "lunch"
    INTERPRETER_HOURS = "interpreter-hours"
    HOLIDAY = "holiday"
    CAPACITY = "capacity"
    LANGUAGE = "language"
    STEP_FREE = "step-free"
    PRIVATE = "private"


class ClashLevel(StrEnum):
    """What a rule does in a visit."""

    BLOCK = "block"
    WARN = "warn"
    IGNORE = "ignore"
