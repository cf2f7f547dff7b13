"""An action of the learning city, and what is said about it later."""

from uuid import UUID

from pydantic import Field

from app.forms import FormModel, IsoDate, LanguageTag, Line, Prose, Revision, Slug
from app.values import ActionStatus


class ActionForm(FormModel):
    """`id` is minted where the action is first written; `field` is one of the
    benchmark's fields of action, by slug."""

    id: UUID | None = None
    factor: Slug | None = None
    field: Slug | None = None
    title: Line = Field(min_length=1)
    need: Prose = ""
    outcome: Prose = ""
    owner_organisation: Line = ""
    owner_person: Line = ""
    starts_on: IsoDate | None = None
    due_on: IsoDate | None = None
    resources: Prose = ""
    indicator: Prose = ""
    indicator_with_migrants: bool = False
    status: ActionStatus = ActionStatus.PLANNED
    language: LanguageTag
    revision: Revision | None = None


class UpdateForm(FormModel):
    """`on` is today where a page sends none; `status` changes the action with it."""

    id: UUID | None = None
    on: IsoDate | None = None
    text: Prose = Field(min_length=1)
    language: LanguageTag
    status: ActionStatus | None = None


class ActionFilter(FormModel):
    status: ActionStatus | None = None
