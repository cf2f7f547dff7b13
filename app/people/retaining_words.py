"""What `repere retain` prints: how many of what and since when, and no content."""

import json

from sqlalchemy.exc import DatabaseError

from app.db import Database
from app.models.base import now
from app.people.retaining import Cleared, retain
from app.people.retention_queries import Due, everything_due


def run_retention(
    database: Database, *, dry_run: bool, as_json: bool
) -> tuple[list[str], bool]:
    """The lines to print, and whether all went well."""
    today = now().date()
    if dry_run:
        with database.reading() as session:
            found = [one for one in everything_due(session, today) if one.rows]
        return printed([Cleared(one, 0) for one in found], as_json), True
    try:
        return printed(retain(database, today), as_json), True
    except DatabaseError as error:
        return [f"The database refused: {type(error).__name__}"], False


def printed(cleared: list[Cleared], as_json: bool) -> list[str]:
    if as_json:
        return [json.dumps([as_values(one) for one in cleared])]
    return [in_words(one) for one in cleared] or ["Nothing is due."]


def as_values(one: Cleared) -> dict[str, object]:
    due = one.due
    return {
        "programme": slug_of(due),
        "rule": due.rule.kept.value,
        "table": str(due.source.table.__tablename__),
        "before": due.before.isoformat(),
        "due": due.rows,
        "oldest": due.oldest.date().isoformat() if due.oldest else None,
        "deleted": one.rows,
    }


def in_words(one: Cleared) -> str:
    told = as_values(one)
    return "{programme}, {rule} ({table}) before {before}: {due} due, oldest {oldest}, {deleted} deleted".format(
        **told
    )


def slug_of(due: Due) -> str:
    return due.programme.slug if due.programme else "everywhere"
