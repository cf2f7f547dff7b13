"""Making an agenda better in rounds: some sessions are free, the others stay.

A large search alone finds little in ten seconds, and searches beside each other find
another agenda each time; small ones after each other find more, and the same for a seed.
Imported by the worker process only. Source of the method: large neighbourhood search
(Shaw, 1998).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from ortools.sat.python.cp_model import OPTIMAL, CpModel, IntVar

from app.visits.proposing_model import Model, Spot
from app.visits.proposing_problem import ANY_TRACK, DAY, Agenda, Placed

#: Sessions that are free in a round: to begin with, at least, at most.
FREE, FEWEST, MOST = 7, 4, 16
#: Of the solver's own measure of work, for one round.
ROUND_WORK = 0.05


@dataclass
class Rounds:
    """Chooses which sessions are free; more of them while rounds end early."""

    model: Model
    chance: Random
    size: float = FREE

    def chosen(self, agenda: Agenda) -> set[str]:
        """Keys: at random, near in time, or of one day and others at random."""
        at = {one.key: one.start for one in agenda.placed}
        keys = [spot.wanted.key for spot in self.model.all() if not spot.wanted.fixed]
        count = min(len(keys), round(self.size))
        way = self.chance.randrange(3)
        if way == 0:
            return set(self.chance.sample(keys, count))
        middle = at.get(self.chance.choice(keys), 0)
        near = sorted(keys, key=lambda key: (abs(at.get(key, middle) - middle), key))
        if way == 1:
            return set(near[:count])
        here = [key for key in near if at.get(key, -1) // DAY == middle // DAY]
        half = here[: max(2, count // 2)]
        others = [key for key in keys if key not in half]
        return {*half, *self.chance.sample(others, min(len(others), count - len(half)))}

    def learn(self, status: object) -> None:
        """Larger after a round that was searched to its end, smaller after others."""
        self.size *= 1.04 if status == OPTIMAL else 0.94
        self.size = min(MOST, max(FEWEST, self.size))


def frozen(model: Model, agenda: Agenda, free: set[str]) -> CpModel:
    """The model with every other session where it is."""
    at = {one.key: one for one in agenda.placed}
    clone = model.cp.clone()
    for spot in model.all():
        key = spot.wanted.key
        if not spot.wanted.fixed and key not in free:
            for variable, value in values_of(spot, at.get(key)):
                clone.add(variable == value)
    return clone


def values_of(spot: Spot, placed: Placed | None) -> Iterator[tuple[IntVar, int]]:
    """What a session decides, with its value in an agenda."""
    if placed is None:
        yield spot.placed, 0
        return
    yield spot.start, placed.start
    yield spot.placed, 1
    split = spot.wanted.attends == ANY_TRACK and len(spot.tracks) > 1
    for key, literal in spot.tracks.items() if split else ():
        yield literal, int(key == placed.track)
    for key, literal in spot.rooms.items():
        yield literal, int(key == placed.room)
    for key, literal in spot.interpreters.items():
        yield literal, int(key in placed.interpreters)
