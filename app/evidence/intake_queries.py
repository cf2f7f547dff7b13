"""What intake asks before it reads a body: the visit, and whether it takes notes from here."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from app.access import Actor, may_deposit, may_record
from app.errors import NotFound
from app.models import Instance, Visit

#: The visit, its pair and the database's epoch in one statement, built once.
TAKING_NOTES = (
    select(Visit, select(col(Instance.epoch)).limit(1).scalar_subquery())
    .where(col(Visit.id) == bindparam("visit"), col(Visit.removed_at).is_(None))
    .options(joinedload(Visit.pair))  # type: ignore[arg-type]
)


def takes_from(actor: Actor, visit: Visit) -> bool:
    return may_record(actor, visit) or may_deposit(actor, visit)


def visit_taking_notes(
    session: Session, actor: Actor, visit_id: UUID
) -> tuple[Visit, UUID | None]:
    """For intake: the visit and the epoch; `NotFound` where `raw_visits` has it not."""
    found = session.execute(TAKING_NOTES, {"visit": visit_id}).first()
    if found is None or not takes_from(actor, found[0]):
        raise NotFound
    return found[0], found[1]
