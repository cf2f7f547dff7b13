"""What a tablet last told of itself, as who runs the tablets reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.i18n import lazy
from app.models import TabletReport
from app.release import release

#: Less room than a day of photos and recordings takes, in megabytes.
LEAST_MB = 200
#: A clock further off than this stamps notes wrongly, in seconds.
MOST_OFF = 120

#: As the check page on the tablet has them (`static/field/readiness.js`): the name of what
#: a report says, its title there, and when it is in order.
CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "secure": (lazy("Secure address"), bool),
    "installed": (lazy("Installed"), bool),
    "persistent": (lazy("Storage that stays"), bool),
    "space_mb": (lazy("Space"), lambda found: found >= LEAST_MB),
    "pack": (lazy("The visit"), bool),
    "clock": (lazy("Clock"), lambda found: abs(found) <= MOST_OFF),
    "camera": (lazy("Camera"), bool),
    "microphone": (lazy("Microphone"), bool),
}


@dataclass(frozen=True)
class Told:
    """Times are local to the visit. `to_mend`: titles of checks, none where it is ready.

    `unsent` counts notes, people who spoke and files; `files` the files among them.
    """

    at: datetime
    unsent: int
    files: int
    attention: int
    oldest: datetime | None
    has_looked: bool
    to_mend: list[str]
    is_behind: bool

    @property
    def is_ready(self) -> bool:
        return self.has_looked and not self.to_mend


def told_of(report: TabletReport | None, zone: ZoneInfo) -> Told | None:
    if report is None:
        return None
    return Told(
        at=report.at.astimezone(zone),
        unsent=report.unsent,
        files=report.files_unsent,
        attention=report.attention,
        oldest=report.oldest_unsent_at and report.oldest_unsent_at.astimezone(zone),
        has_looked=bool(report.ready),
        to_mend=to_mend(report.ready),
        is_behind=report.release not in ("", release()),
    )


def to_mend(ready: Mapping[str, Any]) -> list[str]:
    """What the browser cannot say is no fault of the tablet."""
    return [
        title
        for name, (title, holds) in CHECKS.items()
        if ready.get(name) is not None and not holds(ready[name])
    ]
