"""Proposed days: read as typed, and what choosing them does to the days of a visit. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, TypeVar

from app.errors import Problem
from app.i18n import _
from app.values import Mode
from app.zones import hours_on

D = TypeVar("D")


@dataclass(frozen=True)
class ProposedDay:
    """Hours are local to the zone (IANA); mode is null as the visit's."""

    on: date
    mode: Mode | None
    zone: str
    starts: time | None = None
    ends: time | None = None

    @property
    def moments(self) -> tuple[datetime, datetime] | None:
        """Where hours were said."""
        said = self.starts and self.ends
        return hours_on(self.on, self.zone, self.starts, self.ends) if said else None


@dataclass(frozen=True)
class TypedDay:
    """One line of the form, from 1; empty where nothing was typed."""

    place: int
    on: str
    mode: str
    zone: str
    starts: str
    ends: str


def kept(days: Iterable[ProposedDay]) -> list[dict[str, Any]]:
    """As it is stored, in the order of the days."""
    return [
        {
            "on": one.on.isoformat(),
            "mode": one.mode.value if one.mode else None,
            "zone": one.zone,
            "starts": one.starts.isoformat("minutes") if one.starts else None,
            "ends": one.ends.isoformat("minutes") if one.ends else None,
        }
        for one in sorted(days, key=lambda one: one.on)
    ]


def read(days: Iterable[Mapping[str, Any]]) -> list[ProposedDay]:
    """What `kept` wrote."""
    return [
        ProposedDay(
            date.fromisoformat(one["on"]),
            Mode(one["mode"]) if one["mode"] else None,
            one["zone"],
            time.fromisoformat(one["starts"]) if one["starts"] else None,
            time.fromisoformat(one["ends"]) if one["ends"] else None,
        )
        for one in days
    ]


def read_lines(
    lines: Iterable[TypedDay], zones: Iterable[str], today: date
) -> tuple[list[ProposedDay], list[Problem]]:
    """The days of lines that name one; and what is wrong, by line (`on-1`, `zone-1`, …)."""
    known, found, problems = set(zones), {}, []
    for line in lines:
        if not line.on:
            continue
        day, wrong = _read_line(line, known, today)
        if day and day.on in found:
            wrong.append(Problem(f"on-{line.place}", _("This day is there already.")))
        problems += wrong
        if day:
            found[day.on] = day
    if not found and not problems:
        problems.append(Problem("on-1", _("Choose at least one day.")))
    return list(found.values()), problems


def _read_line(
    line: TypedDay, zones: set[str], today: date
) -> tuple[ProposedDay | None, list[Problem]]:
    on, wrong = _as_date(line.on), []
    if on is None:
        sentence = _("Write the day as year-month-day, such as 2027-04-24.")
        wrong.append(Problem(f"on-{line.place}", sentence))
    elif on < today:
        wrong.append(Problem(f"on-{line.place}", _("This day has passed.")))
    if line.zone not in zones:
        sentence = _("Choose a time zone, such as Europe/Paris.")
        wrong.append(Problem(f"zone-{line.place}", sentence))
    starts, ends, late = _hours(line)
    wrong += late
    if on is None or wrong:
        return None, wrong
    return ProposedDay(on, Mode(line.mode) if line.mode in set(Mode) else None, line.zone, starts, ends), []  # fmt: skip


def _hours(line: TypedDay) -> tuple[time | None, time | None, list[Problem]]:
    """Both or neither; the end is after the start."""
    if not (line.starts or line.ends):
        return None, None, []
    starts, ends = _as_time(line.starts), _as_time(line.ends)
    wrong = [
        Problem(f"{name}-{line.place}", _("Write a time such as 09:30."))
        for name, at in (("starts", starts), ("ends", ends))
        if at is None
    ]
    if starts and ends and ends <= starts:
        wrong.append(Problem(f"ends-{line.place}", _("It must end after it starts.")))
    return starts, ends, wrong


def _as_date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _as_time(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed) if typed else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Rearranged(Generic[D]):
    """What becomes of the days of a visit: who keeps, takes another date, comes, goes."""

    stay: Sequence[tuple[D, ProposedDay]]
    move: Sequence[tuple[D, ProposedDay]]
    come: Sequence[ProposedDay]
    go: Sequence[D]


def rearranged(
    standing: Sequence[tuple[date, D]], wanted: Sequence[ProposedDay]
) -> Rearranged[D]:
    """Days whose date is wanted stay; the others take the free dates in their order, with
    everything planned on them; what is left over comes or goes."""
    there = dict(standing)
    dates = {one.on for one in wanted}
    stay = [(there[one.on], one) for one in wanted if one.on in there]
    free = sorted(
        (one for one in wanted if one.on not in there), key=lambda one: one.on
    )
    loose = [day for on, day in sorted(standing, key=lambda one: one[0]) if on not in dates]  # fmt: skip
    pairs = list(zip(loose, free, strict=False))
    return Rearranged(stay, pairs, free[len(pairs) :], loose[len(pairs) :])
