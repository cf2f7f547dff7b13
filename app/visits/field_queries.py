"""How a visit's fieldwork stands, for its page: its tablets, and what waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.access import Actor, may_read_raw, may_run_tablets
from app.evidence.listing import count_notes, is_to_choose
from app.models import Visit
from app.people.tablet_queries import TabletRow, count_set_aside, tablets_of


@dataclass(frozen=True)
class Fieldwork:
    """`set_aside` and `to_choose` count notes that this reader settles."""

    tablets: Sequence[TabletRow]
    set_aside: int
    to_choose: int


def fieldwork(
    session: Session, actor: Actor, visit: Visit, now: datetime
) -> Fieldwork | None:
    """None where there is nothing to say to this reader."""
    runs = may_run_tablets(actor, visit)
    tablets = tablets_of(session, visit, now) if runs else []
    found = Fieldwork(
        [row for row in tablets if row.state == "at-work" or holds(row)],
        count_set_aside(session, visit) if runs else 0,
        to_choose(session, actor, visit),
    )
    return found if found.tablets or found.set_aside or found.to_choose else None


def holds(row: TabletRow) -> bool:
    return row.told is not None and row.told.unsent > 0


def to_choose(session: Session, actor: Actor, visit: Visit) -> int:
    if not may_read_raw(actor, visit):
        return 0
    return count_notes(session, visit, is_to_choose(actor, visit))
