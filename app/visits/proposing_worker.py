"""The process that looks for an agenda: JSON lines in, JSON lines out, no database.

The first line in is the task. Any further line, or the end of input, asks it to stop
with the best so far. Lines out: {"kind": "counted" | "agenda" | "explained" | "done"}.
"""

import json
import os
import resource
import sys
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from app.visits.proposing_arithmetic import shortfalls
from app.visits.proposing_members import with_members
from app.visits.proposing_problem import Agenda, Problem, read
from app.visits.proposing_reasons import reasons
from app.visits.proposing_times import Times

if TYPE_CHECKING:
    from app.visits.proposing_search import Outcome, Stop

#: Of the time given: for a first agenda that leaves nothing out, and for explaining.
FIRST, EXPLAINING = 0.4, 4.0
#: Seconds that even a short limit leaves for a first agenda, on a busy machine.
AT_LEAST = 4.0


@dataclass(frozen=True)
class Task:
    problem: Problem
    seconds: float


def main() -> None:
    task = read(Task, json.loads(sys.stdin.readline()))
    Worker(task).run()


class Worker:
    def __init__(self, task: Task) -> None:
        self.times = Times(task.problem)
        self.began = time.monotonic()
        self.seconds = task.seconds

    def run(self) -> None:
        found = shortfalls(self.times)
        self.say("counted", shortfalls=[asdict(one) for one in found])
        without_tables()
        from app.visits.proposing_search import Stop

        stop = Stop()
        threading.Thread(target=listen, args=(stop,), daemon=True).start()
        fits = not any(one.blocks for one in found)
        outcome = self.search(stop, fits)
        self.done(outcome, stop)

    def search(self, stop: "Stop", fits: bool) -> "Outcome":
        from app.visits.proposing_search import Outcome, first, improved

        outcome = Outcome(None, fits=False)
        if fits:
            outcome = first(self.times, max(AT_LEAST, FIRST * self.seconds), stop)
            if outcome.fits is False:
                self.explain(stop)
        if outcome.agenda is None:
            outcome = first(
                self.times, max(AT_LEAST, self.left() / 2), stop, everything=False
            )
        if outcome.agenda is None:
            return outcome
        self.agenda(outcome.agenda)
        return improved(
            self.times, outcome.agenda, max(0.1, self.left()), stop, self.agenda
        )

    def left(self) -> float:
        return self.seconds - (time.monotonic() - self.began)

    def explain(self, stop: "Stop") -> None:
        """The promises at once, then the ways out as they are tried."""
        from app.visits.proposing_explain import explained, tried

        promises = explained(self.times, EXPLAINING)
        said: list[dict[str, Any]] = []
        self.say("explained", promises=promises, ways=said)
        for way, placed in tried(self.times, promises, EXPLAINING, stop):
            said.append({"way": str(way), "placed": [asdict(one) for one in placed]})
            self.say("explained", promises=promises, ways=said)

    def agenda(self, agenda: Agenda) -> None:
        self.say("agenda", agenda=asdict(self.with_members(agenda)))

    def with_members(self, agenda: Agenda) -> Agenda:
        return replace(agenda, placed=with_members(self.times, agenda.placed))

    def done(self, outcome: "Outcome", stop: "Stop") -> None:
        agenda = outcome.agenda and self.with_members(outcome.agenda)
        why = reasons(self.times, agenda) if agenda else ()
        self.say(
            "done",
            agenda=asdict(agenda) if agenda else None,
            proven=outcome.proven,
            bound=outcome.bound,
            stopped=stop.asked.is_set(),
            reasons=[asdict(one) for one in why],
            peak_kilobytes=peak_kilobytes(),
        )

    def say(self, kind: str, **values: Any) -> None:
        seconds = round(time.monotonic() - self.began, 3)
        line = {"kind": kind, "seconds": seconds, **values}
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
        sys.stdout.flush()


def listen(stop: "Stop") -> None:
    """A line asks to stop; the end of input means that nobody listens any more."""
    if sys.stdin.readline():
        stop.now()
    else:
        os._exit(0)


def peak_kilobytes() -> int:
    """Most memory held; `getrusage` counts that of whoever started the process, too."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def without_tables() -> None:
    """OR-tools imports pandas, for variables in tables that we never make: a second and
    45 MB at each start. Names that its annotations mention are all it gets."""
    tables = ModuleType("pandas")
    for name in ("Series", "Index", "DataFrame"):
        setattr(tables, name, type(name, (), {}))
    sys.modules.setdefault("pandas", tables)


if __name__ == "__main__":
    main()
