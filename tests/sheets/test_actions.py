"""Typing in what was written on paper: whose it is, and of when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import NotPermitted, Rejected
from app.evidence.actions import Recorded, Replayed
from app.evidence.paper_actions import type_in
from app.evidence.paper_forms import PaperForm
from app.ids import uuid7
from app.models import AgendaSession, Evidence, Visit
from app.models.base import now
from app.values import SessionFormat, SessionStatus
from app.values_evidence import WrittenOn
from tests.factories import make_member, make_visit, on_team

AT = datetime(2027, 4, 26, 20, tzinfo=UTC)


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


@pytest.fixture
def member(session: Session, visit: Visit) -> Actor:
    return on_team(session, visit)


@pytest.fixture
def lead(session: Session, visit: Visit) -> Actor:
    return on_team(session, visit, led=frozenset({visit.id}))


def sheet(**changes: Any) -> PaperForm:
    values = {"id": uuid7(), "text": "Heard on the bus", "factors": ["factor-1"], "heard_on": date(2027, 4, 26), "heard_at": time(14)}  # fmt: skip
    return PaperForm.model_validate({**values, **changes})


def note_of(session: Session, form: PaperForm) -> Evidence:
    return session.get_one(Evidence, form.id, populate_existing=True)


def test_a_sheet_is_a_note_of_when_it_was_heard_and_of_who_wrote_it(
    session: Session, visit: Visit, lead: Actor, member: Actor
) -> None:
    form = sheet(author_id=member.teams[visit.id], bearing="supports")
    assert isinstance(type_in(session, lead, visit, form, AT), Recorded)
    note = note_of(session, form)
    assert (note.author_id, note.created_by) == (member.teams[visit.id], lead.person_id)
    assert note.captured_at == datetime(2027, 4, 26, 12, tzinfo=UTC)
    assert (note.text, note.bearing) == ("Heard on the bus", "supports")
    assert note.received_at > note.captured_at.replace(year=2026)
    assert note.written_on is WrittenOn.PAPER


def test_the_same_sheet_sent_twice_is_one_note(
    session: Session, visit: Visit, member: Actor
) -> None:
    form = sheet()
    type_in(session, member, visit, form, AT)
    assert isinstance(type_in(session, member, visit, form, AT), Replayed)


def test_a_session_says_day_hour_and_kind(
    session: Session, visit: Visit, member: Actor
) -> None:
    met = AgendaSession(
        visit_id=visit.id,
        number=1,
        title="Meeting",
        format=SessionFormat.GROUP_DISCUSSION,
        status=SessionStatus.PLANNED,
        day_id=visit.days[0].id,
        starts_local=time(9),
    )
    session.add(met)
    session.flush()  # its id is asked for by Core
    form = sheet(session_id=met.id, heard_on=None, heard_at=None)
    type_in(session, member, visit, form, AT)
    note = note_of(session, form)
    assert (note.captured_at, note.kind) == (datetime(2027, 4, 26, 7, tzinfo=UTC), "group-discussion")  # fmt: skip
    assert note.author_id == member.teams[visit.id]


def test_a_member_types_in_their_own_sheets_only(
    session: Session, visit: Visit, member: Actor
) -> None:
    other = make_member(session, visit)
    with pytest.raises(NotPermitted):
        type_in(session, member, visit, sheet(author_id=other.id), AT)
    own = sheet(author_id=member.teams[visit.id])
    assert isinstance(type_in(session, member, visit, own, AT), Recorded)


def test_a_sheet_is_of_nobody_outside_the_team(
    session: Session, visit: Visit, lead: Actor
) -> None:
    elsewhere = make_member(session, make_visit(session))
    left = make_member(session, visit, removed_at=now())
    for one in (elsewhere, left):
        with pytest.raises(Rejected) as refused:
            type_in(session, lead, visit, sheet(author_id=one.id), AT)
        assert [p.field for p in refused.value.problems] == ["author_id"]


def test_whoever_only_reads_types_in_nothing(session: Session, visit: Visit) -> None:
    reader = replace(Actor(person_id=uuid7()), coordinated=frozenset({uuid7()}))  # fmt: skip
    with pytest.raises(NotPermitted):
        type_in(session, reader, visit, sheet(), AT)


def test_an_hour_that_lacks_or_is_to_come_is_refused(
    session: Session, visit: Visit, member: Actor
) -> None:
    for form, field in ((sheet(heard_at=None), "heard_at"), (sheet(heard_on=date(2027, 4, 27)), "heard_on")):  # fmt: skip
        with pytest.raises(Rejected) as refused:
            type_in(session, member, visit, form, AT)
        assert [p.field for p in refused.value.problems] == [field]
