"""The rules of an agenda as a CP-SAT model. Imported by the worker process only.

Source of the form: OR-tools' notes on scheduling (optional intervals, no overlap per
resource); travel by one order literal per pair of sessions that can share somebody.
"""

from collections.abc import Iterable
from itertools import combinations

from ortools.sat.python.cp_model import IntervalVar, IntVar

from app.visits.proposing_problem import DAY, FIRST, LAST
from app.visits.proposing_spots import Model, Promise, Spot
from app.visits.proposing_times import Times, blocks


def model_of(
    times: Times, *, everything: bool = True, promising: bool = False
) -> Model:
    """`everything`: no session may be left out. `promising`: each promise is a literal,
    so that a set of them that cannot all be kept can be found."""
    model = Model(times, everything=everything, promising=promising)
    _each_resource_once(model)
    _lunches(model)
    _journeys(model)
    _order(model)
    _hours_of_interpreters(model)
    return model


def _each_resource_once(model: Model) -> None:
    pause, times = model.times.problem.pause, model.times
    for key in times.tracks:
        once(model, [(s, s.tracks[key]) for s in model.all() if key in s.tracks], pause)
    for key in times.people:
        once(model, _having(model, key, "people"), pause)
    for key in times.members:
        once(model, _having(model, key, "members"), pause)
    for key in times.interpreters:
        once(model, _with(model, key, "interpreters"), pause)
    for room in times.problem.rooms:
        once(model, _with(model, room.key, "rooms"), room.turnover)


def _having(model: Model, key: str, name: str) -> list[tuple[Spot, IntVar]]:
    return [(s, s.placed) for s in model.all() if key in getattr(s.wanted, name)]


def _with(model: Model, key: str, name: str) -> list[tuple[Spot, IntVar]]:
    return [(s, getattr(s, name)[key]) for s in model.all() if key in getattr(s, name)]


def once(model: Model, uses: Iterable[tuple[Spot, IntVar]], tail: int) -> None:
    """No two of them at one time, `tail` minutes between."""
    model.cp.add_no_overlap(intervals(model, list(uses), tail))


def intervals(
    model: Model, uses: list[tuple[Spot, IntVar]], tail: int
) -> list[IntervalVar]:
    found: list[IntervalVar] = []
    for spot, present in uses:
        if not spot.wanted.fixed:
            size = spot.minutes + tail
            found.append(
                model.cp.new_optional_fixed_size_interval_var(
                    spot.start, size, present, "use"
                )
            )
    return [
        *found,
        *_fixed_blocks(model, [s for s, _ in uses if s.wanted.fixed], tail),
    ]


def _fixed_blocks(model: Model, spots: list[Spot], tail: int) -> list[IntervalVar]:
    stands = [(s.wanted.stands.start, s) for s in spots if s.wanted.stands]
    taken = [(start, start + s.minutes) for start, s in stands]
    found: list[IntervalVar] = []
    for start, end in blocks(taken, tail):
        inside = [s for at, s in stands if start <= at < end]
        present = _fixed(model, inside[0]) if len(inside) == 1 else model.yes
        found.append(
            model.cp.new_optional_fixed_size_interval_var(
                start, end - start, present, "fixed"
            )
        )
    return found


def _fixed(model: Model, spot: Spot) -> IntVar:
    return model.promise("fixed", spot.wanted.key)


def _lunches(model: Model) -> None:
    lunch, pause = model.times.problem.lunch, model.times.problem.pause
    if lunch is None:
        return
    for kind, keys in (("tracks", model.times.tracks), ("interpreters", model.times.interpreters)):  # fmt: skip
        for key in keys:
            uses = _with(model, key, kind)
            for day, first, last in lunch_starts(model, uses):
                at = model.cp.new_int_var(first, last, "lunch")
                eaten = model.cp.new_optional_interval_var(
                    at + pause,
                    lunch.minutes - pause,
                    at + lunch.minutes,
                    model.promise("lunch", f"{day} {key}"),
                    "lunch",
                )
                model.cp.add_no_overlap([*intervals(model, uses, pause), eaten])


