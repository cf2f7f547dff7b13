"""What the team reads of one day, factor by factor."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.access import Actor, may_read_debrief
from app.errors import NotFound
from app.findings.queries import Note, factors_of, notes_about
from app.findings.rules import day_of
from app.models import (
    AgendaSession,
    DebriefNote,
    Evidence,
    EvidenceFactor,
    KeyFactor,
    Visit,
    VisitDay,
)
from app.translations import Texts


@dataclass(frozen=True)
class FactorOfDay:
    """A factor on one day: how many notes were taken, what the debrief made of them."""

    factor: KeyFactor
    notes: int
    debrief: DebriefNote | None


@dataclass(frozen=True)
class DebriefPage:
    """One day and one factor of it; `asked` are earlier days' wishes for this factor."""

    day: VisitDay
    factors: list[FactorOfDay]
    chosen: FactorOfDay
    notes: list[Note]
    asked: list[DebriefNote]
    texts: Texts

    @property
    def tells(self) -> bool:
        """Whether it says anything of what was heard, without a note beside it."""
        return bool(self.asked or self.chosen.debrief)


def debrief_page(
    session: Session, actor: Actor, visit: Visit, day: VisitDay, slug: str
) -> DebriefPage:
    """`slug` may be blank: then the first factor with notes that nobody has debriefed."""
    debriefs = debriefs_of(session, actor, visit)
    days = day_ids_of_notes(session, visit)
    today = {evidence_id for evidence_id, d in days.items() if d == day.id}
    notes = notes_per_factor(session, visit, today)
    factors = [
        FactorOfDay(f, notes[f.slug], debriefs.get((day.id, f.slug)))
        for f in factors_of(session, visit.pair.benchmark_version_id)
    ]
    chosen = factor_chosen(factors, slug)
    read = [
        note
        for note in notes_about(session, actor, visit, chosen.factor.slug)
        if note.evidence.id in today
    ]
    asked = [
        debriefs[earlier.id, chosen.factor.slug]
        for earlier in visit.days
        if earlier.day_on < day.day_on and (earlier.id, chosen.factor.slug) in debriefs
    ]
    own = [chosen.debrief] if chosen.debrief else []
    texts = Texts(session, [*(note.evidence for note in read), *asked, *own])
    return DebriefPage(day, factors, chosen, read, asked, texts)


def debriefs_of(
    session: Session, actor: Actor, visit: Visit
) -> dict[tuple[UUID, str], DebriefNote]:
    """Every debrief of the visit by (day, factor); raises `NotFound` for others."""
    if not may_read_debrief(actor, visit):
        raise NotFound
    rows = session.exec(
        select(DebriefNote).where(
            DebriefNote.visit_id == visit.id, col(DebriefNote.removed_at).is_(None)
        )
    ).all()
    return {(row.day_id, row.factor): row for row in rows}


def factor_chosen(factors: Sequence[FactorOfDay], slug: str) -> FactorOfDay:
    if slug:
        found = next((one for one in factors if one.factor.slug == slug), None)
    else:
        waiting = [one for one in factors if one.notes and one.debrief is None]
        found = next(iter([*waiting, *factors]), None)
    if found is None:
        raise NotFound
    return found


def notes_per_factor(
    session: Session, visit: Visit, evidence_ids: set[UUID]
) -> Counter[str]:
    rows = session.exec(
        select(EvidenceFactor.slug, EvidenceFactor.evidence_id).where(
            EvidenceFactor.visit_id == visit.id
        )
    ).all()
    return Counter(slug for slug, evidence_id in rows if evidence_id in evidence_ids)


def day_ids_of_notes(session: Session, visit: Visit) -> dict[UUID, UUID]:
    """Evidence id → the visit day at whose debrief it is read.

    A note of a session belongs to the session's day, another to the day it was written.
    """
    if not visit.days:
        return {}
    rows = session.exec(
        select(Evidence.id, Evidence.captured_at, AgendaSession.day_id)
        .join(AgendaSession, col(AgendaSession.id) == Evidence.session_id, isouter=True)
        .where(Evidence.visit_id == visit.id, col(Evidence.removed_at).is_(None))
    ).all()
    known = {day.id for day in visit.days}
    return {
        evidence_id: day_id if day_id in known else _day_written(at, visit.days)
        for evidence_id, at, day_id in rows
    }


def _day_written(at: datetime, days: Sequence[VisitDay]) -> UUID:
    """In the host's calendar."""
    by_date: dict[date, UUID] = {day.day_on: day.id for day in days}
    local = at.astimezone(ZoneInfo(days[0].time_zone)).date()
    return by_date[day_of(local, list(by_date))]
