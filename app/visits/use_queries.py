"""Which sessions use a room, a place, somebody who is met or interprets; what was taken off."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.models import (
    AgendaSession,
    Interpreter,
    Room,
    SessionInterpreter,
    SessionStakeholder,
    Stakeholder,
    Venue,
    Visit,
)
from app.models.base import VisitRecord
from app.translations import shown, translations_of

#: (number, title for this reader) of each, by number; cancelled ones too, they can be
#: held after all.
Using = Sequence[tuple[int, str]]


def sessions_in_room(session: Session, room: Room) -> Using:
    return _sessions(session, AgendaSession.room_id == room.id)


def sessions_at_venue(session: Session, venue: Venue) -> Using:
    rooms = select(Room.id).where(Room.venue_id == venue.id)
    return _sessions(session, col(AgendaSession.room_id).in_(rooms))


def sessions_with(session: Session, person: Stakeholder) -> Using:
    linked = select(SessionStakeholder.session_id).where(
        SessionStakeholder.stakeholder_id == person.id
    )
    return _sessions(session, col(AgendaSession.id).in_(linked))


def sessions_interpreted(session: Session, person: Interpreter) -> Using:
    linked = select(SessionInterpreter.session_id).where(
        SessionInterpreter.interpreter_id == person.id
    )
    return _sessions(session, col(AgendaSession.id).in_(linked))


def room_is_there(session: Session, room_id: UUID) -> bool:
    """Neither the room nor its place has been taken away."""
    found = session.exec(
        select(Room.id)
        .join(Venue, col(Venue.id) == Room.venue_id)
        .where(
            Room.id == room_id,
            col(Room.removed_at).is_(None),
            col(Venue.removed_at).is_(None),
        )
    ).first()
    return found is not None


def taken_off(
    session: Session, visit: Visit, table: type[VisitRecord], own_id: UUID | None
) -> UUID | None:
    """The id, if it is of something taken off this visit: then it can be put back."""
    found = session.get(table, own_id) if own_id else None
    if found is None or found.visit_id != visit.id or not found.removed_at:
        return None
    return found.id


def _sessions(session: Session, using: Any) -> Using:
    rows = session.exec(
        select(
            AgendaSession.id,
            AgendaSession.number,
            AgendaSession.title,
            AgendaSession.language,
        )
        .where(using, col(AgendaSession.removed_at).is_(None))
        .order_by(col(AgendaSession.number))
    ).all()
    texts = translations_of(session, "agenda_session", [id_ for id_, *_rest in rows])
    return [
        (number, shown(title, language, texts.get((id_, "title"))).text)
        for id_, number, title, language in rows
    ]
