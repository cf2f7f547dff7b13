"""The visiting team, and who could be named to it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, and_, col, or_, select

from app.access import Actor, may_edit_team
from app.errors import NotFound, NotPermitted
from app.models import Membership, PairCity, Person, TeamMember, Visit


def team_of(session: Session, visit: Visit) -> Sequence[TeamMember]:
    """In the order they were named, each with their account where they have one."""
    return session.exec(
        select(TeamMember)
        .where(TeamMember.visit_id == visit.id, col(TeamMember.removed_at).is_(None))
        .order_by(col(TeamMember.position), col(TeamMember.id))
        .options(joinedload(TeamMember.person))  # type: ignore[arg-type]
    ).all()


def member_for(
    session: Session,
    actor: Actor,
    visit: Visit,
    member_id: UUID,
    *,
    removed: bool = False,
) -> TeamMember:
    """For who edits the team; also one taken off it, if `removed`."""
    if not may_edit_team(actor, visit):
        raise NotPermitted
    found = session.exec(
        select(TeamMember)
        .where(TeamMember.id == member_id, TeamMember.visit_id == visit.id)
        .options(joinedload(TeamMember.person))  # type: ignore[arg-type]
    ).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found


def names_on(
    session: Session, visit: Visit, people: Collection[UUID]
) -> dict[UUID, str]:
    """How each person is named on this visit: members as shown, others by name."""
    on_team = and_(
        col(TeamMember.person_id) == Person.id, col(TeamMember.visit_id) == visit.id
    )
    rows = session.exec(
        select(Person.id, Person.name, TeamMember.shown_name)
        .join(TeamMember, on_team, isouter=True)
        .where(col(Person.id).in_(people))
    ).all()
    return {person: shown or name for person, name, shown in rows}


def people_to_name(session: Session, actor: Actor, visit: Visit) -> Sequence[Person]:
    """People with an account who take part in the pair; nobody of the host city.

    Whoever goes on a visit to the reader's own city goes by the name they chose: their
    account is not offered to that city for another visit.
    """
    officers_of_host = select(Membership.person_id).where(
        col(Membership.city_id).in_([visit.host_city_id]),
        col(Membership.removed_at).is_(None),
    )
    on_teams = (
        select(TeamMember.person_id)
        .join(Visit, col(Visit.id) == TeamMember.visit_id)
        .where(
            Visit.pair_id == visit.pair_id,
            col(TeamMember.person_id).is_not(None),
            col(TeamMember.removed_at).is_(None),
            col(Visit.removed_at).is_(None),
            or_(
                col(Visit.host_city_id).is_(None),
                col(Visit.host_city_id).not_in(actor.cities),
            ),
        )
    )
    return session.exec(
        select(Person)
        .where(
            or_(col(Person.id).in_(_with_a_role(visit)), col(Person.id).in_(on_teams)),
            col(Person.id).not_in(officers_of_host),
            col(Person.disabled_at).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
    ).all()


def _with_a_role(visit: Visit):  # type: ignore[no-untyped-def]
    """Officers of the pair's cities, facilitation and coordination."""
    cities = select(PairCity.city_id).where(
        PairCity.pair_id == visit.pair_id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    in_programme = and_(
        col(Membership.programme_id) == visit.programme_id,
        col(Membership.city_id).is_(None),
        col(Membership.organisation_id).is_(None),
        or_(
            col(Membership.pair_id).is_(None),
            col(Membership.pair_id) == visit.pair_id,
        ),
    )
    return select(Membership.person_id).where(
        col(Membership.removed_at).is_(None),
        or_(col(Membership.city_id).in_(cities), in_programme),
    )


def person_is_known(session: Session, person_id: UUID) -> bool:
    query = select(Person.id).where(
        Person.id == person_id, col(Person.disabled_at).is_(None)
    )
    return session.exec(query).first() is not None


def named_already(
    session: Session, visit: Visit, person_id: UUID, except_id: UUID | None
) -> bool:
    rows = session.exec(
        select(TeamMember.id).where(
            TeamMember.visit_id == visit.id,
            TeamMember.person_id == person_id,
            col(TeamMember.removed_at).is_(None),
        )
    ).all()
    return any(own_id != except_id for own_id in rows)
