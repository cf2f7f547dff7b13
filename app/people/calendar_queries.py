"""Which calendars somebody subscribes to."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import NotFound
from app.models import CalendarFeed, Person
from app.people.links import token_hash


def own_feeds(session: Session, actor: Actor) -> Sequence[CalendarFeed]:
    """Those that were not taken back, newest first."""
    return session.exec(
        select(CalendarFeed)
        .where(
            CalendarFeed.person_id == actor.person_id,
            col(CalendarFeed.revoked_at).is_(None),
        )
        .order_by(col(CalendarFeed.made_at).desc())
    ).all()


def own_feed(session: Session, actor: Actor, feed_id: UUID) -> CalendarFeed:
    """Raises `NotFound`."""
    found = session.get(CalendarFeed, feed_id)
    if found is None or found.person_id != actor.person_id or found.revoked_at:
        raise NotFound
    return found


def feed_with(session: Session, token: str) -> tuple[CalendarFeed, Person]:
    """Raises `NotFound` where it was taken back or its owner's account is closed."""
    found = session.exec(
        select(CalendarFeed, Person)
        .join(Person, col(Person.id) == col(CalendarFeed.person_id))
        .where(
            CalendarFeed.token_hash == token_hash(token),
            col(CalendarFeed.revoked_at).is_(None),
            col(Person.disabled_at).is_(None),
            col(Person.erased_at).is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found
