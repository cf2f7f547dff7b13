"""A unique string in every text that somebody must not see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Enum,
    LargeBinary,
    Table,
    insert,
    select,
    update,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from app.ids import seed_id
from app.models import metadata
from tests.leaks.classes import (
    class_of,
    classified,
    is_planted,
)
from tests.leaks.standing import Map, Scope, as_key

CANARY = re.compile(r"zq(\d{5})zq")
VISIT = seed_id("demonstration", "visit", "val-daubre-review")
EVIDENCE = seed_id("demonstration", "evidence", "val-daubre-review/e17")
COORDINATOR = seed_id("demonstration", "person", "coordinator")


@dataclass(frozen=True)
class Canary:
    """Where one of them sits, and who may meet it there."""

    table: str
    column: str
    class_name: str
    scope: Scope

    @property
    def place(self) -> str:
        return f"{self.table}.{self.column} ({self.class_name})"


class Nest:
    """Plants, and remembers what it planted where."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.canaries: list[Canary] = []
        self.map = Map.of(connection)

    def fill(self) -> "Nest":
        for table in metadata.sorted_tables:
            columns = [c for c in table.columns if planted(table.name, c.name)]
            if columns and self.rows(table) == []:
                self.connection.execute(insert(table).values(self.smallest(table)))
            for row in self.rows(table):
                new = {c.name: self.with_canary(table, c.name, row) for c in columns}
                changed = {name: value for name, value in new.items() if value}
                if changed:
                    here = self.key(table) == row[self.key(table).name]
                    self.connection.execute(update(table).where(here).values(changed))
        return self

    def key(self, table: Table) -> Any:
        return next(iter(table.primary_key.columns))

    def rows(self, table: Table) -> list[dict[str, Any]]:
        return [dict(r) for r in self.connection.execute(select(table)).mappings()]

    def with_canary(self, table: Table, column: str, row: dict[str, Any]) -> Any:
        value = row[column]
        if value is None and class_of(table.name, column, row) == "secret":
            value = "hash"  # the demo has none yet
        if value is None:
            return None
        if not isinstance(value, dict | list):
            if class_of(table.name, column, row) == "as-record":
                return self.planted(row["table"], row["field"], table, row, value)
            return self.planted(table.name, column, table, row, value)
        return self.inside(value, table, column, row)

    def inside(self, value: Any, table: Table, column: str, row: dict[str, Any]) -> Any:
        """The same with a canary in each text; a revision's texts are its record's."""
        of_record = class_of(table.name, column, row) == "as-record"
        if of_record and isinstance(value, dict):
            return {
                name: self.inside_field(text, row["table"], name, table, row)
                for name, text in value.items()
            }
        return self.leaves(value, table.name, column, table, row)

    def inside_field(
        self, value: Any, of: str, name: str, table: Table, row: dict[str, Any]
    ) -> Any:
        if not planted(of, name):
            return value
        return self.leaves(value, of, name, table, row)

    def leaves(
        self, value: Any, of: str, column: str, table: Table, row: dict[str, Any]
    ) -> Any:
        if isinstance(value, dict):
            return {k: self.leaves(v, of, column, table, row) for k, v in value.items()}
        if isinstance(value, list):
            return [self.leaves(v, of, column, table, row) for v in value]
        if isinstance(value, str) and " " in value:  # a text, not a word of a list
            return self.planted(of, column, table, row, value)
        return value

    def planted(
        self, of: str, column: str, table: Table, row: dict[str, Any], value: str
    ) -> str:
        name = self.class_for(of, column, row)
        if not is_planted(name):
            return value
        number = len(self.canaries)
        self.canaries.append(Canary(of, column, name, self.scope_of(table.name, row)))
        mark = f"zq{number:05}zq"
        if "@" in value:
            return f"{mark}.{value}"
        return f"{mark} {value} {mark}" if " " in value else f"{value}{mark}"

    def class_for(self, of: str, column: str, row: dict[str, Any]) -> str:
        """A revision or translation of what may be a draft counts as the draft."""
        if of == "person" and column == "name":
            key = as_key(row["id"])
            has_role = any(one.person_id == key for one in self.map.memberships)
            return "name" if has_role else "real-name"
        if of != "finding" or "status" in row:
            return class_of(of, column, row)
        return "agreed" if self.is_agreed(row["record_id"]) else "draft"

    def is_agreed(self, finding_id: UUID) -> bool:
        table = metadata.tables["finding"]
        found = self.connection.execute(
            select(table.c.status).where(table.c.id == finding_id)
        ).scalar()
        return found is not None and found.value == "agreed"

    def scope_of(self, table: str, row: dict[str, Any]) -> Scope:
        visit = as_key(row.get("visit_id"))
        visit = as_key(row["id"]) if table == "visit" else visit
        pair = as_key(row["id"]) if table == "pair" else as_key(row.get("pair_id"))
        programme = as_key(row.get("programme_id"))
        if visit:
            pair = self.map.visits[visit].pair_id
        if table in ("action_update", "record_revision", "translation") and not pair:
            pair = self.pair_of(table, row)
        people = {as_key(row.get(c)) for c in ("person_id", "by", "created_by")}
        programmes = {programme} if programme else set()
        if table == "person":
            people, programmes = (
                {as_key(row["id"])},
                self.map.programmes_of(as_key(row["id"])),
            )
            pair, visit = self.place_of(row["id"])
        return Scope(
            frozenset(programmes),
            pair,
            visit,
            frozenset(one for one in people if one),
        )

    def pair_of(self, table: str, row: dict[str, Any]) -> str | None:
        """Through the record it is about."""
        about = {"action_update": "action"}.get(table, str(row.get("table")))
        subject = row.get("action_id") or row.get("record_id")
        parent = metadata.tables.get(about)
        if parent is None or subject is None:
            return None
        if about == "pair":
            return as_key(subject)
        if about == "action_update":
            actions, updates = metadata.tables["action"], parent
            asked = select(actions.c.pair_id).join(
                updates, updates.c.action_id == actions.c.id
            )
            return as_key(
                self.connection.execute(asked.where(updates.c.id == subject)).scalar()
            )
        if "pair_id" not in parent.columns:
            return None
        asked = select(parent.c.pair_id).where(parent.c.id == subject)
        return as_key(self.connection.execute(asked).scalar())

    def place_of(self, person_id: UUID) -> tuple[str | None, str | None]:
        """A pair and a visit that somebody goes on."""
        key = as_key(person_id)
        seats = [one.visit_id for one in self.map.seats if one.person_id == key]
        if seats:
            return self.map.visits[seats[0]].pair_id, seats[0]
        cities = {m.city_id for m in self.map.memberships if m.person_id == key}
        mine = [o.pair_id for o in self.map.pair_cities if o.city_id in cities]
        return (mine[0] if mine else None), None

    def smallest(self, table: Table) -> dict[str, Any]:
        """A row of a table the demo leaves empty, about one visit and one person."""
        return {c.name: filler(table, c.name) for c in table.columns}


def planted(table: str, column: str) -> bool:
    name = classified().get((table, column), "word")
    return is_planted(name)


KNOWN: dict[str, UUID] = {"visit": VISIT, "evidence": EVIDENCE, "person": COORDINATOR}


def filler(table: Table, name: str) -> Any:
    column = table.columns[name]
    for foreign in column.foreign_keys:
        if (known := KNOWN.get(foreign.column.table.name)) is not None:
            return known
        if foreign.column.table.name == "programme":
            return seed_id("demonstration", "programme", "demonstration")
        return None
    if name in ("settled_at", "used_at", "revoked_at", "sent_at"):
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


def found_in(text: str) -> Iterator[int]:
    yield from {int(number) for number in CANARY.findall(text)}
