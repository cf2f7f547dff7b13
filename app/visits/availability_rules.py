"""When somebody can come: windows of a day as typed, checked and joined. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from app.errors import Problem
from app.i18n import _


@dataclass(frozen=True, order=True)
class Window:
    """Local to its day."""

    starts: time
    ends: time


@dataclass(frozen=True)
class Typed:
    """One line of the form, from 1; times as typed, empty where nothing was."""

    place: int
    day_id: UUID
    starts: str
    ends: str


def read_lines(
    lines: Sequence[Typed], away: Collection[UUID]
) -> tuple[dict[UUID, list[Window]], list[Problem]]:
    """Windows by day, those that overlap or meet joined; and what is wrong, by line."""
    found: dict[UUID, list[Window]] = {}
    problems = []
    for line in lines:
        if not (line.starts or line.ends):
            continue
        starts, ends = as_time(line.starts), as_time(line.ends)
        if problem := _problem(line, starts, ends, away):
            problems.append(problem)
        elif starts and ends:
            found.setdefault(line.day_id, []).append(Window(starts, ends))
    return {day: joined(windows) for day, windows in found.items()}, problems


def _problem(
    line: Typed, starts: time | None, ends: time | None, away: Collection[UUID]
) -> Problem | None:
    if starts is None:
        return Problem(f"starts-{line.place}", _("Write a time such as 09:30."))
    if ends is None:
        return Problem(f"ends-{line.place}", _("Write a time such as 09:30."))
    if ends <= starts:
        return Problem(f"ends-{line.place}", _("It must end after it starts."))
    if line.day_id in away:
        sentence = _("Either these hours, or not on this day.")
        return Problem(f"starts-{line.place}", sentence)
    return None


def as_time(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed) if typed else None
    except ValueError:
        return None


def joined(windows: Iterable[Window]) -> list[Window]:
    """In order; one minute belongs to one window only."""
    found: list[Window] = []
    for window in sorted(windows):
        if found and window.starts <= found[-1].ends:
            found[-1] = Window(found[-1].starts, max(found[-1].ends, window.ends))
        else:
            found.append(window)
    return found
