"""Why no agenda keeps every promise: a smallest set of promises that cannot all be kept,
and ways out that were tried. Imported by the worker process only."""

import time
from collections.abc import Iterator, Sequence

from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL

from app.visits.proposing_model import Model, Promise, model_of
from app.visits.proposing_problem import Placed, Problem
from app.visits.proposing_search import Stop, first, solver
from app.visits.proposing_times import Times
from app.visits.proposing_ways import Way, cost_of, ways_for

MOST_PROMISES = 5
MOST_WAYS = 3


def explained(times: Times, seconds: float) -> tuple[Promise, ...]:
    """Promises that cannot all be kept, though any of them left out the rest can.

    Empty where no such set of five or fewer was found in `seconds`.
    """
    ends = time.monotonic() + seconds
    model = model_of(times, promising=True)
    core = _core(model, ends)
    if not core or len(core) > 3 * MOST_PROMISES:
        return ()
    smallest = _smallest(model, core, ends)
    if smallest is None or len(smallest) > MOST_PROMISES:
        return ()
    return tuple(smallest)


def _core(model: Model, ends: float) -> list[Promise] | None:
    """Promises that cannot all be kept; None where that is not known in time."""
    assumed = model.cp.clone()
    assumed.add_assumptions(list(model.promises.values()))
    search = solver(model.times.problem.seed, max(0.1, ends - time.monotonic()))
    search.parameters.cp_model_presolve = False
    if search.solve(assumed) != INFEASIBLE:
        return None
    named = set(search.sufficient_assumptions_for_infeasibility())
    return [one for one, literal in model.promises.items() if literal.index in named]


def _smallest(
    model: Model, core: Sequence[Promise], ends: float
) -> list[Promise] | None:
    """Leaves out one promise after the other; what the solver names need not be least.

    The set is solved again as a whole first: it is shown only if it truly fails.
    """
    kept = list(core)
    if keepable(model, kept, ends) is not False:
        return None
    for promise in core:
        rest = [one for one in kept if one != promise]
        can = keepable(model, rest, ends)
        if can is None:
            return None
        if can is False:
            kept = rest
    return kept


def keepable(model: Model, promises: Sequence[Promise], ends: float) -> bool | None:
    """Whether an agenda keeps these promises of a model that has them as literals; None
    where that is not known in time."""
    left = ends - time.monotonic()
    if left <= 0:
        return None
    asked = model.cp.clone()
    for one in promises:
        asked.add(model.promises[one] == 1)
    search = solver(model.times.problem.seed, left)
    search.parameters.cp_model_probing_level = 0  # takes longer than it saves here
    status = search.solve(asked)
    return {INFEASIBLE: False, OPTIMAL: True, FEASIBLE: True}.get(status)


def tried(
    times: Times, promises: Sequence[Promise], seconds: float, stop: Stop
) -> Iterator[tuple[Way, tuple[Placed, ...]]]:
    """Up to three changes with which there is an agenda, the cheapest first, and where
    the sessions concerned would be."""
    found, ends = 0, time.monotonic() + seconds
    offered = {way: None for one in promises for way in ways_for(times, one)}
    for way in sorted(offered, key=cost_of):
        left = ends - time.monotonic()
        if found == MOST_WAYS or left <= 0 or stop.asked.is_set():
            return
        changed = way.applied(times.problem)
        agenda = first(Times(changed), left, stop).agenda
        if agenda is not None:
            found += 1
            concerned = sessions_of(changed, way)
            yield way, tuple(one for one in agenda.placed if one.key in concerned)


def sessions_of(problem: Problem, way: Way) -> set[str]:
    """The sessions whose new place is told with the way out."""
    return {
        one.key
        for one in problem.wanted
        if one.key == way.key or (way.kind == "other-time" and way.key in one.people)
    }
