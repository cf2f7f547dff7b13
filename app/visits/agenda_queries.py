"""The whole agenda of a visit as its readers see it: few queries, plain rows.

Rows and not records: a page of two hundred sessions costs as little as that.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session

from app.access import Actor, may_see_shown_names
from app.i18n import _
from app.models import Visit, VisitDay
from app.translations import Shown, Translated, shown
from app.values import SessionFormat, SessionStatus
from app.visits.agenda_layout import Block, blocks
from app.visits.agenda_rows import (
    KeyFactorShown,
    Links,
    Named,
    frame_of,
    links_of,
    session_rows,
    translations,
)
from app.visits.clash_queries import Standing, standing_of
from app.visits.differences_rules import Difference, differences
from app.visits.freezing import Content, frozen_agenda


@dataclass(frozen=True, slots=True)
class Cell:
    """A session on the agenda. `factors` are keys of `Agenda.factors`.

    `members` is None to those who may not see shown names.
    """

    id: UUID
    number: int
    revision: int
    title: Shown
    format: SessionFormat
    status: SessionStatus
    day_id: UUID | None
    starts: time | None
    ends: time | None
    track: str
    place: str
    languages: Sequence[str]
    interpreters: Named
    needs: Sequence[str]
    factors: list[UUID]
    people: Named
    members: Named | None


@dataclass(frozen=True, slots=True)
class DayShown:
    """`untimed` are sessions of the day whose time is not known."""

    day: VisitDay
    note: Shown
    blocks: list[Block[Cell]]
    untimed: list[Cell]


@dataclass(frozen=True, slots=True)
class Released:
    """The last release with what it holds, and what is otherwise now, for this reader."""

    number: int
    at: datetime
    changes: str
    language: str
    then: Content
    now: Content
    differences: list[Difference]

    @property
    def is_current(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class Agenda:
    """`clashes` are empty to those who are not inside.

    `team` counts the members who are in some session.
    """

    days: list[DayShown]
    waiting: list[Cell]
    factors: Mapping[UUID, KeyFactorShown]
    team: int
    clashes: list[Standing]
    released: Released | None
    is_fictional: bool
    cells: Mapping[UUID, Cell]


def agenda_of(session: Session, actor: Actor, visit: Visit) -> Agenda:
    """Twelve queries for any number of sessions; `visit` comes with its days."""
    inside = may_see_shown_names(actor, visit)
    rows = session_rows(session, visit)
    frame = frame_of(session, visit)
    texts = translations(session, visit)
    links = links_of(session, visit, with_members=inside)
    language = frame.default_language if frame else "en"
    levels = frame.levels if frame and frame.levels else {}
    cells = [_cell(row, links, texts, language) for row in rows]
    known = {day.id for day in visit.days}
    by_day: dict[UUID | None, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_day[cell.day_id if cell.day_id in known else None].append(cell)
    coming = [row for row in rows if row.status is SessionStatus.PLANNED]
    return Agenda(
        days=[_day(day, visit, by_day[day.id], texts, language) for day in visit.days],
        waiting=by_day[None],
        factors=links.factors,
        team=len({id_ for named in links.members.values() for id_, _ in named}),
        clashes=standing_of(session, visit, coming, links, levels) if inside else [],
        released=_released(frame, visit, rows, links, texts),
        is_fictional=frame is None or frame.fictional,
        cells={cell.id: cell for cell in cells},
    )


def _cell(row: Any, links: Links, texts: Translated, programme_language: str) -> Cell:
    own = texts.get((row.id, "title"))
    return Cell(
        id=row.id,
        number=row.number,
        revision=row.revision,
        title=shown(row.title, row.language, own, programme_language),
        format=row.format,
        status=row.status,
        day_id=row.day_id,
        starts=row.starts_local,
        ends=row.ends_local,
        track=row.track,
        place=place_of(row),
        languages=row.languages,
        interpreters=links.interpreters.get(row.id, []),
        needs=row.needs,
        factors=links.of_session.get(row.id, []),
        people=links.people.get(row.id, []),
        members=links.members.get(row.id, []) if links.with_members else None,
    )


def place_of(row: Any) -> str:
    """Venue and room, then what was written besides; whether one can join from afar."""
    room = f"{row.venue_name}, {row.room_name}" if row.room_name else ""
    online = _("online") if row.link else ""
    return " · ".join(part for part in (room, row.place, online) if part)


def _day(
    day: VisitDay, visit: Visit, cells: list[Cell], texts: Translated, language: str
) -> DayShown:
    timed = [cell for cell in cells if cell.starts and cell.ends]
    untimed = [cell for cell in cells if not (cell.starts and cell.ends)]
    note = shown(day.note, visit.language, texts.get((day.id, "note")), language)
    return DayShown(day, note, blocks(timed), untimed)


def _released(
    frame: Row[Any] | None,
    visit: Visit,
    rows: Sequence[Row[Any]],
    links: Links,
    texts: Translated,
) -> Released | None:
    if frame is None or frame.number is None:
        return None
    now = frozen_agenda(visit, visit.days, rows, links, texts)
    return Released(
        number=frame.number,
        at=frame.released_at,
        changes=frame.changes,
        language=frame.language,
        then=frame.content,
        now=now,
        differences=differences(frame.content, now, inside=links.with_members),
    )
