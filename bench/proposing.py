"""Point 4, proposing: first and best agenda, repair, explanation, counting; ten seeds.

Each search is the process of its own that a planner waits for, its start included; only
explaining and counting are measured inside one.
"""

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
from bench.results import Result


def measure(quick: bool) -> Iterator[Result]:
    seeds = range(2 if quick else 10)
    yield counting(seeds)
    yield from firsts("24", ISSUE, seeds)
    yield from firsts("60", LARGE, range(1) if quick else seeds)
    yield repairing(seeds)
    yield explaining(seeds)
    limits = (4.0, 8.0) if quick else (10.0, 120.0)
    yield from gaps(seeds, *limits)


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


def firsts(name: str, size: Size, seeds: range) -> Iterator[Result]:
    """From asking to an agenda that keeps every rule and leaves nothing out."""
    found = [searched(made(size, seed), 20, "agenda") for seed in seeds]
    whole = sum(not line["agenda"]["left"] for _, line in found)
    times = [seconds for seconds, _ in found]
    note = f"median of {len(times)}, worst {max(times):.2f} s; {whole} of {len(times)} whole"  # fmt: skip
    yield Result(f"propose/first/{name}", median(times), "s", note=note)


def gaps(seeds: range, short: float, long: float) -> Iterator[Result]:
    """How much more the agenda of a short search costs than that of a long one."""
    percents, peaks, better = [], [], []
    for seed in seeds:
        problem = made(ISSUE, seed)
        _, soon = searched(problem, short)
        _, late = searched(problem, long)
        cost, best = soon["agenda"]["cost"], late["agenda"]["cost"]
        best = min(cost, best)
        percents.append(100 * (cost - best) / best)
        peaks.append(max(soon["peak_kilobytes"], late["peak_kilobytes"]) / 1024)
        better.append(f"{cost}/{best}")
    note = f"median of {len(percents)}; {short:.0f} s against {long:.0f} s: {', '.join(better)}"  # fmt: skip
    yield Result("propose/gap-10s/24", median(percents), "%", note=note)
    yield Result("propose/gap-10s/24/worst", max(percents), "%")
    yield Result("propose/memory/24", max(peaks), "MB", note="peak of the process")


def repairing(seeds: range) -> Result:
    """Somebody cannot come on the day they were to; seconds to the repaired agenda."""
    times, moves = [], []
    for seed in seeds:
        problem = withdrawn(made(ISSUE, seed))
        began = time.perf_counter()
        _, line = searched(problem, 1, "agenda")
        times.append(time.perf_counter() - began)
        moves.append(moved(problem, read(Agenda, line["agenda"])))
    note = f"median of {len(times)}, worst {max(times):.2f} s; sessions moved {sorted(moves)}"  # fmt: skip
    return Result("propose/repair", median(times), "s", note=note)


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
    times, sizes = [], []
    for seed in seeds:
        seconds, line = searched(clashing(made(ISSUE, seed)), 10, "explained")
        times.append(seconds)
        sizes.append(len(line["promises"]))
    note = f"median of {len(times)}, worst {max(times):.2f} s; promises {sorted(sizes)}, minimal"  # fmt: skip
    return Result("propose/explain", median(times), "s", note=note)


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
    note = f"median of {len(times)}, worst {max(times):.3f} s; named: {', '.join(sorted(kinds))}"  # fmt: skip
    return Result("propose/arithmetic", median(times), "s", note=note)
