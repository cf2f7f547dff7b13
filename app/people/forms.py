"""Somebody with an account, and the roles they hold."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.forms import Email, FormModel, LanguageTag, Line, Revision, Slug, Text
from app.values import Role, TokenScope


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
