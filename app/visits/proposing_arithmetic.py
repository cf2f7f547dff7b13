"""What cannot be, by counting alone: hours needed against hours free. No solver."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.visits.proposing_problem import DAY, Wanted, Windows
from app.visits.proposing_times import Times, within


@dataclass(frozen=True)
class Shortfall:
    """One sentence of `proposing_words`: what is short, of whom, by how much.

    kinds: person, interpreter, team, room, rooms: `needed` and `free` minutes. start: a
    session for which there is no start at all (`names`: whoever is never free together).
    room-missing, interpreter-missing: nothing suits. stands: a fixed session stands
    where `names` is not free.
    """

    kind: str
    session: str = ""
    names: tuple[str, ...] = ()
    needed: int = 0
    free: int = 0

    @property
    def blocks(self) -> bool:
        """What is fixed stays, even where it should not; a room or an interpreter that
        does not exist is still to be found, and the session is placed without."""
        return self.kind not in ("stands", "room-missing", "interpreter-missing")


def shortfalls(times: Times) -> list[Shortfall]:
    """In the order in which they are to be mended; empty: counting finds nothing."""
    return [
        *_of_sessions(times),
        *_of_people(times),
        *_of_interpreters(times),
        *_of_teams(times),
        *_of_rooms(times),
        *_of_fixed(times),
    ]


def _of_sessions(times: Times) -> Iterator[Shortfall]:
    """Each session alone: a start, a room and an interpreter exist."""
    for one in times.movable:
        if not times.starts(one):
            yield Shortfall("start", one.key, _never_together(times, one), one.minutes)
        if one.needs_room and not times.suiting(one):
            yield Shortfall("room-missing", one.key, one.needs, times.heads(one))
        for bridge in one.bridges:
            if not times.speaking(bridge):
                yield Shortfall("interpreter-missing", one.key, (bridge.of,))


def _never_together(times: Times, one: Wanted) -> tuple[str, ...]:
    """Names of those without whom there would be a start, or of all with windows."""
    limited = [p for p in times.everybody(one) if p.windows is not None]
    for person in limited:
        if not within(person.windows, one.minutes, times.hours(one)):
            return (person.name,)
    return tuple(person.name for person in limited)


def _of_people(times: Times) -> Iterator[Shortfall]:
    pause = times.problem.pause
    for person in times.people.values():
        theirs = [one for one in times.problem.wanted if person.key in one.people]
        if len(theirs) < 2:
            continue
        needed = needed_for(theirs, pause)
        free = free_for(times, person.windows)
        if needed > free + pause:
            yield Shortfall("person", "", (person.name,), needed, free)


def _of_interpreters(times: Times) -> Iterator[Shortfall]:
    """The sessions that only they can interpret, for each set of interpreters."""
    groups: dict[tuple[str, ...], list[Wanted]] = {}
    for one in times.problem.wanted:
        for bridge in one.bridges:
            able = tuple(sorted(each.key for each in times.speaking(bridge)))
            groups.setdefault(able, []).append(one)
    for keys, sessions in groups.items():
        able_ones = [times.interpreters[key] for key in keys]
        days = len(times.problem.days)
        free = sum(
            min(
                free_for(times, one.windows) - lunches(times),
                days * (one.minutes_a_day or DAY),
            )
            for one in able_ones
        )
        needed = sum(one.minutes for one in sessions)
        if keys and needed > free:
            names = tuple(one.name for one in able_ones)
            yield Shortfall("interpreter", "", names, needed, free)


def _of_teams(times: Times) -> Iterator[Shortfall]:
    """Hours of all teams together: a session of the whole team takes each of them."""
    pause, count = times.problem.pause, len(times.tracks)
    if not count:
        return
    hours = sum(day.closes - day.opens for day in times.problem.days)
    free = count * (hours - lunches(times))
    needed = sum(
        (one.minutes + pause) * (count if _whole(times, one) else 1)
        for one in times.problem.wanted
    )
    # The last session of a day needs no pause after it, the one before lunch none either.
    spared = 2 * pause * count * len(times.problem.days)
    if needed - spared > free:
        yield Shortfall("team", "", tuple(times.tracks), needed - spared, free)


def _whole(times: Times, one: Wanted) -> bool:
    if one.fixed and one.stands:
        return one.stands.track not in times.tracks
    return one.attends not in ("?", *times.tracks)


def _of_rooms(times: Times) -> Iterator[Shortfall]:
    """The sessions that only these rooms suit."""
    groups: dict[tuple[str, ...], list[Wanted]] = {}
    for one in times.movable:
        if one.needs_room:
            keys = tuple(room.key for room in times.suiting(one))
            groups.setdefault(keys, []).append(one)
    hours = sum(day.closes - day.opens for day in times.problem.days)
    for keys, sessions in groups.items():
        needed = sum(one.minutes for one in sessions)
        if keys and needed > hours * len(keys):
            names = tuple(times.rooms[key].name for key in keys)
            yield Shortfall("room", "", names, needed, hours * len(keys))


def _of_fixed(times: Times) -> Iterator[Shortfall]:
    for one in times.fixed:
        start = one.stands.start if one.stands else 0
        away = tuple(
            person.name
            for person in times.everybody(one)
            if not within(person.windows, one.minutes, [start])
        )
        if away:
            yield Shortfall("stands", one.key, away)


def needed_for(sessions: Iterable[Wanted], pause: int) -> int:
    return sum(one.minutes + pause for one in sessions)


def free_for(times: Times, windows: Windows) -> int:
    """Minutes inside the windows and the hours of the days, each minute once."""
    found = 0
    for index, day in enumerate(times.problem.days):
        if windows is None:
            found += day.closes - day.opens
            continue
        here = sorted((w.starts, w.ends) for w in windows if w.day == index)
        reached = day.opens
        for starts, ends in here:
            low, high = max(starts, reached), min(ends, day.closes)
            found += max(0, high - low)
            reached = max(reached, high)
    return found


def lunches(times: Times) -> int:
    """Minutes of lunch of one team over the visit."""
    lunch = times.problem.lunch
    if lunch is None:
        return 0
    return sum(
        lunch.minutes
        for day in times.problem.days
        if day.opens <= lunch.starts and day.closes >= lunch.ends
    )
