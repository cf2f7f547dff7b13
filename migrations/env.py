"""Runs the migrations on the connection given, or on REPERE_DATABASE_URL.

SQLite's batch mode rebuilds tables, and with foreign keys on that deletes the children
of a rebuilt parent: they are off while migrating and checked at the end.
"""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

from app.db import Database
from app.models import metadata
from app.plan_mark import left_alone


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Plain SQLAlchemy types, so that migrations never import sqlmodel."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    if isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    if isinstance(item, sa.DateTime | sa.types.TypeDecorator) and "DateTime" in repr(
        item
    ):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.JSON) and not isinstance(item, postgresql.JSONB):
        return (
            "sa.JSON(none_as_null=True)"
            '.with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
        )
    return False


def include_object(
    _object: Any, name: str | None, kind: str, _reflected: bool, _compare: Any
) -> bool:
    """The full-text tables and indexes are written by hand."""
    return not (name or "").startswith(("evidence_search", "ix_evidence_search"))


def run(connection: sa.Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render_item,
        include_object=include_object,
        transactional_ddl=True,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check")):
        rows = broken.fetchall()
        if rows:
            raise RuntimeError(f"migration breaks foreign keys: {rows[:3]}")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from app.settings import settings

    database = Database(settings().database_url)
    with database.writer.connect() as own, left_alone(own):
        run(own)
        own.commit()
