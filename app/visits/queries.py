from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, visible_visits
from app.errors import NotFound
from app.models import AccessLink, Pair, PairCity, Visit


def visit_shown(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """A visit this person may see, with what the head of its pages shows."""
    found = session.exec(
        visible_visits(actor).where(Visit.id == visit_id).options(*HEAD)
    ).first()
    if found is None:
        raise NotFound
    return found


#: What the head of a visit's pages shows; every page asks for it, so it is said once.
HEAD = (
    joinedload(Visit.pair)  # type: ignore[arg-type]
    .selectinload(Pair.cities)  # type: ignore[arg-type]
    .joinedload(PairCity.city),  # type: ignore[arg-type]
    joinedload(Visit.host_city),  # type: ignore[arg-type]
    selectinload(Visit.days),  # type: ignore[arg-type]
)


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
