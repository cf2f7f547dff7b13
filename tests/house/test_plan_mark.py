"""Every change that could show on an agenda renews the mark that kept pages hang on."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, text, update
from sqlmodel import Session, col

from app.db import Database
from app.evidence.epoch import ensure_instance
from app.ids import uuid7
from app.models import AuditEntry, Organisation, SessionFactor, VisitDay
from app.models.base import metadata
from app.plan_mark import NEVER_ON_AN_AGENDA, changes_a_plan, left_alone, plan_mark
from app.values import OrganisationKind


@pytest.fixture
def marked(database: Database) -> Database:
    with database.writing() as session:
        ensure_instance(session)
    return database


def mark_in(database: Database) -> UUID | None:
    with database.reading() as session:
        return plan_mark(session)


def organisation() -> Organisation:
    return Organisation(name={"en": "x"}, kind=OrganisationKind.LEAD)


def test_a_change_renews_it_and_one_taken_back_does_not(marked: Database) -> None:
    before = mark_in(marked)
    with marked.writing() as session:
        session.add(organisation())
    renewed = mark_in(marked)
    assert (renewed is None, renewed == before) == (False, False)
    with Session(marked.writer) as session:
        session.add(organisation())
        session.flush()
        session.rollback()
    with marked.writing() as session:
        session.execute(delete(AuditEntry).where(col(AuditEntry.id) == uuid7()))
    assert mark_in(marked) == renewed


def test_what_is_read_together_is_of_one_moment(marked: Database) -> None:
    with marked.reading() as early:
        before = plan_mark(early)
        with marked.writing() as session:
            session.add(organisation())
        assert plan_mark(early) == before
    assert mark_in(marked) != before


def test_while_tables_change_it_is_left_alone(marked: Database) -> None:
    before = mark_in(marked)
    with marked.writer.connect() as connection, left_alone(connection):
        connection.execute(delete(VisitDay).where(col(VisitDay.id) == uuid7()))
        connection.commit()
    assert mark_in(marked) == before


CHANGES: dict[str, Any] = {
    "rows of the plan": update(VisitDay).values(note=""),
    "links of a session": insert(SessionFactor),
    "words": text("UPDATE visit_day SET note = ''"),
    "words that replace": text("INSERT OR REPLACE INTO visit_day (id) VALUES (1)"),
    "words that delete": text("delete from visit_day"),
    "words not understood": text("WITH d AS (SELECT 1) UPDATE visit_day SET note = ''"),
}
OTHERS: dict[str, Any] = {
    "the audit": insert(AuditEntry),
    "the index of notes": text("INSERT OR REPLACE INTO evidence_search (rowid) VALUES (1)"),
    "a question": text("SELECT 1"),
}  # fmt: skip


@pytest.mark.parametrize("said", [*CHANGES, *OTHERS])
def test_what_changes_a_plan(said: str) -> None:
    assert changes_a_plan({**CHANGES, **OTHERS}[said]) is (said in CHANGES)


def test_tables_said_never_to_show_are_there() -> None:
    assert NEVER_ON_AN_AGENDA - {"evidence_search"} <= set(metadata.tables)
