"""Ways out of what cannot be: a change to the problem that somebody could make."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.visits.proposing_problem import ANY_TRACK, Interpreter, Problem, Room
from app.visits.proposing_times import Times

#: Keys of what a way out adds; never those of records.
NEW = "new-"


@dataclass(frozen=True, order=True)
class Way:
    """kinds: unfix, other-time, member-time, interpreter-time, interpreter, room,
    one-team, no-order, hours, leave-out; `key` is a session's or a person's."""

    kind: str
    key: str

    def applied(self, problem: Problem) -> Problem:
        """The problem as it would be then."""
        change = CHANGES[self.kind]
        return change(problem, self.key)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


#: Cheapest first: what asks least of people outside the team.
ORDER = (
    "unfix",
    "no-order",
    "one-team",
    "room",
    "other-time",
    "member-time",
    "interpreter-time",
    "hours",
    "interpreter",
    "leave-out",
)


def cost_of(way: Way) -> tuple[int, str]:
    return ORDER.index(way.kind), way.key


def read_way(text: str) -> Way | None:
    kind, _, key = text.partition(":")
    return Way(kind, key) if kind in CHANGES and key else None


def ways_for(times: Times, promise: tuple[str, str]) -> Iterator[Way]:
    """What would release a promise."""
    kind, key = promise
    if kind in RELEASES:
        yield Way(RELEASES[kind], key)
    whole = kind == "attends" and times.wanted[key].attends == ""
    if whole and len(times.tracks) > 1:
        yield Way("one-team", key)
    if kind in ("attends", "room", "bridge", "order"):
        yield Way("leave-out", key)


RELEASES = {
    "fixed": "unfix",
    "person": "other-time",
    "member": "member-time",
    "interpreter": "interpreter-time",
    "bridge": "interpreter",
    "room": "room",
    "order": "no-order",
    "hours": "hours",
}


def _session(problem: Problem, key: str, **changes: object) -> Problem:
    wanted = tuple(
        replace(one, **changes) if one.key == key else one  # type: ignore[arg-type]
        for one in problem.wanted
    )
    return replace(problem, wanted=wanted)


def _unfix(problem: Problem, key: str) -> Problem:
    return _session(problem, key, fixed=False)


def _no_order(problem: Problem, key: str) -> Problem:
    return _session(problem, key, position="", after=())


def _one_team(problem: Problem, key: str) -> Problem:
    return _session(problem, key, attends=ANY_TRACK)


def _leave_out(problem: Problem, key: str) -> Problem:
    return replace(problem, wanted=tuple(w for w in problem.wanted if w.key != key))


def _room(problem: Problem, key: str) -> Problem:
    """One room more that suits this session, for it alone."""
    room = NEW + key
    wanted = next(one for one in problem.wanted if one.key == key)
    more = Room(room, "", _usual_venue(problem), None, wanted.needs)
    with_room = replace(problem, rooms=(*problem.rooms, more))
    return _session(with_room, key, room_only=room)


def _usual_venue(problem: Problem) -> str:
    """Where most rooms are; its ways are known."""
    venues = [one.venue for one in problem.rooms]
    return max(sorted(set(venues)), key=venues.count) if venues else NEW


def _other_time(problem: Problem, key: str) -> Problem:
    people = [replace(p, windows=None) if p.key == key else p for p in problem.people]
    return replace(problem, people=tuple(people))


def _member_time(problem: Problem, key: str) -> Problem:
    found = [replace(m, windows=None) if m.key == key else m for m in problem.members]
    return replace(problem, members=tuple(found))


def _interpreters(problem: Problem, key: str, **changes: object) -> Problem:
    found = [
        replace(one, **changes) if one.key == key else one  # type: ignore[arg-type]
        for one in problem.interpreters
    ]
    return replace(problem, interpreters=tuple(found))


def _interpreter_time(problem: Problem, key: str) -> Problem:
    return _interpreters(problem, key, windows=None)


def _hours(problem: Problem, key: str) -> Problem:
    return _interpreters(problem, key, minutes_a_day=None)


def _interpreter(problem: Problem, key: str) -> Problem:
    """One interpreter more for what this session needs."""
    wanted = next(one for one in problem.wanted if one.key == key)
    pairs = tuple((b.of, into) for b in wanted.bridges for into in b.into)
    more = Interpreter(NEW + key, "", pairs)
    return replace(problem, interpreters=(*problem.interpreters, more))


CHANGES = {
    "unfix": _unfix,
    "no-order": _no_order,
    "one-team": _one_team,
    "leave-out": _leave_out,
    "room": _room,
    "other-time": _other_time,
    "member-time": _member_time,
    "interpreter-time": _interpreter_time,
    "hours": _hours,
    "interpreter": _interpreter,
}
