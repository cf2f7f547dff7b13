"""What may be sent about a visit's plan: pages and seeds share these."""

from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
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

ZONES = available_timezones()


def _time_zone(value: str) -> str:
    if value not in ZONES:
        raise PydanticCustomError("time_zone", "not a time zone")
    return value


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
    revision: Revision | None = None


class RoomForm(FormModel):
    id: UUID | None = None
    name: Line
    capacity: int | None = Field(default=None, ge=1, le=10_000)
    private: bool = False
    step_free: bool = False
    revision: Revision | None = None


class StakeholderForm(FormModel):
    """Somebody the team meets, by function: never the name of a migrant."""

    id: UUID | None = None
    name: Line
    organisation: Line = ""
    category: Voice
    languages: Languages = []
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
    interpreter: Line = ""
    needs: list[Need] = Field(default=[], max_length=3)
    status: SessionStatus = SessionStatus.PLANNED
    factors: list[Slug] = Field(default=[], max_length=50)
    questions: list[Annotated[Text, Field(max_length=161)]] = Field(
        default=[], max_length=100
    )
    stakeholders: Ids = []
    members: Ids = []
    notes: Prose = ""
    revision: Revision | None = None


class MoveForm(FormModel):
    """Another time for a session: minutes earlier or later, or a day and a time.

    `ends_local` is for a session that has no length to keep.
    """

    minutes: int = Field(default=0, ge=-1440, le=1440)
    day_id: UUID | None = None
    starts_local: LocalTime | None = None
    ends_local: LocalTime | None = None
    revision: Revision


class RevisionForm(FormModel):
    """A button that acts on a record as it was seen."""

    revision: Revision


class ReleaseForm(FormModel):
    changes: Prose = ""
