"""The steps of one visit, who sees to them, and who could."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import case, func
from sqlmodel import Session, and_, col, or_, select

from app.access import is_facilitation
from app.models import (
    Deadline,
    Membership,
    Pair,
    PairCity,
    Person,
    TeamMember,
    Visit,
    VisitDay,
)
from app.programmes.preparing_rules import Side, to_move
from app.programmes.rules import in_cycle_order
from app.values import Part, Step


def steps_of(
    session: Session, visit: Visit, *, with_members: bool = False
) -> list[tuple[Deadline, str]]:
    """In the order of the cycle, each with who sees to it: members as they are shown, or
    not at all."""
    own_name = func.coalesce(Person.name, "")
    name = case((col(TeamMember.id).is_(None), own_name), else_=TeamMember.shown_name if with_members else "")  # fmt: skip
    on_team = and_(
        col(TeamMember.person_id) == col(Person.id),
        col(TeamMember.visit_id) == visit.id,
    )
    rows = session.exec(
        select(Deadline, name)
        .join(Person, col(Person.id) == Deadline.owner_id, isouter=True)
        .join(TeamMember, on_team, isouter=True)
        .where(Deadline.visit_id == visit.id, col(Deadline.removed_at).is_(None))
    ).all()
    owners = {deadline.id: str(owner) for deadline, owner in rows}
    ordered = in_cycle_order([deadline for deadline, _owner in rows])
    return [(deadline, owners[deadline.id]) for deadline in ordered]


def steps_taken_out(session: Session, visit: Visit) -> set[Step]:
    """Somebody took them out of this visit: they are not proposed again."""
    rows = session.exec(
        select(Deadline.step).where(
            Deadline.visit_id == visit.id, col(Deadline.removed_at).is_not(None)
        )
    ).all()
    return {Step(row) for row in rows}


def first_day(session: Session, visit: Visit) -> date | None:
    """Read anew: a day may just have been moved."""
    return session.exec(
        select(col(VisitDay.day_on))
        .where(VisitDay.visit_id == visit.id, col(VisitDay.removed_at).is_(None))
        .order_by(col(VisitDay.day_on))
        .limit(1)
    ).first()


def moves_waiting(session: Session, visit: Visit) -> list[tuple[Deadline, date]]:
    """Steps that the visit has left behind, each with its new date."""
    steps = [deadline for deadline, _owner in steps_of(session, visit)]
    return to_move(first_day(session, visit), steps)


def latest_follow_up(session: Session, pair: Pair) -> date | None:
    """The last open follow-up of the pair's steps."""
    return session.exec(
        select(func.max(Deadline.due_on)).where(
            Deadline.pair_id == pair.id,
            Deadline.step == Step.FOLLOW_UP,
            col(Deadline.done_on).is_(None),
            col(Deadline.removed_at).is_(None),
        )
    ).one()


def who_could(session: Session, pair: Pair, visit: Visit) -> dict[Side, UUID]:
    """For each side whoever has been there longest; a side without people is absent."""
    sides: dict[Side, list[UUID]] = defaultdict(list)
    for membership in _held(session, pair):
        for side in _sides_of(membership, pair, visit):
            sides[side].append(membership.person_id)
    return {side: people[0] for side, people in sides.items()}


def _held(session: Session, pair: Pair) -> Sequence[Membership]:
    """Of the officers of the pair's cities of today and of whoever works in the
    programme, the longest there first."""
    cities = [one.city_id for one in _parts(pair)]
    in_programme = and_(
        col(Membership.programme_id) == pair.programme_id,
        col(Membership.city_id).is_(None),
        col(Membership.organisation_id).is_(None),
        or_(col(Membership.pair_id).is_(None), col(Membership.pair_id) == pair.id),
    )
    return session.exec(
        select(Membership)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            col(Membership.removed_at).is_(None),
            col(Person.disabled_at).is_(None),
            or_(col(Membership.city_id).in_(cities), in_programme),
        )
        .order_by(col(Membership.created_at), col(Person.name))
    ).all()


def _parts(pair: Pair) -> list[PairCity]:
    return [one for one in pair.cities if not one.former and not one.removed_at]


def _sides_of(held: Membership, pair: Pair, visit: Visit) -> list[Side]:
    if held.city_id is None:
        return [Side.FACILITATION] if is_facilitation(held) else []
    part = next((one.part for one in _parts(pair) if one.city_id == held.city_id), None)
    own = held.city_id == visit.host_city_id
    sides = [Side.HOST if own else Side.VISITORS]
    return [*sides, Side.LEARNING] if part in (Part.MENTEE, Part.EQUAL) else sides
