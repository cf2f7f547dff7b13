"""When somebody can come: windows of a day as typed, checked and joined. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from uuid import UUID

from app.errors import Problem
from app.i18n import _


@dataclass(frozen=True, order=True)
class Window:
    """Local to its day."""

    starts: time
    ends: time


#: What “all day” is kept as: the first and the last minute that a form can name.
ALL_DAY = Window(time(0), time(23, 59))


@dataclass(frozen=True)
class Typed:
    """One line of the form, from 1; times as typed, empty where nothing was."""

    place: int
    day_id: UUID
    starts: str
    ends: str


@dataclass(frozen=True)
class Ticked:
    """Days as wholes: none of it, all of it, and those that suit best."""

    away: Collection[UUID] = ()
    all_day: Collection[UUID] = ()
    preferred: Collection[UUID] = ()


def read_lines(
    lines: Sequence[Typed], ticked: Ticked
) -> tuple[dict[UUID, list[Window]], list[Problem]]:
    """Windows by day, those that overlap or meet joined; and what is wrong, by line."""
    found = {day: [ALL_DAY] for day in ticked.all_day}
    problems = _at_odds(lines, ticked)
    for line in lines:
        if not (line.starts or line.ends):
            continue
        starts, ends = as_time(line.starts), as_time(line.ends)
        if problem := _problem(line, starts, ends, ticked):
            problems.append(problem)
        elif starts and ends:
            found.setdefault(line.day_id, []).append(Window(starts, ends))
    return {day: joined(windows) for day, windows in found.items()}, problems


def _at_odds(lines: Sequence[Typed], ticked: Ticked) -> list[Problem]:
    """Days that are ticked as two things at once; named at their first line."""
    first = {line.day_id: line.place for line in reversed(lines)}
    sentences = (
        (ticked.all_day, _("Either all day, or not on this day.")),
        (ticked.preferred, _("Either it suits best, or not on this day.")),
    )
    return [
        Problem(f"starts-{place}", sentence)
        for some, sentence in sentences
        for day, place in first.items()
        if day in some and day in ticked.away
    ]


def overlapping(lines: Sequence[Typed]) -> list[UUID]:
    """Days of which the hours that were typed overlap, each once."""
    by_day: dict[UUID, list[Window]] = {}
    for line in lines:
        starts, ends = as_time(line.starts), as_time(line.ends)
        if starts and ends:
            by_day.setdefault(line.day_id, []).append(Window(starts, ends))
    return [
        day
        for day, some in by_day.items()
        if any(b.starts < a.ends for a, b in pairwise(sorted(some)))
    ]


def _problem(
    line: Typed, starts: time | None, ends: time | None, ticked: Ticked
) -> Problem | None:
    if starts is None:
        return Problem(f"starts-{line.place}", _("Write a time such as 09:30."))
    if ends is None:
        return Problem(f"ends-{line.place}", _("Write a time such as 09:30."))
    if ends <= starts:
        sentence = _("It must end after it starts, on the same day. Hours over midnight are hours on two days.")  # fmt: skip
        return Problem(f"ends-{line.place}", sentence)
    if line.day_id in ticked.all_day:
        sentence = _("Either these hours, or all day.")
        return Problem(f"starts-{line.place}", sentence)
    if line.day_id in ticked.away:
        sentence = _("Either these hours, or not on this day.")
        return Problem(f"starts-{line.place}", sentence)
    return None


def as_time(typed: str) -> time | None:
    """To the minute; a time of another zone is none."""
    try:
        found = time.fromisoformat(typed) if typed else None
    except ValueError:
        return None
    if found is None or found.tzinfo:
        return None
    return found.replace(second=0, microsecond=0)


def joined(windows: Iterable[Window]) -> list[Window]:
    """In order; one minute belongs to one window only."""
    found: list[Window] = []
    for window in sorted(windows):
        if found and window.starts <= found[-1].ends:
            found[-1] = Window(found[-1].starts, max(found[-1].ends, window.ends))
        else:
            found.append(window)
    return found
