"""A unique string in every text that somebody must not see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Table,
    insert,
    select,
    text,
    update,
)

from app.models import metadata
from tests.leaks.classes import (
    class_of,
    is_planted,
    planted,
)
from tests.leaks.places import Places
from tests.leaks.smallest import smallest
from tests.leaks.standing import Map, Scope, as_key

CANARY = re.compile(r"zq(\d{5})zq")

#: What a page may say only as the characters they are.
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"


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
        self.places = Places(connection, self.map)

    def fill(self) -> "Nest":
        # Else nothing could be planted in what is there already.
        self.connection.execute(text("DROP TRIGGER audit_entry_unchanged"))
        for table in metadata.sorted_tables:
            columns = [c for c in table.columns if planted(table.name, c.name)]
            if columns and self.rows(table) == []:
                self.connection.execute(insert(table).values(smallest(table)))
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
        self.canaries.append(
            Canary(of, column, name, self.places.scope_of(table.name, row))
        )
        mark = f"zq{number:05}zq"
        if "@" in value:
            return f"{mark}.{value}"
        return f"{mark} {value} {mark}{HOSTILE}" if " " in value else f"{value}{mark}"

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


def found_in(text: str) -> Iterator[int]:
    yield from {int(number) for number in CANARY.findall(text)}
