from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, may_read_take_home
from app.errors import NotFound
from app.models import TakeHome, TeamMember, Visit
from app.values import Purpose


def take_home_list(
    session: Session, actor: Actor, visit: Visit
) -> Sequence[tuple[TakeHome, str | None]]:
    """What a study visit takes home with the shown name of who noted it, oldest first.

    Raises `NotFound` for other visits and other readers.
    """
    if visit.purpose is not Purpose.STUDY or not may_read_take_home(actor, visit):
        raise NotFound
    rows = session.exec(
        select(TakeHome, TeamMember.shown_name)
        .join(TeamMember, col(TeamMember.id) == TakeHome.author_id, isouter=True)
        .where(TakeHome.visit_id == visit.id, col(TakeHome.removed_at).is_(None))
        .order_by(col(TakeHome.created_at), col(TakeHome.id))
    ).all()
    return [(item, name) for item, name in rows]


def take_home_for(
    session: Session,
    actor: Actor,
    visit: Visit,
    item_id: UUID,
    *,
    removed: bool = False,
) -> TakeHome:
    """One item of this visit; also one taken out of the list, if `removed`."""
    if visit.purpose is not Purpose.STUDY or not may_read_take_home(actor, visit):
        raise NotFound
    found = session.exec(
        select(TakeHome).where(TakeHome.id == item_id, TakeHome.visit_id == visit.id)
    ).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found
