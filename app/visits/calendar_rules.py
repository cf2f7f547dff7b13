"""How calendars follow releases: a number for each session that grows when it changes.

Folded over releases one by one and kept with each, so that a calendar is read from the
last one alone. Only what has a day and times is in calendars.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from app.values import SessionStatus
from app.visits.agenda_frozen import FrozenSession
from app.visits.telling_rules import Reader, concerns

Content = Mapping[str, Any]
#: A change in one of these is a change for whoever holds it in a calendar.
WATCHED = ("title", "titles", "status", "day_on", "starts", "ends", "room", "place", "link", "private", "zone")  # fmt: skip
WHO = ("people", "members", "interpreters")
#: In `ever`: whoever was on the team.
WHOLE_TEAM = "whole-team"


class Mark(TypedDict):
    """`at` is the release (ISO, UTC) in which it last changed; `last` how it stood when it
    was last in the agenda with a time; `ever`: members it was for at some time."""

    sequence: int
    at: str
    here: bool
    last: dict[str, Any]
    ever: list[str]


Followed = dict[str, Mark]


@dataclass(frozen=True)
class Entry:
    """A session as a calendar has it; times are local to `zone`."""

    id: UUID
    sequence: int
    at: datetime
    session: FrozenSession
    zone: str
    stands: bool
    is_private: bool


def followed(before: Followed, content: Content, at: datetime) -> Followed:
    """`before` is of the release before, empty for the first one."""
    now = {one["id"]: one for one in placed(content)}
    marks = {id_: _marked(before.get(id_), one, at) for id_, one in now.items()}
    gone = {id_: _gone(mark, at) for id_, mark in before.items() if id_ not in now}
    return {**gone, **marks}


def followed_through(releases: Sequence[tuple[Content, datetime]]) -> Followed:
    """From the first release on, oldest first."""
    marks: Followed = {}
    for content, at in releases:
        marks = followed(marks, content, at)
    return marks


def placed(content: Content) -> list[dict[str, Any]]:
    """Each session that has a day and times, with the zone of its day."""
    zones = {day["on"]: day["time_zone"] for day in content.get("days", ())}
    return [
        {**one, "zone": zones.get(one["day_on"], "UTC")}
        for one in content["sessions"]
        if one["day_on"] and one["starts"] and one["ends"]
    ]


def _marked(before: Mark | None, one: dict[str, Any], at: datetime) -> Mark:
    members = [who["id"] for who in one.get("members", ())]
    own = members or ([] if one.get("track") else [WHOLE_TEAM])
    ever = sorted({*own, *(before["ever"] if before else ())})
    same = before and before["here"] and _told(before["last"]) == _told(one)
    if before and same:
        return {**before, "last": one, "ever": ever}
    sequence = before["sequence"] + 1 if before else 0
    return {"sequence": sequence, "at": at.isoformat(), "here": True, "last": one, "ever": ever}  # fmt: skip


def _gone(mark: Mark, at: datetime) -> Mark:
    if not mark["here"]:
        return mark
    return {**mark, "here": False, "sequence": mark["sequence"] + 1, "at": at.isoformat()}  # fmt: skip


def _told(one: Mapping[str, Any]) -> list[Any]:
    who = [sorted(who["id"] for who in one.get(kind, ())) for kind in WHO]
    return [*(one.get(name) for name in WATCHED), *who]


def entry_of(id_: str, mark: Mark) -> Entry:
    one = mark["last"]
    return Entry(
        id=UUID(id_),
        sequence=mark["sequence"],
        at=datetime.fromisoformat(mark["at"]).astimezone(UTC),
        session=FrozenSession.model_validate({**one, "factors": []}),
        zone=one["zone"],
        stands=mark["here"] and one["status"] != SessionStatus.CANCELLED,
        is_private=bool({"private", "women-only"} & set(one.get("needs", ())))
        or bool(one.get("private", one.get("room"))),
    )


def entries(marks: Followed, reader: Reader) -> list[Entry]:
    """For one reader: what was theirs once and is not any more no longer stands."""
    found = []
    for id_, mark in sorted(marks.items()):
        entry, is_theirs = entry_of(id_, mark), concerns(mark["last"], reader)
        if is_theirs:
            found.append(entry)
        elif {str(reader.id), WHOLE_TEAM} & set(mark["ever"]):
            found.append(Entry(**{**vars(entry), "stands": False}))
    return found


def shown_title(entry: Entry, language: str) -> str:
    """Empty where a calendar, which many may see, must not tell it: what is private, and
    what names somebody who is met."""
    one = entry.session
    title = one.titles.get(language, one.title)
    names = [n for who in one.people for n in (who.name, *who.names.values())]
    is_told = any(name.casefold() in title.casefold() for name in names if name)
    return "" if is_told or entry.is_private else " ".join(title.split())


def moments(entry: Entry) -> tuple[datetime, datetime]:
    """Start and end in the zone of the day; what ends before it starts ends a day later.

    A time that the clocks leap over is read as the hour after.
    """
    one = entry.session
    assert one.day_on, "only what is placed has an entry"
    assert one.starts, "only what is placed has an entry"
    assert one.ends, "only what is placed has an entry"
    over_midnight = timedelta(days=one.ends <= one.starts)
    starts = local(one.day_on, one.starts, entry.zone)
    return starts, local(one.day_on + over_midnight, one.ends, entry.zone)


def local(on: date, at: time, zone: str) -> datetime:
    own = ZoneInfo(zone)
    return datetime.combine(on, at, own).astimezone(UTC).astimezone(own)
