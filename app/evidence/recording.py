"""Taking in evidence: the hot path, in SQLAlchemy Core (design, section 5).

A write is (id, base revision, SHA-256 of its bytes). Whatever happens between tablet and
server, one write has one effect and one receipt. Races are settled by the database:
unique indexes for first writes, `UPDATE … WHERE revision = base` for later ones.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlmodel import Session

from app.access import Actor, author_of, may_correct, may_record
from app.errors import NotFound, NotPermitted, Rejected
from app.evidence.consents import lack_in
from app.evidence.forms import EvidenceForm
from app.evidence.outcomes import (
    Gone,
    Outcome,
    Receipt,
    Recorded,
    Replayed,
    Rival,
    Write,
)
from app.evidence.rows import (
    EVIDENCE,
    FACTOR,
    PLACE,
    REMEMBER,
    REVISION,
    RIVAL,
    columns_of,
    content_of,
    free_files,
    inserted,
    is_erased,
    met_in,
    search_words,
    sits_at,
)
from app.evidence.rules import Named, evidence_problems
from app.evidence.searching import index_evidence, search_text
from app.evidence.vocabulary import vocabulary_of
from app.findings.rechecking import recheck_findings
from app.forms import needed
from app.ids import uuid7
from app.models import Visit
from app.translations import outdate_translations


@dataclass(frozen=True)
class Standing:
    """The note as it stands: what decides the fate of a later write."""

    visit_id: UUID
    revision: int
    author_id: UUID | None
    text: str
    language: str


def record_evidence(
    session: Session, actor: Actor, visit: Visit, write: Write
) -> Outcome:
    """Takes a write in. What is refused but kept is returned, so that it is committed.

    Raises `Rejected` for what is not of this visit, `NotFound` for an id of another one.
    """
    if not may_record(actor, visit):
        raise NotPermitted
    session.flush()  # Core does not see what waits in the session
    connection = session.connection()
    if is_erased(connection, write.id, write.form.speakers):
        return Gone(write.id)
    write = replace(write, at=write.at or datetime.now(UTC))
    if problems := problems_of(session, connection, visit, write.form):
        known = receipt_of(connection, visit.id, write.key)
        if known is None:
            raise Rejected(*problems)
        return Replayed(known)
    if write_first(connection, actor, visit, speaking(write, actor.language)):
        return Recorded(receipt(write, 1), created=True)
    return record_again(session, actor, visit, write)


def record_again(session: Session, actor: Actor, visit: Visit, write: Write) -> Outcome:
    """A write for an id that is here: its own receipt, a new revision, or a rival."""
    connection = session.connection()
    standing = standing_of(connection, write.id)
    if standing is None or standing.visit_id != visit.id:
        raise NotFound
    if known := receipt_of(connection, visit.id, write.key):
        return Replayed(known)
    if not may_correct(actor, visit, standing.author_id):
        raise NotPermitted
    write = speaking(write, standing.language)
    if revise(session, actor, visit, write, standing):
        reopened = recheck_findings(session, visit, [write.id], actor.person_id)
        return Recorded(
            receipt(write, write.base_revision + 1),
            created=False,
            reopened=tuple(finding.factor for finding in reopened),
        )
    if known := receipt_of(connection, visit.id, write.key):  # its twin was faster
        return Replayed(known)
    return keep_rival(connection, actor, visit, write)


def problems_of(
    session: Session, connection: Connection, visit: Visit, form: EvidenceForm
) -> list[Any]:
    named = Named(
        form.factors, form.questions, form.contexts, form.session_id, form.speakers
    )
    known = vocabulary_of(session, visit.pair.benchmark_version_id)
    problems = evidence_problems(named, known, met_in(connection, visit.id, named))
    if not form.text and not form.attachments:
        problems.append(needed("text"))
    return problems


def speaking(write: Write, language: str) -> Write:
    """The write with the language it is in said, where the form left it out."""
    known = write.form.language or language
    return replace(write, form=write.form.model_copy(update={"language": known}))


def receipt(write: Write, revision: int) -> Receipt:
    assert write.at
    return Receipt(write.id, revision, write.sha256, write.at)


def receipt_of(
    connection: Connection, visit_id: UUID, key: tuple[UUID, int, str]
) -> Receipt | None:
    """The receipt this very write was given, however much came after it."""
    evidence_id, base, sha256 = key
    found = connection.execute(
        select(REVISION.c.revision, REVISION.c.received_at).where(
            REVISION.c.evidence_id == evidence_id,
            REVISION.c.base_revision == base,
            REVISION.c.sha256 == sha256,
            REVISION.c.visit_id == visit_id,
        )
    ).first()
    return found and Receipt(evidence_id, found[0], sha256, found[1])


def standing_of(connection: Connection, evidence_id: UUID) -> Standing | None:
    found = connection.execute(
        select(
            EVIDENCE.c.visit_id,
            EVIDENCE.c.revision,
            EVIDENCE.c.author_id,
            EVIDENCE.c.text,
            EVIDENCE.c.language,
        ).where(EVIDENCE.c.id == evidence_id)
    ).first()
    return found and Standing(*found)


def write_first(
    connection: Connection, actor: Actor, visit: Visit, write: Write
) -> bool:
    """Whether this was the first write of its id; the loser of a race writes nothing."""
    words = search_text(write.form.text)
    row = {
        **columns_of(write.form),
        "consent_lack": lack_in(connection, write.form),
        "id": write.id,
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "revision": 1,
        "removed_at": None,
        "created_at": write.at,
        "created_by": actor.person_id,
        "author_id": author_of(actor, visit),
        "language": write.form.language,
        "received_at": write.at,
        "search_text": words,
        "written_on": write.written_on or sits_at(actor),
    }
    if not inserted(connection, EVIDENCE, row):
        return False
    remember(connection, actor, visit, write, revision=1)
    place(connection, visit, write)
    index_evidence(connection, write.id, visit.id, words)
    return True


def revise(
    session: Session, actor: Actor, visit: Visit, write: Write, standing: Standing
) -> bool:
    """Whether the write's base is what stands; then it is the next revision."""
    connection = session.connection()
    changed = write.form.text != standing.text
    row = {
        **columns_of(write.form),
        "consent_lack": lack_in(connection, write.form),
        "revision": write.base_revision + 1,
        "removed_at": write.at if write.removed else None,
        "received_at": write.at,
        "language": write.form.language,
    }
    done = connection.execute(
        update(EVIDENCE)
        .where(EVIDENCE.c.id == write.id, EVIDENCE.c.revision == write.base_revision)
        .values(**row)
    )
    if done.rowcount == 0:
        return False
    if changed:
        outdate_translations(session, "evidence", write.id, ["text"])
    remember(connection, actor, visit, write, revision=write.base_revision + 1)
    connection.execute(FACTOR.delete().where(FACTOR.c.evidence_id == write.id))
    place(connection, visit, write)
    refresh_words(session, visit.id, write.id)
    return True


