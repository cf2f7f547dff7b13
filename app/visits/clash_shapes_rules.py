"""What the rules of clashes read, and what they find. Minutes count from midnight."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.values import SessionFormat
from app.values_agenda import ClashRule

#: Of a session that has no time yet.
SOME_DAY = date.max
#: Stands for the whole team where a session names nobody and has no track.
WHOLE_TEAM = "*"


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A session that has a time, local to its day, and takes place; it ends after it
    starts, on that day. People and rooms are keys of the plan's. It equals itself only:
    two hundred of them are looked up by the thousand."""

    id: UUID
    number: int
    day: date
    starts: int
    ends: int
    format: SessionFormat = SessionFormat.INTERVIEW
    track: str = ""
    room: Hashable = None
    members: tuple[Hashable, ...] = ()
    people: tuple[Hashable, ...] = ()
    interpreters: tuple[Hashable, ...] = ()
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def everybody(self) -> Iterator[Hashable]:
        yield from self.members
        yield from self.people
        yield from self.interpreters

    def team(self) -> tuple[Hashable, ...]:
        """Its members; where none is named its sub-team, or else the whole team."""
        return self.members or ((self.track or WHOLE_TEAM),)


@dataclass(frozen=True, slots=True)
class Someone:
    """A member, somebody met (`how_many` where it is a group), or an interpreter.

    `pairs` are `ar/fr`, both directions; `hours` so many a day at most.
    """

    name: str
    languages: Sequence[str] = ()
    how_many: int = 1
    pairs: Sequence[str] = ()
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A room. `turnover` are minutes it needs between two sessions."""

    name: str
    venue: Hashable = None
    capacity: int | None = None
    private: bool = False
    step_free: bool = False
    turnover: int = 0


Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the rules look at.

    `windows`: who on which day → when they can come, (from, to); empty: not on that day;
    absent: at any time. `ways`: two venues → minutes; absent: not known. `holidays`: day
    → (country, name) of each public holiday that concerns the visit. `waiting` have no
    time yet: their day is `SOME_DAY`.
    """

    slots: Sequence[Slot]
    whom: Mapping[Hashable, Someone] = field(default_factory=dict)
    places: Mapping[Hashable, Place] = field(default_factory=dict)
    windows: Mapping[tuple[Hashable, date], Sequence[Window]] = field(
        default_factory=dict
    )
    ways: Mapping[frozenset[Hashable], int] = field(default_factory=dict)
    holidays: Mapping[date, Sequence[tuple[str, str]]] = field(default_factory=dict)
    waiting: Sequence[Slot] = ()


#: (key, name as shown); the key of a sub-team is its track.
Named = tuple[Hashable, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """`sessions` in the order of the day; `needed` and `has` are minutes, or people for
    a room's capacity; `windows` are when somebody could come instead."""

    rule: ClashRule
    day: date
    sessions: tuple[Slot, ...]
    who: tuple[Named, ...] = ()
    needed: int = 0
    has: int = 0
    windows: tuple[Window, ...] = ()
