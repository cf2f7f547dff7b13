"""Where and when a visit takes place: its days, its venues and their rooms."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, func, select

from app.access import Actor, may_edit_agenda
from app.errors import NotFound, NotPermitted
from app.i18n import of
from app.models import Pair, Room, Venue, Visit, VisitDay
from app.visits.rules import zone_of


def day_for(
    session: Session, actor: Actor, visit: Visit, day_id: UUID, *, removed: bool = False
) -> VisitDay:
    """For who prepares the visit; also a day taken off the list, if `removed`."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = session.exec(
        select(VisitDay).where(VisitDay.id == day_id, VisitDay.visit_id == visit.id)
    ).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found


def zone_to_begin_with(visit: Visit) -> str:
    """That of the visit's last day, else one of the host's country."""
    if visit.days:
        return visit.days[-1].time_zone
    return zone_of(visit.host_city.country if visit.host_city else "")


def next_round(session: Session, pair: Pair) -> int:
    """Counts every visit of the pair, also those this reader may not see."""
    last = session.exec(
        select(func.max(Visit.round)).where(
            Visit.pair_id == pair.id, col(Visit.removed_at).is_(None)
        )
    ).one()
    return min((last or 0) + 1, 99)


def venues_of(session: Session, visit: Visit) -> Sequence[Venue]:
    """By name, each with its rooms."""
    return session.exec(
        select(Venue)
        .where(Venue.visit_id == visit.id, col(Venue.removed_at).is_(None))
        .order_by(col(Venue.name), col(Venue.id))
        .options(selectinload(Venue.rooms))  # type: ignore[arg-type]
    ).all()


def venue_for(
    session: Session,
    actor: Actor,
    visit: Visit,
    venue_id: UUID,
    *,
    removed: bool = False,
) -> Venue:
    """For who prepares the visit; also one taken off the list, if `removed`."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = session.exec(
        select(Venue).where(Venue.id == venue_id, Venue.visit_id == visit.id)
    ).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found


def room_for(
    session: Session, venue: Venue, room_id: UUID, *, removed: bool = False
) -> Room:
    """A room of a venue that this person has been given to change."""
    found = session.exec(
        select(Room).where(Room.id == room_id, Room.venue_id == venue.id)
    ).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found


def host_options(pair: Pair, host_id: UUID | None) -> list[tuple[UUID, str]]:
    """The pair's cities of today, and the one that hosts already."""
    return [
        (part.city_id, of(part.city.name))
        for part in pair.cities
        if part.city_id == host_id or not (part.former or part.removed_at)
    ]
