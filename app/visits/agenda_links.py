"""What a session is linked to: factors in focus, people met, members, interpreters.

Links are rows of their own; the session's history keeps their ids beside its values.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert
from sqlmodel import Session, col, select

from app.ids import uuid7
from app.models import (
    AgendaSession,
    Interpreter,
    RecordRevision,
    SessionFactor,
    SessionInterpreter,
    SessionMember,
    SessionStakeholder,
    Stakeholder,
    TeamMember,
)
from app.models.base import metadata

#: Name of the link in a session's history → its table, and the column of the other side.
LINKS: dict[str, tuple[Table, str]] = {
    "factor_ids": (metadata.tables[str(SessionFactor.__tablename__)], "factor_id"),
    "stakeholder_ids": (
        metadata.tables[str(SessionStakeholder.__tablename__)],
        "stakeholder_id",
    ),
    "member_ids": (metadata.tables[str(SessionMember.__tablename__)], "member_id"),
    "interpreter_ids": (
        metadata.tables[str(SessionInterpreter.__tablename__)],
        "interpreter_id",
    ),
}
#: Whose links hold only while they are on the visit.
PEOPLE: dict[str, type[Stakeholder] | type[TeamMember] | type[Interpreter]] = {
    "stakeholder_ids": Stakeholder,
    "member_ids": TeamMember,
    "interpreter_ids": Interpreter,
}
Linked = dict[str, list[UUID]]


def linked(session: Session, item: AgendaSession) -> Linked:
    """The ids on the other side, in a fixed order."""
    found: Linked = {}
    for name, (table, column) in LINKS.items():
        rows = session.execute(
            table.select().where(table.c.session_id == item.id)
        ).mappings()
        found[name] = sorted(row[column] for row in rows)
    return found


def link(session: Session, item: AgendaSession, wanted: Mapping[str, Any]) -> bool:
    """Links the session to exactly these; says whether that changed anything.

    Who was linked and has left the visit stays linked: no form can name them, and they
    may be put back.
    """
    session.flush()  # the session's own row must be there before its links
    before = linked(session, item)
    here = present(session, item, before)
    changed = False
    for name, (table, column) in LINKS.items():
        left = set(before[name]) - set(here[name])
        ids = sorted({*wanted[name], *left})
        if ids == before[name]:
            continue
        changed = True
        session.execute(delete(table).where(table.c.session_id == item.id))
        scope = {"programme_id": item.programme_id, "visit_id": item.visit_id}
        rows = [{**scope, "session_id": item.id, column: other} for other in ids]
        if rows:
            session.execute(insert(table), [{"id": uuid7(), **row} for row in rows])
    return changed


def note_links(session: Session, item: AgendaSession) -> None:
    """Writes the links into the session's present revision, for history and undo."""
    session.flush()  # the revision has to be there to be found
    present = session.exec(
        select(RecordRevision).where(
            RecordRevision.table == str(AgendaSession.__tablename__),
            RecordRevision.record_id == item.id,
            RecordRevision.revision == item.revision,
        )
    ).one()
    ids = {
        name: [str(one) for one in ids] for name, ids in linked(session, item).items()
    }
    present.values = {**present.values, **ids}


def still_there(
    session: Session, item: AgendaSession, past: Mapping[str, Any]
) -> Linked:
    """The links a past revision had, without whoever has left the visit since."""
    ids = {name: [UUID(one) for one in past.get(name, [])] for name in LINKS}
    return present(session, item, ids)


def present(session: Session, item: AgendaSession, ids: Linked) -> Linked:
    """Without whoever has left the visit."""
    here = {
        name: _present(session, item, table, ids[name])
        for name, table in PEOPLE.items()
    }
    return {**ids, **here}


def _present(
    session: Session,
    item: AgendaSession,
    table: type[Stakeholder] | type[TeamMember] | type[Interpreter],
    ids: Sequence[UUID],
) -> list[UUID]:
    if not ids:
        return []
    found = session.exec(
        select(table.id).where(
            col(table.id).in_(ids),
            table.visit_id == item.visit_id,
            col(table.removed_at).is_(None),
        )
    ).all()
    return sorted(found)
