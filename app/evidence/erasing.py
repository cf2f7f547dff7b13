"""Taking a note out for good, or out of sight until it is redacted, wherever it is kept.

Rows are deleted, not marked: `secure_delete` overwrites them, and the words go from the
search. What is left is an `Erasure`: an id, so that a late tablet cannot bring it back.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import String, cast, delete, or_, select, text, update
from sqlmodel import Session, col

from app.evidence.searching import row_of
from app.findings.rechecking import forget_evidence, recheck_findings
from app.models import (
    Attachment,
    Erasure,
    Evidence,
    EvidenceFactor,
    EvidenceRevision,
    Finding,
    FindingEvidence,
    Quarantine,
    RecordRevision,
    ReleasedEvidence,
    RivalText,
    Translation,
    Visit,
)
from app.values import FileState


def erase_note(session: Session, note: Evidence) -> None:
    """Whatever rests on it is told of a gap, and of nothing else."""
    resting = select(col(FindingEvidence.finding_id)).where(
        col(FindingEvidence.evidence_id) == note.id
    )
    session.execute(
        update(Finding)
        .where(col(Finding.id).in_(resting))
        .values(withdrawn=Finding.withdrawn + 1)
        .execution_options(synchronize_session=False)
    )
    gone(session, note, "evidence")
    forget(session, note.id)
    forget_files(session, [note.id])
    visit = session.get_one(Visit, note.visit_id)
    forget_evidence(session, visit, [note.id], None)
    session.execute(
        delete(EvidenceFactor).where(col(EvidenceFactor.evidence_id) == note.id)
    )
    session.delete(note)
    session.flush()  # the row is gone before its speakers go


def hide_note(session: Session, note: Evidence, without: UUID) -> None:
    """Others spoke in it too: nobody reads it until what this person said is taken out."""
    gone(session, note, "hidden")
    forget(session, note.id)
    at = datetime.now(UTC)
    note.hidden_at, note.removed_at = at, note.removed_at or at
    note.search_text = ""
    note.speakers = [one for one in note.speakers if one != str(without)]
    session.add(note)
    session.flush()  # later steps read it as it is now
    visit = session.get_one(Visit, note.visit_id)
    recheck_findings(session, visit, [note.id], None)


def gone(session: Session, note: Evidence, subject: str) -> None:
    """Known by its id from now on; said once."""
    known = session.scalars(
        select(Erasure).where(col(Erasure.subject_id) == note.id)
    ).first()
    if known is None:
        known = Erasure(
            programme_id=note.programme_id, visit_id=note.visit_id, subject=subject, subject_id=note.id
        )  # fmt: skip
    known.subject = subject
    session.add(known)


def forget(session: Session, evidence_id: UUID) -> None:
    """Every other copy: revisions, rivals, quarantine, translations, release, search."""
    released = session.scalars(
        select(col(ReleasedEvidence.id)).where(
            col(ReleasedEvidence.evidence_id) == evidence_id
        )
    ).all()
    forget_records(session, [evidence_id, *released])
    for table in (EvidenceRevision, RivalText):
        session.execute(delete(table).where(col(table.evidence_id) == evidence_id))
    session.execute(
        delete(ReleasedEvidence).where(col(ReleasedEvidence.id).in_(released))
    )
    session.execute(delete(Quarantine).where(col(Quarantine.item_id) == evidence_id))
    if session.get_bind().dialect.name == "sqlite":
        gone_from = text("DELETE FROM evidence_search WHERE rowid = :row")
        session.execute(gone_from, {"row": row_of(evidence_id)})
        # Deleted words stay in FTS5's segments until these are merged.
        merge = "INSERT INTO evidence_search (evidence_search) VALUES ('optimize')"
        session.execute(text(merge))


def forget_files(session: Session, notes: Collection[UUID]) -> None:
    """What is left of a file is its id; its bytes go when this has been committed."""
    session.execute(
        update(Attachment)
        .where(col(Attachment.evidence_id).in_(notes))
        .values(
            state=FileState.ERASED,
            received_sha256="",
            stored_sha256=None,
            media_type="",
            bytes=0,
            width=None,
            height=None,
            seconds=None,
            pages=None,
            problem="",
            by=None,
            transcribed_at=None,
            gone_at=None,
        )
        .execution_options(synchronize_session=False)
    )


def forget_records(session: Session, ids: Collection[UUID]) -> None:
    """The translations and the history of these records, and the history of the former."""
    translations = session.scalars(
        select(col(Translation.id)).where(col(Translation.record_id).in_(ids))
    ).all()
    kept = [*ids, *translations]
    session.execute(
        delete(RecordRevision).where(col(RecordRevision.record_id).in_(kept))
    )
    session.execute(delete(Translation).where(col(Translation.id).in_(translations)))


def notes_ever_naming(
    session: Session, visit_id: UUID, speaker_id: UUID
) -> list[Evidence]:
    """In what stands, in any earlier text, or in one that came beside it."""
    said = str(speaker_id)
    earlier = [
        select(col(table.evidence_id)).where(
            col(table.visit_id) == visit_id,
            cast(col(table.values), String).contains(said),
        )
        for table in (EvidenceRevision, RivalText)
    ]
    rows = session.scalars(
        select(Evidence).where(
            col(Evidence.visit_id) == visit_id,
            or_(
                cast(col(Evidence.speakers), String).contains(said),
                *(col(Evidence.id).in_(ids) for ids in earlier),
            ),
        )
    )
    return list(rows)


def speakers_ever_in(session: Session, note: Evidence) -> set[str]:
    kept = [
        session.scalars(select(col(t.values)).where(col(t.evidence_id) == note.id))
        for t in (EvidenceRevision, RivalText)
    ]
    named = {str(one) for rows in kept for v in rows for one in v.get("speakers", [])}
    return named | set(note.speakers)
