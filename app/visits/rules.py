"""What a visit needs before it can start, and when a session's times can stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from babel.core import get_global

from app.errors import Problem, Rejected
from app.i18n import _
from app.labels import label
from app.values import Condition, SessionFormat, VisitStatus
from app.visits.clock_rules import Clock

#: Formats in which the team meets somebody; the others are its own time.
MEETS = frozenset(
    {
        SessionFormat.OPENING,
        SessionFormat.INTERVIEW,
        SessionFormat.GROUP_DISCUSSION,
        SessionFormat.SITE_VISIT,
        SessionFormat.PLENARY,
        SessionFormat.ONLINE_MEETING,
        SessionFormat.FEEDBACK,
    }
)
#: Minutes of a day, and those of the longest session.
DAY, LONGEST = 24 * 60, 12 * 60
#: While a visit stands so, what it lacks can still be mended before it starts.
BEFORE = frozenset({VisitStatus.PLANNING, VisitStatus.CONFIRMED})


@dataclass(frozen=True)
class Plan:
    """What stands of a visit, as counts, names and numbers of sessions, for `missing`.

    `unchecked` and `at_risk` are conditions of the pair's readiness.
    """

    has_host: bool
    has_contact: bool
    days: int
    members: int
    has_lead: bool
    unprepared: tuple[str, ...]
    sessions: int
    without_time: tuple[int, ...]
    without_place: tuple[int, ...]
    without_people: tuple[int, ...]
    without_members: tuple[int, ...]
    without_interpreter: tuple[int, ...]
    unheard_factors: tuple[str, ...]
    unchecked: tuple[Condition, ...]
    at_risk: tuple[Condition, ...]


def session_problems(
    clock: Clock | None, starts: time | None, ends: time | None
) -> list[Problem]:
    """Times come together, on a day, and end after they start, on that day; `clock` is that
    of the day, None where there is none."""
    problems = []
    if starts and clock is None:
        problems.append(Problem("day_id", _("Choose the day of this time.")))
    if starts and not ends:
        problems.append(Problem("ends_local", _("Say when it ends too.")))
    if ends and not starts:
        problems.append(Problem("starts_local", _("Say when it starts too.")))
    if starts and ends and ends <= starts:
        problems.append(Problem("ends_local", _end_said(starts, ends)))
    if clock and not problems:
        problems = leapt_over(clock, starts, ends)
    return problems


def _end_said(starts: time, ends: time) -> str:
    """What would be long, were it to end on the next day, is a slip of the hand."""
    if 0 < (minutes_of(ends) - minutes_of(starts)) % DAY <= LONGEST:
        return _("A session ends on the day it starts. For one that goes on after midnight make two: one until 23:59, and one from 00:00 on the next day.")  # fmt: skip
    return _("It must end after it starts.")


def leapt_over(clock: Clock, starts: time | None, ends: time | None) -> list[Problem]:
    """Times that no clock of the day ever shows, with what it shows instead."""
    found = []
    for field, at in (("starts_local", starts), ("ends_local", ends)):
        instead = clock.instead_of(at) if at else None
        if at and instead:
            said = _("The clocks are put forward on this day (%(zone)s): %(time)s does not exist. Choose %(instead)s or later, or a time before the change.", zone=clock.zone, time=f"{at:%H:%M}", instead=f"{instead:%H:%M}")  # fmt: skip
            found.append(Problem(field, said))
    return found


def twice_said(clock: Clock, starts: time | None, ends: time | None) -> str:
    """Which of two equal times is meant; empty where each comes once."""
    twice = [f"{at:%H:%M}" for at in (starts, ends) if at and clock.comes_twice(at)]
    if not twice:
        return ""
    times = " – ".join(dict.fromkeys(twice))
    return _("The clocks are put back on this day (%(zone)s), so %(times)s comes twice: the first is meant.", zone=clock.zone, times=times)  # fmt: skip


def moved(
    starts: time,
    ends: time,
    *,
    to: time | None = None,
    minutes: int = 0,
    longer: int = 0,
) -> tuple[time, time] | None:
    """The same length at another time of the day, or so many minutes `longer`; None
    where it would leave the day."""
    length = minutes_of(ends) - minutes_of(starts) + longer
    start = minutes_of(to or starts) + minutes
    if start < 0 or not 0 <= start + length < 24 * 60:
        return None
    return at_minute(start), at_minute(start + length)


def minutes_of(value: time) -> int:
    return value.hour * 60 + value.minute


def at_minute(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@dataclass(frozen=True)
class Missing:
    """One sentence, and the part of the visit where it is mended.

    `readiness` is the pair's.
    """

    where: str
    said: str


def missing(plan: Plan) -> list[Missing]:
    """What is missing before the visit can start; empty means ready."""
    said = [*_of_readiness(plan), *_of_the_frame(plan), *_of_the_sessions(plan)]
    if plan.unheard_factors:
        factors = ", ".join(plan.unheard_factors)
        sentence = _("No session has these key factors in focus: %(factors)s.", factors=factors)  # fmt: skip
        said.append(Missing("agenda", sentence))
    return said


def _of_readiness(plan: Plan) -> list[Missing]:
    """A visit is ready when its pair is (domain.md section 4, the readiness check)."""
    found = (
        (plan.unchecked, _("Readiness is not checked: %(conditions)s.")),
        (plan.at_risk, _("Readiness is at risk: %(conditions)s.")),
    )
    return [
        Missing(
            "readiness", sentence % {"conditions": ", ".join(map(label, conditions))}
        )
        for conditions, sentence in found
        if conditions
    ]


def _of_the_frame(plan: Plan) -> list[Missing]:
    said = []
    if not plan.has_host:
        said.append(Missing("edit", _("The host city is not named.")))
    if not plan.has_contact:
        sentence = _("Nobody is named to call when somebody is in danger.")
        said.append(Missing("edit", sentence))
    if not plan.days:
        said.append(Missing("days", _("No day is chosen.")))
    if not plan.members:
        said.append(Missing("team", _("The team is not named.")))
    elif not plan.has_lead:
        said.append(Missing("team", _("The team has no lead.")))
    if plan.unprepared:
        names = ", ".join(plan.unprepared)
        sentence = _("Preparation is still open for %(names)s.", names=names)
        said.append(Missing("team", sentence))
    return said


def _of_the_sessions(plan: Plan) -> list[Missing]:
    if not plan.sessions:
        return [Missing("agenda", _("The agenda has no session."))]
    found = (
        (plan.without_time, _("Sessions without a time: %(numbers)s.")),
        (plan.without_place, _("Sessions without a room or place: %(numbers)s.")),
        (plan.without_people, _("Sessions without people to meet: %(numbers)s.")),
        (plan.without_members, _("Sessions without two team members: %(numbers)s.")),
        (
            plan.without_interpreter,
            _("Sessions that need an interpreter and have none: %(numbers)s."),
        ),
    )
    return [
        Missing("agenda", sentence % {"numbers": ", ".join(str(n) for n in numbers)})
        for numbers, sentence in found
        if numbers
    ]


def session_to_name(
    starts: Sequence[time], day_on: date, local_now: datetime
) -> int | None:
    """Which session of a day is named in brief: the next one of today, the first of a
    day to come; none of a day that is over. `starts` in order; answers its index."""
    if day_on < local_now.date():
        return None
    to_come = (
        n
        for n, start in enumerate(starts)
        if day_on > local_now.date() or start >= local_now.time()
    )
    return next(to_come, None)


def day_problems(day_on: date, taken: Sequence[date]) -> list[Problem]:
    """`taken` are the visit's other days."""
    if day_on in taken:
        return [Problem("day_on", _("This day is one of the visit's already."))]
    return []


