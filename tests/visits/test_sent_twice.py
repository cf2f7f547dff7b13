"""A form sent twice is one record, for who may send it and where it belongs only."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import NotPermitted, Rejected
from app.ids import uuid7
from app.models import Visit
from app.models.base import Editable
from app.programmes.actions import add_context_note
from app.programmes.forms import ContextNoteForm
from app.values import Voice
from app.visits.actions import add_room, add_venue, add_visit
from app.visits.agenda_actions import add_session
from app.visits.day_actions import add_day
from app.visits.forms import (
    DayForm,
    MemberForm,
    RoomForm,
    SessionForm,
    StakeholderForm,
    VenueForm,
    VisitForm,
)
from app.visits.people_actions import add_stakeholder
from app.visits.team_actions import add_member
from tests.factories import coordinator, host_officer, make_visit, on_team

Adding = Callable[[Session, Actor, Visit, UUID | None], Editable]


def a_visit(session: Session, actor: Actor, visit: Visit, id_: UUID | None) -> Any:
    return add_visit(session, actor, visit.pair, VisitForm(id=id_, round=2))


def a_day(session: Session, actor: Actor, visit: Visit, id_: UUID | None) -> Any:
    on = date(2027, 5, 3)
    form = DayForm(id=id_, day_on=on, time_zone="Europe/Paris")
    return add_day(session, actor, visit, form)


def a_venue(session: Session, actor: Actor, visit: Visit, id_: UUID | None) -> Any:
    return add_venue(session, actor, visit, VenueForm(id=id_, name="Library"))


def somebody(session: Session, actor: Actor, visit: Visit, id_: UUID | None) -> Any:
    form = StakeholderForm(id=id_, name="Mayor", category=Voice.ELECTED_LEADERS)
    return add_stakeholder(session, actor, visit, form)


def a_member(session: Session, actor: Actor, visit: Visit, id_: UUID | None) -> Any:
    form = MemberForm(id=id_, shown_name="Member 3")
    return add_member(session, actor, visit, form)


def a_session(session: Session, actor: Actor, visit: Visit, id_: UUID | None) -> Any:
    form = SessionForm.model_validate(
        {"id": id_, "title": "Opening", "format": "opening"}
    )
    return add_session(session, actor, visit, form)


EACH = pytest.mark.parametrize(
    "add", [a_visit, a_day, a_venue, somebody, a_member, a_session]
)


@EACH
def test_a_form_sent_twice_is_one_record(session: Session, add: Adding) -> None:
    visit = make_visit(session)
    actor = coordinator(session, visit)
    made = add(session, actor, visit, None)
    assert add(session, actor, visit, made.id) is made


@EACH
def test_who_may_not_add_learns_nothing_from_an_id(
    session: Session, add: Adding
) -> None:
    visit = make_visit(session)
    made = add(session, coordinator(session, visit), visit, None)
    with pytest.raises(NotPermitted):
        add(session, on_team(session, visit), visit, made.id)


@EACH
def test_the_id_of_something_elsewhere_is_not_known(
    session: Session, add: Adding
) -> None:
    visit, other = make_visit(session), make_visit(session)
    theirs = add(session, coordinator(session, other), other, None)
    with pytest.raises(Rejected) as refused:
        add(session, coordinator(session, visit), visit, theirs.id)
    messages = [problem.message for problem in refused.value.problems]
    assert messages == ["This reference is not known."]


def test_a_room_stays_in_its_own_place(session: Session) -> None:
    visit = make_visit(session)
    actor = coordinator(session, visit)
    here = add_venue(session, actor, visit, VenueForm(name="Library"))
    there = add_venue(session, actor, visit, VenueForm(name="Town hall"))
    room = add_room(session, actor, visit, here, RoomForm(name="Room 2"))
    again = RoomForm(id=room.id, name="Room 2")
    assert add_room(session, actor, visit, here, again) is room
    with pytest.raises(Rejected):
        add_room(session, actor, visit, there, again)
    with pytest.raises(NotPermitted):
        add_room(session, on_team(session, visit), visit, here, again)


def test_a_note_on_the_context_stays_with_its_pair(session: Session) -> None:
    visit, other = make_visit(session), make_visit(session)
    form = ContextNoteForm(id=uuid7(), text="A late budget", language="en")
    host = host_officer(session, visit)
    made = add_context_note(session, host, visit.pair, form)
    assert add_context_note(session, host, visit.pair, form) is made
    with pytest.raises(Rejected):
        add_context_note(session, host_officer(session, other), other.pair, form)
