"""Looks after a search: writes what it says into the table, in short transactions.

A thread for each search, in whichever process was asked; every process reads the table.
"""

import logging
import threading
import time
from collections.abc import Mapping
from functools import partial
from queue import Empty, Queue
from typing import Any
from uuid import UUID

from app.db import Database
from app.values_proposals import ProposalState
from app.visits.proposal_actions import end_proposal, note_heartbeat
from app.visits.proposing import Line, Search
from app.visits.proposing_problem import Problem

log = logging.getLogger("repere.proposals")

#: Beyond its limit a search may still build and explain; then it is ended.
GRACE = 30.0
BEAT = 1.0


def start_search(
    database: Database, proposal_id: UUID, problem: Problem, seconds: int
) -> None:
    """Returns at once; a thread of its own looks after the search until it ends."""
    work = partial(watch, database, proposal_id, problem, seconds)
    threading.Thread(target=work, name=f"proposal {proposal_id}", daemon=True).start()


def watch(
    database: Database, proposal_id: UUID, problem: Problem, seconds: int
) -> None:
    """Until the search is done, dead or over its time. Never raises: nobody listens."""
    try:
        if database.write(lambda s: note_heartbeat(s, proposal_id, None)) is None:
            return  # what asked for it was rolled back
        search = Search(problem, seconds)
        try:
            Watch(database, proposal_id, search).run(time.monotonic() + seconds + GRACE)
        finally:
            search.close()
    except Exception:
        log.exception("a search broke off", extra={"proposal": str(proposal_id)})


class Watch:
    def __init__(self, database: Database, proposal_id: UUID, search: Search) -> None:
        self.database, self.id, self.search = database, proposal_id, search
        self.lines: Queue[Line | None] = Queue()
        self.result: dict[str, Any] = {}
        self.stopping = False
        self.fresh = False
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        """A pipe cannot be waited for with a limit everywhere; a queue can."""
        try:
            for line in self.search.lines():
                self.lines.put(line)
        except ValueError:
            log.debug("the pipe was closed", extra={"proposal": str(self.id)})
        self.lines.put(None)

    def run(self, ends: float) -> None:
        beat = 0.0
        while time.monotonic() < ends:
            try:
                line = self.lines.get(timeout=BEAT)
            except Empty:
                line = {"kind": "silence"}
            if line is None:
                break
            first = self.hear(line)
            if line["kind"] == "done":
                return self.end(STOPPED if line["stopped"] else ProposalState.DONE)
            if first or time.monotonic() - beat > BEAT:
                beat = time.monotonic()
                if not self.note():
                    return None  # somebody else has ended it
        return self.end(ProposalState.DIED)

    def hear(self, line: Line) -> bool:
        """Whether it is worth being written at once."""
        known = "agenda" in self.result
        self.result = heard(self.result, line)
        self.fresh = self.fresh or line["kind"] != "silence"
        return "agenda" in self.result and not known

    def note(self) -> bool:
        new = self.result if self.fresh else None
        asked = self.database.write(
            lambda session: note_heartbeat(session, self.id, new)
        )
        self.fresh = False
        if asked and not self.stopping:
            self.search.stop()
            self.stopping = True
        return asked is not None

    def end(self, state: ProposalState) -> None:
        self.database.write(
            lambda session: end_proposal(session, self.id, state, self.result)
        )


STOPPED = ProposalState.STOPPED


def heard(result: Mapping[str, Any], line: Line) -> dict[str, Any]:
    """What is known after a line. The first cost is that of the first agenda found."""
    kind = line["kind"]
    if kind == "counted":
        return {**result, "shortfalls": line["shortfalls"]}
    if kind == "explained":
        return {**result, "promises": line["promises"], "ways": line["ways"]}
    if kind == "agenda":
        cost = line["agenda"]["cost"]
        first = result.get("first") or {"seconds": line["seconds"], "cost": None}
        if first["cost"] is None and line["agenda"]["parts"]:
            first = {**first, "cost": cost}
        found = int(result.get("found", 0)) + 1
        return {**result, "agenda": line["agenda"], "first": first, "found": found}
    if kind == "done":
        names = ("proven", "bound", "reasons", "seconds", "peak_kilobytes")
        agenda = line["agenda"] or result.get("agenda")
        return {**result, **{n: line[n] for n in names}, "agenda": agenda}
    return dict(result)
