"""The tablets of a visit, as who runs them sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.access import Actor, may_run_tablets
from app.errors import NotFound, NotPermitted
from app.evidence.queries import zone_of
from app.models import Quarantine, Tablet, TabletReport, Visit
from app.people.seat_queries import names_seated
from app.people.tablet_reports import Told, told_of
from app.visits.queries import visit_shown

#: How long a list says that a tablet has just joined.
JUST = timedelta(minutes=2)


@dataclass(frozen=True)
class TabletRow:
    """Times are local to the visit; `seat` is whose seat is open, blank while locked."""

    id: UUID
    number: int
    name: str
    browser: str
    seat: str
    state: str
    seen: datetime
    until: datetime
    has_just_joined: bool
    told: Told | None


def visit_run(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """For who runs its tablets; `NotPermitted` for who only sees the visit."""
    visit = visit_shown(session, actor, visit_id)
    if not may_run_tablets(actor, visit):
        raise NotPermitted
    return visit


def tablets_of(session: Session, visit: Visit, at: datetime) -> list[TabletRow]:
    """With whose seat is open on each."""
    return tablets_in_brief(session, visit, at, names_seated(session, visit, at))


def tablets_in_brief(
    session: Session, visit: Visit, at: datetime, seats: Mapping[UUID, str]
) -> list[TabletRow]:
    """Those at work first, each in the order they joined. `seats`: tablet → whose."""
    found = session.exec(
        select(Tablet, TabletReport)
        .outerjoin(TabletReport, col(TabletReport.tablet_id) == col(Tablet.id))
        .where(Tablet.visit_id == visit.id)
        .order_by(col(Tablet.number))
    ).all()
    rows = [row_of(visit, one, told, seats.get(one.id, ""), at) for one, told in found]
    return sorted(rows, key=lambda row: row.state != "at-work")


def row_of(
    visit: Visit,
    tablet: Tablet,
    report: TabletReport | None,
    seat: str,
    at: datetime,
) -> TabletRow:
    zone = zone_of(visit)
    state = state_of(tablet, at)
    return TabletRow(
        id=tablet.id,
        number=tablet.number,
        name=tablet.name,
        browser=tablet.browser,
        seat=seat if state == "at-work" else "",
        state=state,
        seen=tablet.last_seen_at.astimezone(zone),
        until=tablet.expires_at.astimezone(zone),
        has_just_joined=state == "at-work" and at - tablet.enrolled_at < JUST,
        told=told_of(report, zone),
    )


def state_of(tablet: Tablet, at: datetime) -> str:
    """`at-work`, `expired` or `ejected`."""
    if tablet.ejected_at is not None:
        return "ejected"
    return "at-work" if tablet.expires_at > at else "expired"


def tablet_for(session: Session, visit: Visit, tablet_id: UUID) -> Tablet:
    found = session.get(Tablet, tablet_id)
    if found is None or found.visit_id != visit.id:
        raise NotFound
    return found


def count_set_aside(session: Session, visit: Visit) -> int:
    """Notes that wait to be accepted or refused."""
    return session.exec(
        select(func.count())
        .select_from(Quarantine)
        .where(Quarantine.visit_id == visit.id, col(Quarantine.settled_at).is_(None))
    ).one()


def joined_lately(rows: Sequence[TabletRow]) -> list[TabletRow]:
    return [row for row in rows if row.has_just_joined]
