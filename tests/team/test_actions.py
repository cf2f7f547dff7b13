"""Naming and preparing the team, on both databases."""

from typing import Any

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.ids import uuid7
from app.models import Membership, Visit
from app.values import Preparation, Role, StepState
from app.visits.forms import MemberForm
from app.visits.team_actions import (
    add_member,
    change_member,
    remove_member,
    restore_member,
)
from app.visits.team_queries import people_to_name
from tests.factories import (
    coordinator,
    facilitator,
    host_officer,
    make_member,
    make_person,
    make_visit,
    visiting_officer,
)


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["pair"])
    session.refresh(made.pair, ["cities"])
    return made


def form(**changes: Any) -> MemberForm:
    return MemberForm.model_validate({"shown_name": "Member 3", **changes})


def officer_of(session: Session, visit: Visit, *, host: bool) -> Any:
    """A person who is an officer of one of the pair's cities."""
    city = next(
        part.city_id
        for part in visit.pair.cities
        if (part.city_id == visit.host_city_id) == host
    )
    person = make_person(session, "Officer")
    session.add(Membership(person_id=person.id, role=Role.OFFICER, city_id=city))
    session.flush()  # people_to_name reads it
    return person


def test_a_member_begins_with_every_step_open(session: Session, visit: Visit) -> None:
    actor = facilitator(session, visit)
    one = add_member(session, actor, visit, form(migrant=True, languages=["ar", "fr"]))
    two = add_member(session, actor, visit, form(shown_name="Member 4"))
    assert one.preparation == {step.value: "open" for step in Preparation}
    assert (one.migrant, one.languages, one.part.value) == (
        True,
        ["ar", "fr"],
        "member",
    )
    assert (one.position, two.position) == (1, 2)


def test_the_host_and_the_members_do_not_name_the_team(
    session: Session, visit: Visit
) -> None:
    member = make_member(session, visit)
    own = Actor(person_id=member.person_id, teams={visit.id: member.id})
    lead = Actor(person_id=member.person_id, led=frozenset({visit.id}))
    for actor in (host_officer(session, visit), own):
        with pytest.raises(NotPermitted):
            add_member(session, actor, visit, form())
        with pytest.raises(NotPermitted):
            change_member(session, actor, visit, member, form(revision=1))
        with pytest.raises(NotPermitted):
            remove_member(session, actor, visit, member, 1)
    assert add_member(session, lead, visit, form()).shown_name == "Member 3"


def test_pay_is_changed_by_the_payer_and_kept_by_everybody_else(
    session: Session, visit: Visit
) -> None:
    payer = visiting_officer(session, visit)
    member = add_member(session, payer, visit, form(pay="done"))
    others = form(contract="done", pay="not-needed", revision=1)
    change_member(session, facilitator(session, visit), visit, member, others)
    assert member.preparation["pay"] == StepState.DONE
    assert member.preparation["contract"] == StepState.DONE
    change_member(session, payer, visit, member, form(pay="open", revision=2))
    assert member.preparation["pay"] == StepState.OPEN


def test_a_conflict_shows_their_steps_but_pay_only_to_the_payer(
    session: Session, visit: Visit
) -> None:
    payer = visiting_officer(session, visit)
    member = add_member(session, payer, visit, form(pay="done"))
    change_member(session, payer, visit, member, form(travel="done", revision=1))
    for actor, pay in ((payer, "done"), (facilitator(session, visit), None)):
        with pytest.raises(Conflict) as conflict:
            change_member(session, actor, visit, member, form(revision=1))
        theirs = conflict.value.theirs
        assert (conflict.value.revision, theirs["travel"]) == (2, "done")
        assert theirs.get("pay") == pay


def test_a_host_is_not_offered_the_accounts_of_those_who_visit_it(
    session: Session, visit: Visit
) -> None:
    """On the way back it names a team of its own: its guests go by chosen names."""
    guest = make_member(session, visit)
    back = make_visit(session, visit.pair, host_city_id=visit.pair.cities[0].city_id)
    assert people_to_name(session, host_officer(session, visit), back) == []
    offered = people_to_name(session, facilitator(session, visit), back)
    assert [one.id for one in offered] == [guest.person_id]


def test_an_account_is_chosen_among_the_people_of_the_pair(
    session: Session, visit: Visit
) -> None:
    actor = facilitator(session, visit)
    guest, host = (
        officer_of(session, visit, host=False),
        officer_of(session, visit, host=True),
    )
    assert [one.id for one in people_to_name(session, actor, visit)] == [guest.id]
    problem = Problem("person_id", "Choose somebody who takes part in this pair.")
    for person_id in (uuid7(), host.id, make_person(session, "Stranger").id):
        with pytest.raises(Rejected) as refused:
            add_member(session, actor, visit, form(person_id=person_id))
        assert refused.value.problems == (problem,)
    added = add_member(session, actor, visit, form(person_id=guest.id))
    assert added.person_id == guest.id


def test_the_coordinator_names_whoever_has_an_account(
    session: Session, visit: Visit
) -> None:
    actor, person = coordinator(session, visit), make_person(session, "New")
    assert add_member(session, actor, visit, form(person_id=person.id)).person_id
    with pytest.raises(Rejected):
        add_member(session, actor, visit, form(person_id=uuid7()))


def test_nobody_is_on_a_team_twice(session: Session, visit: Visit) -> None:
    actor, person = coordinator(session, visit), make_person(session, "Ana")
    first = add_member(session, actor, visit, form(person_id=person.id))
    with pytest.raises(Rejected):
        add_member(session, actor, visit, form(person_id=person.id))
    remove_member(session, actor, visit, first, 1)
    add_member(session, actor, visit, form(person_id=person.id))
    with pytest.raises(Rejected):
        restore_member(session, actor, visit, first)


def test_taking_a_member_off_can_be_undone(session: Session, visit: Visit) -> None:
    actor = facilitator(session, visit)
    member = add_member(session, actor, visit, form())
    assert remove_member(session, actor, visit, member, 1).removed_at
    assert restore_member(session, actor, visit, member).removed_at is None
