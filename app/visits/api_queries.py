"""What the API reads of a visit, in a constant number of queries."""

from collections.abc import Sequence

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.models import AgendaSession, Visit, VisitDay
from app.translations import Translated, translations_of

WHOLE = (
    joinedload(AgendaSession.room),  # type: ignore[arg-type]
    selectinload(AgendaSession.factors),  # type: ignore[arg-type]
    selectinload(AgendaSession.stakeholders),  # type: ignore[arg-type]
    selectinload(AgendaSession.members),  # type: ignore[arg-type]
    selectinload(AgendaSession.interpreters),  # type: ignore[arg-type]
)


def sessions_of_visit(session: Session, visit: Visit) -> Sequence[AgendaSession]:
    """In the order of the day; what waits for a place comes last."""
    return session.exec(
        select(AgendaSession)
        .outerjoin(VisitDay, col(VisitDay.id) == AgendaSession.day_id)
        .where(
            AgendaSession.visit_id == visit.id,
            col(AgendaSession.removed_at).is_(None),
        )
        .order_by(
            col(VisitDay.day_on).nulls_last(),
            col(AgendaSession.starts_local).nulls_last(),
            col(AgendaSession.number),
        )
        .options(*WHOLE)
    ).all()


def translations_of_plan(
    session: Session, visit: Visit, agenda: Sequence[AgendaSession]
) -> Translated:
    """Of the visit itself, its days and its sessions: never of what it hears."""
    return {
        **translations_of(session, "visit", [visit.id]),
        **translations_of(session, "visit_day", [day.id for day in visit.days]),
        **translations_of(session, "agenda_session", [one.id for one in agenda]),
    }
