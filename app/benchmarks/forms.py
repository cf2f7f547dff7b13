"""A benchmark as it is imported, and a comment as it is sent."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from app.forms import FormModel, LanguageTag, Line, Prose, Slug, Text
from app.values import CommentKind

Texts = Annotated[dict[str, Text], Field(min_length=1)]


class TextForm(FormModel):
    """A text in every language of the benchmark: `{en: …, fr: …}`."""

    en: Text
    fr: Text

    def texts(self) -> dict[str, str]:
        return {"en": self.en, "fr": self.fr}


class SlugTextForm(TextForm):
    slug: Slug


class GoodPracticeForm(TextForm):
    title: Line
    place: Line = ""


class KeyFactorForm(FormModel):
    number: int = Field(ge=1, le=50)
    slug: Slug
    title: TextForm
    why_and_how: TextForm
    action_fields: list[SlugTextForm] = []
    guiding_questions: list[SlugTextForm] = Field(min_length=1, max_length=30)
    indicative_evidence: list[TextForm] = []
    good_practices: list[GoodPracticeForm] = []
    sources: list[Slug] = []


class RelationForm(TextForm):
    from_number: int = Field(alias="from")
    to_number: int = Field(alias="to")


class SourceForm(FormModel):
    slug: Slug
    cite: Text
    url: Text = ""


class ContributorsForm(FormModel):
    written_by: list[Line] = []
    with_the_support_of: list[Line] = []


class BenchmarkForm(FormModel):
    """One version, whole. Numbers of `related_factors` must be factors of it."""

    slug: Slug
    illustrative: bool = False
    theme: TextForm
    title: TextForm
    principle: TextForm
    contextual_factors: list[SlugTextForm]
    key_factors: list[KeyFactorForm] = Field(min_length=1, max_length=50)
    related_factors: list[RelationForm] = []
    sources: list[SourceForm] = []
    contributors: ContributorsForm = ContributorsForm()

    @model_validator(mode="after")
    def numbers_are_known(self) -> "BenchmarkForm":
        numbers = {factor.number for factor in self.key_factors}
        named = {n for r in self.related_factors for n in (r.from_number, r.to_number)}
        if len(numbers) != len(self.key_factors) or not named <= numbers:
            raise ValueError("factor numbers must be unique and relations known")
        return self


class CommentForm(FormModel):
    """`id` is minted by the page, so that sending it twice makes one comment."""

    id: UUID | None = None
    factor: UUID
    kind: CommentKind
    text: Prose
    language: LanguageTag | None = None
