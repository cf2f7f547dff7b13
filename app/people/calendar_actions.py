"""Calendars somebody subscribes to: made, and taken back.

The address is shown once and only its hash is kept, as with tokens: a calendar program
keeps it, and whoever has lost it makes a new one (docs/decisions/21).
"""

import secrets
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, visit_for
from app.errors import NotFound, Problem, Rejected
from app.i18n import _
from app.models import CalendarFeed
from app.models.base import now
from app.people.calendar_queries import own_feeds
from app.people.links import token_hash

#: One for each device somebody has, and some to spare.
MOST_FEEDS = 20


def make_feed(
    session: Session, actor: Actor, visit_id: UUID | None
) -> tuple[CalendarFeed, str]:
    """The token is told here and never again. Raises `NotFound`, `Rejected`."""
    visit = visit_for(session, actor, visit_id) if visit_id else None
    if actor.person_id is None:
        raise NotFound
    if len(own_feeds(session, actor)) >= MOST_FEEDS:
        said = _("You have %(count)s calendars. Take back one that you no longer use, then make another.", count=MOST_FEEDS)  # fmt: skip
        raise Rejected(Problem("", said))
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        programme_id=visit.programme_id if visit else None,
        person_id=actor.person_id,
        visit_id=visit.id if visit else None,
        token_hash=token_hash(token),
    )
    session.add(feed)
    return feed, token


def revoke_feed(session: Session, feed: CalendarFeed) -> None:
    feed.revoked_at = now()
    session.add(feed)
