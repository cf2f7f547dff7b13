"""Changing a record: optimistic revision, history, undo. Used by every action."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import update
from sqlmodel import Session, col, select

from app.errors import Conflict, Problem, Rejected
from app.i18n import _
from app.models import RecordRevision
from app.models.base import Editable

E = TypeVar("E", bound=Editable)


def sent_before(
    session: Session, table: type[E], own_id: UUID | None, **parents: UUID | None
) -> E | None:
    """What a form with this id has made already; `parents` are columns and their ids.

    To be asked after permission. Raises `Rejected` for the id of something elsewhere.
    """
    known = session.get(table, own_id) if own_id else None
    if known and any(getattr(known, name) != id_ for name, id_ in parents.items()):
        raise Rejected(Problem("", _("This reference is not known.")))
    return known


def create(session: Session, record: E, by: UUID | None) -> E:
    """Add a record and remember its first revision."""
    record.created_by = by
    session.add(record)
    session.flush()  # the row must be there before its history refers to it
    remember(session, record, by)
    return record


def change(
    session: Session,
    record: E,
    values: Mapping[str, Any],
    *,
    revision: int | None,
    by: UUID | None,
) -> E:
    """Set `values` if nobody saved since `revision`; else raise `Conflict` with theirs.

    `revision=None` means now, for changes that do not come from a form. Nothing
    different means nothing written; lists of words are chosen and have no order.
    """
    before = values_of(record)
    if revision is not None and revision != record.revision:
        raise Conflict(record.revision, {name: before.get(name) for name in values})
    changed = {n: value for n, value in values.items() if not _alike(before[n], value)}
    if not changed:
        return record
    return _write(session, record, changed, by, asked=tuple(values))


def _alike(stored: Any, value: Any) -> bool:
    if stored == value:
        return True
    words = isinstance(stored, list) and isinstance(value, list)
    if not words or not all(isinstance(one, str) for one in (*stored, *value)):
        return False
    return sorted(stored) == sorted(value)


def touch(session: Session, record: E, *, by: UUID | None) -> E:
    """A new revision of a record of which only the rows below it changed."""
    return _write(session, record, {}, by)


def _write(
    session: Session,
    record: E,
    changed: Mapping[str, Any],
    by: UUID | None,
    asked: tuple[str, ...] = (),
) -> E:
    table = type(record)
    result = session.execute(
        update(table)
        .where(col(table.id) == record.id, col(table.revision) == record.revision)
        .values(**changed, revision=record.revision + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(record, [*changed, "revision"])
    if result.rowcount == 0:  # type: ignore[attr-defined]
        session.refresh(record, [*asked])
        raise Conflict(record.revision, {n: values_of(record)[n] for n in asked})
    remember(session, record, by)
    return record


def remove(session: Session, record: E, *, revision: int | None, by: UUID | None) -> E:
    """Takes the record out of sight; nothing is deleted, so it can be undone."""
    at = datetime.now(UTC)
    return change(session, record, {"removed_at": at}, revision=revision, by=by)


def restore(session: Session, record: E, *, by: UUID | None) -> E:
    return change(session, record, {"removed_at": None}, revision=None, by=by)


def undo(session: Session, record: E, *, revision: int, by: UUID | None) -> E:
    """Back to the revision before, as a new revision."""
    past = session.exec(
        select(RecordRevision).where(
            RecordRevision.table == str(record.__tablename__),
            RecordRevision.record_id == record.id,
            RecordRevision.revision == revision - 1,
        )
    ).first()
    if past is None:
        return record
    fields = type(record).model_fields
    valid = type(record).model_validate({**record.model_dump(), **past.values})
    values = {
        name: getattr(valid, name)
        for name in past.values
        if name in fields and name not in UNTOUCHED
    }
    return change(session, record, values, revision=revision, by=by)


def history(session: Session, record: Editable) -> Sequence[RecordRevision]:
    """Newest first."""
    return session.exec(
        select(RecordRevision)
        .where(
            RecordRevision.table == str(record.__tablename__),
            RecordRevision.record_id == record.id,
        )
        .order_by(col(RecordRevision.revision).desc())
    ).all()


UNTOUCHED = frozenset({"id", "revision", "created_at", "created_by", "programme_id"})


def values_of(record: Editable) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields}


def remember(session: Session, record: Editable, by: UUID | None) -> None:
    values = {n: v for n, v in values_of(record).items() if n not in UNTOUCHED}
    session.add(
        RecordRevision(
            programme_id=record.programme_id,
            visit_id=getattr(record, "visit_id", None),
            table=str(record.__tablename__),
            record_id=record.id,
            revision=record.revision,
            values=to_jsonable_python(values),
            by=by,
        )
    )
