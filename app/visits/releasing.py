"""Releasing an agenda freezes it under a number; nothing later changes it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted
from app.models import AgendaRelease, Visit, VisitDay
from app.models.base import now
from app.visits.agenda_rows import links_of, session_rows, translations
from app.visits.calendar_rules import followed
from app.visits.freezing import Content, frozen_agenda
from app.visits.releases_queries import calendar_of, last_release


def release_agenda(
    session: Session, actor: Actor, visit: Visit, changes: str, language: str
) -> AgendaRelease:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    session.flush()  # what the request has changed is part of what is released
    session.exec(select(Visit.id).where(Visit.id == visit.id).with_for_update())
    last, at, content = last_release(session, visit), now(), agenda_now(session, visit)
    release = AgendaRelease(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=last.number + 1 if last else 1,
        released_at=at,
        released_by=actor.person_id,
        changes=changes,
        language=language,
        content=content,
        calendar={**followed(calendar_of(session, last) if last else {}, content, at)},
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
