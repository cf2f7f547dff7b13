"""Proposing an agenda: the front of its siblings `proposing_*`.

`proposing_problem` is what goes in and comes out, `proposing_arithmetic` what counting
alone finds, `proposing_worker` the process that searches (`proposing_model`, `_wishes`,
`_search`, `_explain`: only these import OR-tools). This module starts that process.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, Any

from app.settings import ROOT
from app.visits.proposing_problem import Problem

Line = dict[str, Any]


class Search:
    """A running search for an agenda; a process of its own."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.visits.proposing_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        self._write({"problem": asdict(problem), "seconds": seconds})

    def lines(self) -> Iterator[Line]:
        """What it says, until it ends; fewer than to "done" where it died."""
        for line in _pipe(self.process.stdout):
            yield json.loads(line)

    def stop(self) -> None:
        """With the best so far; the lines go on until "done"."""
        self._write("stop")

    def close(self) -> None:
        """Ends it whatever it does, and waits for that."""
        self.process.kill()
        self.process.wait()
        _pipe(self.process.stdin).close()
        _pipe(self.process.stdout).close()

    def _write(self, value: Any) -> None:
        pipe = _pipe(self.process.stdin)
        try:
            pipe.write(json.dumps(value) + "\n")
            pipe.flush()
        except BrokenPipeError:
            return  # it has died, which whoever reads its lines will notice


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
