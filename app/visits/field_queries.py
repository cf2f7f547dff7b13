"""How a visit's fieldwork stands, for its page: its tablets, and what waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.access import Actor, may_read_raw, may_run_tablets
from app.evidence.forms import FilterForm
from app.evidence.listing import count_each, is_to_choose, narrowed
from app.models import Visit
from app.people.tablet_queries import TabletRow, count_set_aside, tablets_in_brief


@dataclass(frozen=True)
class Fieldwork:
    """`set_aside` and `to_choose` count notes that this reader settles, `files_to_come`
    those that lack a file which they announce."""

    tablets: Sequence[TabletRow]
    set_aside: int
    to_choose: int
    files_to_come: int


def fieldwork(
    session: Session, actor: Actor, visit: Visit, now: datetime
) -> Fieldwork | None:
    """None where there is nothing to say to this reader."""
    runs = may_run_tablets(actor, visit)
    tablets = tablets_in_brief(session, visit, now, {}) if runs else []
    shown = [row for row in tablets if row.state == "at-work" or holds(row)]
    aside = count_set_aside(session, visit) if runs else 0
    waiting = counts(session, actor, visit)
    return Fieldwork(shown, aside, *waiting) if shown or aside or any(waiting) else None


def holds(row: TabletRow) -> bool:
    return row.told is not None and row.told.unsent > 0


def counts(session: Session, actor: Actor, visit: Visit) -> tuple[int, int]:
    """Notes with two texts, and notes that wait for files; one question."""
    if not may_read_raw(actor, visit):
        return 0, 0
    lacking = narrowed(session, actor, visit, FilterForm(files_to_come=True))
    found = count_each(session, visit, is_to_choose(actor, visit), lacking)
    return found[0], found[1]
