"""What is sent about tablets, seats and pass cards."""

from typing import Literal
from uuid import UUID

from pydantic import Field

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


class SeatForm(FormModel):
    """A pass card as typed or scanned, or the member touched where that is allowed."""

    card: Text = Field("", max_length=100)
    member_id: UUID | None = None


class SettlingForm(FormModel):
    """What becomes of a note that was set aside."""

    outcome: Literal["accepted", "refused"]


class CardsForm(FormModel):
    """For one member, or for the whole team where nobody is named."""

    member_id: UUID | None = None
