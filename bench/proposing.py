"""Point 4, proposing: first and best agenda, repair, explanation, counting; ten seeds.

Each search is the process of its own that a planner waits for, its start included; only
counting is measured inside one. 23 minutes, most of them for agendas of 120 seconds to
compare with: BENCH_LONG=40 takes shorter ones, BENCH_REUSE=1 those found before.
"""

import json
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Any

from app.visits.proposing import Search
from app.visits.proposing_arithmetic import shortfalls
from app.visits.proposing_problem import (
    Agenda,
    Bridge,
    Place,
    Problem,
    Wanted,
    Weights,
    Window,
    read,
)
from app.visits.proposing_times import Times
from bench.proposing_instances import ISSUE, LARGE, Size, made
from bench.results import OUT, Result

#: Costs of agendas searched for long, by seed and seconds.
REFERENCES = OUT.parent / "proposing_references.json"


def measure(quick: bool) -> Iterator[Result]:
    seeds = range(2 if quick else 10)
    warmed()
    yield counting(seeds)
    yield firsts("24", ISSUE, seeds, "< 1 s")
    yield firsts("60", LARGE, range(1) if quick else seeds, "< 5 s")
    yield repairing(seeds)
    yield explaining(seeds)
    long = float(os.environ.get("BENCH_LONG", 8 if quick else 120))
    yield from gaps(seeds, 4.0 if quick else 10.0, long)
    yield memory("60", made(LARGE, 0), 4.0 if quick else 10.0)


