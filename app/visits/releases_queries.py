"""Releases of an agenda: what was handed out, and when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col, select as select_records

from app.errors import NotFound
from app.models import AgendaRelease, Visit


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


def days_of_release(release: AgendaRelease) -> list[tuple[date | None, list[Any]]]:
    """Its sessions by day and time, as they were frozen; without a day comes last."""
    sessions: Any = release.content["sessions"]
    by_day: dict[str, list[Any]] = {}
    for one in sorted(sessions, key=lambda s: (s["starts"] or "~", s["number"])):
        by_day.setdefault(one["day_on"] or "~", []).append(one)
    return [
        (date.fromisoformat(day) if day != "~" else None, found)
        for day, found in sorted(by_day.items())
    ]
