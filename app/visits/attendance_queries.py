"""Who was asked to which session and what they said: for whoever holds a link, and for
those who plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col, select as select_records

from app.errors import NotFound
from app.models import (
    AccessLink,
    AgendaSession,
    Interpreter,
    SessionInvitation,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.translations import shown, translations_of
from app.values_people import Coming
from app.visits.agenda_frozen import FrozenSession
from app.visits.calendar_rules import Entry, entry_of, moments
from app.visits.people_queries import names_met
from app.visits.releases_queries import calendar_of, last_release
from app.visits.telling_rules import Reader, Seat

SEATS = {"team_member": Seat.MEMBER, "stakeholder": Seat.PERSON_MET, "interpreter": Seat.INTERPRETER}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A session somebody is asked to, as it was released last. `earlier` is what they
    said before it moved. `is_open` until it starts, while it takes place."""

    invitation: SessionInvitation
    session: FrozenSession
    zone: str
    starts_at: datetime
    is_open: bool
    stands: bool
    earlier: SessionInvitation | None


def reader_with(link: AccessLink) -> Reader:
    return Reader(SEATS[link.subject], link.subject_id)


def questions_to(
    session: Session, link: AccessLink, visit: Visit, at: datetime
) -> list[Question]:
    """In the order of the days."""
    release = last_release(session, visit)
    marks = calendar_of(session, release) if release else {}
    asked = asked_of(session, visit, reader_with(link))
    earlier = {one.session_id: one for one in asked if one.replaced_at and one.answer}
    found = []
    for one in asked:
        mark = marks.get(str(one.session_id))
        if one.replaced_at is None and mark is not None:
            entry = entry_of(str(one.session_id), mark)
            found.append(question(one, entry, earlier.get(one.session_id), at))
    return sorted(found, key=lambda one: one.starts_at)


def question(
    invitation: SessionInvitation,
    entry: Entry,
    earlier: SessionInvitation | None,
    at: datetime,
) -> Question:
    starts_at = moments(entry)[0].astimezone(UTC)
    is_open = entry.stands and at < starts_at
    return Question(invitation, entry.session, entry.zone, starts_at, is_open, entry.stands, earlier)  # fmt: skip


def asked_of(
    session: Session, visit: Visit, reader: Reader
) -> Sequence[SessionInvitation]:
    """Also what was asked before; oldest first."""
    table = SessionInvitation
    whose = {
        Seat.MEMBER: table.member_id,
        Seat.PERSON_MET: table.stakeholder_id,
        Seat.INTERPRETER: table.interpreter_id,
    }[reader.seat]
    return session.exec(
        select_records(table)
        .where(table.visit_id == visit.id, whose == reader.id)
        .order_by(col(table.asked_at))
    ).all()


def name_with(session: Session, link: AccessLink, visit: Visit) -> str:
    """Of whoever a link is for; raises `NotFound` where they are no longer kept."""
    if link.subject == "team_member":
        member = session.get(TeamMember, link.subject_id)
        return member.shown_name if member else _gone()
    if link.subject == "stakeholder":
        met = session.get(Stakeholder, link.subject_id)
        return _name_met(session, met, visit) if met else _gone()
    interpreter = session.get(Interpreter, link.subject_id)
    return interpreter.name if interpreter else _gone()


def _name_met(session: Session, met: Stakeholder, visit: Visit) -> str:
    return names_met(session, {met.id: (met.name, visit.language)})[met.id]


def _gone() -> str:
    raise NotFound


def attendance_of(
    session: Session, visit: Visit, session_id: UUID | None = None
) -> Sequence[Any]:
    """Each question with whom it is to and to what session, also earlier ones, in the
    reader's language where it is translated: (question, name, number, title, its language).
    """
    table = SessionInvitation
    asked = (
        select(
            table,
            col(TeamMember.shown_name),
            col(Stakeholder.name),
            col(Interpreter.name),
            col(AgendaSession.number),
            col(AgendaSession.title),
            col(AgendaSession.language),
        )
        .join(AgendaSession, col(AgendaSession.id) == col(table.session_id))
        .outerjoin(TeamMember, col(TeamMember.id) == col(table.member_id))
        .outerjoin(Stakeholder, col(Stakeholder.id) == col(table.stakeholder_id))
        .outerjoin(Interpreter, col(Interpreter.id) == col(table.interpreter_id))
        .where(col(table.visit_id) == visit.id)
        .order_by(col(AgendaSession.number), col(table.asked_at))
    )
    if session_id is not None:
        asked = asked.where(col(table.session_id) == session_id)
    rows = session.execute(asked).all()
    met = {row[0].stakeholder_id: (row[2], visit.language) for row in rows if row[2]}
    names = names_met(session, met)
    titles = translations_of(session, "agenda_session", {row[0].session_id for row in rows})  # fmt: skip
    found = []
    for one, member, _met, interpreter, number, title, language in rows:
        name = member or names.get(one.stakeholder_id) or interpreter
        text = shown(title, language, titles.get((one.session_id, "title")))
        found.append((one, name, number, text.text, text.language))
    return found


@dataclass(frozen=True)
class Answered:
    """One person's answer to one session; `earlier` to the time before it moved. The
    `remark` is empty for those who may not read it."""

    session_id: UUID
    number: int
    title: str
    language: str
    name: str
    seat: Seat
    answer: Coming | None
    remark: str
    at: datetime | None
    earlier: Coming | None


def answers_from(rows: Sequence[Any], *, whole_team: bool) -> list[Answered]:
    """Those that stand, by session and name. What a member wrote is for those who may
    read the whole team."""
    earlier: dict[tuple[UUID, UUID | None], Coming | None] = {}
    found = []
    for one, name, number, title, language in rows:
        who = one.member_id or one.stakeholder_id or one.interpreter_id
        if one.replaced_at is not None:
            earlier[one.session_id, who] = one.answer
            continue
        seat = Seat.MEMBER if one.member_id else Seat.PERSON_MET
        seat = Seat.INTERPRETER if one.interpreter_id else seat
        remark = one.remark if whole_team or seat is not Seat.MEMBER else ""
        before = earlier.get((one.session_id, who))
        found.append(Answered(one.session_id, number, title, language, name, seat, one.answer, remark, one.answered_at, before))  # fmt: skip
    return sorted(found, key=lambda one: (one.number, one.name))
