"""What a release changes for one person: added, moved, cancelled, and nothing else.

From what two releases kept, and pure: who is told, and of what, can be checked by hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.i18n import _
from app.values import SessionStatus
from app.visits.agenda_frozen import FrozenSession
from app.visits.differences_rules import differences

Content = Mapping[str, Any]


class Seat(StrEnum):
    """In which part somebody meets the agenda; the value names who is in a session."""

    PLANNING = "planning"
    MEMBER = "members"
    PERSON_MET = "people"
    INTERPRETER = "interpreters"


#: What those outside the team are told of their own sessions: never who else is there.
OUTSIDE = frozenset({"id", "number", "title", "language", "titles", "status", "day_on", "starts", "ends", "room", "place", "link", "languages"})  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """`id` is of the member, of whoever is met, or of the interpreter; null for those
    who plan the visit: every session concerns them."""

    seat: Seat
    id: UUID | None = None


class Turn(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    GONE = "gone"
    WITHOUT_YOU = "without-you"


@dataclass(frozen=True)
class Item:
    """`session` as it is now, or as it last was; `zone` is that of its day."""

    turn: Turn
    session: FrozenSession
    zone: str
    said: Sequence[str]

    @property
    def stands(self) -> bool:
        return self.turn in (Turn.ADDED, Turn.CHANGED)


def concerns(one: Mapping[str, Any], reader: Reader) -> bool:
    """Whether somebody is in this session, cancelled or not.

    The whole team is in what names no member and no track.
    """
    if reader.seat is Seat.PLANNING:
        return True
    named = [who["id"] for who in one.get(reader.seat.value, ())]
    if reader.seat is Seat.MEMBER and not named:
        return not one.get("track")
    return str(reader.id) in named


def own_sessions(content: Content | None, reader: Reader) -> dict[str, dict[str, Any]]:
    """What takes place for this reader, as far as they may read it, by id."""
    if content is None:
        return {}
    return {
        one["id"]: readable(one, reader)
        for one in content["sessions"]
        if one["status"] != SessionStatus.CANCELLED and concerns(one, reader)
    }


def readable(one: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """That a session has been held is news to nobody who was there."""
    inside = reader.seat in (Seat.PLANNING, Seat.MEMBER)
    kept = {n: v for n, v in one.items() if inside or n in OUTSIDE}
    if kept["status"] == SessionStatus.HELD:
        kept["status"] = SessionStatus.PLANNED.value
    return {**kept, "factors": kept.get("factors", [])}


def news(before: Content | None, after: Content, reader: Reader) -> list[Item]:
    """By day and time; empty where nothing has changed for them.

    `before` is what they were told last; None where they were never told anything.
    """
    then, now = own_sessions(before, reader), own_sessions(after, reader)
    found = [*_left(before or {}, after, then, now), *_now(before, after, then, now)]
    return sorted(found, key=_order)


def _now(
    before: Content | None,
    after: Content,
    then: Mapping[str, Any],
    now: Mapping[str, Any],
) -> Iterator[Item]:
    zones, earlier = _zones(after), _zones(before or {})
    for id_, one in now.items():
        item, zone = FrozenSession.model_validate(one), zones.get(one["day_on"], "")
        if id_ not in then:
            yield Item(Turn.ADDED, item, zone, ())
            continue
        said = _words(before or {}, after, then[id_], one)
        was = earlier.get(then[id_]["day_on"], "")
        if was and zone and was != zone:
            said.append(_("time zone: %(now)s instead of %(then)s", now=zone, then=was))
        if said:
            yield Item(Turn.CHANGED, item, zone, said)


def _left(
    before: Content,
    after: Content,
    then: Mapping[str, Any],
    now: Mapping[str, Any],
) -> Iterator[Item]:
    there = {one["id"]: one["status"] for one in after["sessions"]}
    zones = _zones(before)
    for id_, one in then.items():
        if id_ in now:
            continue
        turn = Turn.GONE if id_ not in there else Turn.WITHOUT_YOU
        if there.get(id_) == SessionStatus.CANCELLED:
            turn = Turn.CANCELLED
        item = FrozenSession.model_validate(one)
        yield Item(turn, item, zones.get(one["day_on"], ""), ())


def _words(
    before: Content, after: Content, then: Mapping[str, Any], now: Mapping[str, Any]
) -> list[str]:
    factors = [{"factors": some.get("factors", [])} for some in (before, after)]
    stored, present = (
        {**some, "sessions": [one]}
        for some, one in zip(factors, (then, now), strict=True)
    )
    found = differences(stored, present, inside=True)
    return [word for one in found for word in one.said]


def _zones(content: Content) -> dict[str | None, str]:
    return {day["on"]: day["time_zone"] for day in content.get("days", ())}


def _order(item: Item) -> tuple[bool, str, str, int]:
    one = item.session
    return (one.day_on is None, str(one.day_on), str(one.starts), one.number)


def has_moved(
    before: Content | None,
    after: Content,
    then: Mapping[str, Any],
    now: Mapping[str, Any],
) -> bool:
    """Whether somebody who said yes to the one may not be able to come to the other."""
    same = all(then.get(n) == now.get(n) for n in ("day_on", "starts", "ends"))
    zones = _zones(before or {}).get(then["day_on"]), _zones(after).get(now["day_on"])
    return not same or (None not in zones and zones[0] != zones[1])


def has_time(item: Item) -> bool:
    one = item.session
    return bool(one.day_on and one.starts and one.ends)
