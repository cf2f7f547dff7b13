"""Finding an agenda: a first one at once, then better ones until the limit."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol

from ortools.sat.python.cp_model import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    CpSolver,
    CpSolverSolutionCallback,
    CpSolverStatus,
    IntVar,
)

from app.visits.proposing_costs import costed
from app.visits.proposing_model import Model, Spot, model_of
from app.visits.proposing_problem import ANY_TRACK, Agenda, Place, Placed
from app.visits.proposing_rounds import ROUND_WORK, Rounds, narrowed
from app.visits.proposing_times import Times
from app.visits.proposing_wishes import changes, wishes

#: Of the solver's own measure of work in a second here, so that a run can be repeated.
WORK_A_SECOND = 0.22
#: Work for each round beside what it searches: making its model and simplifying it.
ROUND_COSTS = 0.006
#: So few sessions can often be searched to the end: with this part of all work.
FEW_SESSIONS, WHOLE_OF_FEW = 12, 0.6


class Values(Protocol):
    def value(self, expression: IntVar, /) -> int: ...


@dataclass(frozen=True)
class Outcome:
    """`proven`: no agenda costs less by these weights. `fits`: None is not known."""

    agenda: Agenda | None
    proven: bool = False
    fits: bool | None = None
    bound: int = 0


class Stop:
    """Asked from another thread: the solver ends with the best it has."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._solver: CpSolver | None = None

    def now(self) -> None:
        self.asked.set()
        if self._solver is not None:
            self._solver.stop_search()

    def watching(self, solver: CpSolver) -> None:
        self._solver = solver


Found = Callable[[Agenda], None]


def solver(seed: int, seconds: float) -> CpSolver:
    """Alike for a seed as long as the limit of work is reached before that of time."""
    made = CpSolver()
    made.parameters.random_seed = seed
    made.parameters.max_time_in_seconds = seconds
    made.parameters.max_deterministic_time = seconds * WORK_A_SECOND
    made.parameters.num_workers = 1
    return made


def first(times: Times, seconds: float, stop: Stop, everything: bool = True) -> Outcome:
    """Any agenda that keeps the rules; where one stands, with the fewest changes to it.

    Simplifying the model first would take longer than that.
    """
    model = model_of(times, everything=everything)
    search = solver(times.problem.seed, seconds)
    search.parameters.cp_model_presolve = False
    _ask_least(model)
    stop.watching(search)
    status = search.solve(model.cp)
    if status in (OPTIMAL, FEASIBLE):
        return Outcome(agenda_of(model, search), fits=everything or None)
    return Outcome(None, fits=False if status == INFEASIBLE else None)


def _ask_least(model: Model) -> None:
    """Nothing left out that could be placed, then little moved; no other wish yet."""
    weights = model.times.problem.weights
    terms = [
        getattr(weights, name) * term
        for name, found in changes(model)
        for term in found
    ]
    if not model.everything:
        terms += [weights.left_out * (1 - spot.placed) for spot in model.all()]
    if terms:
        model.cp.minimize(sum(terms))
    standing = [w for w in model.times.movable if w.stands]
    hint(model, [_as_placed(one.key, one.stands) for one in standing if one.stands])


def _as_placed(key: str, place: Place) -> Placed:
    return Placed(key, place.start, place.room, place.track, place.interpreters)


def improved(
    times: Times, start: Agenda, seconds: float, stop: Stop, found: Found
) -> Outcome:
    """Better agendas than `start`, each told to `found`; sessions left may come in.

    Few sessions are searched as a whole first, which may prove an agenda best; then,
    and for more of them at once, in rounds.
    """
    limit = Limit(seconds, stop)
    everything = not start.left
    outcome = Outcome(costed(times, start, everything=everything))
    if len(times.movable) <= FEW_SESSIONS:
        outcome = _whole(times, outcome, limit, found)
    return outcome if outcome.proven else _in_rounds(times, outcome, limit, found)


class Limit:
    """Of time and of work, whichever ends first; a run is alike if it is the work."""

    def __init__(self, seconds: float, stop: Stop) -> None:
        self.ends = time.monotonic() + seconds
        self.work = seconds * WORK_A_SECOND
        self.stop = stop

    def search(self, model: Model, work: float) -> CpSolver:
        made = solver(model.times.problem.seed, max(0.01, self.ends - time.monotonic()))
        made.parameters.max_deterministic_time = min(work, self.work)
        self.stop.watching(made)
        return made

    def spent(self, search: CpSolver) -> None:
        self.work -= search.response_proto.deterministic_time + ROUND_COSTS

    @property
    def is_over(self) -> bool:
        late = time.monotonic() >= self.ends
        return late or self.work <= 0 or self.stop.asked.is_set()