def host_problems(*, changes: bool, recorded: bool) -> list[Problem]:
    """The host never reads what the team records: who hosts is settled by then."""
    if changes and recorded:
        sentence = _("Evidence is recorded: the host city cannot change any more.")
        return [Problem("host_city_id", sentence)]
    return []


def use_problems(sessions: Sequence[tuple[int, str]]) -> list[Problem]:
    """`sessions` are (number, title) of those that still need what is to be removed."""
    if not sessions:
        return []
    named = ", ".join(f"{number} ({title})" for number, title in sessions)
    sentence = _("Still in the agenda: %(sessions)s. Change these sessions first.", sessions=named)  # fmt: skip
    return [Problem("", sentence)]


def changed_meanwhile() -> Rejected:
    """For a button pressed on a record that is no longer as it was seen."""
    sentence = _("Somebody changed it meanwhile. It stands here as it is now: remove it if that is still right.")  # fmt: skip
    return Rejected(Problem("", sentence))


def zone_of(country: str) -> str:
    """A likely time zone of a country (ISO 3166), for a form to begin with."""
    territories: Mapping[str, str] = get_global("zone_territories")
    zones = sorted(zone for zone, code in territories.items() if code == country)
    european = [zone for zone in zones if zone.startswith("Europe/")]
    return next(iter([*european, *zones]), "Europe/Brussels")
