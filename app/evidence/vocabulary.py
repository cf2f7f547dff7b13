"""The words of a visit's benchmark version, as evidence refers to them."""

from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.evidence.rules import Vocabulary
from app.models import BenchmarkVersion, ContextualFactor, GuidingQuestion, KeyFactor
from app.values import VersionStatus


def vocabulary_of(session: Session, version_id: UUID | None) -> Vocabulary:
    """A published version never changes, so each process reads it once."""
    if version_id is None:
        return Vocabulary()
    if (known := published_vocabularies().get(version_id)) is not None:
        return known
    status = session.scalars(
        select(col(BenchmarkVersion.status)).where(
            col(BenchmarkVersion.id) == version_id
        )
    ).first()
    read = read_vocabulary(session, version_id)
    if status in (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED):
        published_vocabularies()[version_id] = read
    return read


@lru_cache
def published_vocabularies() -> dict[UUID, Vocabulary]:
    return {}


def read_vocabulary(session: Session, version_id: UUID) -> Vocabulary:
    factors = session.execute(
        select(col(KeyFactor.slug), col(GuidingQuestion.slug))
        .outerjoin(GuidingQuestion, col(GuidingQuestion.factor_id) == col(KeyFactor.id))
        .where(col(KeyFactor.version_id) == version_id)
    ).all()
    contexts = session.scalars(
        select(col(ContextualFactor.slug)).where(
            col(ContextualFactor.version_id) == version_id
        )
    )
    return Vocabulary(
        factors=frozenset(factor for factor, _ in factors),
        questions=frozenset(f"{f}/{q}" for f, q in factors if q),
        contexts=frozenset(contexts),
    )
