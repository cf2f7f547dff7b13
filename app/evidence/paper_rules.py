"""When what stands on a paper sheet was heard. Times are the host's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.errors import Problem
from app.i18n import _


@dataclass(frozen=True)
class Hours:
    """Of the session a sheet is from; None where it is of none, or waits for a time."""

    on: date | None = None
    starts: time | None = None


def heard(
    on: date | None, at: time | None, hours: Hours, zone: ZoneInfo
) -> datetime | None:
    """As the sheet says, else as its session: in UTC. None where neither says it."""
    day = on or hours.on
    known = hours.starts if day == hours.on else None
    clock = at or known
    if day is None or clock is None:
        return None
    return datetime.combine(day, clock, zone).astimezone(UTC)


def heard_problems(
    on: date | None, at: time | None, moment: datetime | None, now: datetime
) -> list[Problem]:
    """Say what lacks of when it was heard; nothing is made up, and nothing is to come."""
    if moment is not None:
        later = Problem("heard_on", _("This has not happened yet."))
        return [later] if moment > now else []
    said = _("Say when, or choose a session that has a day and hours.")
    return [Problem("heard_at" if on and not at else "heard_on", said)]
