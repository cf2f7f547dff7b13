from datetime import date
from uuid import UUID

from sqlmodel import Field

from app.models.base import Editable, long_text, stored
from app.values import ActionStatus


class Action(Editable, table=True):
    """One thing the learning city does about a finding, with its owner and dates."""

    pair_id: UUID = Field(foreign_key="pair.id", index=True)
    finding_id: UUID | None = Field(default=None, foreign_key="finding.id", index=True)
    factor: str = Field(default="", max_length=80)
    title: str = Field(max_length=200)
    need: str = long_text()
    outcome: str = long_text()
    field: str = Field(default="", max_length=80)
    owner_organisation: str = Field(default="", max_length=200)
    owner_person: str = Field(default="", max_length=200)
    starts_on: date | None = None
    due_on: date | None = None
    resources: str = long_text()
    indicator: str = long_text()
    indicator_with_migrants: bool = False
    status: ActionStatus = Field(
        default=ActionStatus.PLANNED, sa_type=stored(ActionStatus)
    )
    language: str = Field(max_length=35)


class ActionUpdate(Editable, table=True):
    __tablename__ = "action_update"

    action_id: UUID = Field(foreign_key="action.id", index=True)
    on: date
    text: str = long_text()
    language: str = Field(max_length=35)
