"""Who may sit at a visit's tablets, and who does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.access import Actor
from app.errors import NotFound
from app.models import FieldRules, Membership, OpenSeat, Person, Seat, TeamMember, Visit
from app.people.tablet_rules import IDLE_MINUTES, is_idle


def _may_sit(visit: Visit) -> SelectOfScalar[TeamMember]:
    """The team without anybody of the host city and without disabled accounts."""
    of_host = exists().where(
        col(Membership.person_id) == col(TeamMember.person_id),
        col(Membership.city_id) == visit.host_city_id,
        col(Membership.removed_at).is_(None),
    )
    return (
        select(TeamMember)
        .outerjoin(Person, col(Person.id) == col(TeamMember.person_id))
        .where(
            TeamMember.visit_id == visit.id,
            col(TeamMember.removed_at).is_(None),
            or_(col(Person.id).is_(None), col(Person.disabled_at).is_(None)),
            ~of_host,
        )
        .order_by(col(TeamMember.position), col(TeamMember.id))
    )


def members_seated(session: Session, visit: Visit) -> Sequence[TeamMember]:
    """In the order they were named."""
    return session.exec(_may_sit(visit)).all()


def may_sit(session: Session, visit: Visit, member_id: UUID) -> TeamMember | None:
    return session.exec(_may_sit(visit).where(TeamMember.id == member_id)).first()


def member_to_seat(session: Session, visit: Visit, member_id: UUID) -> TeamMember:
    """Raises `NotFound`."""
    found = may_sit(session, visit, member_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class CardRow:
    """`tablets` are the numbers of those on which the seat is open now."""

    member: TeamMember
    card_made_at: datetime | None


def cards_of(session: Session, visit: Visit) -> list[CardRow]:
    made = dict(
        session.exec(
            select(Seat.member_id, Seat.card_made_at).where(Seat.visit_id == visit.id)
        ).all()
    )
    return [CardRow(one, made.get(one.id)) for one in members_seated(session, visit)]


def rules_of(session: Session, visit: Visit) -> FieldRules:
    """As they stand, or the defaults, unsaved."""
    found = session.exec(
        select(FieldRules).where(FieldRules.visit_id == visit.id)
    ).first()
    return found or FieldRules(visit_id=visit.id, idle_minutes=IDLE_MINUTES, revision=0)


def names_seated(session: Session, visit: Visit, at: datetime) -> dict[UUID, str]:
    """Tablet → the shown name of whose seat is open on it."""
    minutes = rules_of(session, visit).idle_minutes
    rows = session.exec(
        select(OpenSeat, TeamMember.shown_name)
        .join(Seat, col(Seat.id) == col(OpenSeat.seat_id))
        .join(TeamMember, col(TeamMember.id) == col(Seat.member_id))
        .where(
            OpenSeat.visit_id == visit.id,
            col(OpenSeat.ended_at).is_(None),
            col(OpenSeat.expires_at) > at,
        )
    ).all()
    return {
        seat.tablet_id: name
        for seat, name in rows
        if not is_idle(seat.last_used_at, minutes, at)
    }


def sat_here(session: Session, tablet_id: UUID, member_id: UUID) -> bool:
    """Whether this member's seat was ever open on this tablet: so it may send for them."""
    found = session.exec(
        select(OpenSeat.id)
        .join(Seat, col(Seat.id) == col(OpenSeat.seat_id))
        .where(OpenSeat.tablet_id == tablet_id, Seat.member_id == member_id)
        .limit(1)
    ).first()
    return found is not None


def sat_last(
    session: Session, actor: Actor, open_seat_id: UUID | None
) -> TeamMember | None:
    """Who sat here when a form was shown; the seat may have been locked since."""
    return session.exec(
        select(TeamMember)
        .join(Seat, col(Seat.member_id) == col(TeamMember.id))
        .join(OpenSeat, col(OpenSeat.seat_id) == col(Seat.id))
        .where(OpenSeat.id == open_seat_id, OpenSeat.tablet_id == actor.tablet_id)
    ).first()
