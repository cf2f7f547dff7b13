"""`/calendar/{token}.ics`: a calendar that other programs read again and again."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request
from starlette.responses import Response

from app.models import CalendarFeed
from app.models.base import now
from app.people.attempts import spend
from app.people.calendar_queries import feed_with
from app.people.rules import CALENDAR_READ
from app.visits.feed_pages import Written, feed_of
from app.web import Anybody, DbSession, PageOf, database_of, router as new_router

router = new_router()
TYPE = "text/calendar; charset=utf-8"


@router.get("/calendar/{token}.ics")
def calendar(page: PageOf, session: DbSession, actor: Anybody, token: str) -> Response:
    """That it was read is written down apart: reading requests write nothing."""
    feed, person = feed_with(session, token)
    note_read(page.request, feed)
    written = feed_of(session, feed, person, page.settings.origin)
    headers = headers_of(written)
    if is_known(page.request, written, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(written.content, media_type=TYPE, headers=headers)


def note_read(request: Request, feed: CalendarFeed) -> None:
    """Raises `TooMany` where a program asks more often than anything changes."""
    with database_of(request).writing() as session:
        at = now()
        spend(session, CALENDAR_READ, str(feed.id), at)
        session.get_one(CalendarFeed, feed.id).last_read_at = at


def headers_of(written: Written) -> dict[str, str]:
    """For its reader alone, and asked again after a quarter of an hour."""
    return {
        "ETag": f'"{hashlib.sha256(written.content).hexdigest()[:32]}"',
        "Last-Modified": format_datetime(
            written.changed_at.astimezone(UTC), usegmt=True
        ),
        "Cache-Control": "private, max-age=900, must-revalidate",
        "Content-Disposition": 'inline; filename="repere.ics"',
        "X-Robots-Tag": "noindex",
    }


def is_known(request: Request, written: Written, tag: str) -> bool:
    """The tag counts before the date (RFC 9110, 13.2.2)."""
    if (tags := request.headers.get("If-None-Match")) is not None:
        return tag in [one.strip().removeprefix("W/") for one in tags.split(",")]
    since = as_moment(request.headers.get("If-Modified-Since", ""))
    return since is not None and written.changed_at.replace(microsecond=0) <= since


def as_moment(text: str) -> datetime | None:
    """Null for what is no date, or says no zone."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
