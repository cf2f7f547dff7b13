from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda, visible_visits
from app.errors import NotFound, NotPermitted
from app.models import AccessLink, Pair, PairCity, Visit

#: With what names a visit among those of other pairs, and says when it is.
WITH_HEAD: Any = (
    joinedload(Visit.pair).selectinload(Pair.cities).joinedload(PairCity.city),  # type: ignore[arg-type]
    joinedload(Visit.host_city),  # type: ignore[arg-type]
    selectinload(Visit.days),  # type: ignore[arg-type]
)


def visit_shown(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """A visit this person may see, with what the head of its pages shows."""
    found = session.exec(
        visible_visits(actor).where(Visit.id == visit_id).options(*WITH_HEAD)
    ).first()
    if found is None:
        raise NotFound
    return found


def visit_planned(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """The same, for who plans it; raises `NotPermitted` for who only sees it."""
    visit = visit_shown(session, actor, visit_id)
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    return visit


def visit_with_link(session: Session, link: AccessLink) -> Visit:
    """The visit that a link is about, for whoever holds it; raises `NotFound`."""
    found = session.exec(
        select(Visit)
        .where(Visit.id == link.visit_id, col(Visit.removed_at).is_(None))
        .options(selectinload(Visit.days))  # type: ignore[arg-type]
    ).first()
    if found is None:
        raise NotFound
    return found
