"""Making an agenda better in rounds: some sessions are free, the others stay.

A large search alone finds little in ten seconds, and searches beside each other find
another agenda each time; small ones after each other find more, and the same for a seed.
Imported by the worker process only. Source of the method: large neighbourhood search
(Shaw, 1998).
"""

from dataclasses import dataclass, replace
from random import Random

from app.visits.proposing_problem import DAY, Agenda, Place, Placed
from app.visits.proposing_times import Times

#: Sessions that are free in a round: to begin with, at least, at most.
FREE, FEWEST, MOST = 7, 4, 16
#: Of the solver's own measure of work, for one round.
ROUND_WORK = 0.02
#: After a round searched to its end, and after another: most are to reach it.
GROW, SHRINK = 1.03, 0.87


@dataclass
class Rounds:
    """Chooses which sessions are free; more of them while rounds end early."""

    times: Times
    chance: Random
    size: float = FREE

    def chosen(self, agenda: Agenda) -> set[str]:
        """Keys: at random, near in time, or of one day and others at random."""
        at = {one.key: one.start for one in agenda.placed}
        keys = [one.key for one in self.times.movable]
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

    def learn(self, ended: bool) -> None:
        """Larger after a round that was searched to its end, smaller after others."""
        self.size *= GROW if ended else SHRINK
        self.size = min(MOST, max(FEWEST, self.size))


def narrowed(times: Times, agenda: Agenda, free: set[str]) -> Times:
    """Every other session fixed where it is; those left out that are not free, gone.

    A model of what is free alone is a fraction of the whole one with values set.
    """
    at = {one.key: one for one in agenda.placed}
    wanted = []
    for one in times.problem.wanted:
        if one.fixed or one.key in free:
            wanted.append(one)
        elif one.key in at:
            wanted.append(replace(one, fixed=True, stands=place(at[one.key])))
    return times.among(wanted)


def place(one: Placed) -> Place:
    return Place(one.start, one.room, one.track, one.interpreters)
