"""Why a session stands where it is proposed, found by looking at every other start."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.visits.proposing_members import apart
from app.visits.proposing_problem import DAY, Agenda, Member, Person, Placed, Wanted
from app.visits.proposing_times import Times, within


@dataclass(frozen=True)
class Reason:
    """kinds: fixed, first, last, stayed, only-hour, only-day, preferred, only-left, also: `starts`
    are those that would do as well, `count` how many there are, with the rest as it is;
    left-busy, left-never: why it could not be placed. `names` are people's."""

    session: str
    kind: str
    names: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    count: int = 0


def reasons(times: Times, agenda: Agenda) -> tuple[Reason, ...]:
    found = [_reason(times, one, agenda.placed) for one in agenda.placed]
    return (*found, *(_why_left(times, key) for key in agenda.left))


def _reason(times: Times, one: Placed, placed: tuple[Placed, ...]) -> Reason:
    wanted = times.wanted[one.key]
    if wanted.fixed or wanted.position:
        return Reason(one.key, "fixed" if wanted.fixed else wanted.position)
    names = tuple(p.name for p in _limited(times, wanted))
    interpreters = tuple(
        times.interpreters[key].name
        for key in one.interpreters
        if key in times.interpreters
    )
    starts = times.starts(wanted)
    together = [at for at in starts if _interpreted(times, wanted, at)]
    if names and _one_stretch(together, wanted.minutes):
        return Reason(one.key, "only-hour", names, interpreters)
    others = _others(times, one, placed, together)
    if not others:
        return Reason(one.key, "only-left", names, interpreters)
    if names and len({at // DAY for at in together}) == 1:
        return Reason(one.key, "only-day", names, interpreters)
    liked = tuple(_prefer(times, wanted, one.start))
    if liked:
        return Reason(one.key, "preferred", liked)
    if wanted.stands and wanted.stands.start == one.start:
        return Reason(one.key, "stayed")
    return Reason(one.key, "also", names, (), _spaced(one.start, others), len(others))


def _spaced(start: int, others: list[int]) -> tuple[int, ...]:
    """Three at most, an hour apart; what lies within the hour is no other time."""
    found: list[int] = []
    for other in others:
        if all(abs(other - one) >= 60 for one in (start, *found)):
            found.append(other)
    return tuple(found[:3] or others[:1])


def _limited(times: Times, wanted: Wanted) -> list[Person | Member]:
    return [one for one in times.everybody(wanted) if one.windows is not None]


def _one_stretch(starts: list[int], minutes: int) -> bool:
    """All starts lie in one hour: there is no other time to speak of."""
    return bool(starts) and starts[-1] - starts[0] < min(60, minutes)


def _interpreted(times: Times, wanted: Wanted, start: int) -> bool:
    """For each bridge somebody who speaks it is free then."""
    return all(
        any(within(k.windows, wanted.minutes, [start]) for k in times.speaking(bridge))
        for bridge in wanted.bridges
    )


def _prefer(times: Times, wanted: Wanted, start: int) -> Iterator[str]:
    for key in wanted.people:
        person = times.people[key]
        liked = tuple(one for one in person.windows or () if one.preferred)
        if within(liked, wanted.minutes, [start]):
            yield person.name


def _others(
    times: Times, one: Placed, placed: tuple[Placed, ...], starts: list[int]
) -> list[int]:
    """Other starts in the same room with the same people and interpreter."""
    near = [
        other for other in placed if other.key != one.key and meets(times, one, other)
    ]
    found = []
    for start in starts:
        moved = Placed(one.key, start, one.room, one.track, one.interpreters)
        if start != one.start and _fits(times, moved, near):
            found.append(start)
    return found


def _fits(times: Times, moved: Placed, near: list[Placed]) -> bool:
    return all(apart(times, moved, other) for other in near)


def meets(times: Times, one: Placed, other: Placed) -> bool:
    """Whether anybody or a room is in both."""
    a, b = times.wanted[one.key], times.wanted[other.key]
    same_team = one.track == other.track or "" in (one.track, other.track)
    return (
        same_team
        or bool(set(a.people) & set(b.people))
        or bool(set(one.interpreters) & set(other.interpreters))
        or (one.room is not None and one.room == other.room)
    )


def _why_left(times: Times, key: str) -> Reason:
    wanted = times.wanted[key]
    starts = times.starts(wanted)
    names = tuple(p.name for p in _limited(times, wanted))
    if not starts:
        return Reason(key, "left-never", names)
    return Reason(key, "left-busy", names, count=len(starts))
