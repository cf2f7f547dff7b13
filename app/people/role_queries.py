"""Roles: what can be given in a programme, what somebody holds, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, SQLModel, col, or_, select

from app.access import (
    Actor,
    Grant,
    association,
    coordinates,
    coordination,
    facilitation,
    office,
    team_place,
    team_visits,
)
from app.errors import NotFound, Problem, Rejected
from app.i18n import _, of
from app.labels import label
from app.models import City, Organisation, Pair, PairCity, Programme, Visit
from app.people.forms import RolesForm
from app.programmes.names import cities_named, visit_named
from app.values import TeamPart, VisitStatus

AHEAD = (VisitStatus.PLANNING, VisitStatus.CONFIRMED, VisitStatus.UNDER_WAY)
Option = tuple[str, str]


@dataclass(frozen=True)
class Offer:
    """What the reader may give in a programme: (value, words) per field of the form."""

    programme: Programme
    whole: bool
    pairs: list[Option]
    cities: list[Option]
    organisations: list[Option]
    visits: list[Option]


def programmes_to_invite_to(session: Session, actor: Actor) -> Sequence[Programme]:
    """Those this person coordinates, or that have a visit whose team they name; raises
    `NotFound` where there is none."""
    ahead = team_visits(actor).where(col(Visit.status).in_(AHEAD))
    through_teams = ahead.with_only_columns(col(Visit.programme_id))
    found = session.exec(
        select(Programme)
        .where(
            or_(
                col(Programme.id).in_(actor.coordinated),
                col(Programme.id).in_(through_teams),
            )
        )
        .order_by(col(Programme.slug))
    ).all()
    if not found:
        raise NotFound
    return found


def programme_to_invite_to(
    session: Session, actor: Actor, programme_id: UUID | None
) -> Programme:
    """That one, or the first where none is named."""
    found = programmes_to_invite_to(session, actor)
    wanted = programme_id or found[0].id
    for programme in found:
        if programme.id == wanted:
            return programme
    raise NotFound


def offer_in(session: Session, actor: Actor, programme: Programme) -> Offer:
    whole = coordinates(actor, programme.id)
    own, gone = programme.id, None
    pairs = session.exec(
        select(Pair)
        .where(Pair.programme_id == own, col(Pair.removed_at).is_(gone))
        .order_by(col(Pair.number))
        .options(selectinload(Pair.cities).joinedload(PairCity.city))  # type: ignore[arg-type]
    ).all()
    cities = session.exec(
        select(City).where(City.programme_id == own, col(City.removed_at).is_(gone))
    ).all()
    organisations = session.exec(
        select(Organisation).where(
            Organisation.programme_id == own, col(Organisation.removed_at).is_(gone)
        )
    ).all()
    named = {pair.id: cities_named(pair) for pair in pairs}
    visits = visits_offered(session, actor, programme)
    return Offer(
        programme,
        whole,
        [(str(pair.id), f"{pair.number}. {named[pair.id]}") for pair in pairs if whole],
        by_name((str(one.id), of(one.name)) for one in cities if whole),
        by_name((str(one.id), of(one.name)) for one in organisations if whole),
        [
            (str(one.id), f"{visit_named(one)} ({named.get(one.pair_id, '')})")
            for one in visits
        ],
    )


def by_name(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda one: one[1].casefold())


def visits_offered(
    session: Session, actor: Actor, programme: Programme
) -> Sequence[Visit]:
    """Visits ahead whose team this person names."""
    return session.exec(
        team_visits(actor)
        .where(Visit.programme_id == programme.id, col(Visit.status).in_(AHEAD))
        .order_by(col(Visit.pair_id), col(Visit.round), col(Visit.id))
        .options(joinedload(Visit.host_city))  # type: ignore[arg-type]
    ).all()


def grants_in(session: Session, actor: Actor, form: RolesForm) -> list[Grant]:
    """What the form asks to give, each checked against the programme; raises `Rejected`
    for what is elsewhere or not offered to this person."""
    programme = programme_to_invite_to(session, actor, form.programme_id)
    own = programme.id
    grants = [coordination(own)] if form.coordinates else []
    grants += [facilitation(own)] if form.facilitates else []
    grants += [facilitation(own, one) for one in of_programme(session, Pair, form.pairs, own, "pairs")]  # fmt: skip
    grants += [office(own, one) for one in of_programme(session, City, form.cities, own, "cities")]  # fmt: skip
    grants += [association(own, one) for one in of_programme(session, Organisation, form.organisations, own, "organisations")]  # fmt: skip
    grants += [
        team_place(one, form.part)
        for one in visits_in(session, actor, programme, form.visits)
    ]
    if not grants:
        raise Rejected(Problem("coordinates", _("Choose at least one role.")))
    return grants


def of_programme(
    session: Session,
    table: type[Pair] | type[City] | type[Organisation],
    ids: Sequence[UUID],
    programme_id: UUID,
    field: str,
) -> list[UUID]:
    wanted = dict.fromkeys(ids)
    if not wanted:
        return []
    found = session.exec(
        select(table.id).where(
            col(table.id).in_(list(wanted)),
            table.programme_id == programme_id,
            col(table.removed_at).is_(None),
        )
    ).all()
    if set(found) != set(wanted):
        raise Rejected(Problem(field, _("Choose from what is offered.")))
    return list(wanted)


def visits_in(
    session: Session, actor: Actor, programme: Programme, ids: Sequence[UUID]
) -> list[Visit]:
    wanted = dict.fromkeys(ids)
    if not wanted:
        return []
    offered = {one.id: one for one in visits_offered(session, actor, programme)}
    if not set(wanted) <= set(offered):
        raise Rejected(Problem("visits", _("Choose from what is offered.")))
    return [offered[one] for one in wanted]


def names_of(session: Session, grants: Iterable[Grant]) -> dict[UUID, str]:
    """What the places of these grants are called, by id; a query per kind of place."""
    grants = list(grants)
    named: dict[UUID, str] = {}
    tables: list[tuple[type[SQLModel], str]] = [
        (Programme, "programme_id"),
        (City, "city_id"),
        (Organisation, "organisation_id"),
    ]
    for table, field in tables:
        ids = {getattr(grant, field) for grant in grants} - {None}
        rows = session.exec(select(table).where(table.id.in_(ids))).all() if ids else []  # type: ignore[attr-defined]
        named |= {row.id: of(row.name) for row in rows}  # type: ignore[attr-defined]
    visits = visits_named(session, {g.visit_id for g in grants if g.visit_id})
    pairs = {g.pair_id for g in grants if g.pair_id} | {v.pair_id for v in visits}
    named |= pairs_named(session, pairs)
    named |= {v.id: f"{visit_named(v)} ({named[v.pair_id]})" for v in visits}
    return named


def visits_named(session: Session, ids: set[UUID]) -> Sequence[Visit]:
    if not ids:
        return []
    return session.exec(
        select(Visit).where(col(Visit.id).in_(ids)).options(joinedload(Visit.host_city))  # type: ignore[arg-type]
    ).all()


def pairs_named(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    rows = session.exec(
        select(Pair)
        .where(col(Pair.id).in_(ids))
        .options(selectinload(Pair.cities).joinedload(PairCity.city))  # type: ignore[arg-type]
    ).all()
    return {pair.id: cities_named(pair) for pair in rows}


def in_words(grant: Grant, named: dict[UUID, str]) -> str:
    """`City officer: Val-d'Aubre`."""
    place = (
        grant.visit_id
        or grant.city_id
        or grant.pair_id
        or grant.organisation_id
        or grant.programme_id
    )
    where = named.get(place, "")
    if grant.visit_id is None:
        return _("%(role)s: %(where)s", role=label(grant.role), where=where)
    part = label(grant.part or TeamPart.MEMBER)
    return _("Visiting team, %(part)s: %(where)s", part=part, where=where)
