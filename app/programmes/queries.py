"""A pair with everything its page shows, each in a constant number of queries."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, and_, col, or_, select

from app.access import Actor, visible_pairs, visible_programmes
from app.errors import NotFound
from app.models import (
    City,
    ContextNote,
    Deadline,
    Membership,
    Pair,
    PairCity,
    Person,
    Programme,
    Readiness,
)
from app.programmes.rules import in_cycle_order
from app.values import Condition

CITIES = selectinload(Pair.cities).joinedload(PairCity.city)  # type: ignore[arg-type]


def programmes_shown(session: Session, actor: Actor) -> Sequence[Programme]:
    """Visible programmes, the ones that end last first."""
    return session.exec(
        visible_programmes(actor).order_by(
            col(Programme.ends_on).desc().nulls_last(), col(Programme.slug)
        )
    ).all()


def pair_shown(session: Session, actor: Actor, pair_id: UUID) -> Pair:
    """A pair this person may see, with its cities; raises `NotFound`."""
    found = session.exec(
        visible_pairs(actor).where(Pair.id == pair_id).options(CITIES)
    ).first()
    if found is None:
        raise NotFound
    return found


def programme_of(session: Session, pair: Pair) -> Programme:
    return session.exec(
        select(Programme).where(Programme.id == pair.programme_id)
    ).one()


def readiness_of(session: Session, pair: Pair) -> dict[Condition, Readiness]:
    rows = session.exec(
        select(Readiness).where(
            Readiness.pair_id == pair.id, col(Readiness.removed_at).is_(None)
        )
    ).all()
    return {row.condition: row for row in rows}


def context_notes_of(
    session: Session, pair: Pair
) -> Sequence[tuple[ContextNote, City | None]]:
    """Oldest first, each with the city it is about."""
    return session.exec(
        select(ContextNote, City)
        .join(City, col(City.id) == ContextNote.city_id, isouter=True)
        .where(ContextNote.pair_id == pair.id, col(ContextNote.removed_at).is_(None))
        .order_by(col(ContextNote.created_at), col(ContextNote.id))
    ).all()


def deadlines_of(session: Session, pair: Pair) -> list[tuple[Deadline, Person | None]]:
    """The pair's steps in the order of the cycle, each with who sees to it."""
    rows = session.exec(
        select(Deadline, Person)
        .join(Person, col(Person.id) == Deadline.owner_id, isouter=True)
        .where(Deadline.pair_id == pair.id, col(Deadline.removed_at).is_(None))
    ).all()
    owners = {deadline.id: person for deadline, person in rows}
    ordered = in_cycle_order([deadline for deadline, _person in rows])
    return [(deadline, owners[deadline.id]) for deadline in ordered]


def deadline_for(
    session: Session, pair: Pair, deadline_id: UUID, *, removed: bool = False
) -> Deadline:
    """A step of this pair; raises `NotFound` for any other. `removed`: one taken out."""
    gone = col(Deadline.removed_at)
    found = session.exec(
        select(Deadline).where(
            Deadline.id == deadline_id,
            Deadline.pair_id == pair.id,
            gone.is_not(None) if removed else gone.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def people_of_pair(session: Session, pair: Pair) -> Sequence[Person]:
    """Who may see to a step: the officers of its cities of today, facilitation,
    coordination."""
    cities = select(PairCity.city_id).where(
        PairCity.pair_id == pair.id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    in_programme = and_(
        col(Membership.programme_id) == pair.programme_id,
        col(Membership.city_id).is_(None),
        col(Membership.organisation_id).is_(None),
        or_(
            col(Membership.pair_id).is_(None),
            col(Membership.pair_id) == pair.id,
        ),
    )
    held = select(Membership.person_id).where(
        col(Membership.removed_at).is_(None),
        or_(col(Membership.city_id).in_(cities), in_programme),
    )
    return session.exec(
        select(Person)
        .where(col(Person.id).in_(held), col(Person.disabled_at).is_(None))
        .order_by(col(Person.name))
    ).all()


def cities_with_associations(session: Session, pair: Pair) -> dict[UUID, City]:
    """The pair's cities by id, the former ones too, each with its association."""
    ids = [part.city_id for part in pair.cities]
    found = session.exec(
        select(City).where(col(City.id).in_(ids)).options(joinedload(City.organisation))  # type: ignore[arg-type]
    ).all()
    return {city.id: city for city in found}
