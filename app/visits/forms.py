"""What may be sent about a visit's plan: pages and seeds share these."""

from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
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
)
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


def _with_a_point(value: object) -> object:
    """People write 50,85 where they write decimals so."""
    return value.replace(",", ".") if isinstance(value, str) else value


Degrees = Annotated[float, BeforeValidator(_with_a_point)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
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
