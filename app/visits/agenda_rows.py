"""The rows an agenda is made of: plain columns, eight queries for any size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, String, and_, cast, func, literal, select, tuple_, union_all
from sqlmodel import Session, col

from app.models import (
    AgendaRelease,
    AgendaSession,
    ClashRules,
    Interpreter,
    KeyFactor,
    Programme,
    Room,
    SessionFactor,
    SessionInterpreter,
    SessionMember,
    SessionStakeholder,
    Stakeholder,
    TeamMember,
    Translation,
    Venue,
    Visit,
)
from app.translations import OUTDATED, Translated, in_own_words
from app.visits.interpreting_rules import spoken_in

Named = list[tuple[UUID, str]]


@dataclass(frozen=True, slots=True)
class KeyFactorShown:
    number: int
    slug: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody who is met, a member or an interpreter: the name as it was written, what
    they speak, how many come; of an interpreter also the pairs and the hours agreed."""

    name: str
    languages: Sequence[str]
    how_many: int = 1
    pairs: Sequence[str] = ()
    hours: int | None = None


@dataclass(frozen=True)
class Links:
    """What sessions are linked to, by session; no members without `with_members`.

    Names are in the reader's language; `known` says more of each one.
    """

    factors: Mapping[UUID, KeyFactorShown]
    of_session: Mapping[UUID, list[UUID]]
    people: Mapping[UUID, Named]
    members: Mapping[UUID, Named]
    interpreters: Mapping[UUID, Named]
    known: Mapping[UUID, Whom]
    with_members: bool


def session_rows(session: Session, visit: Visit) -> Sequence[Row[Any]]:
    table = AgendaSession
    return session.execute(
        select(
            *(table.__table__.c[name] for name in COLUMNS),  # type: ignore[attr-defined]
            col(Room.name).label("room_name"),
            col(Room.private).label("room_private"),
            col(Room.step_free).label("room_step_free"),
            col(Room.capacity).label("room_capacity"),
            col(Room.turnover_minutes).label("room_turnover"),
            col(Room.venue_id).label("venue_id"),
            col(Venue.name).label("venue_name"),
        )
        .outerjoin(Room, col(Room.id) == col(table.room_id))
        .outerjoin(Venue, col(Venue.id) == col(Room.venue_id))
        .where(col(table.visit_id) == visit.id, col(table.removed_at).is_(None))
        .order_by(col(table.number))
    ).all()


COLUMNS = ("id", "number", "revision", "title", "language", "format", "status", "day_id", "starts_local", "ends_local", "track", "room_id", "place", "link", "languages", "needs", "questions", "notes")  # fmt: skip


def frame_of(session: Session, visit: Visit) -> Row[Any] | None:
    """The programme, with the visit's last release and its rules of clashes."""
    levels = select(col(ClashRules.levels)).where(col(ClashRules.visit_id) == visit.id)
    last = (
        select(func.max(col(AgendaRelease.number)))
        .where(col(AgendaRelease.visit_id) == visit.id)
        .scalar_subquery()
    )
    return session.execute(
        select(
            col(Programme.fictional),
            col(Programme.default_language),
            col(AgendaRelease.number),
            col(AgendaRelease.released_at),
            col(AgendaRelease.changes),
            col(AgendaRelease.language),
            col(AgendaRelease.content),
            levels.scalar_subquery().label("levels"),
        )
        .select_from(Programme)
        .outerjoin(
            AgendaRelease,
            and_(
                col(AgendaRelease.visit_id) == visit.id,
                col(AgendaRelease.number) == last,
            ),
        )
        .where(col(Programme.id) == visit.programme_id)
    ).first()


#: (table, field) of the texts that an agenda shows.
TRANSLATED = (
    ("agenda_session", "title"),
    ("visit_day", "note"),
    ("stakeholder", "name"),
)


def translations(session: Session, visit: Visit) -> Translated:
    """Of titles, the days' notes and who is met, for the whole visit at once."""
    rows = session.execute(
        select(
            col(Translation.record_id),
            col(Translation.field),
            col(Translation.language),
            col(Translation.text),
        ).where(
            col(Translation.visit_id) == visit.id,
            tuple_(col(Translation.table), col(Translation.field)).in_(TRANSLATED),
            col(Translation.removed_at).is_(None),
            col(Translation.source_revision) != OUTDATED,
        )
    )
    found: Translated = {}
    for record_id, name, language, text in rows:
        found.setdefault((record_id, name), {})[language] = text
    return found


