"""The reader as access sees them: everything it depends on, loaded once per request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session, col

from app.models import BreakGlass, City, Membership, PairCity, Person, TeamMember, Visit
from app.values import Part, Role, TeamPart, TokenScope

Ids = frozenset[UUID]
NONE: Ids = frozenset()


@dataclass(frozen=True)
class AtTablet:
    """The shared tablet a request comes from, and whose seat is open on it.

    `ended`: ejected or expired, so it may only deposit. `member_id` is the team member
    whose seat is open, or for whom the tablet sends; null while it is locked.
    """

    id: UUID
    visit_id: UUID
    number: int
    name: str = ""
    ended: bool = False
    member_id: UUID | None = None
    open_seat_id: UUID | None = None
    shown_name: str = ""
    by_touch: bool = False
    idle_minutes: int = 5
    sent: int = 0
    sent_since: datetime | None = None


@dataclass(frozen=True)
class Actor:
    """Everything about the reader that access depends on, loaded once per request.

    `pairs` are those of the reader's cities (part as of today), `learning` the ones in
    which a city of theirs learns, `associated` those whose cities their association
    accompanies, `teams` visit → own team member. `scopes` is null except for a program
    with a token; a program has no session.
    """

    person_id: UUID | None = None
    name: str = ""
    language: str = "en"
    coordinated: Ids = NONE
    facilitated: Ids = NONE
    facilitated_pairs: Ids = NONE
    cities: Ids = NONE
    pairs: Ids = NONE
    learning: Ids = NONE
    associated: Ids = NONE
    organisations: Ids = NONE
    teams: dict[UUID, UUID] = field(default_factory=dict, hash=False)
    team_pairs: Ids = NONE
    led: Ids = NONE
    #: Cities whose part in a pair passed to a city of the reader's.
    replaced: Ids = NONE
    #: Visits whose raw evidence a coordinator has opened by break-glass, as of now.
    opened: Ids = NONE
    login_id: UUID | None = None
    signed_in_at: datetime | None = None
    asked_again_at: datetime | None = None
    scopes: frozenset[TokenScope] | None = None
    #: A shared tablet is nobody: it has no person, no team and no roles, only this.
    tablet: AtTablet | None = None

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def tablet_id(self) -> UUID | None:
        return self.tablet.id if self.tablet else None

    @property
    def seat(self) -> UUID | None:
        """The team member whose seat is open on the tablet; null where none is."""
        at = self.tablet
        return at.member_id if at and not at.ended and at.open_seat_id else None


NOBODY = Actor()

# Asked with every request, so built once: building a statement costs more than it.
HELD = select(
    col(Membership.role),
    col(Membership.programme_id),
    col(Membership.pair_id),
    col(Membership.city_id),
    col(Membership.organisation_id),
).where(
    col(Membership.person_id) == bindparam("person"),
    col(Membership.removed_at).is_(None),
)
TEAMS = (
    select(
        col(TeamMember.visit_id),
        col(TeamMember.id),
        col(TeamMember.part),
        col(Visit.pair_id),
    )
    .join(Visit, col(Visit.id) == col(TeamMember.visit_id))
    .where(
        col(TeamMember.person_id) == bindparam("person"),
        col(TeamMember.removed_at).is_(None),
        col(Visit.removed_at).is_(None),
    )
)


OPENED = select(col(BreakGlass.visit_id)).where(
    col(BreakGlass.person_id) == bindparam("person"),
    col(BreakGlass.until) > bindparam("at"),
    col(BreakGlass.ended_at).is_(None),
)


class Known(Protocol):
    """A person, or a row of one."""

    id: UUID
    name: str
    language: str


def load_actor(session: Session, person: Known, today: date) -> Actor:
    """Five queries at most, whatever somebody's roles."""
    asked = {"person": person.id}
    held = session.connection().execute(HELD, asked).all()
    cities = frozenset(m.city_id for m in held if m.city_id and m.role == Role.OFFICER)
    organisations = frozenset(m.organisation_id for m in held if m.organisation_id)
    parts = _parts(session, cities, organisations, today)
    teams = session.connection().execute(TEAMS, asked).all()
    coordinated = _programmes(held, Role.COORDINATOR)
    return Actor(
        person_id=person.id,
        name=person.name,
        language=person.language,
        coordinated=coordinated,
        opened=_opened(session, person.id) if coordinated else NONE,
        facilitated=_programmes(held, Role.FACILITATOR),
        facilitated_pairs=frozenset(
            m.pair_id for m in held if m.role == Role.FACILITATOR and m.pair_id
        ),
        cities=cities,
        pairs=frozenset(pair for pair, city, *_ in parts if city in cities),
        replaced=frozenset(r for _, city, _, _, r in parts if r and city in cities),
        learning=frozenset(
            pair
            for pair, city, part, *_ in parts
            if city in cities and part in (Part.MENTEE, Part.EQUAL)
        ),
        associated=frozenset(pair for pair, _, _, o, _ in parts if o in organisations),
        organisations=organisations,
        teams={visit: member for visit, member, _, _ in teams},
        team_pairs=frozenset(pair for _, _, _, pair in teams),
        led=frozenset(visit for visit, _, part, _ in teams if part == TeamPart.LEAD),
    )


def only_coordinator_of(session: Session, person_id: UUID) -> frozenset[UUID]:
    """The programmes that would be nobody's without this person."""
    held = session.execute(
        select(col(Membership.programme_id), col(Membership.person_id))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.role) == Role.COORDINATOR,
            col(Membership.pair_id).is_(None),
            col(Membership.removed_at).is_(None),
            col(Person.disabled_at).is_(None),
        )
    ).all()
    shared = {programme for programme, person in held if person != person_id}
    return frozenset(p for p, _person in held if p and p not in shared)


def _opened(session: Session, person_id: UUID) -> Ids:
    asked = {"person": person_id, "at": datetime.now(UTC)}
    return frozenset(session.connection().execute(OPENED, asked).scalars())


def _programmes(held: Sequence[Any], role: Role) -> Ids:
    return frozenset(
        m.programme_id
        for m in held
        if m.role == role and m.programme_id and not m.pair_id
    )


def _parts(
    session: Session, cities: Ids, organisations: Ids, today: date
) -> list[tuple[UUID, UUID, Part, UUID | None, UUID | None]]:
    """(pair, city, part, its association, the city it replaced) where one of ours takes
    part today."""
    if not cities and not organisations:
        return []
    before: Any = PairCity.__table__.alias("before")  # type: ignore[attr-defined]
    rows = session.execute(
        select(
            col(PairCity.pair_id),
            col(PairCity.city_id),
            col(PairCity.part),
            col(City.organisation_id),
            before.c.city_id,
        )
        .outerjoin(before, before.c.id == col(PairCity.replaces_id))
        .join(City, col(City.id) == col(PairCity.city_id))
        .where(
            or_(
                col(PairCity.city_id).in_(cities),
                col(City.organisation_id).in_(organisations),
            ),
            col(PairCity.removed_at).is_(None),
            col(PairCity.former).is_(False),
            or_(col(PairCity.until_on).is_(None), col(PairCity.until_on) >= today),
        )
    ).all()
    return [(pair, city, Part(part), org, old) for pair, city, part, org, old in rows]
