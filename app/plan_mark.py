"""The mark that every change of a plan renews; what is kept of pages hangs on it.

Whatever is written may show on an agenda, unless it is written to a table that is known
never to: a new table renews the mark until it is named here. The mark is of the database
and not of a process, so two processes agree; it is a new one each time and not a count,
so that of a rolled back or a restored state is never taken for that of another.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    TextClause,
    Uuid,
    column,
    event,
    select,
    table,
    update,
)
from sqlmodel import Session

from app.ids import uuid7

#: What a page of an agenda never reads.
NEVER_ON_AN_AGENDA = frozenset(
    {
        "access_link",
        "action",
        "action_update",
        "api_token",
        "assessment_document",
        "attachment",
        "attempt",
        "audit_entry",
        "benchmark_comment",
        "break_glass",
        "calendar_feed",
        "consent",
        "contextnote",
        "date_answer",
        "date_question",
        "deadline",
        "debrief_note",
        "desk_note",
        "erasure",
        "evidence",
        "evidence_factor",
        "evidence_revision",
        "evidence_search",
        "field_rules",
        "finding",
        "finding_evidence",
        "handed_queue",
        "held_form",
        "host_reply",
        "instance",
        "invitation",
        "invited_role",
        "login",
        "message",
        "open_seat",
        "passkey",
        "pending_sign_in",
        "proposal",
        "quarantine",
        "readiness",
        "record_revision",
        "released_evidence",
        "reminder",
        "retention",
        "rival_text",
        "seat",
        "self_assessment",
        "sharing",
        "speaker",
        "tablet",
        "tablet_code",
        "tablet_report",
        "take_home",
        "visit_key",
        "withdrawal",
        "withdrawal_attempt",
    }
)
WRITTEN = re.compile(r"\s*(?:INSERT.*?INTO|UPDATE|DELETE\s+FROM)\s+(\w+)", re.I | re.S)
ASKED = re.compile(r"\s*(?:SELECT|PRAGMA)\b", re.I)
INSTANCE = table("instance", column("plan_mark", Uuid()))
#: What a connection has written since its last commit.
CHANGED, LEFT_ALONE = "plan_changed", "plan_mark_left_alone"


def plan_mark(session: Session) -> UUID | None:
    return session.execute(select(INSTANCE.c.plan_mark)).scalar()


def renew_plan_mark(engine: Engine) -> None:
    """From now on each commit of a change through the engine renews the mark."""

    @event.listens_for(engine, "before_execute")
    def note(connection: Connection, statement: Any, *_given: Any) -> None:
        if changes_a_plan(statement):
            connection.info[CHANGED] = True

    @event.listens_for(engine, "commit")
    def renew(connection: Connection) -> None:
        if connection.info.pop(CHANGED, False) and LEFT_ALONE not in connection.info:
            connection.execute(update(INSTANCE).values(plan_mark=uuid7()))

    @event.listens_for(engine, "rollback")
    def forget(connection: Connection) -> None:
        connection.info.pop(CHANGED, None)


def changes_a_plan(statement: Any) -> bool:
    """Words of SQL that are not understood may change anything."""
    if isinstance(statement, TextClause):
        if ASKED.match(statement.text):
            return False
        written = WRITTEN.match(statement.text)
        return written is None or written[1] not in NEVER_ON_AN_AGENDA
    if getattr(statement, "is_dml", False):
        return statement.table.name not in NEVER_ON_AN_AGENDA
    return False


@contextmanager
def left_alone(connection: Connection) -> Iterator[None]:
    """While tables themselves change: the mark's own may not be there yet."""
    connection.info[LEFT_ALONE] = True
    try:
        yield
    finally:
        del connection.info[LEFT_ALONE]
