"""The closed lists of how evidence came here."""

from enum import StrEnum


class WrittenOn(StrEnum):
    """What a note was first written on; what came from paper was typed in later."""

    TABLET = "tablet"
    DESK = "desk"
    PAPER = "paper"


class Sealed(StrEnum):
    """What a tablet seals and sends; the values are those of its queue."""

    NOTE = "note"
    SPEAKER = "speaker"
    FILE = "file"


class Fate(StrEnum):
    """What became of one thing that a tablet handed over in a file."""

    RECEIVED = "received"
    KNOWN = "known"
    TWO_TEXTS = "two-texts"
    SET_ASIDE = "set-aside"
    ERASED = "erased"
    FULL = "full"
    NO_NOTE = "no-note"
    OTHER_BYTES = "other-bytes"
    ELSEWHERE = "elsewhere"
    DAMAGED = "damaged"
