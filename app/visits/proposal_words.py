"""What a search found, in sentences about people. Keys become names here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.i18n import (
    _,
    clock,
    day as named_day,
    language_name,
    lazy,
    listed,
    ngettext,
)
from app.visits.proposing_problem import DAY
from app.visits.proposing_ways import Way
from app.visits.rules import at_minute


@dataclass(frozen=True)
class Known:
    """Names by key: people, members, interpreters and rooms; sessions as they are called
    («session 6, The mayor»); days in the order of the visit; languages bridged by session."""

    names: Mapping[str, str]
    sessions: Mapping[str, str]
    days: Sequence[date]
    languages: Mapping[str, str]
    fixed: Mapping[str, str]

    def all(self, keys: Iterable[str]) -> str:
        gone = _("somebody who has left")
        return listed([self.names.get(key, gone) for key in keys])

    def session(self, key: str) -> str:
        return self.sessions.get(key, _("a session that is gone"))

    def when(self, start: int) -> str:
        day, minute = divmod(start, DAY)
        if day >= len(self.days):
            return clock(at_minute(minute))
        on = named_day(self.days[day], "EEEE d MMMM")
        return _("%(day)s at %(time)s", day=on, time=clock(at_minute(minute)))


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return _("%(hours)s h %(minutes)s", hours=whole, minutes=f"{rest:02}")


def shortfall_said(found: Mapping[str, Any], known: Known) -> str:
    kind, names = found["kind"], found["names"]
    if kind == "start":
        kind = "start" if len(names) < 2 else "start-together"
        kind = kind if names else "start-never"
    values = {
        "session": known.session(found["session"]),
        "people": known.all(names),
        "needed": hours(found["needed"]),
        "free": hours(found["free"]),
    }
    if kind == "interpreter-missing":
        values["language"] = language_name(names[0])
    return sentence(str(SHORTFALLS.get(kind, SHORT)) % values)


SHORT = lazy("%(people)s: needed for %(needed)s, free for %(free)s.")
SHORTFALLS = {
    "start": lazy("%(session)s: %(people)s is never free for so long."),
    "start-together": lazy("%(session)s: %(people)s are never free at one time for so long."),
    "start-never": lazy("%(session)s is longer than any day of the visit leaves room for."),
    "room-missing": lazy("%(session)s: no room is large enough and as it needs to be. It is placed without a room."),
    "interpreter-missing": lazy("%(session)s: nobody interprets %(language)s yet. It is placed without an interpreter."),
    "stands": lazy("%(session)s stays where it is, although %(people)s cannot come then."),
    "team": lazy("The team would need %(needed)s for these sessions, pauses included, and has %(free)s."),
    "room": lazy("%(people)s would be needed for %(needed)s, and there are %(free)s."),
}  # fmt: skip


def promise_said(kind: str, key: str, known: Known) -> str:
    """One of a few promises that cannot all be kept."""
    values = {
        "session": known.session(key),
        "name": known.all([key]),
        "when": known.fixed.get(key, ""),
        "language": known.languages.get(key, ""),
    }
    return sentence(str(PROMISES[kind]) % values)


CAN_COME = lazy("%(name)s can come only at the hours given.")
PROMISES = {
    "fixed": lazy("%(session)s stays at its time, %(when)s."),
    "person": CAN_COME,
    "member": CAN_COME,
    "interpreter": lazy("%(name)s can interpret only at the hours given."),
    "bridge": lazy("%(session)s needs an interpreter (%(language)s)."),
    "room": lazy("%(session)s needs a room that is large enough and as it has to be."),
    "attends": lazy("%(session)s takes place, and the team is there."),
    "lunch": lazy("Everybody has an hour for lunch between 12 and 2."),
    "order": lazy("%(session)s has its place in the order: the opening first, the closing last."),
    "hours": lazy("%(name)s interprets no longer than agreed."),
}  # fmt: skip


def way_said(way: Way, starts: Mapping[str, int], known: Known) -> str:
    """A way out; `starts`: where the sessions concerned would be then."""
    return str(WAYS[way.kind]) % {
        "session": known.session(way.key),
        "name": known.all([way.key]),
        "when": listed([known.when(start) for start in starts.values()]),
    }


ASK = lazy("Ask %(name)s for another time: %(when)s, for instance.")
WAYS = {
    "unfix": lazy("Let %(session)s move: %(when)s, for instance."),
    "other-time": ASK,
    "member-time": ASK,
    "interpreter-time": lazy("Ask %(name)s for other hours."),
    "hours": lazy("Agree on longer days with %(name)s."),
    "interpreter": lazy("Book one more interpreter for %(session)s: %(when)s."),
    "room": lazy("Find one more room for %(session)s: %(when)s."),
    "one-team": lazy("Let one sub-team alone go to %(session)s."),
    "no-order": lazy("Let %(session)s come earlier or later than planned."),
    "leave-out": lazy("Leave out %(session)s."),
}


def reason_said(found: Mapping[str, Any], known: Known) -> str:
    """Why a session is proposed where it is, or could not be placed."""
    people = [*found["names"], *found["interpreters"]]
    kind = found["kind"]
    if kind == "also":
        return _also(found, known)
    if kind in ("only-hour", "only-day") and len(people) > 1:
        kind += "-together"
    return str(REASONS[kind]) % {"people": known.all(people)}


REASONS = {
    "fixed": lazy("It is fixed here."),
    "first": lazy("It opens the visit."),
    "last": lazy("It closes the visit."),
    "stayed": lazy("It stays where it was."),
    "only-hour": lazy("The only hour when %(people)s is free."),
    "only-hour-together": lazy("The only hour when %(people)s are all free."),
    "only-day": lazy("The only day on which %(people)s is free."),
    "only-day-together": lazy("The only day on which %(people)s are all free."),
    "preferred": lazy("A time preferred by %(people)s."),
    "only-left": lazy("The only time left with the other sessions where they are."),
    "left-never": lazy("Those concerned are never free together for so long: %(people)s."),
    "left-busy": lazy("At every hour that would suit, the team, a room or an interpreter is taken by another session."),
}  # fmt: skip


def _also(found: Mapping[str, Any], known: Known) -> str:
    count = found["count"]
    times = listed([known.when(start) for start in found["starts"]])
    if count > len(found["starts"]):
        return _("One of several times that suit; %(times)s would also do, among others.", times=times)  # fmt: skip
    return ngettext("%(times)s would also do.", "%(times)s would also do.", count) % {"times": times}  # fmt: skip


def clocked(starts: time, ends: time) -> str:
    return _("%(start)s to %(end)s", start=clock(starts), end=clock(ends))
