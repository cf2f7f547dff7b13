"""What is needed in two sessions at one time. Pure; times are local to their day."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from app.i18n import _


class Claim(StrEnum):
    """What a session needs for itself alone."""

    MEMBER = "member"
    STAKEHOLDER = "stakeholder"
    ROOM = "room"
    INTERPRETER = "interpreter"


#: (what, which one, its name as shown).
Needed = tuple[Claim, Hashable, str]


@dataclass(frozen=True, slots=True)
class Slot:
    """A session that has a time and takes place; it ends after it starts."""

    id: UUID
    number: int
    day: date
    starts: time
    ends: time
    needs: Sequence[Needed]


@dataclass(frozen=True, slots=True)
class Clash:
    """`one` starts first, or has the lower number."""

    claim: Claim
    name: str
    one: Slot
    other: Slot


def clashes(sessions: Sequence[Slot]) -> list[Clash]:
    """Every two sessions that need the same at one time, in the order of the day.

    A session may start at the minute in which another one ends.
    """
    ordered = sorted(sessions, key=lambda slot: (slot.day, slot.starts, slot.number))
    wanting: dict[tuple[date, Claim, Hashable], list[tuple[Slot, str]]]
    wanting = defaultdict(list)
    for slot in ordered:
        for claim, which, name in slot.needs:
            wanting[slot.day, claim, which].append((slot, name))
    found = [
        Clash(key[1], name, one, other)
        for key, slots in wanting.items()
        if len(slots) > 1
        for one, other, name in _overlapping(slots)
    ]
    found.sort(key=lambda c: (c.one.day, c.one.starts, c.one.number, c.other.number))
    return found


def _overlapping(slots: list[tuple[Slot, str]]) -> Iterator[tuple[Slot, Slot, str]]:
    """`slots` are of one day, ordered by their start."""
    for index, (one, name) in enumerate(slots):
        for other, _name in slots[index + 1 :]:
            if other.starts >= one.ends:
                break
            if other.id != one.id:
                yield one, other, name


def about_both(clash: Clash) -> str:
    """The clash as one sentence about both sessions."""
    values = {
        "name": clash.name,
        "one": clash.one.number,
        "other": clash.other.number,
    }
    match clash.claim:
        case Claim.MEMBER:
            return _("%(name)s is in sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
        case Claim.STAKEHOLDER:
            return _("%(name)s: expected in sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
        case Claim.ROOM:
            return _("%(name)s: taken by sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
        case Claim.INTERPRETER:
            return _("%(name)s: needed in sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip


def about_the_other(clash: Clash, session_id: UUID) -> str:
    """The clash as it stands on the card of one of its sessions."""
    slot = clash.other if clash.one.id == session_id else clash.one
    values = {
        "name": clash.name,
        "number": slot.number,
        "start": f"{slot.starts:%H:%M}",
        "end": f"{slot.ends:%H:%M}",
    }
    match clash.claim:
        case Claim.MEMBER:
            return _("%(name)s is also in session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
        case Claim.STAKEHOLDER:
            return _("%(name)s: also expected in session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
        case Claim.ROOM:
            return _("%(name)s: also taken by session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
        case Claim.INTERPRETER:
            return _("%(name)s: also needed in session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
