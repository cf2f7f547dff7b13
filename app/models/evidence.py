from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from app.models.base import (
    Row,
    VisitRecord,
    VisitRow,
    json_field,
    long_text,
    now,
    stored,
)
from app.values import Bearing, FileState, Heard, Kind, Sensitivity, Voice
from app.values_evidence import WrittenOn

#: Most notes announce no file: the index is of the others.
WITH_FILES = {
    "sqlite": text("attachments != '[]'"),
    "postgresql": text("attachments <> '[]'::jsonb"),
}
FIXED = {"lazy": "raise"}


class Speaker(VisitRecord, table=True):
    """Who spoke, as a role and a number; a name is never asked for."""

    session_id: UUID | None = Field(
        default=None, foreign_key="agenda_session.id", index=True
    )
    number: int
    role: str = Field(default="", max_length=120)
    voice: Voice = Field(default=Voice.NONE, sa_type=stored(Voice))
    #: Under 18: a parent or guardian agrees too, and two visitors are present.
    minor: bool = False
    guardian_agrees: bool = False
    withdrawal_code_hash: str | None = Field(default=None, max_length=64, index=True)


class Consent(VisitRow, table=True):
    """What a speaker said to one use of their words: the newest row of a scope stands."""

    speaker_id: UUID = Field(foreign_key="speaker.id", index=True)
    scope: str = Field(max_length=20)
    given: bool
    witness: str = Field(default="", max_length=120)
    at: datetime = Field(default_factory=now)


class Evidence(VisitRecord, table=True):
    """One thing seen, heard or read. `revision` grows with every received write."""

    session_id: UUID | None = Field(
        default=None, foreign_key="agenda_session.id", index=True
    )
    author_id: UUID | None = Field(
        default=None, foreign_key="team_member.id", index=True
    )
    text: str = long_text()
    language: str = Field(max_length=35)
    kind: Kind = Field(sa_type=stored(Kind))
    voice: Voice = Field(sa_type=stored(Voice))
    who: list[str] = json_field(list)
    heard: Heard | None = Field(default=None, sa_type=stored(Heard))
    bearing: Bearing | None = Field(default=None, sa_type=stored(Bearing))
    quote: bool = False
    questions: list[str] = json_field(list)
    contexts: list[str] = json_field(list)
    speakers: list[str] = json_field(list)
    attachments: list[dict[str, Any]] = json_field(list)
    sensitivity: Sensitivity = Field(
        default=Sensitivity.ORDINARY, sa_type=stored(Sensitivity)
    )
    captured_at: datetime
    clock_skew_seconds: int | None = None
    received_at: datetime = Field(default_factory=now)
    form_version: int = 1
    #: Null for what came before this was kept.
    written_on: WrittenOn | None = Field(default=None, sa_type=stored(WrittenOn))
    search_text: str = long_text()
    #: The consents it still lacks, as words with a space between; kept by actions.
    consent_lack: str = Field(default="", max_length=40)
    #: Since when nobody reads it, because one of its speakers has withdrawn.
    hidden_at: datetime | None = None

    __table_args__ = (
        Index("ix_evidence_visit_captured", "visit_id", "captured_at", "id"),
        Index("ix_evidence_visit_received", "visit_id", "received_at", "id"),
        Index(
            "ix_evidence_with_files",
            "visit_id",
            sqlite_where=WITH_FILES["sqlite"],
            postgresql_where=WITH_FILES["postgresql"],
        ),
    )


class Attachment(VisitRow, table=True):
    """A file that follows its note, once its bytes are here; `Evidence.attachments`
    announces it and says its text alternative. The row outlives the file, as an id.

    `evidence_id` has no foreign key: the note may be in quarantine, or erased.
    """

    evidence_id: UUID = Field(index=True)
    state: FileState = Field(default=FileState.RECEIVED, sa_type=stored(FileState))
    received_sha256: str = Field(max_length=64)
    stored_sha256: str | None = Field(default=None, max_length=64)
    #: Of the sealed bytes, as a tablet sent them; null where they were not sealed.
    sent_sha256: str | None = Field(default=None, max_length=64)
    sent_bytes: int | None = None
    #: Of what is stored; empty until it is cleaned.
    media_type: str = Field(default="", max_length=100)
    bytes: int
    width: int | None = None
    height: int | None = None
    seconds: int | None = None
    pages: int | None = None
    #: Why it was refused, as `Refusal` says it.
    problem: str = Field(default="", max_length=20)
    by: UUID | None = Field(default=None, foreign_key="person.id")
    received_at: datetime = Field(default_factory=now)
    transcribed_at: datetime | None = None
    #: Since when none of its bytes is left here.
    gone_at: datetime | None = None

    __table_args__ = (
        Index("ix_attachment_state_received", "state", "received_at"),
        Index("ix_attachment_by_received", "by", "received_at"),
    )


