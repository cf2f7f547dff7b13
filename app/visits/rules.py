"""What a visit needs before it can start, and when a session's times can stand."""

from dataclasses import dataclass
from datetime import time

from app.errors import Problem
from app.i18n import _


@dataclass(frozen=True)
class Plan:
    """What stands of a visit, as counts and names, for `missing`."""

    has_host: bool
    days: int
    members: int
    has_lead: bool
    unprepared: tuple[str, ...]
    sessions: int
    without_time: tuple[int, ...]
    without_place: tuple[int, ...]
    without_people: tuple[int, ...]
    without_members: tuple[int, ...]
    unheard_factors: tuple[str, ...]


def session_problems(
    has_day: bool, starts: time | None, ends: time | None
) -> list[Problem]:
    """Times come together, on a day, and end after they start, on that day."""
    problems = []
    if starts and not has_day:
        problems.append(Problem("day_id", _("Choose the day of this time.")))
    if starts and not ends:
        problems.append(Problem("ends_local", _("Say when it ends too.")))
    if ends and not starts:
        problems.append(Problem("starts_local", _("Say when it starts too.")))
    if starts and ends and ends <= starts:
        problems.append(Problem("ends_local", _("It must end after it starts.")))
    return problems


def moved(
    starts: time, ends: time, *, to: time | None = None, minutes: int = 0
) -> tuple[time, time] | None:
    """The same length at another time of the day; None where it would leave the day."""
    length = minutes_of(ends) - minutes_of(starts)
    start = minutes_of(to or starts) + minutes
    if start < 0 or start + length >= 24 * 60:
        return None
    return at_minute(start), at_minute(start + length)


def minutes_of(value: time) -> int:
    return value.hour * 60 + value.minute


def at_minute(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def missing(plan: Plan) -> list[str]:
    """What is missing before the visit can start, in sentences; empty means ready."""
    said = [*_of_the_frame(plan), *_of_the_sessions(plan)]
    if plan.unheard_factors:
        factors = ", ".join(plan.unheard_factors)
        said.append(_("No session has these key factors in focus: %(factors)s.", factors=factors))  # fmt: skip
    return said


def _of_the_frame(plan: Plan) -> list[str]:
    said = []
    if not plan.has_host:
        said.append(_("The host city is not named."))
    if not plan.days:
        said.append(_("No day is chosen."))
    if not plan.members:
        said.append(_("The team is not named."))
    elif not plan.has_lead:
        said.append(_("The team has no lead."))
    if plan.unprepared:
        names = ", ".join(plan.unprepared)
        said.append(_("Preparation is still open for %(names)s.", names=names))
    return said


def _of_the_sessions(plan: Plan) -> list[str]:
    if not plan.sessions:
        return [_("The agenda has no session.")]
    found = (
        (plan.without_time, _("Sessions without a time: %(numbers)s.")),
        (plan.without_place, _("Sessions without a room or place: %(numbers)s.")),
        (plan.without_people, _("Sessions without people to meet: %(numbers)s.")),
        (plan.without_members, _("Sessions without two team members: %(numbers)s.")),
    )
    return [
        sentence % {"numbers": ", ".join(str(n) for n in numbers)}
        for numbers, sentence in found
        if numbers
    ]