def _whole(times: Times, begun: Outcome, limit: Limit, found: Found) -> Outcome:
    start = begun.agenda
    assert start is not None
    model = model_of(times, everything=not start.left)
    costs = wishes(model)
    model.cp.minimize(sum(weight * term for _, term, weight in costs))
    hint(model, start.placed)
    search = limit.search(model, limit.work * WHOLE_OF_FEW)
    if limit.is_over:
        return begun
    status = search.solve(model.cp, _Telling(model, found))
    limit.spent(search)
    if status not in (OPTIMAL, FEASIBLE):
        return begun
    agenda = agenda_of(model, search)
    bound = int(search.best_objective_bound)
    return Outcome(agenda, proven=status == OPTIMAL, bound=bound)


def simplify_little(search: CpSolver) -> None:
    """A round is small: simplifying takes longer than searching, and so do bounds from
    linear programs."""
    search.parameters.cp_model_probing_level = 0
    search.parameters.symmetry_level = 0
    search.parameters.max_presolve_iterations = 1
    search.parameters.linearization_level = 0


def _in_rounds(times: Times, begun: Outcome, limit: Limit, found: Found) -> Outcome:
    best = begun.agenda
    assert best is not None
    everything = not best.left
    rounds = Rounds(times, Random(times.problem.seed))  # noqa: S311 - no secret
    while not limit.is_over:
        status, other = _round(times, best, rounds.chosen(best), limit)
        rounds.learn(status in (OPTIMAL, INFEASIBLE))
        if other is None:
            continue
        other = costed(times, _whole_of(times, other), everything=everything)
        if other.cost < best.cost:
            found(other)
            best = other
    return Outcome(best, bound=begun.bound)


def _round(
    times: Times, best: Agenda, free: set[str], limit: Limit
) -> tuple[CpSolverStatus, Agenda | None]:
    """The status, and an agenda that costs less with these sessions free."""
    narrow = narrowed(times, best, free)
    model = model_of(narrow, everything=not best.left)
    asked = sum(weight * term for _, term, weight in wishes(model))
    kept = [one for one in best.placed if one.key in narrow.wanted]
    left = [key for key in best.left if key in narrow.wanted]
    here = Agenda(tuple(kept), tuple(left), 0, {})
    cost = costed(narrow, here, everything=not best.left).cost
    model.cp.add(asked <= cost - 1)
    model.cp.minimize(asked)
    search = limit.search(model, ROUND_WORK)
    simplify_little(search)
    status = search.solve(model.cp)
    limit.spent(search)
    return status, agenda_of(model, search) if status in (OPTIMAL, FEASIBLE) else None


def _whole_of(times: Times, agenda: Agenda) -> Agenda:
    """With what a round did without among those left."""
    here = {one.key for one in agenda.placed}
    return replace(agenda, left=tuple(key for key in times.wanted if key not in here))


class _Telling(CpSolverSolutionCallback):
    """Tells at most three agendas a second: each is drawn and kept."""

    def __init__(self, model: Model, found: Found) -> None:
        super().__init__()
        self.model, self.found = model, found
        self.told_at = 0.0

    def on_solution_callback(self) -> None:
        if time.monotonic() - self.told_at > 0.33:
            self.found(agenda_of(self.model, self))
            self.told_at = time.monotonic()


def hint(model: Model, placed: Iterable[Placed]) -> None:
    """The agenda to begin with."""
    by_key = {one.key: one for one in placed}
    for spot in model.all():
        one = by_key.get(spot.wanted.key)
        if spot.wanted.fixed:
            continue
        if not model.everything:
            model.cp.add_hint(spot.placed, one is not None)
        if one is not None:
            _hint(model, spot, one)


def _hint(model: Model, spot: Spot, one: Placed) -> None:
    model.cp.add_hint(spot.start, one.start)
    split = spot.wanted.attends == ANY_TRACK and len(spot.tracks) > 1
    for key, literal in spot.tracks.items() if split else ():
        model.cp.add_hint(literal, key == one.track)
    for key, literal in spot.rooms.items():
        model.cp.add_hint(literal, key == one.room)
    for key, literal in spot.interpreters.items():
        model.cp.add_hint(literal, key in one.interpreters)


def agenda_of(model: Model, values: Values) -> Agenda:
    """With its cost, every wish counted."""
    placed, left = [], []
    for spot in model.all():
        if values.value(spot.placed):
            placed.append(_placed(model, spot.wanted.key, values))
        else:
            left.append(spot.wanted.key)
    agenda = Agenda(tuple(placed), tuple(left), 0, {})
    return costed(model.times, agenda, everything=model.everything)


def _placed(model: Model, key: str, values: Values) -> Placed:
    spot = model.spots[key]
    stands = spot.wanted.stands
    if spot.wanted.fixed and stands:
        return Placed(key, stands.start, stands.room, stands.track, stands.interpreters)
    chosen = [name for name, literal in spot.tracks.items() if values.value(literal)]
    whole = spot.wanted.attends not in (ANY_TRACK, *model.times.tracks)
    rooms = [name for name, literal in spot.rooms.items() if values.value(literal)]
    interpreters = tuple(
        name for name, literal in spot.interpreters.items() if values.value(literal)
    )
    return Placed(
        key,
        values.value(spot.start),
        rooms[0] if rooms else None,
        "" if whole or not chosen else chosen[0],
        interpreters,
    )