def warmed() -> None:
    """One search that does not count: it leaves compiled modules, as an installed
    server has them; where that is forbidden each start would compile them again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    searched(made(ISSUE, 0), 4, "agenda")


def spread(name: str, values: list[float], unit: str, aim: str, note: str = "") -> Result:  # fmt: skip
    """The median; least and most, the aim and the load of the machine beside it."""
    ends = f"{min(values):.3g} to {max(values):.3g} {unit} of {len(values)}"
    load = f"load {os.getloadavg()[0]:.1f}"
    said = [ends, f"aim {aim}", *filter(None, [note]), load]
    return Result(name, median(values), unit, note="; ".join(said))


def searched(problem: Problem, seconds: float, until: str = "done") -> tuple[float, dict[str, Any]]:  # fmt: skip
    """Seconds until the first line of this kind, and the line."""
    began = time.perf_counter()
    search = Search(problem, seconds)
    try:
        for line in search.lines():
            if line["kind"] == until:
                return time.perf_counter() - began, line
    finally:
        search.close()
    raise RuntimeError(f"the search ended without {until}")


class Work:
    """Processor seconds of the searches since it was made: these say what a quiet
    machine would need where a busy one took longer."""

    def __init__(self) -> None:
        self.began = self.now()

    def now(self) -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def each(self, count: int) -> str:
        return f"processor {(self.now() - self.began) / count:.2f} s each"


def firsts(name: str, size: Size, seeds: range, aim: str) -> Result:
    """From asking to an agenda that keeps every rule and leaves nothing out."""
    work = Work()
    found = [searched(made(size, seed), 20, "agenda") for seed in seeds]
    whole = sum(not line["agenda"]["left"] for _, line in found)
    times = [seconds for seconds, _ in found]
    note = f"{whole} whole; {work.each(len(found))}"
    return spread(f"propose/first/{name}", times, "s", aim, note)


def gaps(seeds: range, short: float, long: float) -> Iterator[Result]:
    """How much more the agenda of a short search costs than that of a long one, or than
    its own where the long one found no better."""
    percents, peaks, costs = [], [], []
    for seed in seeds:
        problem = made(ISSUE, seed)
        _, soon = searched(problem, short)
        cost = soon["agenda"]["cost"]
        best = min(cost, reference(problem, seed, long))
        percents.append(100 * (cost - best) / best)
        peaks.append(soon["peak_kilobytes"] / 1024)
        costs.append(f"{cost}/{best}")
        print(f"  seed {seed}: {costs[-1]}", flush=True)
    note = f"worst ≤ 15 %; {short:.0f} s against {long:.0f} s: {', '.join(costs)}"
    yield spread("propose/gap-10s/24", percents, "%", "≤ 5 %", note)
    yield spread("propose/memory/24", peaks, "MB", "none", "peak of the process")


def reference(problem: Problem, seed: int, seconds: float) -> int:
    """The cost found in so long; kept, and with BENCH_REUSE=1 not looked for again."""
    name = f"{seed}/{seconds:.0f}"
    kept = json.loads(REFERENCES.read_text()) if REFERENCES.exists() else {}
    if os.environ.get("BENCH_REUSE") != "1" or name not in kept:
        _, late = searched(problem, seconds)
        kept[name] = late["agenda"]["cost"]
        REFERENCES.parent.mkdir(exist_ok=True)
        REFERENCES.write_text(json.dumps(kept, indent=1) + "\n")
    return int(kept[name])


def memory(name: str, problem: Problem, seconds: float) -> Result:
    _, line = searched(problem, seconds)
    peak = line["peak_kilobytes"] / 1024
    return Result(f"propose/memory/{name}", peak, "MB", note="peak of the process")


def repairing(seeds: range) -> Result:
    """Somebody cannot come on the day they were to; seconds to the repaired agenda."""
    times, moves = [], []
    problems = [withdrawn(made(ISSUE, seed)) for seed in seeds]
    work = Work()
    for problem in problems:
        seconds, line = searched(problem, 1, "agenda")
        times.append(seconds)
        moves.append(moved(problem, read(Agenda, line["agenda"])))
    note = f"sessions moved {sorted(moves)}; {work.each(len(times))}"
    return spread("propose/repair", times, "s", "< 1 s", note)


def withdrawn(problem: Problem) -> Problem:
    """An agenda found before stands; its first person has lost the day they were on."""
    _, line = searched(problem, 20, "agenda")
    placed = {one.key: one for one in read(Agenda, line["agenda"]).placed}
    wanted = tuple(replace(w, stands=stand(placed[w.key])) for w in problem.wanted)
    for one in wanted:
        people = without_day(problem, one)
        changed = replace(problem, wanted=wanted, people=people, weights=Weights(moved=100, other_room=20, other_track=30, other_interpreter=20))  # fmt: skip
        if one.people and Times(changed).starts(one):
            return changed
    raise RuntimeError("nobody can be withdrawn")


def stand(placed: Any) -> Place:
    return Place(placed.start, placed.room, placed.track, placed.interpreters)


def without_day(problem: Problem, one: Wanted) -> Any:
    day = one.stands.start // 1440 if one.stands else 0
    return tuple(
        replace(p, windows=tuple(w for w in p.windows or () if w.day != day))
        if p.key in one.people
        else p
        for p in problem.people
    )


def moved(problem: Problem, agenda: Agenda) -> int:
    stood = {one.key: one.stands.start for one in problem.wanted if one.stands}
    return sum(one.start != stood[one.key] for one in agenda.placed)


def explaining(seeds: range) -> Result:
    """Two sessions need the one interpreter at one time; from asking to the promises."""
    times, sizes, work = [], [], Work()
    for seed in seeds:
        seconds, line = searched(clashing(made(ISSUE, seed)), 10, "explained")
        times.append(seconds)
        sizes.append(len(line["promises"]))
    note = f"promises {sorted(sizes)}, each set solved again and least; {work.each(len(times))}"
    return spread("propose/explain", times, "s", "< 1 s, at most 5 promises", note)


def clashing(problem: Problem) -> Problem:
    """Person 7 can come for one hour only; a session fixed then has the interpreter."""
    bridge = (Bridge("uk", ("en",)),)
    wanted, people = list(problem.wanted), list(problem.people)
    room = problem.rooms[0].key
    fixed = Place(1440 + 600, room, "A", ("i1",))
    wanted[9] = replace(wanted[9], minutes=60, bridges=bridge, fixed=True, stands=fixed, needs=())  # fmt: skip
    wanted[7] = replace(wanted[7], minutes=60, bridges=bridge, needs=())
    hour = (Window(1, 585, 660),)
    people = [replace(p, windows=hour) if p.key in wanted[7].people else p for p in people]  # fmt: skip
    people = [replace(p, windows=None) if p.key in wanted[9].people else p for p in people]  # fmt: skip
    return replace(problem, wanted=tuple(wanted), people=tuple(people))


def counting(seeds: range) -> Result:
    """All sessions in half of the days: named without a solver."""
    times, kinds = [], set()
    for seed in seeds:
        problem = made(ISSUE, seed)
        people = tuple(replace(p, windows=None) for p in problem.people)
        began = time.perf_counter()
        found = shortfalls(Times(replace(problem, days=problem.days[:1], people=people)))  # fmt: skip
        times.append(time.perf_counter() - began)
        kinds |= {one.kind for one in found if one.blocks}
    note = f"named: {', '.join(sorted(kinds))}"
    return spread("propose/arithmetic", times, "s", "< 0.1 s", note)
