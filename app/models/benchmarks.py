from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Relationship

from app.models.base import Editable, Row, TextMap, json_field, long_text, stored
from app.values import CommentKind, VersionStatus

FIXED = {"lazy": "raise"}


class Benchmark(Editable, table=True):
    slug: str = Field(max_length=80, unique=True)
    theme: TextMap = json_field()


class BenchmarkVersion(Editable, table=True):
    """A published version never changes; `changes` says what is new in it, and why."""

    __tablename__ = "benchmark_version"

    benchmark_id: UUID = Field(foreign_key="benchmark.id", index=True)
    number: int
    status: VersionStatus = Field(sa_type=stored(VersionStatus))
    illustrative: bool = False
    title: TextMap = json_field()
    principle: TextMap = json_field()
    changes: TextMap = json_field()
    languages: list[str] = json_field(list)
    written_by: list[str] = json_field(list)
    supported_by: list[str] = json_field(list)
    published_at: datetime | None = None

    benchmark: Benchmark = Relationship(sa_relationship_kwargs=FIXED)
    factors: list["KeyFactor"] = Relationship(
        sa_relationship_kwargs={**FIXED, "order_by": "KeyFactor.number"}
    )
    contexts: list["ContextualFactor"] = Relationship(
        sa_relationship_kwargs={**FIXED, "order_by": "ContextualFactor.position"}
    )
    sources: list["Source"] = Relationship(
        sa_relationship_kwargs={**FIXED, "order_by": "Source.position"}
    )
    relations: list["RelatedFactors"] = Relationship(
        sa_relationship_kwargs={**FIXED, "order_by": "RelatedFactors.position"}
    )

    __table_args__ = (
        Index("uq_benchmark_version_number", "benchmark_id", "number", unique=True),
    )


class VersionRow(Row):
    version_id: UUID = Field(foreign_key="benchmark_version.id", index=True)


class KeyFactor(VersionRow, table=True):
    __tablename__ = "key_factor"

    number: int
    slug: str = Field(max_length=80)
    title: TextMap = json_field()
    why_and_how: TextMap = json_field()
    action_fields: list[TextMap] = json_field(list)
    source_slugs: list[str] = json_field(list)

    questions: list["GuidingQuestion"] = Relationship(
        sa_relationship_kwargs={**FIXED, "order_by": "GuidingQuestion.position"}
    )
    evidence: list["IndicativeEvidence"] = Relationship(
        sa_relationship_kwargs={**FIXED, "order_by": "IndicativeEvidence.position"}
    )
    practices: list["GoodPractice"] = Relationship(
        sa_relationship_kwargs={**FIXED, "order_by": "GoodPractice.position"}
    )

    __table_args__ = (
        Index("uq_key_factor_slug", "version_id", "slug", unique=True),
        Index("uq_key_factor_number", "version_id", "number", unique=True),
    )


class GuidingQuestion(Row, table=True):
    __tablename__ = "guiding_question"

    factor_id: UUID = Field(foreign_key="key_factor.id", index=True)
    position: int
    slug: str = Field(max_length=80)
    text: TextMap = json_field()


class IndicativeEvidence(Row, table=True):
    __tablename__ = "indicative_evidence"

    factor_id: UUID = Field(foreign_key="key_factor.id", index=True)
    position: int
    text: TextMap = json_field()


class GoodPractice(Row, table=True):
    __tablename__ = "good_practice"

    factor_id: UUID = Field(foreign_key="key_factor.id", index=True)
    position: int
    title: str = Field(max_length=200)
    place: str = Field(default="", max_length=200)
    text: TextMap = json_field()


class RelatedFactors(VersionRow, table=True):
    """How two factors of one version interlock, and in which direction it reads."""

    __tablename__ = "related_factors"

    position: int
    from_number: int
    to_number: int
    text: TextMap = json_field()


class ContextualFactor(VersionRow, table=True):
    """What the city does not control."""

    __tablename__ = "contextual_factor"

    position: int
    slug: str = Field(max_length=80)
    text: TextMap = json_field()


class Source(VersionRow, table=True):
    position: int
    slug: str = Field(max_length=80)
    cite: str = long_text()
    url: str = long_text()


class BenchmarkComment(Editable, table=True):
    __tablename__ = "benchmark_comment"

    version_id: UUID = Field(foreign_key="benchmark_version.id", index=True)
    factor_id: UUID | None = Field(
        default=None, foreign_key="key_factor.id", index=True
    )
    kind: CommentKind = Field(sa_type=stored(CommentKind))
    text: str = long_text()
    language: str = Field(max_length=35)
