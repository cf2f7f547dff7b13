"""Who may see and do what (docs/access.md). Roles are compared here and nowhere else.

What somebody may is the union of their roles, except that **deny wins**: whoever belongs
to a visit's host city never sees its raw evidence, whatever else they are.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import false, or_, true
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotFound
from app.models import (
    City,
    Membership,
    Pair,
    PairCity,
    Person,
    Programme,
    TeamMember,
    Visit,
)
from app.values import Part, Role, TeamPart

Ids = frozenset[UUID]
NONE: Ids = frozenset()


@dataclass(frozen=True)
class Actor:
    """Everything about the reader that access depends on, loaded once per request.

    `pairs` are those of the reader's cities (part as of today), `learning` the ones in
    which a city of theirs learns, `associated` those whose cities their association
    accompanies, `teams` visit → own team member.
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

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None


NOBODY = Actor()


def load_actor(session: Session, person: Person, today: date) -> Actor:
    """Four queries at most, whatever somebody's roles."""
    held = session.exec(
        select(Membership).where(
            Membership.person_id == person.id, col(Membership.removed_at).is_(None)
        )
    ).all()
    cities = frozenset(m.city_id for m in held if m.city_id and m.role == Role.OFFICER)
    organisations = frozenset(m.organisation_id for m in held if m.organisation_id)
    parts = _parts(session, cities, organisations, today)
    teams = session.exec(
        select(TeamMember.visit_id, TeamMember.id, TeamMember.part, Visit.pair_id)
        .join(Visit, col(Visit.id) == TeamMember.visit_id)
        .where(
            TeamMember.person_id == person.id,
            col(TeamMember.removed_at).is_(None),
            col(Visit.removed_at).is_(None),
        )
    ).all()
    return Actor(
        person_id=person.id,
        name=person.name,
        language=person.language,
        coordinated=_programmes(held, Role.COORDINATOR),
        facilitated=_programmes(held, Role.FACILITATOR),
        facilitated_pairs=frozenset(
            m.pair_id for m in held if m.role == Role.FACILITATOR and m.pair_id
        ),
        cities=cities,
        pairs=frozenset(pair for pair, city, _, _ in parts if city in cities),
        learning=frozenset(
            pair
            for pair, city, part, _ in parts
            if city in cities and part in (Part.MENTEE, Part.EQUAL)
        ),
        associated=frozenset(pair for pair, _, _, o in parts if o in organisations),
        organisations=organisations,
        teams={visit: member for visit, member, _, _ in teams},
        team_pairs=frozenset(pair for _, _, _, pair in teams),
        led=frozenset(visit for visit, _, part, _ in teams if part == TeamPart.LEAD),
    )


def _programmes(held: "list[Membership] | object", role: Role) -> Ids:
    return frozenset(
        m.programme_id
        for m in held  # type: ignore[attr-defined]
        if m.role == role and m.programme_id and not m.pair_id
    )


