"""What signing in needs beside accounts and sessions: codes, keys, tokens, mail."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from app.models.base import Row, json_field, long_text, now, stored
from app.values_people import MailFailure


class PendingFor(StrEnum):
    SIGN_IN = "sign-in"
    CONFIRMATION = "confirmation"
    PASSKEY_SIGN_IN = "passkey-sign-in"
    PASSKEY_CONFIRMATION = "passkey-confirmation"
    PASSKEY_ENROLMENT = "passkey-enrolment"
    NEW_ADDRESS = "new-address"


class MessageState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    TO_NOBODY = "to-nobody"


class PendingSignIn(Row, table=True):
    """Somebody is asked for a code or a passkey, in one browser, once.

    `person_id` is null for an address nobody has; the answers look the same.
    """

    __tablename__ = "pending_sign_in"

    purpose: PendingFor = Field(sa_type=stored(PendingFor))
    browser_hash: str = Field(max_length=64, index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    login_id: UUID | None = Field(default=None, foreign_key="login.id", index=True)
    account_key: str = Field(default="", max_length=64)
    code_hmac: str = Field(default="", max_length=64)
    challenge: str = Field(default="", max_length=128)
    then: str = Field(default="/", max_length=500)
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None
    #: The address that is to be the account's once its code is typed.
    new_email: str = Field(default="", max_length=254)


class Attempt(Row, table=True):
    """One try at something that is limited; `key` says whose, never in clear."""

    kind: str = Field(max_length=20)
    key: str = Field(max_length=64)
    at: datetime = Field(default_factory=now)

    __table_args__ = (Index("ix_attempt_kind_key_at", "kind", "key", "at"),)


class Message(Row, table=True):
    """A mail to go out. `secret` is what only the reader may see, gone once sent."""

    template: str = Field(max_length=40)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    subject_id: UUID | None = None
    secret: str | None = Field(default=None, max_length=80)
    #: Where it is not the account's address; gone once sent, as the secret is.
    to_address: str | None = Field(default=None, max_length=254)
    state: MessageState = Field(
        default=MessageState.WAITING, sa_type=stored(MessageState), index=True
    )
    tries: int = 0
    created_at: datetime = Field(default_factory=now)
    due_at: datetime = Field(default_factory=now)
    expires_at: datetime | None = None
    sent_at: datetime | None = None
    #: Why the last try failed.
    reason: MailFailure | None = Field(default=None, sa_type=stored(MailFailure))
    #: About a visit's agenda: whom it is for, and the session an invitation is to.
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    member_id: UUID | None = Field(
        default=None, foreign_key="team_member.id", index=True
    )
    stakeholder_id: UUID | None = Field(
        default=None, foreign_key="stakeholder.id", index=True
    )
    interpreter_id: UUID | None = Field(
        default=None, foreign_key="interpreter.id", index=True
    )
    session_id: UUID | None = Field(default=None, foreign_key="agenda_session.id")
    #: The release they were told of before this one; null where there was none.
    since: int | None = None


class Passkey(Row, table=True):
    """A public key somebody signs in with; the private one never leaves their device."""

    person_id: UUID = Field(foreign_key="person.id", index=True)
    credential_id: str = Field(max_length=1400, unique=True)
    public_key: bytes
    sign_count: int = Field(default=0, sa_type=BigInteger)
    name: str = Field(max_length=80)
    created_at: datetime = Field(default_factory=now)
    last_used_at: datetime | None = None


class ApiToken(Row, table=True):
    """A program's way in for one person, within `scopes` (values of `TokenScope`)."""

    __tablename__ = "api_token"

    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=80)
    token_hash: str = Field(max_length=64, unique=True)
    ending: str = Field(max_length=4)
    scopes: list[str] = json_field(list)
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class HeldForm(Row, table=True):
    """A form posted after its session had gone idle; for its sender alone, for an hour."""

    __tablename__ = "held_form"

    person_id: UUID = Field(foreign_key="person.id", index=True)
    address: str = long_text()
    values: dict[str, Any] = json_field()
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime = Field(index=True)
