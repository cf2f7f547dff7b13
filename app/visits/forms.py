"""What may be sent about a visit's plan: pages and seeds share these."""

import re
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.forms import (
    FormModel,
    IsoDate,
    LanguageTag,
    Line,
    LocalTime,
    Prose,
    Revision,
    Slug,
    Text,
    storable,
)
from app.ids import uuid7
from app.values import (
    Joins,
    Mode,
    Need,
    Purpose,
    SessionFormat,
    SessionStatus,
    StepState,
    TeamPart,
    VisitStatus,
    Voice,
)
from app.values_people import Coming

ZONES = available_timezones()


def _time_zone(value: str) -> str:
    if value not in ZONES:
        raise PydanticCustomError("time_zone", "not a time zone")
    return value


def _language_pair(value: str) -> str:
    """In the order of the alphabet, so that a pair is written in one way."""
    if not re.fullmatch(r"[A-Za-z0-9-]{2,35}/[A-Za-z0-9-]{2,35}", value):
        raise PydanticCustomError("language_pair", "not two languages")
    return "/".join(sorted(value.split("/")))


def _with_a_point(value: object) -> object:
    """People write 50,85 where they write decimals so."""
    return value.replace(",", ".") if isinstance(value, str) else value


Degrees = Annotated[float, BeforeValidator(_with_a_point)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
LanguagePair = Annotated[str, AfterValidator(_language_pair)]
Languages = Annotated[list[LanguageTag], Field(max_length=12)]
Ids = Annotated[list[UUID], Field(max_length=60)]
Short = Annotated[str, Field(max_length=80)]


class VisitForm(FormModel):
    """A visit's basics. Host and purpose may be unknown for a visit of the past."""

    id: UUID | None = None
    round: int = Field(ge=1, le=99)
    purpose: Purpose | None = None
    host_city_id: UUID | None = None
    mode: Mode | None = None
    status: VisitStatus = VisitStatus.PLANNING
    aims: Prose = ""
    local_contact: Line = ""
    language: LanguageTag = "en"
    revision: Revision | None = None


class PastVisitForm(VisitForm):
    """A visit that is public record: what was not found stays empty, and is said."""

    date_note: dict[str, Text] = {}
    source: Line = ""


class DayForm(FormModel):
    id: UUID | None = None
    day_on: IsoDate
    mode: Mode | None = None
    time_zone: TimeZone
    note: Prose = ""
    revision: Revision | None = None


class VenueForm(FormModel):
    id: UUID | None = None
    name: Line
    address: Annotated[Text, Field(max_length=300)] = ""
    step_free: bool = False
    latitude: Degrees | None = Field(default=None, ge=-90, le=90)
    longitude: Degrees | None = Field(
        default=None, ge=-180, le=180, validate_default=True
    )
    revision: Revision | None = None

    @field_validator("longitude")
    @classmethod
    def both_or_neither(
        cls, value: float | None, about: ValidationInfo
    ) -> float | None:
        if (value is None) != (about.data.get("latitude") is None):
            raise PydanticCustomError("coordinates", "one without the other")
        return value


class RoomForm(FormModel):
    id: UUID | None = None
    name: Line
    capacity: int | None = Field(default=None, ge=1, le=10_000)
    private: bool = False
    step_free: bool = False
    network: bool = False
    turnover_minutes: int = Field(default=0, ge=0, le=240)
    revision: Revision | None = None


class StakeholderForm(FormModel):
    """Somebody the team meets, by function: never the name of a migrant."""

    id: UUID | None = None
    name: Line
    organisation: Line = ""
    category: Voice
    languages: Languages = []
    how_many: int = Field(default=1, ge=1, le=500)
    contact: Line = ""
    invited_by_city_id: UUID | None = None
    note: Prose = ""
    revision: Revision | None = None


class InterpreterForm(FormModel):
    """Somebody who interprets, by a letter.

    `pairs` are `ar/fr`, in both directions; `one` and `other` are one pair more.
    """

    id: UUID | None = None
    name: Line
    pairs: list[LanguagePair] = Field(default=[], max_length=12)
    one: LanguageTag | None = Field(default=None, exclude=True)
    other: LanguageTag | None = Field(default=None, exclude=True)
    contact: Line = ""
    hours_a_day: int | None = Field(default=None, ge=1, le=12)
    note: Prose = ""
    revision: Revision | None = None

    @model_validator(mode="after")
    def with_one_pair_more(self) -> Self:
        if self.one and self.other and self.one != self.other:
            self.pairs = sorted({*self.pairs, "/".join(sorted((self.one, self.other)))})
        return self


class MemberForm(FormModel):
    """A member of the visiting team; each preparation step is open unless said."""

    id: UUID | None = None
    person_id: UUID | None = None
    shown_name: Annotated[Text, Field(max_length=80)]
    organisation: Line = ""
    part: TeamPart = TeamPart.MEMBER
    migrant: bool = False
    languages: Languages = []
    joins: Joins = Joins.ON_SITE
    contract: StepState = StepState.OPEN
    briefing: StepState = StepState.OPEN
    training: StepState = StepState.OPEN
    travel: StepState = StepState.OPEN
    pay: StepState | None = None
    revision: Revision | None = None


class SessionForm(FormModel):
    """One cell of the agenda. `questions` are `factor-slug/question-slug`."""

    id: UUID | None = None
    number: int | None = Field(default=None, ge=1, le=999)
    title: Line
    language: LanguageTag = "en"
    format: SessionFormat
    day_id: UUID | None = None
    starts_local: LocalTime | None = None
    ends_local: LocalTime | None = None
    track: Annotated[Text, Field(max_length=20)] = ""
    room_id: UUID | None = None
    place: Line = ""
    link: Annotated[Text, Field(max_length=500)] = ""
    languages: Languages = []
    needs: list[Need] = Field(default=[], max_length=3)
    minutes: int | None = Field(default=None, ge=5, le=720)
    fixed: bool = False
    status: SessionStatus = SessionStatus.PLANNED
    factors: list[Slug] = Field(default=[], max_length=50)
    questions: list[Annotated[Text, Field(max_length=161)]] = Field(
        default=[], max_length=100
    )
    stakeholders: Ids = []
    members: Ids = []
    interpreters: Ids = []
    notes: Prose = ""
    revision: Revision | None = None


class CopyForm(FormModel):
    """An agenda to begin from; lines in the order of the outline, blank leaves out."""

    id: UUID = Field(default_factory=uuid7)
    source: Annotated[Text, Field(max_length=40)] = ""
    days: list[Annotated[Text, Field(max_length=36)]] = Field(default=[], max_length=40)
    people: list[Annotated[Text, Field(max_length=36)]] = Field(
        default=[], max_length=300
    )
    members: list[Annotated[Text, Field(max_length=36)]] = Field(
        default=[], max_length=60
    )


class SourceForm(FormModel):
    """Which agenda a copy was of."""

    source: Annotated[Text, Field(max_length=40)] = ""


class AvailabilityForm(FormModel):
    """When somebody can come, line by line: a day, from, to, as typed. `away` are days on
    which they cannot, `preferred` days whose hours suit them best."""

    days: list[UUID] = Field(default=[], max_length=120)
    starts: list[Annotated[Text, Field(max_length=8)]] = Field(
        default=[], max_length=120
    )
    ends: list[Annotated[Text, Field(max_length=8)]] = Field(default=[], max_length=120)
    away: list[UUID] = Field(default=[], max_length=40)
    preferred: list[UUID] = Field(default=[], max_length=40)
    mark: Annotated[Text, Field(max_length=16)] = ""


class ImportForm(FormModel):
    """A table as text; `confirmed` once its reader has seen what it would bring."""

    text: Annotated[str, Field(min_length=1, max_length=300_000), AfterValidator(storable)]  # fmt: skip
    confirmed: bool = False


class WaysForm(FormModel):
    """The ways between places, line by line: both ends as `id/id`, the minutes as typed,
    and what stood there when the page was made."""

    ways: list[Annotated[Text, Field(max_length=73)]] = Field(
        default=[], max_length=800
    )
    minutes: list[Annotated[Text, Field(max_length=10)]] = Field(
        default=[], max_length=800
    )
    seen: list[Annotated[Text, Field(max_length=10)]] = Field(
        default=[], max_length=800
    )


class MoveForm(FormModel):
    """Another time, length, day or track for a session.

    `minutes` earlier or later, `longer` or shorter, or a day and times: without
    `ends_local` the length is kept. `track` is `*` for the whole team; without one it
    stays. `back` is the page to go back to.
    """

    minutes: int = Field(default=0, ge=-1440, le=1440)
    longer: int = Field(default=0, ge=-720, le=720)
    day_id: UUID | None = None
    starts_local: LocalTime | None = None
    ends_local: LocalTime | None = None
    track: Annotated[Text, Field(max_length=20)] = ""
    back: Literal["", "grid", "list"] = ""
    revision: Revision


class SplitForm(FormModel):
    """One session for two sub-teams: who goes where."""

    track: Annotated[Text, Field(max_length=20)]
    members: Ids = []
    stakeholders: Ids = []
    interpreters: Ids = []
    room_id: UUID | None = None
    other_track: Annotated[Text, Field(max_length=20)]
    other_title: Line = ""
    other_members: Ids = []
    other_stakeholders: Ids = []
    other_interpreters: Ids = []
    other_room_id: UUID | None = None
    revision: Revision


class UndoForm(FormModel):
    """`moment` is when the change was made that is to be undone."""

    moment: AwareDatetime


class RevisionForm(FormModel):
    """A button that acts on a record as it was seen."""

    revision: Revision


class ReleaseForm(FormModel):
    """`seen` stands for the agenda that was looked at before releasing it."""

    changes: Prose = ""
    tell: bool = False
    seen: Annotated[Text, Field(max_length=64)] = ""


class AnswerForm(FormModel):
    """What somebody says who is asked to a session."""

    session_id: UUID
    answer: Coming
    remark: Annotated[Text, Field(max_length=500)] = ""
