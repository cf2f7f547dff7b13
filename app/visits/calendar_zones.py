"""VTIMEZONE of a zone for some years (RFC 5545, 3.6.5), from the system's own zones.

The library's are an hour late at each spring (icalendar 7.3): an onset is written in the
time that was in force until then.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

A_SECOND = timedelta(seconds=1)


def described(name: str, first: int, last: int) -> Timezone:
    """From the start of the year `first` to the end of the year `last`."""
    zone, found = ZoneInfo(name), Timezone()
    found.add("tzid", name)
    begin = datetime(first, 1, 1, tzinfo=UTC)
    for at in (begin, *changes(zone, begin, datetime(last + 1, 1, 1, tzinfo=UTC))):
        found.add_component(_observance(zone, at))
    return found


def _observance(zone: ZoneInfo, at: datetime) -> TimezoneStandard | TimezoneDaylight:
    before, after = (when.astimezone(zone) for when in (at - A_SECOND, at))
    is_summer = bool(after.dst())
    part = TimezoneDaylight() if is_summer else TimezoneStandard()
    was = before.utcoffset() or timedelta(0)
    part.add("dtstart", (at + was).replace(tzinfo=None))
    part.add("tzoffsetfrom", was)
    part.add("tzoffsetto", after.utcoffset())
    part.add("tzname", after.tzname() or "")
    return part


def changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Each moment (UTC) at which the clocks are changed, to the second."""
    day = begin
    while day < end:
        after = day + timedelta(days=1)
        if _clock(zone, day) != _clock(zone, after):
            yield _between(zone, day, after)
        day = after


def _between(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    was = _clock(zone, early)
    while late - early > A_SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        early, late = (middle, late) if _clock(zone, middle) == was else (early, middle)
    return late


def _clock(zone: ZoneInfo, at: datetime) -> tuple[timedelta | None, str | None]:
    own = at.astimezone(zone)
    return own.utcoffset(), own.tzname()
