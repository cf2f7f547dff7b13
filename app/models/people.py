from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.base import Editable, Row, now, stored
from app.values import Role, SignInMethod


class Person(SQLModel, table=True):
    """Somebody with an account. `persona` is the demo's entrance, null elsewhere."""

    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=120)
    email: str = Field(max_length=254, unique=True)
    language: str = Field(default="en", max_length=35)
    persona: str | None = Field(default=None, max_length=40, unique=True)
    disabled_at: datetime | None = None
    revision: int = Field(default=1)
    created_at: datetime = Field(default_factory=now)
    #: Since when this is only an id: name and address are not theirs any more.
    erased_at: datetime | None = None
    wants_reminders: bool = True


class Membership(Editable, table=True):
    """A role somebody holds: in a programme, for a city, or for an organisation."""

    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=stored(Role))
    pair_id: UUID | None = Field(default=None, foreign_key="pair.id", index=True)
    city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    organisation_id: UUID | None = Field(
        default=None, foreign_key="organisation.id", index=True
    )


class Login(Row, table=True):
    """A session of signing in. The cookie's token is kept as a hash only.

    `asked_again_at`: when a passkey or a second code last proved who is there.
    """

    token_hash: str = Field(max_length=64, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(default_factory=now)
    last_seen_at: datetime = Field(default_factory=now)
    expires_at: datetime
    ended_at: datetime | None = None
    asked_again_at: datetime | None = None
    method: SignInMethod | None = Field(default=None, sa_type=stored(SignInMethod))
    browser: str = Field(default="", max_length=80)
