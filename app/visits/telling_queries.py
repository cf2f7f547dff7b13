"""Whom a release may concern, and what each of them was told last."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col, func, select as select_records

from app.access import planners_of
from app.models import (
    AgendaRelease,
    CalendarFeed,
    Interpreter,
    Message,
    MessageState,
    Person,
    SessionInvitation,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.models.base import now
from app.visits.people_queries import names_met
from app.visits.telling_rules import Content, Reader, Seat

AGENDA = "agenda"
SESSION = "session"
#: Names of letters that ask which days suit: the first one, and those after it.
DATES, DATES_AGAIN = "dates", "dates-again"
#: What never reached anybody.
LOST = (MessageState.FAILED, MessageState.EXPIRED, MessageState.TO_NOBODY)
ADDRESS = re.compile(r"[^@\s,;<>:()\"']+@[^@\s,;<>:()\"']+\.[A-Za-z][^@\s,;<>:()\"'.]+")


@dataclass(frozen=True)
class Addressee:
    """`name` as those who plan may read it, in their language; `person_id` of an account; `stands` where they
    have not been taken off the visit."""

    reader: Reader
    name: str
    has_address: bool
    person_id: UUID | None = None
    stands: bool = True


@dataclass(frozen=True)
class Known:
    """By whom: the release each was told of last; and what the releases kept."""

    numbers: dict[Reader, int]
    contents: dict[int, Content]

    def before(self, reader: Reader) -> tuple[int | None, Content | None]:
        """Those who plan and of whom no mail is kept know what anybody was told."""
        last = max(self.numbers.values(), default=None)
        number = self.numbers.get(
            reader, last if reader.seat is Seat.PLANNING else None
        )
        return number, self.contents.get(number) if number is not None else None


def address_in(contact: str) -> str:
    """The e-mail address in how somebody is reached; empty where there is none."""
    found = ADDRESS.search(contact)
    return found[0] if found and len(found[0]) <= 254 else ""


def addressees(session: Session, visit: Visit, but_for: UUID | None) -> list[Addressee]:
    """Members, people met, interpreters, then those who plan, who are not on the team and
    not `but_for` whoever releases. Also who was taken off: it may be news to them."""
    team = _members(session, visit)
    on_team = {one.person_id for one in team}
    planners = session.exec(
        planners_of(visit, now().date()).order_by(Person.name)
    ).all()
    shown = names_chosen(session, visit, [one.id for one in planners])
    planning = [
        Addressee(
            Reader(Seat.PLANNING, one.id), shown.get(one.id, one.name), True, one.id
        )
        for one in planners
        if one.id not in on_team | {but_for}
    ]
    return [*team, *_met(session, visit), *_interpreting(session, visit), *planning]


def names_chosen(
    session: Session, visit: Visit, people: Sequence[UUID]
) -> dict[UUID, str]:
    """By which name those were shown who went on any visit of this programme: both
    cities read it here, and one of them may have been visited."""
    rows = session.execute(
        select(col(TeamMember.person_id), col(TeamMember.shown_name))
        .where(
            col(TeamMember.programme_id) == visit.programme_id,
            col(TeamMember.person_id).in_(people),
        )
        .order_by(col(TeamMember.created_at))
    )
    return {row.person_id: row.shown_name for row in rows}


def _members(session: Session, visit: Visit) -> list[Addressee]:
    rows = session.execute(
        select(
            col(TeamMember.id),
            col(TeamMember.shown_name),
            col(Person.id),
            col(Person.disabled_at),
            col(Person.erased_at),
            col(TeamMember.removed_at),
        )
        .outerjoin(Person, col(Person.id) == col(TeamMember.person_id))
        .where(col(TeamMember.visit_id) == visit.id)
        .order_by(col(TeamMember.position))
    ).all()
    return [
        Addressee(
            Reader(Seat.MEMBER, member),
            name,
            person is not None and not disabled_at and not erased_at,
            person,
            removed_at is None,
        )
        for member, name, person, disabled_at, erased_at, removed_at in rows
    ]


def _met(session: Session, visit: Visit) -> list[Addressee]:
    table = Stakeholder
    rows = session.execute(
        select(
            col(table.id), col(table.name), col(table.contact), col(table.removed_at)
        )
        .where(col(table.visit_id) == visit.id)
        .order_by(col(table.name))
    ).all()
    seat = Seat.PERSON_MET
    names = names_met(session, {row.id: (row.name, visit.language) for row in rows})
    return [
        Addressee(
            Reader(seat, id_), names[id_], bool(address_in(contact)), stands=off is None
        )
        for id_, _name, contact, off in rows
    ]


def _interpreting(session: Session, visit: Visit) -> list[Addressee]:
    table = Interpreter
    rows = session.execute(
        select(
            col(table.id), col(table.name), col(table.contact), col(table.removed_at)
        )
        .where(col(table.visit_id) == visit.id)
        .order_by(col(table.name))
    ).all()
    seat = Seat.INTERPRETER
    return [
        Addressee(
            Reader(seat, id_), name, bool(address_in(contact)), stands=off is None
        )
        for id_, name, contact, off in rows
    ]


def known_so_far(session: Session, visit: Visit) -> Known:
    """From the mails that went out or wait; from invitations where mail is not kept."""
    numbers = {**_asked(session, visit), **_written(session, visit)}
    asked = select_records(AgendaRelease).where(
        AgendaRelease.visit_id == visit.id,
        col(AgendaRelease.number).in_(set(numbers.values())),
    )
    found = session.exec(asked).all() if numbers else []
    return Known(numbers, {one.number: one.content for one in found})


def _written(session: Session, visit: Visit) -> dict[Reader, int]:
    whom = (Message.member_id, Message.stakeholder_id, Message.interpreter_id)
    arrived = func.max(AgendaRelease.number).filter(
        col(Message.state).not_in(LOST),
    )
    rows = session.execute(
        select(*whom, Message.person_id, arrived)  # type: ignore[call-overload]
        .join(AgendaRelease, col(AgendaRelease.id) == col(Message.subject_id))
        .where(col(Message.visit_id) == visit.id, col(Message.template) == AGENDA)
        .group_by(*whom, Message.person_id)
    ).all()
    return {reader_of(*row[:4]): row[4] for row in rows if row[4] is not None}


def _asked(session: Session, visit: Visit) -> dict[Reader, int]:
    """Of those about whom no mail is kept, arrived or not."""
    table = SessionInvitation
    whom = (table.member_id, table.stakeholder_id, table.interpreter_id)
    same = or_(
        col(Message.member_id) == table.member_id,
        col(Message.stakeholder_id) == table.stakeholder_id,
        col(Message.interpreter_id) == table.interpreter_id,
    )
    kept = select(Message.id).where(and_(col(Message.visit_id) == visit.id, same))  # type: ignore[call-overload]
    rows = session.execute(
        select(*whom, func.max(table.release_number))  # type: ignore[call-overload]
        .where(col(table.visit_id) == visit.id, ~kept.exists())
        .group_by(*whom)
    ).all()
    return {reader_of(*row[:3]): row[3] for row in rows}


def reader_of(
    member: UUID | None,
    stakeholder: UUID | None,
    interpreter: UUID | None,
    person: UUID | None = None,
) -> Reader:
    if member:
        return Reader(Seat.MEMBER, member)
    if stakeholder:
        return Reader(Seat.PERSON_MET, stakeholder)
    return Reader(Seat.INTERPRETER, interpreter) if interpreter else Reader(Seat.PLANNING, person)  # fmt: skip


def standing_invitations(session: Session, visit: Visit) -> Sequence[SessionInvitation]:
    return session.exec(
        select_records(SessionInvitation)
        .where(
            SessionInvitation.visit_id == visit.id,
            col(SessionInvitation.replaced_at).is_(None),
        )
        .order_by(col(SessionInvitation.asked_at))
    ).all()


def subscribed(
    session: Session, visit: Visit, people: Iterable[UUID | None]
) -> frozenset[UUID]:
    """Who has this visit in a calendar that follows it by itself."""
    table = CalendarFeed
    rows = session.execute(
        select(col(table.person_id)).where(
            col(table.person_id).in_({one for one in people if one}),
            col(table.revoked_at).is_(None),
            col(table.last_read_at).is_not(None),
            or_(col(table.visit_id).is_(None), col(table.visit_id) == visit.id),
        )
    )
    return frozenset(rows.scalars())
