"""The closed lists of how evidence came here."""

from enum import StrEnum


class WrittenOn(StrEnum):
    """What a note was first written on; what came from paper was typed in later."""

    TABLET = "tablet"
    DESK = "desk"
    PAPER = "paper"
