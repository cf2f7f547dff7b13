"""Every rule of an agenda once more, slowly and apart from the solver's model.

Minute by minute and pair by pair, straight from the words of the rules; shares only the
values that go in and come out with what it checks.
"""

from collections.abc import Iterator
from itertools import combinations

from app.visits.proposing_problem import Agenda, Placed, Problem, Room, Wanted, Windows


def violations(problem: Problem, agenda: Agenda) -> list[str]:
    """Sentences; empty where the agenda keeps every rule. What is fixed may break one."""
    by_key = {one.key: one for one in problem.wanted}
    pairs = [(by_key[one.key], one) for one in agenda.placed]
    found = [*_each_once(problem, agenda)]
    for wanted, placed in pairs:
        if not wanted.fixed:
            found += _alone(problem, wanted, placed)
    for (one, a), (other, b) in combinations(pairs, 2):
        if not (one.fixed and other.fixed):
            found += _two(problem, one, a, other, b)
    return [*found, *_lunches(problem, pairs), *_hours(problem, pairs)]


def _each_once(problem: Problem, agenda: Agenda) -> Iterator[str]:
    placed = [one.key for one in agenda.placed]
    if sorted([*placed, *agenda.left]) != sorted(one.key for one in problem.wanted):
        yield "each session is placed or left, once"
    for one in problem.wanted:
        if one.fixed and one.stands:
            here = [p.start for p in agenda.placed if p.key == one.key]
            if here != [one.stands.start]:
                yield f"{one.key} is fixed"


