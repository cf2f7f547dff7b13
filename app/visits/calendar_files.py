"""Writing iCalendar (RFC 5545): feeds to subscribe to, and invitations (RFC 5546).

A UID is the session's own id, so that a calendar knows it again whatever it was read from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import (
    CLASS,
    STATUS,
    Calendar,
    Event,
    vCalAddress,
    vText,
    vUri,
)

from app.i18n import _
from app.values_people import Coming
from app.visits.calendar_rules import Entry, moments, shown_title
from app.visits.calendar_zones import described

PRODUCT = "-//Repère//EN"
#: How often a calendar should look again.
REFRESH = timedelta(hours=1)
PARTS = {None: "NEEDS-ACTION", Coming.YES: "ACCEPTED", Coming.NO: "DECLINED"}


@dataclass(frozen=True)
class Feed:
    """`site` is where the agenda is read; `changed_at` when its last release was made."""

    name: str
    site: str
    language: str
    changed_at: datetime


@dataclass(frozen=True)
class Asked:
    """Who asks whom to come: shown names and addresses, and what was answered so far."""

    organiser: str
    organiser_address: str
    name: str
    address: str
    answer: Coming | None
    link: str


def feed_file(feed: Feed, found: Iterable[tuple[Entry, str]]) -> bytes:
    """Each entry with the path of its visit's agenda. Nobody who is met, no private
    place, no link that lets somebody in."""
    calendar = begun("PUBLISH")
    calendar.add("NAME", feed.name)
    calendar.add("X-WR-CALNAME", feed.name)
    calendar.add("LAST-MODIFIED", feed.changed_at)
    calendar.add("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vText("PT1H"))
    for entry, path in found:
        title = shown_title(entry, feed.language)
        event = event_of(entry, title or _("Session %(number)s", number=entry.session.number))  # fmt: skip
        if not entry.is_private and entry.session.where:
            event.add("location", one_line(entry.session.where))
        event.add("url", vUri(f"{feed.site}{path}"))
        calendar.add_component(event)
    return with_zones(calendar)


def invitation_file(entry: Entry, asked: Asked, title: str, *, stands: bool) -> bytes:
    """`stands` is false where it no longer takes place, or not with them."""
    method = "REQUEST" if stands else "CANCEL"
    calendar = begun(method)
    event = event_of(entry, title, stands=stands)
    one = entry.session
    if where := " · ".join(part for part in (one.where, one.link) if part):
        event.add("location", one_line(where))
    if stands:
        event.add("description", _("Say here whether you come: %(link)s", link=asked.link))  # fmt: skip
        event.add("url", vUri(asked.link))
    event.add("organizer", address(asked.organiser, asked.organiser_address))
    whom = address(asked.name, asked.address)
    whom.params["ROLE"] = vText("REQ-PARTICIPANT")
    whom.params["PARTSTAT"] = vText(PARTS[asked.answer])
    whom.params["RSVP"] = vText("FALSE")  # the answer is given by the link
    event.add("attendee", whom)
    calendar.add_component(event)
    return with_zones(calendar)


def begun(method: str) -> Calendar:
    calendar = Calendar()
    for name, value in (("PRODID", PRODUCT), ("VERSION", "2.0"), ("CALSCALE", "GREGORIAN"), ("METHOD", method)):  # fmt: skip
        calendar.add(name, value)
    return calendar


def event_of(entry: Entry, title: str, *, stands: bool | None = None) -> Event:
    starts, ends = moments(entry)
    is_on = entry.stands if stands is None else stands
    return Event.new(
        uid=str(entry.id),
        sequence=entry.sequence,
        stamp=entry.at,
        last_modified=entry.at,
        start=starts,
        end=ends,
        summary=one_line(title),
        status=STATUS.CONFIRMED if is_on else STATUS.CANCELLED,
        classification=CLASS.PRIVATE,
    )


def address(name: str, mail: str) -> vCalAddress:
    """Raises ValueError where an address is none: nothing can be slipped in by it."""
    if not mail.isprintable() or " " in mail:
        raise ValueError("no address")
    found = vCalAddress(f"mailto:{mail}")
    found.params["CN"] = vText(one_line(name).replace('"', "'"))
    return found


def with_zones(calendar: Calendar) -> bytes:
    """Every zone that is named is also described, for the years in question."""
    events = calendar.events
    years = [event.start.year for event in events]
    zones = {str(event["DTSTART"].params.get("TZID", "")) for event in events} - {""}
    for name in sorted(zones):
        calendar.add_component(described(name, min(years) - 1, max(years) + 1))
    calendar.subcomponents.sort(key=lambda one: one.name != "VTIMEZONE")
    return bytes(calendar.to_ical())


def one_line(text: str) -> str:
    return " ".join(text.split())
