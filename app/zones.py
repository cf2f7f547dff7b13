"""Local hours of a day as instants, so that a reader elsewhere can be told theirs."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

NOON = time(12)


def hours_on(
    on: date, zone: str, starts: time | None = NOON, ends: time | None = None
) -> tuple[datetime, datetime] | None:
    """First and last moment with the offset of their zone (IANA), the same one where no
    end is said; None without a beginning. Of an hour that comes twice, the first."""
    if starts is None:
        return None
    there = ZoneInfo(zone)
    return (
        datetime.combine(on, starts, there),
        datetime.combine(on, ends or starts, there),
    )