def refresh_words(session: Session, visit_id: UUID, evidence_id: UUID) -> None:
    """The note and its translations are what can be found."""
    connection = session.connection()
    words = search_words(session, evidence_id)
    connection.execute(
        update(EVIDENCE).where(EVIDENCE.c.id == evidence_id).values(search_text=words)
    )
    index_evidence(connection, evidence_id, visit_id, words)


def remember(
    connection: Connection, actor: Actor, visit: Visit, write: Write, *, revision: int
) -> None:
    connection.execute(REMEMBER, kept(actor, visit, write) | {"revision": revision})
    free_files(connection, write.id, write.form)


def place(connection: Connection, visit: Visit, write: Write) -> None:
    connection.execute(
        PLACE,
        [
            {
                "id": uuid7(),
                "programme_id": visit.programme_id,
                "visit_id": visit.id,
                "evidence_id": write.id,
                "slug": slug,
            }
            for slug in write.form.factors
        ],
    )


def keep_rival(
    connection: Connection, actor: Actor, visit: Visit, write: Write
) -> Rival:
    """Kept once, however often it comes; what stands is read after it is kept."""
    row = {**kept(actor, visit, write), "settled_at": None, "settled_by": None}
    inserted(connection, RIVAL, row)
    free_files(connection, write.id, write.form)
    found = connection.execute(
        select(RIVAL.c.id, RIVAL.c.settled_at).where(
            RIVAL.c.evidence_id == write.id,
            RIVAL.c.base_revision == write.base_revision,
            RIVAL.c.sha256 == write.sha256,
        )
    ).one()
    latest = connection.execute(
        select(REVISION.c.revision, REVISION.c["values"])
        .where(REVISION.c.evidence_id == write.id)
        .order_by(REVISION.c.revision.desc())
        .limit(1)
    ).one()
    return Rival(
        id=found[0],
        revision=latest[0],
        theirs=latest[1],
        yours=content_of(write.form, removed=write.removed),
        settled=found[1] is not None,
    )


def kept(actor: Actor, visit: Visit, write: Write) -> dict[str, Any]:
    """What a revision and a rival both say of a write."""
    return {
        "id": uuid7(),
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "evidence_id": write.id,
        "base_revision": write.base_revision,
        "sha256": write.sha256,
        "values": content_of(write.form, removed=write.removed),
        "by": actor.person_id,
        "received_at": write.at,
    }
