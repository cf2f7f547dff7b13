"""The board: a programme's pairs with where each stands, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.access import Actor, visible_pairs
from app.models import (
    BenchmarkVersion,
    City,
    Deadline,
    Finding,
    KeyFactor,
    Pair,
    PairCity,
    Programme,
    Visit,
)
from app.models.base import TextMap
from app.programmes.board_parts_queries import (
    actions_by_pair,
    findings_by_pair,
    last_visits_by_pair,
    steps_by_pair,
    versions_by_id,
)
from app.programmes.forms import BoardFilter
from app.programmes.rules import (
    WordGroup,
    by_word,
    days_late,
    late_steps,
    late_words,
    next_step,
    stage_of,
)

PAGE = 50


@dataclass(frozen=True)
class LateStep:
    deadline: Deadline
    words: str


@dataclass(frozen=True)
class BoardRow:
    """One pair. `words` are those of the latest agreed finding on each factor."""

    pair: Pair
    cities: Sequence[PairCity]
    version: BenchmarkVersion | None
    steps: Sequence[Deadline]
    stage: Deadline | None
    next: Deadline | None
    late: Sequence[LateStep]
    words: Sequence[WordGroup]
    last_visit: Visit | None
    actions_done: int
    actions: int


@dataclass(frozen=True)
class Board:
    """One page of rows; `titles` are (version, number) → the factor's title."""

    rows: Sequence[BoardRow]
    titles: dict[tuple[UUID | None, int], TextMap]
    total: int
    page: int

    @property
    def has_next(self) -> bool:
        return self.page * PAGE < self.total

    @property
    def dated(self) -> bool:
        return any(row.steps for row in self.rows)

    @property
    def found(self) -> bool:
        return any(row.words for row in self.rows)

    @property
    def planned(self) -> bool:
        return any(row.actions for row in self.rows)


@dataclass(frozen=True)
class Facts:
    """What is known of all the rows' pairs, by pair; versions and factors by their own."""

    versions: dict[UUID, BenchmarkVersion]
    factors: dict[tuple[UUID | None, str], KeyFactor]
    steps: dict[UUID, list[Deadline]]
    findings: dict[UUID, list[Finding]]
    visits: dict[UUID, Visit]
    actions: dict[UUID, tuple[int, int]]


def board_page(
    session: Session,
    actor: Actor,
    programme: Programme,
    wanted: BoardFilter,
    today: date,
) -> Board:
    query = _narrowed(visible_pairs(actor), programme, wanted, today)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    query = query.offset((wanted.page - 1) * PAGE).limit(PAGE)
    rows, titles = _rows(session, actor, query, today)
    return Board(rows, titles, total, wanted.page)


def whole_board(
    session: Session,
    actor: Actor,
    programme: Programme,
    wanted: BoardFilter,
    today: date,
) -> Board:
    """Every row on one page, for a file."""
    query = _narrowed(visible_pairs(actor), programme, wanted, today)
    rows, titles = _rows(session, actor, query, today)
    return Board(rows, titles, len(rows), 1)


def cities_of(session: Session, rows: Iterable[BoardRow]) -> Sequence[City]:
    """The cities of these rows with their associations, the former ones too."""
    ids = {part.city_id for row in rows for part in row.cities}
    return session.exec(
        select(City)
        .where(col(City.id).in_(ids))
        .order_by(col(City.slug))
        .options(joinedload(City.organisation))  # type: ignore[arg-type]
    ).all()


def _narrowed(
    query: SelectOfScalar[Pair], programme: Programme, wanted: BoardFilter, today: date
) -> SelectOfScalar[Pair]:
    query = query.where(Pair.programme_id == programme.id)
    if wanted.status is not None:
        query = query.where(Pair.status == wanted.status)
    if wanted.late:
        late = select(Deadline.pair_id).where(
            Deadline.programme_id == programme.id,
            col(Deadline.removed_at).is_(None),
            col(Deadline.done_on).is_(None),
            Deadline.due_on < today,
        )
        query = query.where(col(Pair.id).in_(late))
    return query


def _rows(
    session: Session, actor: Actor, query: SelectOfScalar[Pair], today: date
) -> tuple[list[BoardRow], dict[tuple[UUID | None, int], TextMap]]:
    pairs = session.exec(
        query.order_by(col(Pair.number), col(Pair.id)).options(
            selectinload(Pair.cities).joinedload(PairCity.city)  # type: ignore[arg-type]
        )
    ).all()
    facts = _facts(session, actor, pairs)
    titles = {(key[0], f.number): f.title for key, f in facts.factors.items()}
    return [_row(pair, facts, today) for pair in pairs], titles


def _facts(session: Session, actor: Actor, pairs: Sequence[Pair]) -> Facts:
    ids = [pair.id for pair in pairs]
    adopted = {p.benchmark_version_id for p in pairs if p.benchmark_version_id}
    versions = versions_by_id(session, adopted)
    return Facts(
        versions=versions,
        factors={
            (version.id, factor.slug): factor
            for version in versions.values()
            for factor in version.factors
        },
        steps=steps_by_pair(session, ids),
        findings=findings_by_pair(session, actor, ids),
        visits=last_visits_by_pair(session, actor, ids),
        actions=actions_by_pair(session, ids),
    )


def _row(pair: Pair, facts: Facts, today: date) -> BoardRow:
    steps = facts.steps.get(pair.id, [])
    version_id = pair.benchmark_version_id
    done, actions = facts.actions.get(pair.id, (0, 0))
    return BoardRow(
        pair=pair,
        cities=[part for part in pair.cities if part.removed_at is None],
        version=facts.versions.get(version_id) if version_id else None,
        steps=steps,
        stage=stage_of(steps),
        next=next_step(steps, today),
        late=[
            LateStep(step, late_words(days_late(step.due_on, step.done_on, today)))
            for step in late_steps(steps, today)
        ],
        words=_words(pair, facts),
        last_visit=facts.visits.get(pair.id),
        actions_done=done,
        actions=actions,
    )


def _words(pair: Pair, facts: Facts) -> list[WordGroup]:
    """The last finding on a factor counts; they come in the order of the visits."""
    found = facts.findings.get(pair.id, [])
    latest = {finding.factor: finding.word for finding in found}
    known = [
        (facts.factors[key].number, word)
        for slug, word in latest.items()
        if (key := (pair.benchmark_version_id, slug)) in facts.factors
    ]
    return by_word(known)
