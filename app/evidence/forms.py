"""What is sent about evidence: by the tablet and the API as JSON, by pages as forms."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.evidence.rules import FORM_VERSION, placed
from app.forms import FormModel, LanguageTag, Line, Prose, Revision, Slug
from app.values import Bearing, Heard, Kind, Sensitivity, Voice, Who
from app.values_evidence import WrittenOn

INT32 = 2**31 - 1


def _moment(value: Any) -> datetime:
    """An instant with its offset, as `2027-04-24T09:30:00Z`; kept in UTC."""
    if isinstance(value, str):
        value = _read_moment(value)
    if not isinstance(value, datetime):
        raise PydanticCustomError("datetime_type", "not a moment")
    if value.utcoffset() is None:
        raise PydanticCustomError("timezone_aware", "no time zone")
    if not 1970 <= value.year <= 2200:  # beyond, a change of zone may not be a date
        raise PydanticCustomError("datetime_parsing", "not in our time")
    return value.astimezone(UTC)


def _read_moment(text: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(Z|[+-]\d\d:\d\d)?", text):
        raise PydanticCustomError("datetime_parsing", "not a moment")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("datetime_parsing", "no such moment") from None


def _question(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*", value):
        raise PydanticCustomError("question", "not factor/question")
    return value


Moment = Annotated[
    datetime,
    BeforeValidator(_moment, json_schema_input_type=datetime),
]
QuestionSlug = Annotated[str, Field(max_length=161), AfterValidator(_question)]
Count = Annotated[int, Field(ge=1, le=INT32)]


class AttachmentForm(FormModel):
    """What a file will be when it comes; its bytes follow the note."""

    id: UUID
    media_type: Annotated[
        str, Field(max_length=100, pattern=r"^[a-z0-9.+-]+/[a-zA-Z0-9.+-]+$")
    ]
    bytes: Annotated[int, Field(ge=1, le=2**40)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    alt: Line = ""


class EvidenceForm(FormModel):
    """One thing seen, heard or read (design, section 4).

    `text` or an attachment is needed. `factors` are slugs of the visit's benchmark, or
    `to-place` alone; `questions` are `factor-slug/question-slug`.
    """

    text: Prose = ""
    factors: Annotated[list[Slug], Field(min_length=1, max_length=40)]
    kind: Kind
    voice: Voice
    captured_at: Moment
    session_id: UUID | None = None
    bearing: Bearing | None = None
    quote: bool = False
    language: LanguageTag | None = None
    questions: Annotated[list[QuestionSlug], Field(max_length=80)] = []
    contexts: Annotated[list[Slug], Field(max_length=40)] = []
    speakers: Annotated[list[UUID], Field(max_length=40)] = []
    who: Annotated[list[Who], Field(max_length=3)] = []
    heard: Heard | None = None
    attachments: Annotated[list[AttachmentForm], Field(max_length=20)] = []
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    clock_skew_seconds: Annotated[int, Field(ge=-INT32, le=INT32)] | None = None
    form_version: Count = FORM_VERSION

    @model_validator(mode="after")
    def each_once(self) -> "EvidenceForm":
        self.factors = placed(self.factors)
        for name in ("questions", "contexts", "speakers", "who"):
            setattr(self, name, list(dict.fromkeys(getattr(self, name))))
        return self


class NoteForm(FormModel):
    """The page's form: what can wait may be left out, the server fills it."""

    id: UUID
    revision: Revision | None = None
    text: Prose = ""
    factors: Annotated[list[Slug], Field(max_length=40)] = []
    session_id: UUID | None = None
    kind: Kind | None = None
    voice: Voice | None = None
    who: Annotated[list[Who], Field(max_length=3)] = []
    heard: Heard | None = None
    bearing: Bearing | None = None
    quote: bool = False
    language: LanguageTag | None = None
    questions: Annotated[list[QuestionSlug], Field(max_length=80)] = []
    contexts: Annotated[list[Slug], Field(max_length=40)] = []
    speakers: Annotated[list[UUID], Field(max_length=40)] = []
    sensitivity: Sensitivity = Sensitivity.ORDINARY


class CompletionForm(FormModel):
    """What was left for the evening; absent means not said here."""

    revision: Revision
    factors: Annotated[list[Slug], Field(max_length=40)] = []
    voice: Voice | None = None
    heard: Heard | None = None
    bearing: Bearing | None = None


class RedactionForm(FormModel):
    """The text without what was withdrawn, as a note with an id of its own."""

    id: UUID
    text: Prose


class RevisionForm(FormModel):
    revision: Revision


class TranslationForm(FormModel):
    language: LanguageTag
    text: Prose


class RivalForm(FormModel):
    """`this` keeps the note as it stands, `that` takes the rival text."""

    rival: UUID
    keep: Literal["this", "that"]
    revision: Revision
    #: Chosen in the list of notes with two texts: back to it, for the next.
    onward: bool = False


class FilterForm(FormModel):
    """What a list is narrowed to; every part may be absent.

    `team` is for an open seat of a shared tablet, which otherwise reads its own alone.
    """

    q: Line = ""
    factor: Slug | None = None
    session: UUID | None = None
    voice: Voice | None = None
    kind: Kind | None = None
    bearing: Bearing | None = None
    language: LanguageTag | None = None
    written_on: WrittenOn | None = None
    to_complete: bool = False
    to_place: bool = False
    files_to_come: bool = False
    no_session: bool = False
    mine: bool = False
    team: bool = False
    two_texts: bool = False
    arrived_after: Moment | None = None