def _alone(problem: Problem, wanted: Wanted, placed: Placed) -> Iterator[str]:
    day = problem.days[placed.start // 1440]
    clock = placed.start % 1440
    if clock < day.opens or clock + wanted.minutes > day.closes:
        yield f"{wanted.key} lies outside its day"
    for person in problem.people:
        if person.key in wanted.people and not free(person.windows, wanted, placed):
            yield f"{wanted.key}: {person.name} is not free"
    for member in problem.members:
        if member.key in placed.members and not free(member.windows, wanted, placed):
            yield f"{wanted.key}: {member.name} is not free"
    if wanted.members and placed.members != wanted.members:
        yield f"{wanted.key}: its members were named"
    yield from _team(problem, wanted, placed)
    yield from _room(problem, wanted, placed)
    yield from _interpreters(problem, wanted, placed)


def free(windows: Windows, wanted: Wanted, placed: Placed) -> bool:
    if windows is None:
        return True
    day, clock = divmod(placed.start, 1440)
    return any(
        w.day == day and w.starts <= clock and clock + wanted.minutes <= w.ends
        for w in windows
    )


def _team(problem: Problem, wanted: Wanted, placed: Placed) -> Iterator[str]:
    tracks = {one.key: one for one in problem.tracks}
    if wanted.attends == "?" and len(tracks) > 1 and placed.track not in tracks:
        yield f"{wanted.key}: no sub-team attends"
    if wanted.attends in tracks and placed.track != wanted.attends:
        yield f"{wanted.key}: another sub-team attends"
    if wanted.attends == "" and placed.track != "":
        yield f"{wanted.key}: the whole team attends"
    team = set(tracks[placed.track].members) if placed.track in tracks else None
    if team is not None and not wanted.members and not set(placed.members) <= team:
        yield f"{wanted.key}: members of another sub-team"


def _room(problem: Problem, wanted: Wanted, placed: Placed) -> Iterator[str]:
    if not wanted.needs_room:
        return
    people = {one.key: one.how_many for one in problem.people}
    heads = sum(people[key] for key in wanted.people)
    heads += len(placed.members) + len(placed.interpreters)
    room = next((one for one in problem.rooms if one.key == placed.room), None)
    if room is None:
        whole = heads + len(problem.members)
        if any(_large(one, whole, wanted) for one in problem.rooms):
            yield f"{wanted.key} has no room"
        return
    if wanted.room_only is not None:
        if room.key != wanted.room_only:
            yield f"{wanted.key} is in another room than the one named"
        return
    if room.capacity is not None and heads > room.capacity:
        yield f"{wanted.key}: {room.name} is too small"
    if lacking := set(wanted.needs) - {"women-only"} - set(room.needs):
        yield f"{wanted.key}: {room.name} is not {lacking}"


def _large(room: Room, heads: int, wanted: Wanted) -> bool:
    """One that would have done for anybody's reading of the rule."""
    large = room.capacity is None or room.capacity >= heads
    return large and set(wanted.needs) - {"women-only"} <= set(room.needs)


def _interpreters(problem: Problem, wanted: Wanted, placed: Placed) -> Iterator[str]:
    there = [one for one in problem.interpreters if one.key in placed.interpreters]
    for bridge in wanted.bridges:
        able = {frozenset((bridge.of, into)) for into in bridge.into}
        known = {frozenset(pair) for one in problem.interpreters for pair in one.pairs}
        spoken = {frozenset(pair) for one in there for pair in one.pairs}
        if able & known and not able & spoken:
            yield f"{wanted.key}: nobody interprets {bridge.of}"
    for one in there:
        if not free(one.windows, wanted, placed):
            yield f"{wanted.key}: {one.name} is not free"


def _two(
    problem: Problem, one: Wanted, a: Placed, other: Wanted, b: Placed
) -> Iterator[str]:
    if a.start > b.start:
        one, a, other, b = other, b, one, a
    end = a.start + one.minutes
    apart = b.start - end
    if shared := list(_shared(problem, one, a, other, b)):
        needed = max(problem.pause, _way(problem, _venue(problem, one, a), _venue(problem, other, b)))  # fmt: skip
        if b.start // 1440 == a.start // 1440 and apart < needed:
            yield f"{one.key} and {other.key} need {shared} {needed - apart} minutes too near"
    if a.room is not None and a.room == b.room:
        turnover = next((r.turnover for r in problem.rooms if r.key == a.room), 0)
        if apart < turnover:
            yield f"{one.key} and {other.key} share a room"
    yield from _order(one, other, apart)


def _order(one: Wanted, other: Wanted, apart: int) -> Iterator[str]:
    """`one` starts first, `apart` minutes lie between its end and the other's start."""
    if one.position == "last" != other.position:
        yield f"{one.key} is to be last"
    if other.position == "first" != one.position:
        yield f"{other.key} is to be first"
    begins = one.position == "first" != other.position
    if begins and apart < 0:
        yield f"{one.key} is to be over first"
    if other.key in one.after:
        yield f"{one.key} is to come after {other.key}"
    if one.key in other.after and apart < 0:
        yield f"{other.key} is to come after {one.key}"


def _shared(
    problem: Problem, one: Wanted, a: Placed, other: Wanted, b: Placed
) -> Iterator[str]:
    yield from set(one.people) & set(other.people)
    yield from set(one.members) & set(other.members)
    yield from set(a.members) & set(b.members)
    yield from set(a.interpreters) & set(b.interpreters)
    if problem.tracks and _teams(problem, a) & _teams(problem, b):
        yield "team"


def _teams(problem: Problem, placed: Placed) -> set[str]:
    tracks = {one.key for one in problem.tracks}
    return {placed.track} if placed.track in tracks else tracks


def _venue(problem: Problem, wanted: Wanted, placed: Placed) -> str | None:
    for room in problem.rooms:
        if room.key == placed.room:
            return room.venue
    return wanted.venue


def _way(problem: Problem, one: str | None, other: str | None) -> int:
    for journey in problem.journeys:
        if {one, other} == {journey.one, journey.other}:
            return journey.minutes
    return 0


Pairs = list[tuple[Wanted, Placed]]


def _lunches(problem: Problem, pairs: Pairs) -> Iterator[str]:
    """Each sub-team and interpreter has its hour, unless what is fixed forbids it."""
    for track in problem.tracks:
        theirs = [(w, p) for w, p in pairs if track.key in _teams(problem, p)]
        yield from _hungry(problem, track.key, theirs)
    for one in problem.interpreters:
        yield from _hungry(problem, one.name, [(w, p) for w, p in pairs if one.key in p.interpreters])  # fmt: skip


def _hungry(problem: Problem, name: str, theirs: Pairs) -> Iterator[str]:
    lunch = problem.lunch
    if lunch is None:
        return
    for index, day in enumerate(problem.days):
        if day.opens > lunch.starts or day.closes < lunch.ends:
            continue
        hour = range(lunch.starts, lunch.ends - lunch.minutes + 1)
        fixed = [(w, p) for w, p in theirs if w.fixed]
        possible = any(_free_at(fixed, index, at, lunch.minutes) for at in hour)
        if possible and not any(_free_at(theirs, index, at, lunch.minutes) for at in hour):  # fmt: skip
            yield f"{name} has no lunch on day {index}"


def _free_at(theirs: Pairs, day: int, at: int, minutes: int) -> bool:
    start = day * 1440 + at
    return all(
        p.start + w.minutes <= start or start + minutes <= p.start for w, p in theirs
    )


def _hours(problem: Problem, pairs: Pairs) -> Iterator[str]:
    for one in problem.interpreters:
        for day in range(len(problem.days)):
            busy = [
                (w, p)
                for w, p in pairs
                if one.key in p.interpreters and p.start // 1440 == day
            ]
            minutes = sum(w.minutes for w, _ in busy)
            fixed = sum(w.minutes for w, _ in busy if w.fixed)
            limit = one.minutes_a_day
            if limit is not None and minutes > max(limit, fixed):
                yield f"{one.name} interprets too long on day {day}"
