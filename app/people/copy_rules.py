"""What of a note its author may carry away: nothing that somebody else said."""

from dataclasses import dataclass

from app.values import Kind, Sensitivity, Voice

#: Seen or read by the author; whatever was heard is what somebody else said.
OWN_KINDS = frozenset({Kind.OBSERVATION, Kind.DOCUMENT, Kind.FIGURES})


@dataclass(frozen=True)
class Noted:
    """A note as far as it decides whether its words leave with its author.

    `still_works` is whether the author works on the visit today; deny wins there.
    """

    kind: Kind
    voice: Voice
    sensitivity: Sensitivity
    quotes: bool
    has_speakers: bool
    is_hidden: bool
    still_works: bool


def leaves_with_author(note: Noted) -> bool:
    """Source: GDPR, article 15(4): a copy takes nothing from the rights of others; and
    domain.md, section 6: notes of what somebody said stay where they are protected."""
    heard = note.quotes or note.has_speakers or note.voice is not Voice.NONE
    ordinary = note.sensitivity is Sensitivity.ORDINARY and not note.is_hidden
    return note.still_works and ordinary and not heard and note.kind in OWN_KINDS
