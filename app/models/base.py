"""What every table shares: scope, revision, removal, and how values are stored."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Enum, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.ids import uuid7

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata

#: A dictionary or list; replace it, never change it in place: changes inside are not seen.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

#: Text of the project in several languages: language code (BCP 47) → text.
TextMap = dict[str, str]


def stored(values: type[StrEnum]) -> Enum:
    """The column type of an enumeration: its value as text, no database CHECK."""
    return Enum(
        values,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=32,
    )


def now() -> datetime:
    return datetime.now(UTC)


class Row(SQLModel):
    """Scope: `programme_id` of every row, null where shared by all programmes."""

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID | None = Field(
        default=None, foreign_key="programme.id", index=True
    )


class Editable(Row):
    """A record people change: its revision travels with every form of it."""

    revision: int = Field(default=1)
    removed_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: UUID | None = Field(default=None, foreign_key="person.id")


class VisitRow(Row):
    visit_id: UUID = Field(foreign_key="visit.id", index=True)


class VisitRecord(Editable):
    visit_id: UUID = Field(foreign_key="visit.id", index=True)


def long_text(default: Any = "") -> Any:
    return Field(default=default, sa_type=Text)


def json_field(factory: Any = dict) -> Any:
    return Field(default_factory=factory, sa_type=Json)
