"""A row of each table that the demo leaves empty."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Enum, LargeBinary, Table
from sqlmodel.sql.sqltypes import UTCDateTime

from app.ids import seed_id
from tests.leaks.classes import planted

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
EVIDENCE = seed_id("demonstration", "evidence", "val-daubre-review/e17")
COORDINATOR = seed_id("demonstration", "person", "coordinator")
SESSION = seed_id("demonstration", "session", "val-daubre-review/s01")
MEMBER = seed_id("demonstration", "member", "val-daubre-review/m3")
KNOWN: dict[str, UUID] = {"visit": VISIT, "evidence": EVIDENCE, "person": COORDINATOR}
#: Of a table whose rows say more than that.
OF_TABLE: dict[str, dict[str, UUID]] = {
    "session_invitation": {"session_id": SESSION, "member_id": MEMBER}
}


def filler(table: Table, name: str) -> Any:
    column = table.columns[name]
    if (own := OF_TABLE.get(table.name, {}).get(name)) is not None:
        return own
    for foreign in column.foreign_keys:
        if (known := KNOWN.get(foreign.column.table.name)) is not None:
            return known
        if foreign.column.table.name == "programme":
            return seed_id("demonstration", "programme", "demonstration")
        return None
    if name in ("settled_at", "used_at", "revoked_at", "sent_at", "replaced_at"):
        return None  # what is still open is what shows
    if name.endswith("_at") or name == "until":
        ended = table.name == "break_glass"  # else its reader may read
        return datetime.now(UTC) + timedelta(hours=-1 if ended else 1)
    if isinstance(column.type, JSON):
        return {"text": "some text"} if planted(table.name, name) else []
    return of_type(column.type)


def of_type(kind: Any) -> Any:
    if isinstance(kind, Enum):
        return next(iter(kind.python_type))
    if isinstance(kind, DateTime | UTCDateTime):
        return datetime.now(UTC)
    if isinstance(kind, LargeBinary):
        return b"key"
    simple = {int: 1, bool: False, UUID: uuid4()}
    return simple.get(kind.python_type, "some words")


def smallest(table: Table) -> dict[str, Any]:
    """About one visit and one person."""
    return {column.name: filler(table, column.name) for column in table.columns}
