"""The tables of evidence as Core sees them: how a form becomes rows, and back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access import Actor
from app.evidence.forms import EvidenceForm
from app.evidence.rules import Met, Named
from app.evidence.searching import search_text
from app.models import (
    AgendaSession,
    Attachment,
    Erasure,
    Evidence,
    EvidenceFactor,
    EvidenceRevision,
    Quarantine,
    RivalText,
    Speaker,
)
from app.translations import translations_of
from app.values import FileState
from app.values_evidence import WrittenOn

EVIDENCE: Table = Evidence.__table__  # type: ignore[attr-defined]
FACTOR: Table = EvidenceFactor.__table__  # type: ignore[attr-defined]
REVISION: Table = EvidenceRevision.__table__  # type: ignore[attr-defined]
RIVAL: Table = RivalText.__table__  # type: ignore[attr-defined]
QUARANTINE: Table = Quarantine.__table__  # type: ignore[attr-defined]
ERASURE: Table = Erasure.__table__  # type: ignore[attr-defined]
ATTACHMENT: Table = Attachment.__table__  # type: ignore[attr-defined]
SESSION: Table = AgendaSession.__table__  # type: ignore[attr-defined]
SPEAKER: Table = Speaker.__table__  # type: ignore[attr-defined]

#: Statements of the hot path are built once: building one costs more than running it.
INSERTS: dict[tuple[str, str], Any] = {
    (dialect.__name__.rpartition(".")[2], table.name): dialect.insert(table)
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
    for dialect in (sqlite, postgresql)
    for table in (EVIDENCE, RIVAL, QUARANTINE, ATTACHMENT)
}

ERASED = (
    select(ERASURE.c.id)
    .where(ERASURE.c.subject_id.in_(bindparam("subjects", expanding=True)))
    .limit(1)
)
SESSION_MET = select(SESSION.c.id).where(
    SESSION.c.id == bindparam("session"), SESSION.c.visit_id == bindparam("visit")
)
SPEAKERS_MET = select(SPEAKER.c.id).where(
    SPEAKER.c.id.in_(bindparam("speakers", expanding=True)),
    SPEAKER.c.visit_id == bindparam("visit"),
)
FREE = (
    update(ATTACHMENT)
    .where(
        ATTACHMENT.c.evidence_id == bindparam("evidence"),
        ATTACHMENT.c.state == FileState.QUARANTINED,
    )
    .values(state=FileState.RECEIVED)
)
REMEMBER = REVISION.insert()
PLACE = FACTOR.insert()

#: Columns that follow the form by name.
COPIED = (
    "session_id",
    "text",
    "kind",
    "voice",
    "heard",
    "bearing",
    "quote",
    "questions",
    "contexts",
    "sensitivity",
    "captured_at",
    "clock_skew_seconds",
    "form_version",
)


def inserted(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Whether the row is ours; false where a unique index knows it already."""
    statement = INSERTS[connection.dialect.name, table.name]
    return connection.execute(statement, row).rowcount == 1


def sits_at(actor: Actor) -> WrittenOn:
    return WrittenOn.TABLET if actor.tablet else WrittenOn.DESK


def columns_of(form: EvidenceForm) -> dict[str, Any]:
    return {
        **{name: getattr(form, name) for name in COPIED},
        "who": [who.value for who in form.who],
        "speakers": [str(speaker) for speaker in form.speakers],
        "attachments": [a.model_dump(mode="json") for a in form.attachments],
    }


def content_of(form: EvidenceForm, *, removed: bool = False) -> dict[str, Any]:
    """What history and rivals keep: the form's values, and whether it was taken away."""
    return {**form.model_dump(mode="json"), "removed": removed}


def form_of(content: dict[str, Any]) -> tuple[EvidenceForm, bool]:
    """Back from what was kept."""
    values = {name: value for name, value in content.items() if name != "removed"}
    return EvidenceForm.model_validate(values), bool(content.get("removed"))


def is_erased(
    connection: Connection, evidence_id: UUID, speakers: Collection[UUID]
) -> bool:
    subjects = [evidence_id, *speakers]
    return connection.execute(ERASED, {"subjects": subjects}).first() is not None


def met_in(connection: Connection, visit_id: UUID, named: Named) -> Met:
    """Those named that are of the visit, removed ones too: rows that once fitted do."""
    sessions: Iterable[UUID] = ()
    speakers: Iterable[UUID] = ()
    if named.session_id is not None:
        asked = {"visit": visit_id, "session": named.session_id}
        sessions = connection.execute(SESSION_MET, asked).scalars()
    if named.speakers:
        asked_for = {"visit": visit_id, "speakers": list(named.speakers)}
        speakers = connection.execute(SPEAKERS_MET, asked_for).scalars()
    return Met(frozenset(sessions), frozenset(speakers))


def search_words(session: Session, evidence_id: UUID) -> str:
    """Of the note and of its translations."""
    own = session.connection().execute(
        select(EVIDENCE.c.text).where(EVIDENCE.c.id == evidence_id)
    )
    translated = translations_of(session, "evidence", [evidence_id])
    texts = translated.get((evidence_id, "text"), {})
    return search_text(own.scalar_one(), *texts.values())


def is_named(subject: UUID | str) -> ColumnElement[bool]:
    """In what was set aside, as it lies there or sealed: an id, or a code's hash."""
    said = str(subject)
    return or_(QUARANTINE.c.raw.contains(said), QUARANTINE.c.names.contains(said))


def free_files(connection: Connection, note_id: UUID, form: EvidenceForm) -> None:
    """What came while the note was set aside stands like every other file of it."""
    if form.attachments:
        connection.execute(FREE, {"evidence": note_id})


def iso(moment: datetime) -> str:
    """As receipts say it: UTC, to the microsecond, always the same length."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
