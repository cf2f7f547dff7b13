"""A benchmark as the API gives it: texts are maps from language to text."""

from datetime import datetime
from typing import Any

from pydantic import AliasPath, ConfigDict, Field, field_validator
from pydantic.config import JsonDict

from app.answers import Answer, Texts
from app.values import VersionStatus

EXAMPLE: JsonDict = {
    "slug": "gender-sensitive-integration",
    "version": 1,
    "theme": {"en": "Gender-sensitive integration", "fr": "Intégration et genre"},
    "title": {"en": "A gender-sensitive response", "fr": "Une réponse adaptée"},
    "illustrative": False,
    "factor_count": 8,
}


class BenchmarkSummary(Answer):
    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    slug: str = Field(validation_alias=AliasPath("benchmark", "slug"))
    version: int = Field(validation_alias="number")
    theme: Texts = Field(validation_alias=AliasPath("benchmark", "theme"))
    title: Texts
    illustrative: bool
    factor_count: int = Field(validation_alias="factors")

    @field_validator("factor_count", mode="before")
    @classmethod
    def counted(cls, factors: list[Any]) -> int:
        return len(factors)


class SlugText(Answer):
    slug: str
    text: Texts


class FieldOfAction(SlugText):
    @classmethod
    def of_stored(cls, stored: Texts) -> "FieldOfAction":
        """Stored with its slug among its languages."""
        texts = {code: text for code, text in stored.items() if code != "slug"}
        return cls(slug=stored["slug"], text=texts)


class PracticeAnswer(Answer):
    title: str
    place: str
    text: Texts


class FactorAnswer(Answer):
    """`sources` are slugs of the benchmark's sources."""

    number: int
    slug: str
    title: Texts
    why_and_how: Texts
    guiding_questions: list[SlugText] = Field(validation_alias="questions")
    indicative_evidence: list[Texts] = Field(validation_alias="evidence")
    good_practices: list[PracticeAnswer] = Field(validation_alias="practices")
    action_fields: list[FieldOfAction]
    sources: list[str] = Field(validation_alias="source_slugs")

    @field_validator("indicative_evidence", mode="before")
    @classmethod
    def texts_only(cls, shown: list[Any]) -> list[Texts]:
        return [one.text for one in shown]

    @field_validator("action_fields", mode="before")
    @classmethod
    def slugs_apart(cls, stored: list[Texts]) -> list[FieldOfAction]:
        return [FieldOfAction.of_stored(one) for one in stored]


class RelationAnswer(Answer):
    """How two factors interlock, by their numbers."""

    from_number: int
    to_number: int
    text: Texts


class SourceAnswer(Answer):
    slug: str
    cite: str
    url: str


class BenchmarkAnswer(Answer):
    """The latest published version, whole."""

    slug: str = Field(validation_alias=AliasPath("benchmark", "slug"))
    version: int = Field(validation_alias="number")
    status: VersionStatus
    theme: Texts = Field(validation_alias=AliasPath("benchmark", "theme"))
    title: Texts
    principle: Texts
    changes: Texts
    illustrative: bool
    languages: list[str]
    published_at: datetime | None
    written_by: list[str]
    with_the_support_of: list[str] = Field(validation_alias="supported_by")
    key_factors: list[FactorAnswer] = Field(validation_alias="factors")
    contextual_factors: list[SlugText] = Field(validation_alias="contexts")
    related_factors: list[RelationAnswer] = Field(validation_alias="relations")
    sources: list[SourceAnswer]
