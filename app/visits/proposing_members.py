"""Sub-teams first, then members: who of the team holds which session."""

from dataclasses import replace

from app.visits.proposing_problem import DAY, Placed
from app.visits.proposing_times import Times, within

#: Domain, section 5: two members hold a session, one asks and one writes.
HOLDING = 2


def with_members(times: Times, placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Two of the team that attends, the least busy first; whoever was named stays.

    Fewer where fewer are free. In the order of the day, so it is the same each time.
    """
    load = dict.fromkeys(times.members, 0)
    named = [one for one in placed if times.wanted[one.key].members]
    chosen = {one.key: times.wanted[one.key].members for one in placed}
    for one in named:
        _count(times, one, chosen[one.key], load)
    for one in sorted(placed, key=lambda each: (each.start, each.key)):
        if not chosen[one.key]:
            chosen[one.key] = _picked(times, one, named, load)
            _count(times, one, chosen[one.key], load)
    return tuple(replace(one, members=chosen[one.key]) for one in placed)


def _count(
    times: Times, one: Placed, members: tuple[str, ...], load: dict[str, int]
) -> None:
    for key in members:
        load[key] = load.get(key, 0) + times.wanted[one.key].minutes


def _picked(
    times: Times, one: Placed, named: list[Placed], load: dict[str, int]
) -> tuple[str, ...]:
    team = times.team(one.track)
    free = [key for key in team if _is_free(times, key, one, named)]
    position = {key: n for n, key in enumerate(times.members)}
    spoken = {bridge.of for bridge in times.wanted[one.key].bridges}

    def wanted_least(key: str) -> tuple[bool, int, int]:
        speaks = bool(spoken & set(times.members[key].languages))
        return not speaks, load[key], position[key]

    first = sorted(free, key=wanted_least)[:1]
    others = sorted((k for k in free if k not in first), key=lambda k: (load[k], position[k]))  # fmt: skip
    return tuple(sorted([*first, *others[: HOLDING - 1]], key=position.__getitem__))


def _is_free(times: Times, key: str, one: Placed, named: list[Placed]) -> bool:
    """In a window of theirs, and named in no session that is too near in time."""
    minutes = times.wanted[one.key].minutes
    if not within(times.members[key].windows, minutes, [one.start]):
        return False
    return all(
        apart(times, one, other)
        for other in named
        if other.key != one.key and key in times.wanted[other.key].members
    )


def apart(times: Times, one: Placed, other: Placed) -> bool:
    """Whether somebody can be in both."""
    early, late = sorted((one, other), key=lambda each: each.start)
    if early.start // DAY != late.start // DAY:
        return True
    a, b = times.wanted[early.key], times.wanted[late.key]
    gap = times.gap(times.venue(a, early.room), times.venue(b, late.room))
    return early.start + a.minutes + gap <= late.start
