"""Makes the demo's database larger: more programmes beside it, more evidence in it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlmodel import Session

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import metadata

#: Parents before children; every id and reference in them is made anew per copy.
COPIED = ("programme", "pair", "paircity", "visit", "visit_day", "deadline", "finding", "action", "team_member", "agenda_session")  # fmt: skip
CHUNK = 20_000


def more_pairs(database: Database, copies: int) -> None:
    """The programme `demonstration` again, `copies` times, without its evidence."""
    source = seed_id("programme", "demonstration")
    with database.writing() as session:
        rows = {
            name: rows_of(session, metadata.tables[name], source) for name in COPIED
        }
        for name in COPIED:
            table = metadata.tables[name]
            batch = (copy(row, n) for n in range(copies) for row in rows[name])
            add(session, table, batch)


def rows_of(session: Session, table: Table, programme: UUID) -> list[dict[str, Any]]:
    column = table.c.id if table.name == "programme" else table.c.programme_id
    found = session.execute(select(table).where(column == programme))
    return [dict(row._mapping) for row in found]


MINE: set[UUID] = set()


def copy(row: dict[str, Any], n: int) -> dict[str, Any]:
    """Ids that belong to the copied tables change; those of cities and people stay."""
    MINE.add(row["id"])
    own = {
        name: remade(value, n) if name == "id" or value in MINE else value
        for name, value in row.items()
        if not isinstance(value, (dict, list))
    }
    if "slug" in own and "led_by" in row:
        own["slug"] = f"{row['slug']}-{n}"
    if "person_id" in own:
        own["person_id"] = None
    return {**row, **own}


def remade(value: UUID, n: int) -> UUID:
    return UUID(int=(value.int ^ ((n + 1) << 8)) & ((1 << 128) - 1))


def more_evidence(database: Database, count: int) -> None:
    """Pieces of evidence on the full visit, like the first one there."""
    visit = seed_id("demonstration", "visit", "val-daubre-review")
    evidence, factor = metadata.tables["evidence"], metadata.tables["evidence_factor"]
    with database.writing() as session:
        first = session.execute(
            select(evidence).where(evidence.c.visit_id == visit)
        ).first()
        assert first is not None
        start, like = datetime(2026, 10, 12, tzinfo=UTC), dict(first._mapping)
        made = [
            {**like, "id": uuid7(), "captured_at": start + timedelta(seconds=n)}
            for n in range(count)
        ]
        add(session, evidence, made)
        add(
            session,
            factor,
            [
                {
                    "id": uuid7(),
                    "programme_id": row["programme_id"],
                    "visit_id": visit,
                    "evidence_id": row["id"],
                    "slug": "contacts-with-migrant-groups",
                }
                for row in made
            ],
        )


def more_sessions(database: Database, count: int) -> None:
    """The full visit's sessions again, with all that belongs to them, until `count`."""
    visit = seed_id("demonstration", "visit", "val-daubre-review")
    tables = [metadata.tables[name] for name in ("agenda_session", *OF_A_SESSION)]
    with database.writing() as session:
        rows = {
            table.name: [
                dict(row._mapping)
                for row in session.execute(
                    select(table).where(table.c.visit_id == visit)
                )
            ]
            for table in tables
        }
        own = rows["agenda_session"]
        for n in range(1, -(-count // len(own))):
            fresh = {row["id"]: uuid7() for row in own[: count - n * len(own)]}
            for table in tables:
                add(session, table, again(rows[table.name], fresh, n * len(own)))


OF_A_SESSION = ("session_factor", "session_stakeholder", "session_member")


def again(
    rows: list[dict[str, Any]], fresh: dict[UUID, UUID], offset: int
) -> Iterable[dict[str, Any]]:
    """`fresh` holds the new id of each session that is copied."""
    for row in rows:
        if row["id"] in fresh:
            more = {"id": fresh[row["id"]], "number": row["number"] + offset}
            yield {**row, **more}
        elif row.get("session_id") in fresh:
            yield {**row, "id": uuid7(), "session_id": fresh[row["session_id"]]}


def add(session: Session, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            session.execute(insert(table), batch)
            batch = []
    if batch:
        session.execute(insert(table), batch)
