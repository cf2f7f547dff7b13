"""Who has agreed to share what, who is asked, and what this reader may read of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import (
    Actor,
    pair_for,
    shareable_pairs,
    shareable_visits,
    visible_shared,
    visit_for,
)
from app.errors import NotFound
from app.models import Action, City, Pair, PairCity, Sharing, Visit
from app.sharing.rules import Stay, audience_reached, cities_concerned
from app.values import Audience, SharedSubject

Key = tuple[SharedSubject, UUID]
CITIES: Any = selectinload(Pair.cities).joinedload(PairCity.city)  # type: ignore[arg-type]
WHOLE: tuple[Any, ...] = (
    joinedload(Visit.pair).options(CITIES),  # type: ignore[arg-type]
    joinedload(Visit.host_city),  # type: ignore[arg-type]
    selectinload(Visit.days),  # type: ignore[arg-type]
)


@dataclass(frozen=True)
class Subject:
    """What is or may be shared: of a visit, or of a pair where `visit` is null."""

    kind: SharedSubject
    pair: Pair
    visit: Visit | None
    concerned: frozenset[UUID]

    @property
    def id(self) -> UUID:
        return self.visit.id if self.visit else self.pair.id


@dataclass(frozen=True)
class Shared:
    """A subject that reached this reader. `since` is when the last city agreed, `until`
    the first: what came later has not been read by all of them."""

    subject: Subject
    audience: Audience
    since: datetime
    until: datetime


def subject_asked(
    session: Session, actor: Actor, kind: SharedSubject, subject_id: UUID
) -> Subject:
    """For those who see it and the officers of every city that is asked; `NotFound`."""
    seen = pair_for if kind is SharedSubject.PLAN else visit_for
    subject = _shareable(session, actor, kind, subject_id)
    if not subject.concerned & actor.cities:
        seen(session, actor, subject_id)
    return subject


def _shareable(
    session: Session, actor: Actor, kind: SharedSubject, subject_id: UUID
) -> Subject:
    visit, pair = None, None
    if kind is SharedSubject.PLAN:
        query = shareable_pairs(actor).where(Pair.id == subject_id).options(CITIES)
        pair = session.exec(query).first()
    else:
        asked = shareable_visits(actor).where(Visit.id == subject_id).options(*WHOLE)
        visit = session.exec(asked).first()
        pair = visit.pair if visit else None
    if pair is None:
        raise NotFound
    return _subject(kind, pair, visit, written_on(session, {pair.id}))


def agreements_on(session: Session, subject: Subject) -> dict[UUID, Sharing]:
    """Those that stand, by city."""
    rows = session.exec(
        select(Sharing).where(
            Sharing.subject == subject.kind,
            Sharing.subject_id == subject.id,
            col(Sharing.ended_at).is_(None),
        )
    ).all()
    return {row.by_city_id: row for row in rows}


def cities_named(session: Session, ids: Collection[UUID]) -> Sequence[City]:
    rows = session.exec(select(City).where(col(City.id).in_(ids)))
    return sorted(rows.all(), key=lambda city: city.slug)


def shared_with(
    session: Session,
    actor: Actor,
    *,
    programme_id: UUID | None = None,
    key: Key | None = None,
) -> list[Shared]:
    """What every city concerned has agreed that this reader sees, the newest first.

    Six queries at most, however much is shared. `key` narrows it to one subject.
    """
    asked = visible_shared(actor)
    if programme_id:
        asked = asked.where(Sharing.programme_id == programme_id)
    if key:
        asked = asked.where(Sharing.subject == key[0], Sharing.subject_id == key[1])
    return _reached(session, session.exec(asked).all())


def _reached(session: Session, agreements: Sequence[Sharing]) -> list[Shared]:
    rows: dict[Key, list[Sharing]] = defaultdict(list)
    for row in agreements:
        rows[SharedSubject(row.subject), row.subject_id].append(row)
    subjects = subjects_of(session, rows)
    found = (_shared(subjects[key], rows[key]) for key in rows if key in subjects)
    return sorted(filter(None, found), key=lambda one: one.since, reverse=True)


def _shared(subject: Subject, rows: Sequence[Sharing]) -> Shared | None:
    agreed = {row.by_city_id: row.audience for row in rows}
    audience = audience_reached(subject.kind, subject.concerned, agreed)
    if audience is None:
        return None
    agreed_at = [row.at for row in rows if row.by_city_id in subject.concerned]
    return Shared(subject, audience, max(agreed_at), min(agreed_at))


def subjects_of(session: Session, keys: Collection[Key]) -> dict[Key, Subject]:
    """What still stands of these, with its pair, cities and days."""
    plan = SharedSubject.PLAN
    visit_ids = {id_ for kind, id_ in keys if kind is not plan}
    pair_ids = {id_ for kind, id_ in keys if kind is plan}
    if not visit_ids | pair_ids:
        return {}
    visits = session.exec(
        select(Visit)
        .where(col(Visit.id).in_(visit_ids), col(Visit.removed_at).is_(None))
        .options(*WHOLE)
    ).all()
    pairs = session.exec(
        select(Pair)
        .where(col(Pair.id).in_(pair_ids), col(Pair.removed_at).is_(None))
        .options(CITIES)
    ).all()
    written = written_on(session, pair_ids)
    by_id = {visit.id: visit for visit in visits if visit.pair.removed_at is None}
    found = {
        (kind, id_): _subject(kind, by_id[id_].pair, by_id[id_], written)
        for kind, id_ in keys
        if kind is not plan and id_ in by_id
    }
    return {**found, **{(plan, p.id): _subject(plan, p, None, written) for p in pairs}}


def written_on(
    session: Session, pair_ids: Collection[UUID]
) -> Mapping[UUID, frozenset[date]]:
    """Pair → the days on which the actions of its plan were written."""
    rows = session.exec(
        select(Action.pair_id, Action.created_at).where(
            col(Action.pair_id).in_(pair_ids), col(Action.removed_at).is_(None)
        )
    ).all()
    found: dict[UUID, set[date]] = defaultdict(set)
    for pair_id, at in rows:
        found[pair_id].add(at.date())
    return {pair_id: frozenset(days) for pair_id, days in found.items()}


def _subject(
    kind: SharedSubject,
    pair: Pair,
    visit: Visit | None,
    written: Mapping[UUID, frozenset[date]],
) -> Subject:
    stays = [
        Stay(part.city_id, part.from_on, part.until_on, part.former)
        for part in pair.cities
        if part.removed_at is None
    ]
    if visit is None:
        concerned = cities_concerned(stays, written.get(pair.id, frozenset()))
    else:
        days = [day.day_on for day in visit.days]
        concerned = cities_concerned(stays, days, visit.host_city_id)
    return Subject(kind, pair, visit, concerned)
