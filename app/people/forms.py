"""Somebody with an account, and the roles they hold."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from app.forms import Email, FormModel, LanguageTag, Line, Revision, Slug, Text
from app.i18n import _
from app.labels import choices
from app.values import Role, TeamPart, TokenScope
from app.values_people import InvitationState, MailShown


def _one_line(text: str) -> str:
    """A name brings no line of its own into a letter."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


#: Of a person; whatever breaks a line becomes a space.
Name = Annotated[str, Field(max_length=120), AfterValidator(_one_line)]
Ids = Annotated[list[UUID], Field(max_length=100)]


class PersonForm(FormModel):
    """`persona` is the demo's entrance; absent everywhere else."""

    id: UUID
    name: Line = Field(max_length=120)
    email: Email
    language: LanguageTag = "en"
    persona: Text | None = Field(None, max_length=40)


class MembershipForm(FormModel):
    """A role in a programme, for a city or for an organisation."""

    id: UUID
    person_id: UUID
    role: Role
    programme_id: UUID | None = None
    pair_id: UUID | None = None
    city_id: UUID | None = None
    organisation_id: UUID | None = None


class PersonaForm(FormModel):
    persona: Slug
    then: Text = "/"


class SignInForm(FormModel):
    email: Email
    then: Text = "/"


class CodeForm(FormModel):
    """As typed: small letters, spaces and hyphens are taken out later."""

    code: Text = Field(max_length=40)


class ThenForm(FormModel):
    then: Text = "/"


class OwnNameForm(FormModel):
    name: Line = Field(max_length=120)
    language: Literal["en", "fr"]


class ShownNameForm(FormModel):
    shown_name: Text = Field(max_length=80)
    revision: Revision


class ErasureForm(FormModel):
    """`understood`: what goes and what stays was read."""

    understood: bool = False


class RequestedErasureForm(ErasureForm):
    """By a coordinator, for somebody who asked in writing. `reason` goes into the audit."""

    reason: Line = Field(min_length=10)


class TokenForm(FormModel):
    """`days` until it ends by itself; at most a year."""

    name: Line = Field(max_length=80)
    scopes: list[TokenScope] = Field(min_length=1, max_length=3)
    days: int = Field(90, ge=1, le=365)


class ChallengeForm(FormModel):
    """What a passkey is asked for."""

    purpose: Literal["passkey-sign-in", "passkey-confirmation", "passkey-enrolment"]


class PasskeyForm(FormModel):
    """`credential` is the JSON of the browser's answer."""

    credential: Text = Field(max_length=20_000)
    then: Text = "/"


class PasskeyNameForm(FormModel):
    name: Line = Field(max_length=80)


class RolesForm(FormModel):
    """Roles in one programme, each by where it is held; `part` is that in the teams."""

    programme_id: UUID
    coordinates: bool = False
    facilitates: bool = False
    pairs: Ids = []
    cities: Ids = []
    organisations: Ids = []
    visits: Ids = []
    part: TeamPart = TeamPart.MEMBER


class InvitationForm(RolesForm):
    email: Email
    name: Name = ""
    language: Literal["en", "fr"]


class AcceptForm(FormModel):
    """`name` is asked of who has no account yet."""

    name: Name = ""


class RevokeForm(FormModel):
    revision: Revision


class PeopleFilter(FormModel):
    """What the list is narrowed to; a value that is not known narrows nothing."""

    q: Line = ""
    role: Role | Literal["team", "none"] | None = None
    city: UUID | None = None
    pair: UUID | None = None
    page: int = Field(1, ge=1, le=100_000)


class RemindersForm(FormModel):
    wanted: bool = False


class InvitationFilter(FormModel):
    state: InvitationState | None = None
    visit: UUID | None = None
    page: int = Field(1, ge=1, le=100_000)


class HandoverForm(FormModel):
    """To somebody of the programme, or to somebody invited for it. `checked`: the person
    has read what will move."""

    programme_id: UUID
    successor_id: UUID | None = None
    email: Email | None = None
    name: Name = ""
    language: Literal["en", "fr"] = "en"
    reason: Line = ""
    checked: bool = False


def role_choices() -> list[tuple[str, str]]:
    """What the list of people can be narrowed to."""
    on_team, none = _("On a visiting team"), _("No role now")
    return [*choices(Role), ("team", on_team), ("none", none)]


class CalendarForm(FormModel):
    """Without a visit it is of all sessions of one's own."""

    visit_id: UUID | None = None


class MailFilter(FormModel):
    """`page` counts from 1."""

    state: MailShown | None = None
    page: int = Field(default=1, ge=1, le=10_000)
