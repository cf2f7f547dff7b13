"""Mail of a programme or a visit, as those answerable for it may see it: never its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from app.errors import NotFound
from app.models import (
    Interpreter,
    Invitation,
    Message,
    MessageState,
    Person,
    Programme,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.values_people import MailShown
from app.visits.people_queries import names_met

PER_PAGE = 50
STATES = {
    MailShown.WAITING: (MessageState.WAITING, MessageState.SENDING),
    MailShown.SENT: (MessageState.SENT,),
    MailShown.FAILED: (MessageState.FAILED,),
    MailShown.NOT_SENT: (MessageState.EXPIRED, MessageState.TO_NOBODY),
}
SHOWN = {state: shown for shown, states in STATES.items() for state in states}


@dataclass(frozen=True)
class Mail:
    """One row; `name` of its reader as planners may read it, in their language; empty
    where nothing is kept."""

    message: Message
    name: str
    shown: MailShown


def of_programme(programme: Programme) -> ColumnElement[bool]:
    return col(Message.programme_id) == programme.id


def of_visit(visit: Visit) -> ColumnElement[bool]:
    return col(Message.visit_id) == visit.id


def mails(
    session: Session, own: ColumnElement[bool], state: MailShown | None, page: int
) -> tuple[list[Mail], bool]:
    """Newest first, and whether there are more."""
    asked = with_readers().where(own)
    if state is not None:
        asked = asked.where(col(Message.state).in_(STATES[state]))
    order = col(Message.created_at).desc(), col(Message.id).desc()
    first = (page - 1) * PER_PAGE
    rows = session.execute(
        asked.order_by(*order).offset(first).limit(PER_PAGE + 1)
    ).all()
    shown = rows[:PER_PAGE]
    names = names_met(session, {row[2]: (row[1], row[3]) for row in shown if row[2]})
    return [mail_of(row, names) for row in shown], len(rows) > PER_PAGE


def with_readers() -> Any:
    """A member, also of an earlier visit, by the name they chose to be shown by."""
    then = aliased(TeamMember)
    chosen = (
        select(col(then.shown_name))
        .where(
            col(then.person_id) == col(Message.person_id),
            col(then.programme_id) == col(Message.programme_id),
        )
        .order_by(col(then.created_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    name = case(
        (col(TeamMember.id).is_not(None), col(TeamMember.shown_name)),
        (col(Stakeholder.id).is_not(None), col(Stakeholder.name)),
        (col(Interpreter.id).is_not(None), col(Interpreter.name)),
        (col(Person.id).is_not(None), func.coalesce(chosen, col(Person.name))),
        else_=col(Invitation.name),
    )
    return (
        select(Message, name, col(Stakeholder.id), col(Visit.language))
        .outerjoin(TeamMember, col(TeamMember.id) == col(Message.member_id))
        .outerjoin(Stakeholder, col(Stakeholder.id) == col(Message.stakeholder_id))
        .outerjoin(Visit, col(Visit.id) == col(Stakeholder.visit_id))
        .outerjoin(Interpreter, col(Interpreter.id) == col(Message.interpreter_id))
        .outerjoin(Person, col(Person.id) == col(Message.person_id))
        .outerjoin(Invitation, col(Invitation.id) == col(Message.subject_id))
    )


def mail_of(row: Any, names: Mapping[UUID, str]) -> Mail:
    """`names`: of people met."""
    message, name, met, _language = row
    return Mail(message, names.get(met) or name or "", SHOWN[message.state])


def counted(session: Session, own: ColumnElement[bool]) -> Mapping[MailShown, int]:
    rows = session.execute(
        select(col(Message.state), func.count()).where(own).group_by(col(Message.state))
    )
    found = dict.fromkeys(MailShown, 0)
    for state, count in rows:
        found[SHOWN[state]] += count
    return found


def message_in(session: Session, own: ColumnElement[bool], message_id: UUID) -> Message:
    """Held for a change; raises `NotFound`."""
    found = session.scalars(
        select(Message).where(own, col(Message.id) == message_id).with_for_update()
    ).first()
    if found is None:
        raise NotFound
    return found