def lunch_starts(
    model: Model, uses: list[tuple[Spot, IntVar]]
) -> list[tuple[int, int, int]]:
    """(day, first start, last start) of lunches that fixed sessions leave room for.

    A fixed meal at noon is the lunch.
    """
    lunch = model.times.problem.lunch
    assert lunch is not None
    taken = [
        (s.wanted.stands.start, s.wanted.stands.start + s.minutes)
        for s, _ in uses
        if s.wanted.fixed and s.wanted.stands
    ]
    found = []
    for index, day in enumerate(model.times.problem.days):
        first = index * DAY + lunch.starts
        last = index * DAY + lunch.ends - lunch.minutes
        if day.opens > lunch.starts or day.closes < lunch.ends:
            continue
        free = any(
            all(end <= at or at + lunch.minutes <= start for start, end in taken)
            for at in range(first, last + 1, 5)
        )
        if free:
            found.append((index, first, last))
    return found


def _journeys(model: Model) -> None:
    pause = model.times.problem.pause
    for one, other in combinations(model.all(), 2):
        if one.wanted.fixed and other.wanted.fixed:
            continue
        if not one.days.keys() & other.days.keys():
            continue
        far = [
            (a, b, minutes)
            for a in one.at
            for b in other.at
            if (minutes := model.times.travel(a, b)) > pause
        ]
        if far and (together := _together(model, one, other)):
            _journey(model, one, other, far, together)


def _journey(
    model: Model,
    one: Spot,
    other: Spot,
    far: list[tuple[str | None, str | None, int]],
    together: list[IntVar],
) -> None:
    before = model.cp.new_bool_var("before")
    for spot in (one, other):
        if spot.wanted.fixed:
            together = [*together, _fixed(model, spot)]
    for a, b, minutes in far:
        when = [*together, one.at[a], other.at[b]]
        model.cp.add(other.start >= one.start + one.minutes + minutes).only_enforce_if(
            [before, *when]
        )
        model.cp.add(
            one.start >= other.start + other.minutes + minutes
        ).only_enforce_if([before.negated(), *when])


def _together(model: Model, one: Spot, other: Spot) -> list[IntVar]:
    """Literals that are all true when somebody is in both; none: never."""
    named = set(one.wanted.people) & set(other.wanted.people)
    named |= set(one.wanted.members) & set(other.wanted.members)
    if named:
        return [one.placed, other.placed]
    pairs = [
        (mine[key], theirs[key])
        for mine, theirs in (
            (one.tracks, other.tracks),
            (one.interpreters, other.interpreters),
        )
        for key in mine
        if key in theirs
    ]
    if not pairs:
        return []
    both = model.cp.new_bool_var("together")
    for mine, theirs in pairs:
        model.cp.add_bool_or([mine.negated(), theirs.negated(), both])
    return [both]


def _order(model: Model) -> None:
    for spot in model.all():
        for key in spot.wanted.after:
            if key in model.spots:
                _before(model, model.spots[key], spot, spot)
        for other in model.all():
            if other is spot or other.wanted.position == spot.wanted.position:
                continue
            if spot.wanted.position == FIRST:
                _before(model, spot, other, spot)
            elif spot.wanted.position == LAST:
                _before(model, other, spot, spot)


def _before(model: Model, one: Spot, other: Spot, asking: Spot) -> None:
    if one.wanted.fixed and other.wanted.fixed:
        return
    when = [one.placed, other.placed, *model.promised("order", asking.wanted.key)]
    model.cp.add(other.start >= one.start + one.minutes).only_enforce_if(when)


def _hours_of_interpreters(model: Model) -> None:
    for interpreter in model.times.problem.interpreters:
        limit = interpreter.minutes_a_day
        uses = _with(model, interpreter.key, "interpreters")
        if limit is None or not uses:
            continue
        for day in range(len(model.times.problem.days)):
            terms, fixed = [], 0
            for spot, literal in uses:
                if day not in spot.days:
                    continue
                if spot.wanted.fixed:
                    fixed += spot.minutes
                    continue
                busy = model.cp.new_bool_var("busy")
                model.cp.add_bool_or(
                    [literal.negated(), spot.days[day].negated(), busy]
                )
                terms.append(spot.minutes * busy)
            if terms:
                kept = model.promised("hours", interpreter.key)
                rule = model.cp.add(sum(terms) <= max(0, limit - fixed))
                rule.only_enforce_if(kept) if kept else None


__all__ = ["Model", "Promise", "Spot", "model_of"]
