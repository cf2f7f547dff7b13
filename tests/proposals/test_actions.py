"""Beginning, keeping and accepting proposals, on both databases."""

from dataclasses import asdict
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.access import Actor
from app.errors import NotPermitted, Rejected
from app.models import AgendaSession, Proposal, Visit
from app.models.base import now
from app.values_proposals import ProposalState
from app.visits.agenda_actions import linked_values
from app.visits.proposal_actions import (
    Accepted,
    accept_sessions,
    begin_proposal,
    end_proposal,
    note_heartbeat,
    stop_proposal,
)
from app.visits.proposal_forms import ProposalForm
from app.visits.proposal_pages import living, show_page
from app.visits.proposal_rules import SILENT_FOR
from app.visits.proposing_problem import Agenda, Placed
from tests.agenda.making import make_room, planned
from tests.factories import make_member, on_team

BEFORE = date(2027, 1, 1)


def begun(session: Session, host: Actor, visit: Visit, **asked: Any) -> Proposal:
    form = ProposalForm(**asked)
    return begin_proposal(session, host, visit, form, BEFORE).proposal


def found(session: Session, proposal: Proposal, *placed: Placed) -> Proposal:
    agenda = asdict(Agenda(placed, (), 0, {}))
    end_proposal(session, proposal.id, ProposalState.DONE, {"agenda": agenda})
    session.refresh(proposal)
    return proposal


def at(item: AgendaSession, start: int, **changes: Any) -> Placed:
    values = {"room": None, "track": "", "interpreters": (), "members": ()}
    return Placed(str(item.id), start, **{**values, **changes})


def test_two_proposals_at_once_are_one(
    session: Session, visit: Visit, host: Actor
) -> None:
    planned(session, host, visit)
    first = begin_proposal(session, host, visit, ProposalForm(), BEFORE)
    second = begin_proposal(session, host, visit, ProposalForm(), BEFORE)
    assert first.problem is not None
    assert second.problem is None
    assert second.proposal.id == first.proposal.id


def test_the_database_refuses_a_second_one_too(
    session: Session, visit: Visit, host: Actor
) -> None:
    planned(session, host, visit)
    one = begun(session, host, visit)
    values = one.model_dump(exclude={"id"})
    session.add(Proposal(**values))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.flush()


def test_one_whose_heart_stands_still_has_died_and_makes_room(
    session: Session, visit: Visit, host: Actor
) -> None:
    planned(session, host, visit)
    first = begun(session, host, visit)
    first.heartbeat_at = now() - SILENT_FOR - timedelta(seconds=1)
    session.add(first)
    session.flush()
    assert living(first) is ProposalState.DIED
    second = begun(session, host, visit)
    session.refresh(first)
    assert second.id != first.id
    assert (first.state, first.ended_at is None) == (ProposalState.DIED, False)


def test_only_who_edits_the_agenda_begins_stops_and_accepts(
    session: Session, visit: Visit, host: Actor
) -> None:
    planned(session, host, visit)
    member = on_team(session, visit)
    with pytest.raises(NotPermitted):
        begin_proposal(session, member, visit, ProposalForm(), BEFORE)
    proposal = begun(session, host, visit)
    with pytest.raises(NotPermitted):
        stop_proposal(session, member, visit, proposal)
    with pytest.raises(NotPermitted):
        accept_sessions(session, member, visit, proposal, None)


def test_without_a_session_to_place_there_is_nothing_to_look_for(
    session: Session, visit: Visit, host: Actor
) -> None:
    planned(session, host, visit, fixed=True)
    with pytest.raises(Rejected) as rejected:
        begun(session, host, visit)
    assert [problem.message for problem in rejected.value.problems] == [
        "There is no session to place: add the sessions you want first, without a time."
    ]


def test_whoever_looks_hears_that_it_is_to_stop(
    session: Session, visit: Visit, host: Actor
) -> None:
    planned(session, host, visit)
    proposal = begun(session, host, visit)
    assert note_heartbeat(session, proposal.id, {"found": 1}) is False
    stop_proposal(session, host, visit, proposal)
    session.flush()
    assert note_heartbeat(session, proposal.id, None) is True
    found(session, proposal)
    assert note_heartbeat(session, proposal.id, None) is None


def test_accepted_in_part_leaves_the_other_sessions_alone(
    session: Session, visit: Visit, host: Actor
) -> None:
    room, member = make_room(session, visit), make_member(session, visit)
    one, two = (planned(session, host, visit) for _ in range(2))
    proposal = begun(session, host, visit)
    placed = at(one, 600, room=str(room.id), track="A", members=(str(member.id),))
    found(session, proposal, placed, at(two, 720))
    taken = accept_sessions(session, host, visit, proposal, [one.id])
    assert taken == Accepted((1,), ())
    assert (one.starts_local, one.ends_local) == (time(10), time(11))
    assert (one.room_id, one.track) == (room.id, "A")
    assert linked_values(session, one)["members"] == [member.id]
    assert (two.starts_local, two.revision) == (time(9), 1)


def test_what_somebody_changed_meanwhile_is_said_and_left(
    session: Session, visit: Visit, host: Actor
) -> None:
    one, two = (planned(session, host, visit) for _ in range(2))
    proposal = begun(session, host, visit)
    found(session, proposal, at(one, 600), at(two, 720))
    one.revision, one.title = 2, "Renamed meanwhile"
    session.add(one)
    session.flush()
    taken = accept_sessions(session, host, visit, proposal, None)
    assert taken == Accepted((2,), (1,))
    assert (one.title, one.starts_local) == ("Renamed meanwhile", time(9))


def test_accepting_twice_changes_nothing_more(
    session: Session, visit: Visit, host: Actor
) -> None:
    one = planned(session, host, visit)
    proposal = begun(session, host, visit)
    found(session, proposal, at(one, 600))
    accept_sessions(session, host, visit, proposal, None)
    assert accept_sessions(session, host, visit, proposal, None) == Accepted((), ())
    assert one.revision == 2


def test_the_page_shows_today_beside_what_is_proposed(
    session: Session, visit: Visit, host: Actor
) -> None:
    one, two = (planned(session, host, visit) for _ in range(2))
    proposal = begun(session, host, visit)
    found(session, proposal, at(one, 600), at(two, 540))
    page = show_page(session, host, visit, proposal)
    rows = [(r.number, r.state, r.proposed.times, r.stands.times) for _, day in page["days"] for r in day]  # fmt: skip
    assert rows == [
        (2, "same", "09:00 to 10:00", "09:00 to 10:00"),
        (1, "differs", "10:00 to 11:00", "09:00 to 10:00"),
    ]
