from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import (
    Benchmark,
    BenchmarkComment,
    BenchmarkVersion,
    KeyFactor,
    Person,
)
from app.values import VersionStatus

READABLE = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)

WHOLE = (
    joinedload(BenchmarkVersion.benchmark),  # type: ignore[arg-type]
    selectinload(BenchmarkVersion.factors).selectinload(KeyFactor.questions),  # type: ignore[arg-type]
    selectinload(BenchmarkVersion.factors).selectinload(KeyFactor.evidence),  # type: ignore[arg-type]
    selectinload(BenchmarkVersion.factors).selectinload(KeyFactor.practices),  # type: ignore[arg-type]
    selectinload(BenchmarkVersion.contexts),  # type: ignore[arg-type]
    selectinload(BenchmarkVersion.sources),  # type: ignore[arg-type]
    selectinload(BenchmarkVersion.relations),  # type: ignore[arg-type]
)


def published_versions(
    session: Session, *, after: str = "", limit: int | None = None
) -> Sequence[BenchmarkVersion]:
    """The latest published version of each benchmark, by slug; factors come along."""
    return session.exec(
        select(BenchmarkVersion)
        .join(Benchmark, col(Benchmark.id) == BenchmarkVersion.benchmark_id)
        .where(
            BenchmarkVersion.status == VersionStatus.PUBLISHED,
            col(Benchmark.slug) > after,
        )
        .order_by(col(Benchmark.slug))
        .limit(limit)
        .options(
            joinedload(BenchmarkVersion.benchmark),  # type: ignore[arg-type]
            selectinload(BenchmarkVersion.factors),  # type: ignore[arg-type]
        )
    ).all()


def published_version(session: Session, slug: str) -> BenchmarkVersion:
    """The latest published version, whole; raises `NotFound`."""
    found = session.exec(
        select(BenchmarkVersion)
        .join(Benchmark, col(Benchmark.id) == BenchmarkVersion.benchmark_id)
        .where(
            Benchmark.slug == slug, BenchmarkVersion.status == VersionStatus.PUBLISHED
        )
        .order_by(col(BenchmarkVersion.number).desc())
        .options(*WHOLE)
    ).first()
    if found is None:
        raise NotFound
    return found


def version_numbered(session: Session, slug: str, number: int) -> BenchmarkVersion:
    """A published or superseded version, whole; raises `NotFound`."""
    found = session.exec(
        select(BenchmarkVersion)
        .join(Benchmark, col(Benchmark.id) == BenchmarkVersion.benchmark_id)
        .where(
            Benchmark.slug == slug,
            BenchmarkVersion.number == number,
            col(BenchmarkVersion.status).in_(READABLE),
        )
        .options(*WHOLE)
    ).first()
    if found is None:
        raise NotFound
    return found


def version_of(session: Session, version_id: UUID | None) -> BenchmarkVersion | None:
    """A pair's adopted version with factors, questions and contexts; None where none."""
    if version_id is None:
        return None
    return session.exec(
        select(BenchmarkVersion)
        .where(BenchmarkVersion.id == version_id)
        .options(
            joinedload(BenchmarkVersion.benchmark),  # type: ignore[arg-type]
            selectinload(BenchmarkVersion.factors).selectinload(KeyFactor.questions),  # type: ignore[arg-type]
            selectinload(BenchmarkVersion.contexts),  # type: ignore[arg-type]
        )
    ).first()


def comments_on(
    session: Session, version_id: UUID, by: UUID | None
) -> dict[UUID | None, list[tuple[BenchmarkComment, Person]]]:
    """Comments by factor, oldest first; `by` narrows to one person's own."""
    query = (
        select(BenchmarkComment, Person)
        .join(Person, col(Person.id) == BenchmarkComment.created_by)
        .where(
            BenchmarkComment.version_id == version_id,
            col(BenchmarkComment.removed_at).is_(None),
        )
        .order_by(col(BenchmarkComment.created_at))
    )
    if by is not None:
        query = query.where(BenchmarkComment.created_by == by)
    found: dict[UUID | None, list[tuple[BenchmarkComment, Person]]] = {}
    for comment, person in session.exec(query).all():
        found.setdefault(comment.factor_id, []).append((comment, person))
    return found
