"""Somebody with an account, and the roles they hold."""

from uuid import UUID

from pydantic import Field

from app.forms import Email, FormModel, LanguageTag, Line, Text
from app.values import Role


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
