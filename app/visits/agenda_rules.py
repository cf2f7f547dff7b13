"""What a session of the agenda needs, and when its values can stand."""

from collections.abc import Iterable
from datetime import time

from app.errors import Problem
from app.i18n import _
from app.values import Mode, SessionFormat
from app.visits.rules import at_minute, minutes_of

Times = tuple[time, time]

#: Between these a form offers a time, in minutes of the day; longer days stay possible.
DAY_BEGINS, DAY_ENDS = 9 * 60, 18 * 60
USUAL_LENGTH, QUARTER = 60, 15


def link_problems(link: str) -> list[Problem]:
    """A link is opened by those who take part: it leads to a page, nothing else."""
    if link and not link.lower().startswith(("https://", "http://")):
        return [Problem("link", _("Begin the link with https://"))]
    return []


def free_time(taken: Iterable[Times]) -> Times | None:
    """The first hour of a day with nothing planned; None where it is full."""
    start = DAY_BEGINS
    for begins, ends in sorted(taken):
        if minutes_of(begins) - start >= USUAL_LENGTH:
            break
        start = max(start, -(-minutes_of(ends) // QUARTER) * QUARTER)
    if start + USUAL_LENGTH > DAY_ENDS:
        return None
    return at_minute(start), at_minute(start + USUAL_LENGTH)


def likely_format(mode: Mode | None, is_first: bool) -> SessionFormat:
    """What a form of a new session begins with, from its day's mode."""
    if mode is Mode.VIRTUAL:
        return SessionFormat.ONLINE_MEETING
    return SessionFormat.OPENING if is_first else SessionFormat.INTERVIEW
