"""The people of the programmes one coordinates: a list, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from app.access import Actor, Grant, granted, may_disable, visible_people
from app.errors import NotFound
from app.i18n import of
from app.models import (
    City,
    Membership,
    Pair,
    PairCity,
    Person,
    Programme,
    RecordRevision,
    TeamMember,
    Visit,
)
from app.people.forms import PeopleFilter
from app.people.role_actions import programmes_of
from app.people.role_queries import by_name, in_words, names_of, pairs_named

ROWS = 50


@dataclass(frozen=True)
class PersonRow:
    person: Person
    roles: Sequence[str]


@dataclass(frozen=True)
class HeldRole:
    """`membership` is null for a place on a team, which `address` leads to."""

    words: str
    membership: Membership | None
    address: str = ""


@dataclass(frozen=True)
class Change:
    """A role given (`taken` false) or taken; `by` is blank for a seed or an invitation."""

    at: datetime
    words: str
    taken: bool
    by: str


def person_for(session: Session, actor: Actor, person_id: UUID) -> Person:
    found = session.exec(visible_people(actor).where(Person.id == person_id)).first()
    if found is None:
        raise NotFound
    return found


def people_page(session: Session, actor: Actor, wanted: PeopleFilter) -> dict[str, Any]:
    """By name; a constant number of queries."""
    asked = visible_people(actor).where(*conditions(actor, wanted))
    ordered = asked.order_by(func.lower(Person.name), col(Person.id))
    start = (wanted.page - 1) * ROWS
    found = session.exec(ordered.offset(start).limit(ROWS + 1)).all()
    total = session.exec(select(func.count()).select_from(asked.subquery())).one()
    shown = found[:ROWS]
    held = held_by(session, actor, [one.id for one in shown])
    grants = {key: [grant for grant, _m in some] for key, some in held.items()}
    named = names_of(session, [one for some in grants.values() for one in some])
    return {
        "rows": [
            PersonRow(one, [in_words(grant, named) for grant in grants[one.id]])
            for one in shown
        ],
        "total": total,
        "number": wanted.page,
        "has_next": len(found) > ROWS,
        **places(session, actor),
    }


def conditions(actor: Actor, wanted: PeopleFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.q:
        text = wanted.q.lower()
        names = (func.lower(Person.name), func.lower(Person.email))
        found.append(or_(*(one.contains(text, autoescape=True) for one in names)))
    held, on_team = standing(actor), on_teams(actor)
    if wanted.role:
        found.append(in_role(held, on_team, wanted.role))
    if wanted.city:
        of_city = held.where(Membership.city_id == wanted.city)
        found.append(col(Person.id).in_(of_city))
    if wanted.pair:
        found.append(in_pair(held, on_team, wanted.pair))
    return found


def in_role(held: Any, on_team: Any, role: str) -> Any:
    if role == "team":
        return col(Person.id).in_(on_team)
    if role == "none":
        return and_(col(Person.id).not_in(held), col(Person.id).not_in(on_team))
    return col(Person.id).in_(held.where(Membership.role == role))


def standing(actor: Actor) -> Any:
    return select(Membership.person_id).where(
        col(Membership.programme_id).in_(actor.coordinated),
        col(Membership.removed_at).is_(None),
    )


def on_teams(actor: Actor) -> Any:
    return select(TeamMember.person_id).where(
        col(TeamMember.programme_id).in_(actor.coordinated),
        col(TeamMember.removed_at).is_(None),
        col(TeamMember.person_id).is_not(None),
    )


def in_pair(held: Any, on_team: Any, pair_id: UUID) -> Any:
    """Officers of its cities of today, its own facilitators, its visits' teams."""
    cities = select(PairCity.city_id).where(
        PairCity.pair_id == pair_id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    visits = select(Visit.id).where(Visit.pair_id == pair_id)
    by_role = held.where(
        or_(Membership.pair_id == pair_id, col(Membership.city_id).in_(cities))
    )
    by_team = on_team.where(col(TeamMember.visit_id).in_(visits))
    return or_(col(Person.id).in_(by_role), col(Person.id).in_(by_team))


def held_by(
    session: Session, actor: Actor, ids: Sequence[UUID]
) -> dict[UUID, list[tuple[Grant, Membership | None]]]:
    """What each holds now in the programmes that the reader coordinates."""
    found: dict[UUID, list[tuple[Grant, Membership | None]]] = {one: [] for one in ids}
    memberships = session.exec(
        select(Membership)
        .where(
            col(Membership.person_id).in_(ids),
            col(Membership.programme_id).in_(actor.coordinated),
            col(Membership.removed_at).is_(None),
        )
        .order_by(col(Membership.created_at), col(Membership.id))
    ).all()
    for one in memberships:
        found[one.person_id].append((granted(one), one))
    for member in members_of(session, actor, ids):
        assert member.person_id
        assert member.programme_id
        place = Grant(member.programme_id, visit_id=member.visit_id, part=member.part)
        found[member.person_id].append((place, None))
    return found


def members_of(
    session: Session, actor: Actor, ids: Sequence[UUID]
) -> Sequence[TeamMember]:
    return session.exec(
        select(TeamMember)
        .where(
            col(TeamMember.person_id).in_(ids),
            col(TeamMember.programme_id).in_(actor.coordinated),
            col(TeamMember.removed_at).is_(None),
        )
        .order_by(col(TeamMember.created_at), col(TeamMember.id))
    ).all()


def places(session: Session, actor: Actor) -> dict[str, Any]:
    """What the list can be narrowed to: (id, name)."""
    own = actor.coordinated
    cities = session.exec(
        select(City).where(
            col(City.programme_id).in_(own), col(City.removed_at).is_(None)
        )
    ).all()
    pair_ids = session.exec(
        select(Pair.id).where(
            col(Pair.programme_id).in_(own), col(Pair.removed_at).is_(None)
        )
    ).all()
    pairs = pairs_named(session, set(pair_ids))
    return {
        "cities": by_name((str(one.id), of(one.name)) for one in cities),
        "pairs": by_name((str(key), name) for key, name in pairs.items()),
    }


def person_page(session: Session, actor: Actor, person: Person) -> dict[str, Any]:
    held = held_by(session, actor, [person.id])[person.id]
    past = past_of(session, actor, person)
    grants = [grant for grant, _m in held] + [granted(one) for one in past.values()]
    named = names_of(session, grants)
    return {
        "person": person,
        "held": [
            HeldRole(
                in_words(grant, named),
                membership,
                f"/visits/{grant.visit_id}/team" if grant.visit_id else "",
            )
            for grant, membership in held
        ],
        "changes": changes_of(session, past, named),
        "programmes": coordinated(session, actor),
        "may_disable": may_disable(actor, person.id, programmes_of(session, person.id)),
        "is_self": person.id == actor.person_id,
    }


def coordinated(session: Session, actor: Actor) -> Sequence[Programme]:
    return session.exec(
        select(Programme)
        .where(col(Programme.id).in_(actor.coordinated))
        .order_by(col(Programme.slug))
    ).all()


def past_of(session: Session, actor: Actor, person: Person) -> dict[UUID, Membership]:
    """Every membership there ever was, in the programmes of the reader."""
    found = session.exec(
        select(Membership).where(
            Membership.person_id == person.id,
            col(Membership.programme_id).in_(actor.coordinated),
        )
    ).all()
    return {one.id: one for one in found}


def changes_of(
    session: Session, past: dict[UUID, Membership], named: dict[UUID, str]
) -> list[Change]:
    """Newest first."""
    rows = session.exec(
        select(RecordRevision, Person)
        .join(Person, col(Person.id) == col(RecordRevision.by), isouter=True)
        .where(
            RecordRevision.table == "membership",
            col(RecordRevision.record_id).in_(list(past)),
        )
        .order_by(col(RecordRevision.at).desc(), col(RecordRevision.revision).desc())
    ).all()
    return [
        Change(
            row.at,
            in_words(granted(past[row.record_id]), named),
            bool(row.values.get("removed_at")),
            by.name if by else "",
        )
        for row, by in rows
    ]
