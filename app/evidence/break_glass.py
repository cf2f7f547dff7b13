"""A coordinator reads one visit's raw evidence: for a reason, for a while, in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field
from sqlmodel import Session, col, select

from app import audit
from app.access import Actor, may_break_glass
from app.errors import NotFound
from app.evidence.queries import zone_of
from app.forms import FormModel, storable
from app.models import BreakGlass, Person, Visit
from app.models.base import now
from app.values_audit import Verb

#: How many openings the team is shown.
MOST = 20
Minutes = Annotated[Literal[15, 30, 60], BeforeValidator(lambda v: int(v) if str(v) in ("15", "30", "60") else v)]  # fmt: skip


class BreakGlassForm(FormModel):
    reason: Annotated[
        str, Field(min_length=20, max_length=500), AfterValidator(storable)
    ]
    minutes: Minutes = 30


@dataclass(frozen=True)
class Opening:
    """Times are local to the visit; `is_open` says whether it is still being read."""

    name: str
    reason: str
    at: datetime
    until: datetime
    is_open: bool


def break_glass(
    session: Session, actor: Actor, visit: Visit, form: BreakGlassForm
) -> BreakGlass:
    """To others there is nothing to break; deny wins for anyone of the host city."""
    if not may_break_glass(actor, visit) or actor.person_id is None:
        raise NotFound
    end_opening(session, actor, visit)
    at = now()
    made = BreakGlass(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        person_id=actor.person_id,
        reason=form.reason,
        at=at,
        until=at + timedelta(minutes=form.minutes),
    )
    session.add(made)
    opened = audit.deed(Verb.BROKE_GLASS, visit, "visit", reason=form.reason)
    audit.append(session, actor, opened)
    return made


def end_opening(session: Session, actor: Actor, visit: Visit) -> None:
    """Own openings that are still open; none is no fault."""
    rows = session.exec(
        select(BreakGlass).where(
            BreakGlass.visit_id == visit.id,
            BreakGlass.person_id == actor.person_id,
            col(BreakGlass.ended_at).is_(None),
            col(BreakGlass.until) > now(),
        )
    ).all()
    for row in rows:
        row.ended_at = now()
        session.add(row)
        audit.append(session, actor, audit.deed(Verb.CLOSED_GLASS, visit))


def openings_of(session: Session, visit: Visit) -> Sequence[Opening]:
    """Newest first: the team is told who read, when and why."""
    rows = session.exec(
        select(BreakGlass, Person.name)
        .join(Person, col(Person.id) == BreakGlass.person_id)
        .where(BreakGlass.visit_id == visit.id)
        .order_by(col(BreakGlass.at).desc())
        .limit(MOST)
    ).all()
    return [opening_of(row, name, zone_of(visit)) for row, name in rows]


def opening_of(row: BreakGlass, name: str, zone: ZoneInfo) -> Opening:
    until = row.ended_at or row.until
    return Opening(
        name,
        row.reason,
        row.at.astimezone(zone),
        until.astimezone(zone),
        until > now(),
    )
