"""Giving and taking roles: who may, and when a programme would be left without anybody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.access_actor import Actor
from app.access_predicates import may_edit_team
from app.access_standing import coordinates
from app.models import InvitedRole, Membership, Pair, PairCity, Person, Visit
from app.values import Role, TeamPart


@dataclass(frozen=True)
class Grant:
    """One role as it can be given; `role` is null for a place on a visit's team."""

    programme_id: UUID
    role: Role | None = None
    pair_id: UUID | None = None
    city_id: UUID | None = None
    organisation_id: UUID | None = None
    visit_id: UUID | None = None
    part: TeamPart | None = None

    @property
    def place(self) -> tuple[object, ...]:
        """Two grants of one place are one, whatever the part in a team."""
        where = (self.pair_id, self.city_id, self.organisation_id, self.visit_id)
        return (self.programme_id, self.role, *where)


def coordination(programme_id: UUID) -> Grant:
    return Grant(programme_id, Role.COORDINATOR)


def facilitation(programme_id: UUID, pair_id: UUID | None = None) -> Grant:
    return Grant(programme_id, Role.FACILITATOR, pair_id=pair_id)


def office(programme_id: UUID, city_id: UUID) -> Grant:
    return Grant(programme_id, Role.OFFICER, city_id=city_id)


def association(programme_id: UUID, organisation_id: UUID) -> Grant:
    return Grant(programme_id, Role.ASSOCIATION, organisation_id=organisation_id)


def team_place(visit: Visit, part: TeamPart) -> Grant:
    assert visit.programme_id
    return Grant(visit.programme_id, visit_id=visit.id, part=part)


def granted(held: Membership | InvitedRole) -> Grant:
    """What a membership gives, or an invitation would."""
    assert held.programme_id
    invited = isinstance(held, InvitedRole)
    return Grant(
        held.programme_id,
        held.role,
        held.pair_id,
        held.city_id,
        held.organisation_id,
        held.visit_id if invited else None,  # type: ignore[union-attr]
        held.part if invited else None,  # type: ignore[union-attr]
    )


def is_coordination(held: Membership) -> bool:
    return held.role == Role.COORDINATOR


def is_facilitation(held: Membership) -> bool:
    return held.role == Role.FACILITATOR


def is_office(held: Membership) -> bool:
    return held.role == Role.OFFICER


def may_see_people(actor: Actor) -> bool:
    """The people of the programmes one coordinates."""
    return bool(actor.coordinated)


def may_invite(actor: Actor, programme_id: UUID | None, visit: Visit | None) -> bool:
    """A coordinator, to anything of the programme; others to a team that they name."""
    if visit is not None and visit.programme_id != programme_id:
        return False
    return coordinates(actor, programme_id) or (
        visit is not None and may_edit_team(actor, visit)
    )


def may_give(actor: Actor, grant: Grant, visit: Visit | None = None) -> bool:
    """`visit` is the one a place on a team belongs to; deny wins there as well."""
    if grant.visit_id is not None:
        ours = visit is not None and visit.id == grant.visit_id
        return ours and may_edit_team(actor, visit)  # type: ignore[arg-type]
    return coordinates(actor, grant.programme_id)


def may_replace_city(actor: Actor, pair: Pair) -> bool:
    return coordinates(actor, pair.programme_id)


def may_disable(actor: Actor, person_id: UUID, programmes: set[UUID | None]) -> bool:
    """Somebody else, whose roles all lie in programmes that this person coordinates."""
    is_another = person_id != actor.person_id
    return is_another and may_see_people(actor) and programmes <= actor.coordinated


def planners_of(visit: Visit, today: date) -> SelectOfScalar[Person]:
    """The facilitators and officers who prepare a visit and have an account that is open."""
    taking_part = select(PairCity.city_id).where(
        col(PairCity.pair_id) == visit.pair_id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
        or_(col(PairCity.until_on).is_(None), col(PairCity.until_on) >= today),
    )
    of_all = and_(
        col(Membership.programme_id) == visit.programme_id,
        col(Membership.pair_id).is_(None),
    )
    facilitating = and_(
        col(Membership.role) == Role.FACILITATOR,
        or_(of_all, col(Membership.pair_id) == visit.pair_id),
    )
    in_office = and_(
        col(Membership.role) == Role.OFFICER, col(Membership.city_id).in_(taking_part)
    )
    held = select(Membership.person_id).where(
        or_(facilitating, in_office), col(Membership.removed_at).is_(None)
    )
    return select(Person).where(
        col(Person.id).in_(held),
        col(Person.disabled_at).is_(None),
        col(Person.erased_at).is_(None),
    )