def _parts(
    session: Session, cities: Ids, organisations: Ids, today: date
) -> list[tuple[UUID, UUID, Part, UUID | None]]:
    """(pair, city, part, its association) where one of ours takes part today."""
    if not cities and not organisations:
        return []
    rows = session.exec(
        select(PairCity.pair_id, PairCity.city_id, PairCity.part, City.organisation_id)
        .join(City, col(City.id) == PairCity.city_id)
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
    return [(pair, city, part, org) for pair, city, part, org in rows]


# What somebody can see at all: every query starts from one of these.


def visible_programmes(actor: Actor) -> SelectOfScalar[Programme]:
    through_pairs = select(Pair.programme_id).where(_pair_is_visible(actor))
    return select(Programme).where(
        or_(
            col(Programme.id).in_(actor.coordinated | actor.facilitated),
            col(Programme.id).in_(through_pairs),
        )
    )


def visible_pairs(actor: Actor) -> SelectOfScalar[Pair]:
    return select(Pair).where(_pair_is_visible(actor), col(Pair.removed_at).is_(None))


def _pair_is_visible(actor: Actor):  # type: ignore[no-untyped-def]
    if not actor.signed_in:
        return false()
    return or_(
        col(Pair.programme_id).in_(actor.coordinated | actor.facilitated),
        col(Pair.id).in_(
            actor.pairs
            | actor.associated
            | actor.facilitated_pairs
            | actor.team_pairs
        ),
    )


def visible_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """Through the pair, except for team members: they see the visits they are part of."""
    if not actor.signed_in:
        return select(Visit).where(false())
    return select(Visit).where(
        col(Visit.removed_at).is_(None),
        or_(
            col(Visit.programme_id).in_(actor.coordinated | actor.facilitated),
            col(Visit.pair_id).in_(
                actor.pairs | actor.associated | actor.facilitated_pairs
            ),
            col(Visit.id).in_(list(actor.teams)),
        ),
    )


def raw_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """The visits whose raw evidence this person may read; deny wins."""
    return visible_visits(actor).where(
        or_(col(Visit.host_city_id).is_(None), col(Visit.host_city_id).not_in(actor.cities))
        if actor.cities
        else true(),
        or_(
            col(Visit.id).in_(list(actor.teams)),
            col(Visit.programme_id).in_(actor.facilitated),
            col(Visit.pair_id).in_(actor.facilitated_pairs),
        ),
    )


def programme_for(session: Session, actor: Actor, slug: str) -> Programme:
    found = session.exec(visible_programmes(actor).where(Programme.slug == slug)).first()
    if found is None:
        raise NotFound
    return found


def pair_for(session: Session, actor: Actor, pair_id: UUID) -> Pair:
    found = session.exec(visible_pairs(actor).where(Pair.id == pair_id)).first()
    if found is None:
        raise NotFound
    return found


def visit_for(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    found = session.exec(visible_visits(actor).where(Visit.id == visit_id)).first()
    if found is None:
        raise NotFound
    return found


# Standing: in what capacity somebody meets a programme, a pair, a visit.


def coordinates(actor: Actor, programme_id: UUID | None) -> bool:
    return programme_id in actor.coordinated


def facilitates(actor: Actor, visit: Visit) -> bool:
    return (
        visit.programme_id in actor.facilitated
        or visit.pair_id in actor.facilitated_pairs
    )


def is_host(actor: Actor, visit: Visit) -> bool:
    return visit.host_city_id is not None and visit.host_city_id in actor.cities


def is_on_team(actor: Actor, visit: Visit) -> bool:
    return visit.id in actor.teams


def is_officer(actor: Actor, visit: Visit) -> bool:
    return visit.pair_id in actor.pairs


def is_visiting_officer(actor: Actor, visit: Visit) -> bool:
    """An officer of the pair whose city does not host this visit."""
    return is_officer(actor, visit) and not is_host(actor, visit)


def accompanies(actor: Actor, visit: Visit) -> bool:
    return visit.pair_id in actor.associated


# Benchmarks


def may_comment_benchmark(actor: Actor) -> bool:
    return bool(
        actor.teams
        or actor.organisations
        or actor.facilitated
        or actor.facilitated_pairs
        or actor.coordinated
    )


def may_read_comments(actor: Actor) -> bool:
    return bool(actor.facilitated or actor.facilitated_pairs or actor.coordinated)


# Programmes and pairs


def may_read_readiness(actor: Actor, pair: Pair) -> bool:
    return (
        coordinates(actor, pair.programme_id)
        or pair.programme_id in actor.facilitated
        or pair.id in actor.facilitated_pairs | actor.pairs | actor.associated
    )


def may_write_readiness(actor: Actor, pair: Pair) -> bool:
    return pair.id in actor.pairs


def may_plan(actor: Actor, pair: Pair) -> bool:
    """Steps, dates and visits of a pair."""
    return (
        coordinates(actor, pair.programme_id)
        or pair.programme_id in actor.facilitated
        or pair.id in actor.facilitated_pairs | actor.pairs
    )


def may_read_actions(actor: Actor, pair: Pair) -> bool:
    return may_read_readiness(actor, pair) or pair.id in actor.team_pairs


def may_write_actions(actor: Actor, pair: Pair) -> bool:
    """The plan of action is the learning city's."""
    return pair.id in actor.learning


def may_comment_actions(actor: Actor, pair: Pair) -> bool:
    return (
        may_write_actions(actor, pair)
        or pair.programme_id in actor.facilitated
        or pair.id in actor.facilitated_pairs
    )


# A visit's plan


def may_edit_agenda(actor: Actor, visit: Visit) -> bool:
    return (
        coordinates(actor, visit.programme_id)
        or facilitates(actor, visit)
        or is_officer(actor, visit)
    )


def may_see_contacts(actor: Actor, visit: Visit) -> bool:
    return facilitates(actor, visit) or is_officer(actor, visit)


def may_see_whole_team(actor: Actor, visit: Visit) -> bool:
    """Names and preparation; the host city has shown names only, associations counts."""
    if is_host(actor, visit):
        return False
    return (
        coordinates(actor, visit.programme_id)
        or facilitates(actor, visit)
        or is_officer(actor, visit)
        or is_on_team(actor, visit)
    )


def may_see_shown_names(actor: Actor, visit: Visit) -> bool:
    return may_see_whole_team(actor, visit) or is_host(actor, visit)


def may_edit_team(actor: Actor, visit: Visit) -> bool:
    if is_host(actor, visit):
        return False
    return (
        coordinates(actor, visit.programme_id)
        or facilitates(actor, visit)
        or is_visiting_officer(actor, visit)
        or visit.id in actor.led
    )


def may_see_pay(actor: Actor, visit: Visit, member: TeamMember) -> bool:
    """The person, and the payer: the officers of the visiting city."""
    return (
        member.person_id is not None and member.person_id == actor.person_id
    ) or is_visiting_officer(actor, visit)


# What a visit hears


def may_read_raw(actor: Actor, visit: Visit) -> bool:
    """Raw evidence, consents, debrief, desk review: the team and its facilitator."""
    if is_host(actor, visit):
        return False
    return is_on_team(actor, visit) or facilitates(actor, visit)


def may_record(actor: Actor, visit: Visit) -> bool:
    return may_read_raw(actor, visit)


def may_correct(actor: Actor, visit: Visit, author_id: UUID | None) -> bool:
    """The author, the lead and the facilitator change a note; others read it."""
    if not may_record(actor, visit):
        return False
    own = actor.teams.get(visit.id)
    return (
        (own is not None and own == author_id)
        or visit.id in actor.led
        or facilitates(actor, visit)
    )


def may_see_found_counts(actor: Actor, visit: Visit) -> bool:
    """Pieces of evidence per factor, without their text."""
    return may_read_raw(actor, visit) or (
        coordinates(actor, visit.programme_id) and not is_host(actor, visit)
    )


def may_debrief(actor: Actor, visit: Visit) -> bool:
    return may_read_raw(actor, visit)


def may_read_draft_findings(actor: Actor, visit: Visit) -> bool:
    if is_host(actor, visit):
        return False
    return (
        may_read_raw(actor, visit)
        or coordinates(actor, visit.programme_id)
        or is_visiting_officer(actor, visit)
    )


def may_write_findings(actor: Actor, visit: Visit) -> bool:
    return may_read_raw(actor, visit)


def may_reply(actor: Actor, visit: Visit) -> bool:
    return is_host(actor, visit)


def may_read_take_home(actor: Actor, visit: Visit) -> bool:
    """What a study visit takes home belongs to those who came to learn."""
    return may_read_draft_findings(actor, visit)


def may_write_take_home(actor: Actor, visit: Visit) -> bool:
    return may_read_raw(actor, visit)
