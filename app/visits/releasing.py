"""Releasing an agenda freezes it under a number; nothing later changes it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlmodel import Session, col, func, select

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted
from app.models import AgendaRelease, Visit, VisitDay
from app.visits.agenda_rows import links_of, session_rows, translations
from app.visits.freezing import Content, frozen_agenda


def release_agenda(
    session: Session, actor: Actor, visit: Visit, changes: str, language: str
) -> AgendaRelease:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    session.flush()  # what the request has changed is part of what is released
    session.exec(select(Visit.id).where(Visit.id == visit.id).with_for_update())
    last = session.exec(
        select(func.max(AgendaRelease.number)).where(AgendaRelease.visit_id == visit.id)
    ).one()
    release = AgendaRelease(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=(last or 0) + 1,
        released_at=datetime.now(UTC),
        released_by=actor.person_id,
        changes=changes,
        language=language,
        content=agenda_now(session, visit),
    )
    session.add(release)
    return release


def agenda_now(session: Session, visit: Visit) -> Content:
    """All of it, whoever releases; each reader is shown their part."""
    return frozen_agenda(
        visit,
        days_of(session, visit),
        session_rows(session, visit),
        links_of(session, visit, with_members=True),
        translations(session, visit),
    )


def days_of(session: Session, visit: Visit) -> Sequence[VisitDay]:
    return session.exec(
        select(VisitDay)
        .where(VisitDay.visit_id == visit.id, col(VisitDay.removed_at).is_(None))
        .order_by(col(VisitDay.day_on))
    ).all()
