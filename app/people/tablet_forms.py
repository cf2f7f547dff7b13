"""What is sent about tablets, seats and pass cards."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.forms import FormModel, Line, Revision, Text


class EnrolmentForm(FormModel):
    """The code as typed, or the longer one that was scanned."""

    code: Text = Field(max_length=80)


class TabletNameForm(FormModel):
    name: Line = Field("", max_length=80)


class FieldRulesForm(FormModel):
    by_touch: bool = False
    idle_minutes: int = Field(5, ge=1, le=60)
    revision: Revision | None = None


Count = Annotated[int, Field(ge=0, le=1_000_000)]


class ReportForm(FormModel):
    """What a tablet tells of itself. `holding`: evidence it still has, sealed.

    `ready` maps a check to true, false, a number, or null where the browser cannot say.
    """

    unsent: Count = 0
    files_unsent: Count = 0
    attention: Count = 0
    oldest_unsent_at: AwareDatetime | None = None
    holding: Annotated[list[UUID], Field(max_length=1000)] = []
    ready: Annotated[
        dict[Annotated[str, Field(max_length=20)], bool | int | None],
        Field(max_length=20),
    ] = {}
    release: Line = Field("", max_length=40)


class SeatForm(FormModel):
    """A pass card as typed or scanned, or the member touched where that is allowed."""

    card: Text = Field("", max_length=100)
    member_id: UUID | None = None


class SettlingForm(FormModel):
    """What becomes of a note that was set aside."""

    outcome: Literal["accepted", "refused"]


class TogetherForm(FormModel):
    """Whose notes are accepted at one go."""

    tablet_id: UUID


class CardsForm(FormModel):
    """For one member, or for the whole team where nobody is named."""

    member_id: UUID | None = None
