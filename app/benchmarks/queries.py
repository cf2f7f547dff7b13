from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.access import Actor, may_read_comments
from app.errors import NotFound
from app.models import (
    Benchmark,
    BenchmarkComment,
    BenchmarkVersion,
    KeyFactor,
    Person,
    TeamMember,
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


@dataclass(frozen=True)
class CommentShown:
    """A comment with the name of who wrote it, as they are shown; `own` is the reader's."""

    comment: BenchmarkComment
    name: str
    own: bool


def comments_on(
    session: Session, actor: Actor, version: BenchmarkVersion
) -> dict[UUID | None, list[CommentShown]]:
    """By factor, oldest first: one's own, and everybody's for those who revise."""
    shown_name = (
        select(TeamMember.shown_name)
        .where(TeamMember.person_id == BenchmarkComment.created_by)
        .order_by(col(TeamMember.created_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        readable_comments(actor, version)
        .join(Person, col(Person.id) == BenchmarkComment.created_by)
        .where(col(BenchmarkComment.removed_at).is_(None))
        .order_by(col(BenchmarkComment.created_at))
        .add_columns(func.coalesce(shown_name, Person.name))
    ).all()
    found: dict[UUID | None, list[CommentShown]] = {}
    for comment, name in rows:
        own = comment.created_by == actor.person_id
        found.setdefault(comment.factor_id, []).append(CommentShown(comment, name, own))
    return found


def comment_for(
    session: Session,
    actor: Actor,
    version: BenchmarkVersion,
    comment_id: UUID,
    *,
    removed: bool = False,
) -> BenchmarkComment:
    """One that this person reads; raises `NotFound`. `removed`: one taken back."""
    gone = col(BenchmarkComment.removed_at)
    found = session.exec(
        readable_comments(actor, version).where(
            BenchmarkComment.id == comment_id,
            gone.is_not(None) if removed else gone.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def readable_comments(
    actor: Actor, version: BenchmarkVersion
) -> SelectOfScalar[BenchmarkComment]:
    every = select(BenchmarkComment).where(BenchmarkComment.version_id == version.id)
    if may_read_comments(actor):
        return every
    return every.where(BenchmarkComment.created_by == actor.person_id)
