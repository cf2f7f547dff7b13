"""Taking places and rooms off a visit, and back."""

from sqlmodel import Session

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Rejected
from app.models import Room, Venue, Visit
from app.visits.actions import remove_part, restore_part
from app.visits.rules import use_problems
from app.visits.use_queries import sessions_at_venue, sessions_in_room


def remove_venue(
    session: Session, actor: Actor, visit: Visit, venue: Venue, revision: int
) -> Venue:
    """Its rooms go and come back with it. Refused while a session is in one of them."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if problems := use_problems(sessions_at_venue(session, venue)):
        raise Rejected(*problems)
    return remove_part(session, actor, visit, venue, revision)


def restore_venue(session: Session, actor: Actor, visit: Visit, venue: Venue) -> Venue:
    return restore_part(session, actor, visit, venue)


def remove_room(
    session: Session, actor: Actor, visit: Visit, room: Room, revision: int
) -> Room:
    """Refused while a session is in it."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if problems := use_problems(sessions_in_room(session, room)):
        raise Rejected(*problems)
    return remove_part(session, actor, visit, room, revision)


def restore_room(session: Session, actor: Actor, visit: Visit, room: Room) -> Room:
    return restore_part(session, actor, visit, room)
