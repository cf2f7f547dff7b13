"""Which text the tables hold, and in which class each column stands (classes.yaml)."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import JSON, Column, Enum, String, Table
from sqlmodel.sql.sqltypes import AutoString

from app.models import metadata

FILE = Path(__file__).with_name("classes.yaml")


@lru_cache
def told() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return found


def holds_text(column: Column[Any]) -> bool:
    kind = column.type
    return isinstance(kind, AutoString | String | JSON) and not isinstance(kind, Enum)


def text_columns() -> Iterator[tuple[Table, Column[Any]]]:
    for table in metadata.sorted_tables:
        yield from ((table, column) for column in table.columns if holds_text(column))


@lru_cache
def classified() -> dict[tuple[str, str], str]:
    """(table, column) → class."""
    return {
        (table, column): name
        for table, classes in told()["tables"].items()
        for name, columns in classes.items()
        for column in columns
    }


def class_of(table: str, column: str, row: dict[str, Any]) -> str:
    """Of this row's column: some depend on how far the record has come."""
    name = classified().get((table, column), "word")
    rule = told()["depends"].get(table)
    if rule is None or name in ("word", "open", "secret"):
        return name
    value = row.get(rule["column"])
    if value is None or None in rule["values"]:
        value = None if value is None else "set"
    found: str = rule["values"][getattr(value, "value", value)]
    return found


def is_planted(name: str) -> bool:
    return bool(told()["audiences"][name].get("planted", True))


def planted(table: str, column: str) -> bool:
    name = classified().get((table, column), "word")
    return is_planted(name)
