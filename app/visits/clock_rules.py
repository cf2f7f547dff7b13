"""Times of a day as its clocks show them: those that are leapt over, and those that come twice.

A zone's changes are those of the system's own database (IANA). Pure.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Clock:
    """Of one day, where it takes place; `zone` is an IANA name."""

    on: date
    zone: str

    def instead_of(self, at: time) -> time | None:
        """What the clocks show where `at` is leapt over; None where they show it."""
        shown = self._moment(at).astimezone(UTC).astimezone(ZoneInfo(self.zone))
        return None if shown.time() == at else shown.time()

    def comes_twice(self, at: time) -> bool:
        """When clocks are put back; the first one is meant (PEP 495, fold 0)."""
        first, second = self._moment(at), self._moment(at.replace(fold=1))
        return self.instead_of(at) is None and first.utcoffset() != second.utcoffset()

    def minutes(self, starts: time, ends: time) -> int:
        """How long it really takes, by the clocks of that day."""
        lasts = self._moment(ends).astimezone(UTC) - self._moment(starts).astimezone(UTC)  # fmt: skip
        return int(lasts.total_seconds()) // 60

    def _moment(self, at: time) -> datetime:
        return datetime.combine(self.on, at, ZoneInfo(self.zone))
