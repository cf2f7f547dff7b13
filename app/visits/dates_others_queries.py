"""Other visits of the programme on days that are proposed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from app.access import Actor, visible_visits
from app.models import PairCity, TeamMember, Visit, VisitDay
from app.programmes.names import visit_of_pair
from app.values import VisitStatus
from app.visits.queries import WITH_HEAD


@dataclass(frozen=True)
class Other:
    """A visit of one of the same cities, or with one of the same people. `name` is empty
    for whom it is none of theirs to see."""

    id: UUID
    name: str


def others_on(
    session: Session, actor: Actor, visit: Visit, days: Collection[date]
) -> dict[date, list[Other]]:
    """By day; three queries, and none without days."""
    if not days:
        return {}
    rows = session.exec(
        select(col(VisitDay.day_on), col(VisitDay.visit_id))
        .join(Visit, col(Visit.id) == VisitDay.visit_id)
        .where(
            Visit.programme_id == visit.programme_id,
            Visit.id != visit.id,
            Visit.status != VisitStatus.CANCELLED,
            col(Visit.removed_at).is_(None),
            col(VisitDay.removed_at).is_(None),
            col(VisitDay.day_on).in_(days),
            or_(_same_city(visit), _same_people(visit)),
        )
        .order_by(col(VisitDay.day_on))
    ).all()
    names = _names(session, actor, {id_ for _on, id_ in rows})
    found: dict[date, list[Other]] = {}
    for on, id_ in rows:
        found.setdefault(on, []).append(Other(id_, names.get(id_, "")))
    return found


def _same_city(visit: Visit) -> ColumnElement[bool]:
    ours = select(PairCity.city_id).where(
        PairCity.pair_id == visit.pair_id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    theirs = select(PairCity.pair_id).where(
        col(PairCity.city_id).in_(ours),
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    return or_(col(Visit.pair_id).in_(theirs), col(Visit.host_city_id).in_(ours))


def _same_people(visit: Visit) -> ColumnElement[bool]:
    ours = select(TeamMember.person_id).where(
        TeamMember.visit_id == visit.id,
        col(TeamMember.removed_at).is_(None),
        col(TeamMember.person_id).is_not(None),
    )
    theirs = select(TeamMember.visit_id).where(
        col(TeamMember.person_id).in_(ours), col(TeamMember.removed_at).is_(None)
    )
    return col(Visit.id).in_(theirs)


def _names(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those this person may see."""
    if not ids:
        return {}
    seen = session.exec(
        visible_visits(actor).where(col(Visit.id).in_(ids)).options(*WITH_HEAD)
    ).all()
    return {one.id: visit_of_pair(one) for one in seen}