def links_of(session: Session, visit: Visit, *, with_members: bool) -> Links:
    """One row per session and kind of link, and the few things linked to."""
    factors, factor_keys = _factors(session, visit)
    known: dict[UUID, Whom] = {}
    people = _named(session, visit, Stakeholder, known)
    team = _named(session, visit, TeamMember, known) if with_members else {}
    speaking = _interpreters(session, visit, known)
    of_session: dict[UUID, list[UUID]] = {}
    people_of: dict[UUID, Named] = {}
    members_of: dict[UUID, Named] = {}
    interpreters_of: dict[UUID, Named] = {}
    for row in _listed(session, visit):
        kind, session_id, listed = tuple(row)
        keys = listed.split(",")
        if kind == "factor":
            found = [factor_keys[key] for key in keys if key in factor_keys]
            of_session[session_id] = sorted(found, key=lambda id_: factors[id_].number)
        elif kind == "stakeholder":
            people_of[session_id] = _in_order(people, keys)
        elif kind == "interpreter":
            interpreters_of[session_id] = _in_order(speaking, keys)
        else:
            members_of[session_id] = _in_order(team, keys)
    return Links(
        factors, of_session, people_of, members_of, interpreters_of, known, with_members
    )


def _listed(session: Session, visit: Visit) -> Iterable[Row[Any]]:
    """(kind, session, ids on the other side set apart by commas).

    Put together by the database: a row per link would cost as much as the whole page.
    """
    kinds = (
        ("factor", SessionFactor, "factor_id"),
        ("stakeholder", SessionStakeholder, "stakeholder_id"),
        ("member", SessionMember, "member_id"),
        ("interpreter", SessionInterpreter, "interpreter_id"),
    )
    return session.execute(
        union_all(
            *(
                select(
                    literal(kind),
                    col(table.session_id),
                    func.aggregate_strings(cast(getattr(table, column), String), ","),
                )
                .where(col(table.visit_id) == visit.id)
                .group_by(col(table.session_id))
                for kind, table, column in kinds
            )
        )
    )


def _factors(
    session: Session, visit: Visit
) -> tuple[dict[UUID, KeyFactorShown], dict[str, UUID]]:
    """Those in focus somewhere, and their ids as the database writes them."""
    in_focus = select(col(SessionFactor.factor_id)).where(
        col(SessionFactor.visit_id) == visit.id
    )
    rows = session.execute(
        select(
            cast(col(KeyFactor.id), String),
            col(KeyFactor.id),
            col(KeyFactor.number),
            col(KeyFactor.slug),
            col(KeyFactor.title),
        )
        .where(col(KeyFactor.id).in_(in_focus))
        .order_by(col(KeyFactor.number))
    ).all()
    factors = {row[1]: KeyFactorShown(*row[2:]) for row in rows}
    return factors, {row[0]: row[1] for row in rows}


def _named(
    session: Session,
    visit: Visit,
    table: type[Stakeholder] | type[TeamMember],
    known: dict[UUID, Whom],
) -> dict[str, tuple[UUID, str]]:
    """Everybody of the visit in their order, by id as the database writes it."""
    name, order = ("name", "name") if table is Stakeholder else ("shown_name", "position")  # fmt: skip
    rows = session.execute(
        select(
            cast(col(table.id), String),
            col(table.id),
            in_own_words(table, name),
            getattr(table, name),
            col(table.languages),
            col(Stakeholder.how_many) if table is Stakeholder else literal(1),
        )
        .where(col(table.visit_id) == visit.id, col(table.removed_at).is_(None))
        .order_by(getattr(table, order))
    )
    found = {}
    for key, id_, text, *whom in rows:
        found[key] = (id_, text)
        known[id_] = Whom(*whom)
    return found


def _interpreters(
    session: Session, visit: Visit, known: dict[UUID, Whom]
) -> dict[str, tuple[UUID, str]]:
    """As `_named`; what they speak is every language of their pairs."""
    table = Interpreter
    rows = session.execute(
        select(
            cast(col(table.id), String),
            col(table.id),
            col(table.name),
            col(table.pairs),
            col(table.hours_a_day),
        )
        .where(col(table.visit_id) == visit.id, col(table.removed_at).is_(None))
        .order_by(col(table.name), col(table.id))
    )
    found = {}
    for key, id_, name, pairs, hours in rows:
        found[key] = (id_, name)
        known[id_] = Whom(name, spoken_in(pairs), 1, pairs, hours)
    return found


def _in_order(named: Mapping[str, tuple[UUID, str]], keys: list[str]) -> Named:
    """Without those taken off the visit."""
    return [who for key, who in named.items() if key in keys]
