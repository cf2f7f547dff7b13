"""A small agenda, made through the actions."""

from typing import Any

from sqlmodel import Session

from app.access import Actor
from app.forms import check
from app.models import AgendaSession, Interpreter, Room, Stakeholder, Venue, Visit
from app.values import Voice
from app.visits.agenda_actions import add_session
from app.visits.forms import SessionForm


def form(visit: Visit, **changes: Any) -> SessionForm:
    values = {"title": "Opening", "format": "opening", **changes}
    return check(SessionForm, values)


def planned(
    session: Session, actor: Actor, visit: Visit, **changes: Any
) -> AgendaSession:
    """A session on the visit's first day, 9 to 10, unless said otherwise."""
    session.refresh(visit, ["days"])
    values = {
        "day_id": visit.days[0].id,
        "starts_local": "09:00",
        "ends_local": "10:00",
        **changes,
    }
    return add_session(session, actor, visit, form(visit, **values))


def make_interpreter(
    session: Session, visit: Visit, name: str = "Interpreter A", **changes: Any
) -> Interpreter:
    person = Interpreter(
        programme_id=visit.programme_id, visit_id=visit.id, name=name, **changes
    )
    session.add(person)
    session.flush()  # sessions refer to them
    return person


def make_stakeholder(
    session: Session, visit: Visit, name: str = "Mayor"
) -> Stakeholder:
    made = Stakeholder(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        name=name,
        category=Voice.ELECTED_LEADERS,
    )
    session.add(made)
    session.flush()  # sessions refer to it
    return made


def make_room(session: Session, visit: Visit, **changes: Any) -> Room:
    scope: dict[str, Any] = {
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
    }
    venue = Venue(**scope, name="Town hall")
    session.add(venue)
    session.flush()  # the room refers to it
    room = Room(**{**scope, "venue_id": venue.id, "name": "Room 2", **changes})
    session.add(room)
    session.flush()  # sessions refer to it
    return room


def planned_form(item: AgendaSession, visit: Visit, **changes: Any) -> Any:
    values = {
        "title": item.title,
        "day_id": item.day_id,
        "starts_local": item.starts_local,
        "ends_local": item.ends_local,
        "revision": item.revision,
        **changes,
    }
    return form(visit, **values)
