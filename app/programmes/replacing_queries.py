"""What hangs on a city's part in a pair, and so on its being replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import is_office
from app.models import (
    Deadline,
    Membership,
    Pair,
    PairCity,
    Person,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.values import VisitStatus


@dataclass(frozen=True)
class Consequences:
    """What follows from a replacement: who loses sight of the pair, what passes over,
    and what somebody has to look at themself."""

    leaving: Sequence[Person]
    places: Sequence[TeamMember]
    steps: Sequence[Deadline]
    visits: Sequence[Visit]
    left: Sequence[Visit]
    past: Sequence[Visit]


def consequences(session: Session, pair: Pair, part: PairCity) -> Consequences:
    leaving = only_of(session, pair, part)
    hosted = hosted_by(session, pair, part.city_id)
    ahead = (VisitStatus.PLANNING, VisitStatus.CONFIRMED, VisitStatus.UNDER_WAY)
    free = [one for one in hosted if is_free(session, one)]
    return Consequences(
        leaving,
        places_of(session, pair, leaving),
        steps_of(session, pair, [person.id for person in leaving]),
        free,
        [one for one in hosted if one.status in ahead and one not in free],
        [one for one in hosted if one.status not in ahead],
    )


def only_of(session: Session, pair: Pair, part: PairCity) -> list[Person]:
    """Its officers who have no other city of the pair."""
    others = cities_today(session, pair) - {part.city_id}
    staying = {one.id for city in others for one in officers_of(session, city)}
    found = officers_of(session, part.city_id)
    return [person for person in found if person.id not in staying]


def places_of(
    session: Session, pair: Pair, people: Sequence[Person]
) -> Sequence[TeamMember]:
    """Where these are on teams of the pair's visits, for their city."""
    return session.exec(
        select(TeamMember)
        .join(Visit, col(Visit.id) == col(TeamMember.visit_id))
        .where(
            Visit.pair_id == pair.id,
            col(TeamMember.person_id).in_([person.id for person in people]),
            col(TeamMember.removed_at).is_(None),
        )
        .order_by(col(TeamMember.id))
    ).all()


def is_free(session: Session, visit: Visit) -> bool:
    """Still being planned and without anybody to meet: whom one city asked, and how to
    reach them, is not for another."""
    asked = select(Stakeholder.id).where(
        Stakeholder.visit_id == visit.id, col(Stakeholder.removed_at).is_(None)
    )
    planned = visit.status is VisitStatus.PLANNING
    return planned and session.exec(asked).first() is None


def officers_of(session: Session, city_id: UUID) -> list[Person]:
    rows = session.exec(
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            Membership.city_id == city_id,
            col(Membership.removed_at).is_(None),
            col(Person.disabled_at).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
    ).all()
    return [person for held, person in rows if is_office(held)]


def only_officer(session: Session, city_id: UUID) -> UUID | None:
    """Where there are several, nobody is chosen for them."""
    found = {person.id for person in officers_of(session, city_id)}
    return found.pop() if len(found) == 1 else None


def steps_of(session: Session, pair: Pair, owners: list[UUID]) -> Sequence[Deadline]:
    """Open steps of the pair that these see to."""
    return session.exec(
        select(Deadline)
        .where(
            Deadline.pair_id == pair.id,
            col(Deadline.owner_id).in_(owners),
            col(Deadline.done_on).is_(None),
            col(Deadline.removed_at).is_(None),
        )
        .order_by(col(Deadline.due_on), col(Deadline.id))
    ).all()


def open_steps(session: Session, pair: Pair) -> Sequence[Deadline]:
    asked = select(Deadline).where(
        Deadline.pair_id == pair.id,
        col(Deadline.done_on).is_(None),
        col(Deadline.removed_at).is_(None),
    )
    return session.exec(asked).all()


def hosted_by(session: Session, pair: Pair, city_id: UUID) -> Sequence[Visit]:
    asked = select(Visit).where(
        Visit.pair_id == pair.id,
        Visit.host_city_id == city_id,
        col(Visit.removed_at).is_(None),
    )
    return session.exec(asked.order_by(col(Visit.round), col(Visit.id))).all()


def cities_today(session: Session, pair: Pair) -> set[UUID]:
    asked = select(PairCity.city_id).where(
        PairCity.pair_id == pair.id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    return set(session.exec(asked).all())
