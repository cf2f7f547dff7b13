"""Releases of an agenda: what was handed out, and when."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Row, select
from sqlmodel import Session, col, select as select_records

from app.errors import NotFound
from app.models import AgendaRelease, Visit
from app.visits.calendar_rules import Followed, followed_through


def releases_of(session: Session, visit: Visit) -> Sequence[Row[Any]]:
    """Newest first, without what they contain."""
    return session.execute(
        select(
            col(AgendaRelease.number),
            col(AgendaRelease.released_at),
            col(AgendaRelease.changes),
            col(AgendaRelease.language),
        )
        .where(col(AgendaRelease.visit_id) == visit.id)
        .order_by(col(AgendaRelease.number).desc())
    ).all()


def release_numbered(session: Session, visit: Visit, number: int) -> AgendaRelease:
    """Raises `NotFound`."""
    found = session.exec(
        select_records(AgendaRelease).where(
            AgendaRelease.visit_id == visit.id, AgendaRelease.number == number
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def last_release(session: Session, visit: Visit) -> AgendaRelease | None:
    asked = select_records(AgendaRelease).where(AgendaRelease.visit_id == visit.id)
    return session.exec(asked.order_by(col(AgendaRelease.number).desc())).first()


def calendar_of(session: Session, release: AgendaRelease) -> Followed:
    """How calendars follow it; old releases kept nothing of it, so it is made anew."""
    if release.calendar:
        return cast(Followed, release.calendar)
    asked = select_records(AgendaRelease).where(
        AgendaRelease.visit_id == release.visit_id,
        col(AgendaRelease.number) <= release.number,
    )
    every = session.exec(asked.order_by(col(AgendaRelease.number))).all()
    return followed_through([(one.content, one.released_at) for one in every])
