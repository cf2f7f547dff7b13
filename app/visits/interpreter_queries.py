"""Who interprets on a visit, between which languages, and in which sessions."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda
from app.errors import NotFound, NotPermitted
from app.models import (
    AgendaSession,
    Interpreter,
    SessionInterpreter,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.values import SessionStatus


def interpreters_of(session: Session, visit: Visit) -> Sequence[Interpreter]:
    return session.exec(
        select(Interpreter)
        .where(Interpreter.visit_id == visit.id, col(Interpreter.removed_at).is_(None))
        .order_by(col(Interpreter.name), col(Interpreter.id))
    ).all()


def sessions_with_interpreter(session: Session, visit: Visit) -> dict[UUID, list[int]]:
    """Interpreter → numbers of the sessions they are in."""
    rows = session.exec(
        select(SessionInterpreter.interpreter_id, AgendaSession.number)
        .join(AgendaSession, col(AgendaSession.id) == SessionInterpreter.session_id)
        .where(
            SessionInterpreter.visit_id == visit.id,
            col(AgendaSession.removed_at).is_(None),
            AgendaSession.status != SessionStatus.CANCELLED,
        )
        .order_by(col(AgendaSession.number))
    ).all()
    found: dict[UUID, list[int]] = {}
    for interpreter_id, number in rows:
        found.setdefault(interpreter_id, []).append(number)
    return found


def languages_of_visit(session: Session, visit: Visit) -> list[str]:
    """What those who are met and the team speak, without regions (`fr-BE` is `fr`)."""
    lists = [
        spoken
        for table in (Stakeholder, TeamMember)
        for spoken in session.exec(
            select(table.languages).where(
                table.visit_id == visit.id, col(table.removed_at).is_(None)
            )
        )
    ]
    return sorted({code.split("-")[0].lower() for spoken in lists for code in spoken})


def interpreter_for(
    session: Session,
    actor: Actor,
    visit: Visit,
    interpreter_id: UUID,
    *,
    removed: bool = False,
) -> Interpreter:
    """For who prepares the visit; also one taken off the list, if `removed`."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = session.exec(
        select(Interpreter).where(
            Interpreter.id == interpreter_id, Interpreter.visit_id == visit.id
        )
    ).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found
