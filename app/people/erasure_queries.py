"""Before an erasure: whom it concerns, what goes, and what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.access import Actor, may_know_person, only_coordinator_of
from app.errors import NotFound
from app.models import (
    ApiToken,
    Evidence,
    Membership,
    Passkey,
    Person,
    Programme,
    TeamMember,
)


@dataclass(frozen=True)
class Extent:
    """Numbers of what goes; `alone` are programmes that nobody else coordinates."""

    roles: int
    teams: int
    passkeys: int
    tokens: int
    has_noted: bool
    alone: Sequence[Programme]


def extent_of(session: Session, person_id: UUID) -> Extent:
    def rows(table: type[Membership | TeamMember | Passkey | ApiToken]) -> int:
        counted = select(func.count()).where(table.person_id == person_id)
        return session.exec(counted).one()

    alone = only_coordinator_of(session, person_id)
    programmes = select(Programme).where(col(Programme.id).in_(alone))
    return Extent(
        roles=len(live_roles(session, person_id)),
        teams=rows(TeamMember),
        passkeys=rows(Passkey),
        tokens=rows(ApiToken),
        has_noted=has_noted(session, person_id),
        alone=session.exec(programmes).all(),
    )


def live_roles(session: Session, person_id: UUID) -> Sequence[UUID | None]:
    return session.exec(
        select(Membership.programme_id).where(
            Membership.person_id == person_id, col(Membership.removed_at).is_(None)
        )
    ).all()


def has_noted(session: Session, person_id: UUID) -> bool:
    noted = (
        select(Evidence.id)
        .join(TeamMember, col(TeamMember.id) == col(Evidence.author_id))
        .where(TeamMember.person_id == person_id)
    )
    return session.exec(noted.limit(1)).first() is not None


def programmes_of(session: Session, person_id: UUID) -> frozenset[UUID]:
    """In which somebody takes part today."""
    teams = session.exec(
        select(TeamMember.programme_id).where(
            TeamMember.person_id == person_id, col(TeamMember.removed_at).is_(None)
        )
    ).all()
    return frozenset(one for one in (*live_roles(session, person_id), *teams) if one)


def person_known(session: Session, actor: Actor, person_id: UUID) -> Person:
    """For who coordinates one of their programmes; nobody else is told of them."""
    person = session.get(Person, person_id)
    known = may_know_person(actor, programmes_of(session, person_id))
    if person is None or person.erased_at is not None or not known:
        raise NotFound
    return person
