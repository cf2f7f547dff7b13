"""The rows an agenda is made of: plain columns, seven queries for any size."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlmodel import Session, col

from app.models import (
    AgendaRelease,
    AgendaSession,
    KeyFactor,
    Programme,
    Room,
    SessionFactor,
    SessionMember,
    SessionStakeholder,
    Stakeholder,
    TeamMember,
    Translation,
    Venue,
    Visit,
)
from app.translations import OUTDATED, Translated

Named = list[tuple[UUID, str]]


@dataclass(frozen=True, slots=True)
class KeyFactorShown:
    number: int
    slug: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class Links:
    """What sessions are linked to, by session."""

    factors: Mapping[UUID, KeyFactorShown] = field(default_factory=dict)
    of_session: Mapping[UUID, list[UUID]] = field(default_factory=dict)
    people: Mapping[UUID, Named] = field(default_factory=dict)
    members: Mapping[UUID, Named] | None = None


def session_rows(session: Session, visit: Visit) -> Sequence[Row[Any]]:
    table = AgendaSession
    return session.execute(
        select(
            *(table.__table__.c[name] for name in COLUMNS),  # type: ignore[attr-defined]
            col(Room.name).label("room_name"),
            col(Room.private).label("room_private"),
            col(Room.step_free).label("room_step_free"),
            col(Venue.name).label("venue_name"),
        )
        .outerjoin(Room, col(Room.id) == col(table.room_id))
        .outerjoin(Venue, col(Venue.id) == col(Room.venue_id))
        .where(col(table.visit_id) == visit.id, col(table.removed_at).is_(None))
        .order_by(col(table.number))
    ).all()


COLUMNS = ("id", "number", "revision", "title", "language", "format", "status", "day_id", "starts_local", "ends_local", "track", "room_id", "place", "languages", "interpreter", "needs")  # fmt: skip


def frame_of(session: Session, visit: Visit) -> Row[Any] | None:
    """The programme, with the visit's last release where there is one."""
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


def translations(session: Session, visit: Visit) -> Translated:
    """Of titles and of the days' notes, for the whole visit at once."""
    rows = session.execute(
        select(
            col(Translation.record_id),
            col(Translation.field),
            col(Translation.language),
            col(Translation.text),
        ).where(
            col(Translation.visit_id) == visit.id,
            col(Translation.table).in_(("agenda_session", "visit_day")),
            col(Translation.field).in_(("title", "note")),
            col(Translation.removed_at).is_(None),
            col(Translation.source_revision) != OUTDATED,
        )
    )
    found: Translated = {}
    for record_id, name, language, text in rows:
        found.setdefault((record_id, name), {})[language] = text
    return found


def links_of(session: Session, visit: Visit, *, with_members: bool) -> Links:
    factors, of_session = _factors(session, visit)
    people = _named(session, visit, SessionStakeholder, Stakeholder, Stakeholder.name)
    members = (
        _named(session, visit, SessionMember, TeamMember, TeamMember.position)
        if with_members
        else None
    )
    return Links(factors, of_session, people, members)


def _factors(
    session: Session, visit: Visit
) -> tuple[dict[UUID, KeyFactorShown], dict[UUID, list[UUID]]]:
    rows = session.execute(
        select(
            col(SessionFactor.session_id),
            col(KeyFactor.id),
            col(KeyFactor.number),
            col(KeyFactor.slug),
            col(KeyFactor.title),
        )
        .join(KeyFactor, col(KeyFactor.id) == col(SessionFactor.factor_id))
        .where(col(SessionFactor.visit_id) == visit.id)
        .order_by(col(KeyFactor.number))
    )
    factors: dict[UUID, KeyFactorShown] = {}
    of_session: dict[UUID, list[UUID]] = defaultdict(list)
    for session_id, factor_id, number, slug, title in rows:
        if factor_id not in factors:
            factors[factor_id] = KeyFactorShown(number, slug, title)
        of_session[session_id].append(factor_id)
    return factors, of_session


def _named(
    session: Session, visit: Visit, link: Any, target: Any, order: Any
) -> dict[UUID, Named]:
    """Whom each session is linked to, without those taken off the visit."""
    name: Any = target.shown_name if target is TeamMember else target.name
    own = link.member_id if target is TeamMember else link.stakeholder_id
    rows = session.execute(
        select(link.session_id, target.id, name)
        .join(target, target.id == own)
        .where(link.visit_id == visit.id, target.removed_at.is_(None))
        .order_by(order)
    )
    found: dict[UUID, Named] = defaultdict(list)
    for session_id, id_, text in rows:
        found[session_id].append((id_, text))
    return found
