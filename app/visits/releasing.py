"""Releasing an agenda freezes it under a number; nothing later changes it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, func, select

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted
from app.models import AgendaRelease, AgendaSession, Room, Visit


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
        content={"sessions": [frozen(item) for item in sessions_of(session, visit)]},
    )
    session.add(release)
    return release


def sessions_of(session: Session, visit: Visit) -> Sequence[AgendaSession]:
    return session.exec(
        select(AgendaSession)
        .where(
            AgendaSession.visit_id == visit.id, col(AgendaSession.removed_at).is_(None)
        )
        .order_by(col(AgendaSession.number))
        .options(
            joinedload(AgendaSession.day),  # type: ignore[arg-type]
            joinedload(AgendaSession.room).joinedload(Room.venue),  # type: ignore[arg-type]
            selectinload(AgendaSession.factors),  # type: ignore[arg-type]
        )
        .execution_options(populate_existing=True)
    ).all()


def frozen(item: AgendaSession) -> dict[str, Any]:
    """What a reader of the release needs, without a query: no people, no notes."""
    return {
        "id": str(item.id),
        "revision": item.revision,
        "number": item.number,
        "title": item.title,
        "day_on": item.day.day_on.isoformat() if item.day else None,
        "starts": item.starts_local.isoformat("minutes") if item.starts_local else None,
        "ends": item.ends_local.isoformat("minutes") if item.ends_local else None,
        "place": f"{item.room.venue.name}, {item.room.name}"
        if item.room
        else item.place,
        "status": item.status.value,
        "factors": [factor.slug for factor in item.factors],
    }
