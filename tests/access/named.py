"""How the rows of the standings are named."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from tests.access.standings import an_id

NOW = datetime.now(UTC)
GONE: dict[str, Any] = {"removed_at": NOW}
NAMES: dict[UUID, str] = {}
P, Q, E = "programme", "other-programme", "empty-programme"


def made(model: type[SQLModel], **values: Any) -> SQLModel:
    """A row: what it has to say, and no more."""
    return model(**values)


def named(name: str) -> UUID:
    NAMES[an_id(name)] = name
    return an_id(name)
