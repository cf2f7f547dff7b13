"""A search looked after: what is written, a death noticed, a stop passed on."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app.access import Actor
from app.db import Database
from app.ids import seed_id, uuid7
from app.models import Proposal, Visit
from app.values_proposals import ProposalMode, ProposalState
from app.visits.proposal_actions import begin_proposal, stop_proposal
from app.visits.proposal_forms import ProposalForm
from app.visits.proposal_running import Watch, heard, watch
from app.visits.proposing import Line
from tests.proposing.clashes import with_two_interpreters

VISIT = seed_id("demonstration", "visit", "val-daubre-follow-up")
AGENDA = {"placed": [], "left": [], "cost": 8, "parts": {"span": 8}}
DONE = {
    "kind": "done",
    "agenda": AGENDA,
    "proven": True,
    "bound": 8,
    "reasons": [],
    "seconds": 1.0,
    "peak_kilobytes": 9,
    "stopped": False,
}


class Scripted:
    """Stands for a search: says these lines, and hears whether it was stopped."""

    def __init__(self, *lines: Line) -> None:
        self.said, self.stopped = lines, False

    def lines(self) -> Iterator[Line]:
        yield from self.said

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def proposal(demo: Database) -> Proposal:
    with demo.writing() as session:
        visit = session.get_one(Visit, VISIT)
        session.refresh(visit, ["days", "pair"])
        coordinator = Actor(coordinated=frozenset({visit.programme_id or VISIT}))
        form = ProposalForm(mode=ProposalMode.IMPROVE, seconds=1)
        return begin_proposal(session, coordinator, visit, form, date(2027, 1, 1)).proposal  # fmt: skip


def after(demo: Database, proposal: Proposal) -> Proposal:
    with demo.reading() as session:
        return session.get_one(Proposal, proposal.id)


def watched(demo: Database, proposal: Proposal, search: Any) -> None:
    Watch(demo, proposal.id, search).run(float("inf"))


def test_what_the_search_says_is_kept(demo: Database, proposal: Proposal) -> None:
    counted = {"kind": "counted", "shortfalls": [], "seconds": 0.0}
    agenda = {"kind": "agenda", "agenda": AGENDA, "seconds": 0.5}
    watched(demo, proposal, Scripted(counted, agenda, DONE))
    now = after(demo, proposal)
    assert (now.state, now.ended_at is None) == (ProposalState.DONE, False)
    assert now.result == {
        "shortfalls": [],
        "agenda": AGENDA,
        "first": {"seconds": 0.5, "cost": 8},
        "found": 1,
        "proven": True,
        "bound": 8,
        "reasons": [],
        "seconds": 1.0,
        "peak_kilobytes": 9,
    }


def test_a_search_that_falls_silent_has_died_and_keeps_what_it_found(
    demo: Database, proposal: Proposal
) -> None:
    watched(demo, proposal, Scripted({"kind": "agenda", "agenda": AGENDA, "seconds": 1}))  # fmt: skip
    now = after(demo, proposal)
    assert (now.state, now.result["agenda"]) == (ProposalState.DIED, AGENDA)


def test_a_stop_asked_of_any_process_reaches_the_search(
    demo: Database, proposal: Proposal
) -> None:
    with demo.writing() as session:
        visit = session.get_one(Visit, VISIT)
        session.refresh(visit, ["pair"])
        coordinator = Actor(coordinated=frozenset({visit.programme_id or VISIT}))
        stop_proposal(session, coordinator, visit, session.get_one(Proposal, proposal.id))  # fmt: skip
    search = Scripted(
        {"kind": "agenda", "agenda": AGENDA, "seconds": 1}, {**DONE, "stopped": True}
    )
    watched(demo, proposal, search)
    assert search.stopped
    assert after(demo, proposal).state is ProposalState.STOPPED


def test_a_proposal_that_was_rolled_back_is_not_looked_for(demo: Database) -> None:
    watch(demo, uuid7(), with_two_interpreters(), 60)


def test_the_first_cost_is_kept_to_tell_how_much_better_it_became() -> None:
    first = {"kind": "agenda", "agenda": {**AGENDA, "cost": 0, "parts": {}}, "seconds": 1}  # fmt: skip
    better = {"kind": "agenda", "agenda": {**AGENDA, "cost": 20}, "seconds": 2}
    best = {"kind": "agenda", "agenda": AGENDA, "seconds": 3}
    result: dict[str, Any] = {}
    for line in (first, better, best):
        result = heard(result, line)
    assert (result["first"], result["found"]) == ({"seconds": 1, "cost": 20}, 3)
