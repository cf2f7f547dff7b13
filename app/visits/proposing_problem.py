"""The whole question of an agenda, as values that go over a pipe as JSON.

Days are counted from 0; minutes are of the day, local to it, or of the visit
(`day * 1440 + minute`). Keys are ids as text. Nothing here knows a database or a solver.
"""

import json
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

DAY = 1440
#: `Wanted.attends`: whoever of the sub-teams; the empty text is the whole team.
ANY_TRACK = "?"
#: `Wanted.position`.
FIRST, LAST = "first", "last"

T = TypeVar("T")


@dataclass(frozen=True)
class Day:
    """Sessions start at `opens` or later and end at `closes` or earlier."""

    key: str
    opens: int
    closes: int


@dataclass(frozen=True)
class Window:
    day: int
    starts: int
    ends: int
    preferred: bool = False


#: Where somebody is free; None is the whole visit.
Windows = tuple[Window, ...] | None


@dataclass(frozen=True)
class Person:
    """A stakeholder: one, or a group that comes as one (`how_many`)."""

    key: str
    name: str
    voice: str
    windows: Windows = None
    how_many: int = 1


@dataclass(frozen=True)
class Member:
    key: str
    name: str
    windows: Windows = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """A sub-team that goes together."""

    key: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Interpreter:
    """`pairs` are understood in both directions."""

    key: str
    name: str
    pairs: tuple[tuple[str, str], ...]
    windows: Windows = None
    minutes_a_day: int | None = None


@dataclass(frozen=True)
class Room:
    key: str
    name: str
    venue: str
    capacity: int | None = None
    needs: tuple[str, ...] = ()
    turnover: int = 0


@dataclass(frozen=True)
class Journey:
    """Between two venues, either way."""

    one: str
    other: str
    minutes: int


@dataclass(frozen=True)
class Bridge:
    """What has to be interpreted: `of` into one of `into`."""

    of: str
    into: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a session stands: `start` in minutes of the visit."""

    start: int
    room: str | None = None
    track: str = ""
    interpreters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A session to be placed; a fixed one has a place (`stands`) and keeps it.

    `venue` is where a session without a room takes place, if that is known; `after` are
    sessions that end before it starts; `members` are those named already.
    """

    key: str
    number: int
    title: str
    format: str
    minutes: int
    people: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    needs: tuple[str, ...] = ()
    attends: str = ANY_TRACK
    members: tuple[str, ...] = ()
    needs_room: bool = True
    room_only: str | None = None
    venue: str | None = None
    fixed: bool = False
    stands: Place | None = None
    after: tuple[str, ...] = ()
    position: str = ""


@dataclass(frozen=True)
class Lunch:
    minutes: int = 60
    starts: int = 720
    ends: int = 840


@dataclass(frozen=True)
class Weights:
    """What each wish costs when it is not met; times are per quarter of an hour."""

    left_out: int = 1000
    unheard: int = 60
    unseen: int = 20
    wish_missed: int = 10
    longest_day: int = 2
    span: int = 1
    venues: int = 4
    uneven: int = 1
    moved: int = 6
    other_room: int = 2
    other_track: int = 2
    other_interpreter: int = 2


@dataclass(frozen=True)
class Problem:
    """`pause` lies between two sessions of whoever is in both; `seed` makes runs alike."""

    days: tuple[Day, ...]
    wanted: tuple[Wanted, ...]
    people: tuple[Person, ...] = ()
    members: tuple[Member, ...] = ()
    tracks: tuple[Track, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    rooms: tuple[Room, ...] = ()
    journeys: tuple[Journey, ...] = ()
    lunch: Lunch | None = Lunch()
    pause: int = 15
    grid: int = 15
    weights: Weights = field(default_factory=Weights)
    seed: int = 0


@dataclass(frozen=True)
class Placed:
    """A session of a proposed agenda; `members` are those who are to hold it."""

    key: str
    start: int
    room: str | None
    track: str
    interpreters: tuple[str, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """`left` could not be placed. `cost` is the sum of `parts`, wishes not met."""

    placed: tuple[Placed, ...]
    left: tuple[str, ...]
    cost: int
    parts: dict[str, int]


def to_json(value: Any) -> str:
    """One line."""
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """Raises `TypeError` or `KeyError` for what is not `kind`."""
    made: T = read(kind, json.loads(text))
    return made


def read(kind: Any, value: Any) -> Any:
    """JSON into dataclasses and tuples, by their hints."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [one.name for one in fields(kind)]
        return kind(**{name: read(hints[name], value[name]) for name in names})
    if isinstance(kind, UnionType):
        kinds = [one for one in get_args(kind) if one is not NoneType]
        return None if value is None else read(kinds[0], value)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(read(inner[0], one) for one in value)
        return tuple(read(one, each) for one, each in zip(inner, value, strict=True))
    return value
