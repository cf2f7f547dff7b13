"""The rules that hold for every table: revision, translation, sharing, audit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import uuid7
from app.models.base import Editable, Row, json_field, long_text, now, stored
from app.values import Audience


class RecordRevision(Row, table=True):
    """The values a record had at a revision: for history, undo and what changed."""

    __tablename__ = "record_revision"

    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    table: str = Field(max_length=40)
    record_id: UUID
    revision: int
    values: dict[str, Any] = json_field()
    by: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now)

    __table_args__ = (
        Index("uq_record_revision", "table", "record_id", "revision", unique=True),
        Index("ix_record_revision_newest", "visit_id", "table", "at"),
    )


class Translation(Editable, table=True):
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    table: str = Field(max_length=40)
    record_id: UUID
    field: str = Field(max_length=40)
    language: str = Field(max_length=35)
    text: str = long_text()
    source_revision: int = 1

    __table_args__ = (
        Index(
            "uq_translation_text",
            "record_id",
            "field",
            "language",
            "table",
            unique=True,
        ),
    )


class Sharing(Row, table=True):
    """One city's agreement that a subject be shared; all concerned must agree."""

    subject: str = Field(max_length=40)
    subject_id: UUID = Field(index=True)
    audience: Audience = Field(sa_type=stored(Audience))
    by_city_id: UUID = Field(foreign_key="city.id", index=True)
    at: datetime = Field(default_factory=now)
    ended_at: datetime | None = None

    __table_args__ = (
        Index(
            "uq_sharing_standing",
            "subject_id",
            "subject",
            "by_city_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class AuditEntry(Row, table=True):
    """Who did what to which record and why; never what it says. Append only."""

    __tablename__ = "audit_entry"

    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    #: Where it was done on a tablet: which one, and whose seat was open.
    tablet_id: UUID | None = Field(default=None, foreign_key="tablet.id")
    member_id: UUID | None = Field(default=None, foreign_key="team_member.id")
    verb: str = Field(max_length=40)
    subject: str = Field(max_length=40)
    subject_id: UUID | None = None
    reason: str = Field(default="", max_length=500)
    at: datetime = Field(default_factory=now, index=True)


class Retention(Editable, table=True):
    """How long a programme keeps what (`retention_rules`): rule → its number of months
    or days, for those rules that do not stand as they are by default."""

    lengths: dict[str, int] = json_field()


class Instance(SQLModel, table=True):
    """One row: this database's epoch, and where the demo's calendar is anchored."""

    id: int = Field(default=1, primary_key=True)
    epoch: UUID
    created_at: datetime = Field(default_factory=now)
    demo_shift_days: int = 0
    #: What was received until then is in a backup that was verified; tablets may let go.
    backup_covers_at: datetime | None = None
    #: Renewed by every change of a plan (`app/plan_mark.py`).
    plan_mark: UUID = Field(default_factory=uuid7)
    note: str = long_text()
