"""The ways between the places of a visit: two queries for any number of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from sqlmodel import Session, col, select

from app.models import TravelTime, Venue, Visit
from app.visits.travel_rules import Point, estimated_minutes

#: Two ids of venues, the smaller one first.
Ends = tuple[UUID, UUID]


@dataclass(frozen=True)
class Way:
    """`written` is what somebody wrote down, `estimated` what the coordinates say; either
    may be unknown."""

    one: Venue
    other: Venue
    written: int | None
    estimated: int | None

    @property
    def ends(self) -> Ends:
        return ends(self.one.id, self.other.id)

    @property
    def minutes(self) -> int | None:
        return self.estimated if self.written is None else self.written


def ends(one: UUID, other: UUID) -> Ends:
    return (one, other) if one < other else (other, one)


def ways_of(session: Session, visit: Visit) -> list[Way]:
    """Every two places of the visit, by name."""
    venues = session.exec(
        select(Venue)
        .where(Venue.visit_id == visit.id, col(Venue.removed_at).is_(None))
        .order_by(col(Venue.name), col(Venue.id))
    ).all()
    written = {
        (row.from_venue_id, row.to_venue_id): row.minutes
        for row in written_ways(session, visit)
        if row.removed_at is None
    }
    return [
        Way(one, other, written.get(ends(one.id, other.id)), estimate(one, other))
        for one, other in combinations(venues, 2)
    ]


def written_ways(session: Session, visit: Visit) -> list[TravelTime]:
    """Also those taken back."""
    asked = select(TravelTime).where(TravelTime.visit_id == visit.id)
    return list(session.exec(asked).all())


def estimate(one: Venue, other: Venue) -> int | None:
    """Unknown where a place has no coordinates."""
    first, second = point_of(one), point_of(other)
    return estimated_minutes(first, second) if first and second else None


def point_of(venue: Venue) -> Point | None:
    if venue.latitude is None or venue.longitude is None:
        return None
    return Point(venue.latitude, venue.longitude)


def minutes_between(session: Session, visit: Visit) -> Mapping[Ends, int | None]:
    """Minutes by both ends, the smaller id first; None where nobody knows."""
    return {way.ends: way.minutes for way in ways_of(session, visit)}
