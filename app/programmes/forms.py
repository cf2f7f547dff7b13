"""A programme, its cities and its pairs, as a seed brings them and as pages change them."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from app.forms import (
    FormModel,
    IsoDate,
    LanguageTag,
    Line,
    Prose,
    Revision,
    Slug,
    Text,
)
from app.values import (
    Method,
    OrganisationKind,
    PairStatus,
    Part,
    ReadinessState,
    Step,
)

#: The start of a field of the page of questions.
QUESTION = "question-"


def _map_text(value: Any) -> Any:
    """A name written once is the same in every language; none at all is empty."""
    if value is None:
        return {}
    return {"en": value, "fr": value} if isinstance(value, str) else value


Country = Annotated[str, Field(max_length=2, pattern=r"^[A-Z]{2}$")]
#: Language → text; a plain string stands for all languages.
Texts = Annotated[dict[LanguageTag, Text], BeforeValidator(_map_text)]


class MilestoneForm(FormModel):
    when: Texts
    title: Texts


class ProgrammeForm(FormModel):
    id: UUID
    slug: Slug
    fictional: bool = False
    name: Texts
    summary: Texts = {}
    led_by: Texts = {}
    starts_on: IsoDate | None = None
    ends_on: IsoDate | None = None
    default_language: LanguageTag = "en"
    languages: list[LanguageTag] = ["en", "fr"]
    milestones: list[MilestoneForm] = []
    source: Text = ""


class OrganisationForm(FormModel):
    id: UUID
    programme_id: UUID
    name: Texts
    kind: OrganisationKind
    country: Country | None = None


class CityForm(FormModel):
    """`foreign_origin` is text as its source prints it, never a figure to compute with."""

    id: UUID
    programme_id: UUID
    slug: Slug
    name: Texts
    country: Country
    inhabitants: int | None = Field(None, ge=0)
    language: LanguageTag = "en"
    about: Texts = {}
    foreign_origin: Line | None = Field(None, max_length=80)
    foreign_origin_note: Texts = {}
    organisation_id: UUID | None = None
    next_election_on: IsoDate | None = None
    source: Text = ""


class PairForm(FormModel):
    """`benchmark` is the slug of a published benchmark: its version is fixed by this."""

    id: UUID
    programme_id: UUID
    number: int = Field(ge=1, le=100_000)
    theme: Texts
    benchmark: Slug | None = None
    benchmark_note: Texts = {}
    method: Method
    status: PairStatus
    started_on: IsoDate | None = None
    objective: Texts = {}
    needs: Texts = {}
    strengths: Texts = {}
    questions: list[Texts] = Field(default=[], max_length=3)
    source: Text = ""


class PairCityForm(FormModel):
    id: UUID
    city_id: UUID
    part: Part
    position: int = Field(0, ge=0)
    from_on: IsoDate | None = None
    until_on: IsoDate | None = None
    former: bool = False
    note: Texts = {}


class ReadinessForm(FormModel):
    """What stands about one condition. `id` and `language` come from a seed or a page."""

    id: UUID | None = None
    state: ReadinessState
    text: Prose = ""
    risk: Prose = ""
    measure: Prose = ""
    owner: Line = ""
    checked_on: IsoDate | None = None
    language: LanguageTag
    revision: Revision | None = None


class ContextNoteForm(FormModel):
    id: UUID
    city_id: UUID | None = None
    context: Slug | None = None
    text: Prose
    language: LanguageTag
    source: Text = ""


class NewDeadlineForm(FormModel):
    id: UUID
    step: Step
    visit_id: UUID | None = None
    due_on: IsoDate
    done_on: IsoDate | None = None
    under_way: bool = False
    owner_id: UUID | None = None


class DeadlineForm(FormModel):
    """A step's date, the day it was done, and who sees to it. Its kind stays as it is
    where none is sent."""

    step: Step | None = None
    visit_id: UUID | None = None
    due_on: IsoDate
    done_on: IsoDate | None = None
    under_way: bool = False
    owner_id: UUID | None = None
    revision: Revision


class MovingForm(FormModel):
    """The dates a page named when somebody confirmed them, as `{id}.{revision}.{day}`."""

    moves: list[Line] = Field(default=[], max_length=40)


class ElectionForm(FormModel):
    next_election_on: IsoDate | None = None
    revision: Revision


class QuestionsForm(FormModel):
    """The three questions of the learning city, each a map language → text.

    A page posts them as `question-{n}-{language}`; what is blank in every language falls
    away.
    """

    questions: list[Texts] = Field(default=[], max_length=3)
    revision: Revision

    @model_validator(mode="before")
    @classmethod
    def fields_become_maps(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        asked: dict[str, dict[str, Any]] = {}
        for name, value in sent.items():
            if str(name).startswith(QUESTION):
                number, _, language = str(name).removeprefix(QUESTION).partition("-")
                asked.setdefault(number, {})[language] = value
        if not asked:
            return sent
        kept = {n: v for n, v in sent.items() if not str(n).startswith(QUESTION)}
        return kept | {"questions": [asked[number] for number in sorted(asked)]}


class BoardFilter(FormModel):
    """What the board is narrowed to; a value that is not known narrows nothing."""

    status: PairStatus | None = None
    late: bool = False
    page: int = Field(1, ge=1, le=100_000)


class ReplacementForm(FormModel):
    """The city that takes over a part: one of the programme's, or a new one by name.

    `checked`: whoever replaces has read what follows from it.
    """

    city_id: UUID | None = None
    name: Line | None = Field(None, max_length=120)
    country: Country | None = None
    from_on: IsoDate
    why: Line = Field(max_length=500)
    checked: bool = False
    revision: Revision