class EvidenceFactor(VisitRow, table=True):
    """A factor a piece of evidence is about; `to-place` while it waits."""

    __tablename__ = "evidence_factor"

    evidence_id: UUID = Field(foreign_key="evidence.id", index=True)
    slug: str = Field(max_length=80)

    __table_args__ = (
        Index("uq_evidence_factor_pair", "evidence_id", "slug", unique=True),
        Index("ix_evidence_factor_visit_slug", "visit_id", "slug"),
    )


class EvidenceRevision(VisitRow, table=True):
    """Every write as it was received: body hash, values, and who sent it."""

    __tablename__ = "evidence_revision"

    evidence_id: UUID = Field(foreign_key="evidence.id", index=True)
    revision: int
    base_revision: int
    sha256: str = Field(max_length=64)
    values: dict[str, Any] = json_field()
    by: UUID | None = Field(default=None, foreign_key="person.id")
    received_at: datetime = Field(default_factory=now)

    __table_args__ = (
        Index("uq_evidence_revision_number", "evidence_id", "revision", unique=True),
        Index("ix_evidence_revision_write", "evidence_id", "base_revision", "sha256"),
    )


class RivalText(VisitRow, table=True):
    """A write that came on an old base: kept whole until somebody has chosen."""

    __tablename__ = "rival_text"

    evidence_id: UUID = Field(foreign_key="evidence.id", index=True)
    base_revision: int
    sha256: str = Field(max_length=64)
    values: dict[str, Any] = json_field()
    by: UUID | None = Field(default=None, foreign_key="person.id")
    received_at: datetime = Field(default_factory=now)
    settled_at: datetime | None = None
    settled_by: UUID | None = Field(default=None, foreign_key="person.id")

    __table_args__ = (
        Index(
            "uq_rival_text_write",
            "evidence_id",
            "base_revision",
            "sha256",
            unique=True,
        ),
    )


class Quarantine(VisitRow, table=True):
    """What came from where it may not come from any more, kept for the lead."""

    item_id: UUID = Field(index=True)
    form_version: int = 1
    raw: str = long_text()
    reason: str = Field(max_length=80)
    by: UUID | None = Field(default=None, foreign_key="person.id")
    received_at: datetime = Field(default_factory=now)
    settled_at: datetime | None = None
    #: `accepted` or `refused`, once settled; what is refused stays, marked.
    outcome: str = Field(default="", max_length=20)
    settled_by: UUID | None = Field(default=None, foreign_key="person.id")
    tablet_id: UUID | None = Field(default=None, foreign_key="tablet.id", index=True)
    #: The seat that wrote it, where that is known.
    member_id: UUID | None = Field(default=None, foreign_key="team_member.id")
    base_revision: int = 0
    size_bytes: int = 0
    #: `raw` is a JWE to the visit's key.
    sealed: bool = False
    #: Every id in what is sealed, a space between: speakers withdraw, files follow.
    names: str = long_text()


class VisitKey(VisitRow, table=True):
    """What notes of a visit are sealed to; its id is the `kid`. A key never changes.

    `sealed_private` opens with the service's secret only: without it, what tablets
    still hold is lost. The highest `number` is the one to seal to.
    """

    __tablename__ = "visit_key"

    number: int
    public_jwk: dict[str, str] = json_field()
    sealed_private: str = long_text()
    created_at: datetime = Field(default_factory=now)

    __table_args__ = (Index("uq_visit_key_number", "visit_id", "number", unique=True),)


class Erasure(VisitRow, table=True):
    """Evidence and speakers erased: an id here is gone for good, also for a late tablet.

    `subject` is `speaker`, `evidence`, or `hidden` for evidence that waits to be redacted.
    """

    subject: str = Field(max_length=20)
    subject_id: UUID = Field(unique=True)
    at: datetime = Field(default_factory=now)


class ReleasedEvidence(VisitRecord, table=True):
    """What leaves the team: factor, broad voice and a text written anew, no more."""

    __tablename__ = "released_evidence"

    factor: str = Field(max_length=80)
    voice: Voice | None = Field(default=None, sa_type=stored(Voice))
    text: str = long_text()
    language: str = Field(max_length=35)
    #: The team's original. No foreign key: an erased note leaves no trace to follow.
    evidence_id: UUID | None = Field(default=None, index=True)
    passed_by: list[str] = json_field(list)
    released_at: datetime | None = None


class Withdrawal(Row, table=True):
    """A withdrawal code that was used. It stays: the speaker may arrive after it."""

    code_hash: str = Field(max_length=64, unique=True)
    at: datetime = Field(default_factory=now)


class WithdrawalAttempt(Row, table=True):
    """A code that fitted nobody; `sender` is a keyed hash, and rows go after an hour."""

    __tablename__ = "withdrawal_attempt"

    sender: str = Field(max_length=64, index=True)
    at: datetime = Field(default_factory=now, index=True)


class BreakGlass(VisitRow, table=True):
    """A coordinator reading one visit's raw evidence, for a reason and for a while."""

    __tablename__ = "break_glass"

    person_id: UUID = Field(foreign_key="person.id", index=True)
    reason: str = Field(max_length=500)
    at: datetime = Field(default_factory=now)
    until: datetime
    ended_at: datetime | None = None
