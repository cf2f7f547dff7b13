"""The clashes of a visit's agenda, with what the visit does about each."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.models import AcceptedClash, Availability, ClashRules, Visit
from app.values_agenda import ClashLevel
from app.visits.agenda_rows import Links
from app.visits.clash_rules import Levels, clashes, key_of, level_of
from app.visits.clash_shapes_rules import (
    SOME_DAY,
    Clash,
    Place,
    Plan,
    Slot,
    Someone,
    Window,
)
from app.visits.holiday_queries import holidays_of
from app.visits.rules import minutes_of
from app.visits.travel_queries import minutes_between


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who took a clash on, when and why."""

    id: UUID
    revision: int
    reason: str
    language: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A clash that the visit does not ignore; `accepted` is null while it is open."""

    clash: Clash
    key: str
    blocks: bool
    accepted: Accepted | None


def standing_of(
    session: Session,
    visit: Visit,
    rows: Sequence[Row[Any]],
    links: Links,
    levels: Levels,
) -> list[Standing]:
    """Five queries. `rows` are sessions that are planned, with `links` to members."""
    taken_on = accepted_of(session, visit)
    found = []
    for clash in clashes(plan_of(session, visit, rows, links)):
        level = level_of(levels, clash.rule)
        if level is not ClashLevel.IGNORE:
            key = key_of(clash) if taken_on else ""
            blocks = level is ClashLevel.BLOCK
            found.append(Standing(clash, key, blocks, taken_on.get(key)))
    return found


def plan_of(
    session: Session, visit: Visit, rows: Sequence[Row[Any]], links: Links
) -> Plan:
    on = {day.id: day.day_on for day in visit.days}
    timed = [r for r in rows if r.day_id in on and r.starts_local and r.ends_local]
    waits = {row.id for row in rows} - {row.id for row in timed}
    return Plan(
        slots=[_slot(row, on[row.day_id], links) for row in timed],
        waiting=[_slot(row, SOME_DAY, links) for row in rows if row.id in waits],
        whom=_whom(links),
        places={row.room_id: _place(row) for row in rows if row.room_name},
        windows=windows_of(session, visit, on),
        ways=ways_of(session, visit),
        holidays=holidays_of(session, visit, on.values()),
    )


def _slot(row: Any, day: date, links: Links) -> Slot:
    waits = day == SOME_DAY
    return Slot(
        id=row.id,
        number=row.number,
        day=day,
        starts=0 if waits else minutes_of(row.starts_local),
        ends=0 if waits else minutes_of(row.ends_local),
        format=row.format,
        track=row.track,
        room=row.room_id if row.room_name else None,
        members=_ids(links.members.get(row.id)),
        people=_ids(links.people.get(row.id)),
        interpreters=_ids(links.interpreters.get(row.id)),
        languages=tuple(row.languages),
        needs=tuple(row.needs),
    )


def _ids(named: Iterable[tuple[UUID, str]] | None) -> tuple[UUID, ...]:
    return tuple([id_ for id_, _name in named or ()])


def _whom(links: Links) -> dict[Hashable, Someone]:
    """Everybody in some session, by the name this reader sees."""
    found: dict[Hashable, Someone] = {}
    for linked in (links.members, links.people, links.interpreters):
        for named in linked.values():
            for id_, name in named:
                if id_ not in found:
                    one = links.known[id_]
                    found[id_] = Someone(
                        name, one.languages, one.how_many, one.pairs, one.hours
                    )
    return found


def _place(row: Any) -> Place:
    return Place(
        f"{row.venue_name}, {row.room_name}",
        row.venue_id,
        row.room_capacity,
        row.room_private,
        row.room_step_free,
        row.room_turnover,
    )


def windows_of(
    session: Session, visit: Visit, on: Mapping[UUID, date]
) -> dict[tuple[Hashable, date], list[Window]]:
    """When people said they can come; an empty list is "not on this day"."""
    table = Availability
    rows = session.execute(
        select(
            col(table.member_id),
            col(table.stakeholder_id),
            col(table.interpreter_id),
            col(table.day_id),
            col(table.starts_local),
            col(table.ends_local),
        ).where(col(table.visit_id) == visit.id)
    )
    found: dict[tuple[Hashable, date], list[Window]] = defaultdict(list)
    for member, met, speaking, day_id, starts, ends in rows:
        if day_id in on:
            own = found[member or met or speaking, on[day_id]]
            own += [_window(starts, ends)] if starts or ends else []
    return dict(found)


def _window(starts: time | None, ends: time | None) -> Window:
    """Open where nothing is said: from the morning, or until night."""
    return minutes_of(starts) if starts else 0, minutes_of(ends) if ends else 24 * 60


def ways_of(session: Session, visit: Visit) -> dict[frozenset[Hashable], int]:
    """Minutes between two venues, in either direction, where they are known."""
    known = minutes_between(session, visit)
    return {
        frozenset(ends): minutes
        for ends, minutes in known.items()
        if minutes is not None
    }


def levels_of(session: Session, visit: Visit) -> Levels:
    """By the rule's value, where the visit has set something."""
    found = session.execute(
        select(col(ClashRules.levels)).where(col(ClashRules.visit_id) == visit.id)
    ).scalar()
    return found or {}


def accepted_of(session: Session, visit: Visit) -> dict[str, Accepted]:
    """By the key of the clash."""
    table = AcceptedClash
    rows = session.execute(
        select(
            col(table.key),
            col(table.id),
            col(table.revision),
            col(table.reason),
            col(table.language),
            col(table.created_by),
            col(table.created_at),
        ).where(col(table.visit_id) == visit.id, col(table.removed_at).is_(None))
    )
    return {row[0]: Accepted(*row[1:]) for row in rows}


def rules_of(session: Session, visit: Visit) -> ClashRules | None:
    """The row itself, for its form."""
    asked = select(ClashRules).where(col(ClashRules.visit_id) == visit.id)
    return session.execute(asked).scalar()


def acceptance_of(session: Session, visit: Visit, key: str) -> AcceptedClash | None:
    return session.execute(
        select(AcceptedClash).where(
            col(AcceptedClash.visit_id) == visit.id,
            col(AcceptedClash.key) == key,
            col(AcceptedClash.removed_at).is_(None),
        )
    ).scalar()
