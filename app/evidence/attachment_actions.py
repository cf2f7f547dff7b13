"""What becomes of files: received, cleaned, deleted. Bytes are moved outside, by `filing`.

Rows change in the transaction of whoever calls; files follow after it has committed, and
whatever stops between the two is made good later, since the row says what is left to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from app import audit
from app.access import Actor, may_correct, may_record
from app.errors import NotFound, NotPermitted
from app.evidence.attachment_queries import expected_file, is_erased
from app.evidence.cleaning_limits import Cleaned, Refusal
from app.evidence.rows import ATTACHMENT, inserted
from app.models import Attachment, Visit
from app.values import FileState
from app.values_audit import Verb


@dataclass(frozen=True)
class Arrived:
    """Bytes that are on disk in the intake area, and whose they are."""

    evidence_id: UUID
    id: UUID
    sha256: str
    bytes: int


@dataclass(frozen=True)
class FileReceipt:
    """These bytes are on the server's disk; `waits` while their note is in quarantine.

    `is_settled`: they were cleaned or refused before, so that they are not needed again.
    """

    id: UUID
    sha256: str
    received_at: datetime
    created: bool
    waits: bool
    is_settled: bool


@dataclass(frozen=True)
class OtherBytes:
    """Something else came under this id before."""

    id: UUID


@dataclass(frozen=True)
class FileGone:
    id: UUID


#: The bytes as they came are still needed.
WAITING = (FileState.RECEIVED, FileState.QUARANTINED, FileState.REFUSED)

FileOutcome = FileReceipt | OtherBytes | FileGone


def receive_file(
    session: Session, actor: Actor, visit: Visit, arrived: Arrived
) -> FileOutcome:
    """The receipt of these bytes, the same however often they come."""
    if not may_record(actor, visit):
        raise NotPermitted
    if is_erased(session, visit, arrived.evidence_id):
        return FileGone(arrived.id)
    ids = (arrived.evidence_id, arrived.id)
    awaited = expected_file(session, visit, ids)
    waits = awaited.is_quarantined
    row = row_of(actor, visit, arrived)
    row["state"] = FileState.QUARANTINED if waits else FileState.RECEIVED
    created = inserted(session.connection(), ATTACHMENT, row)
    known = session.get(Attachment, arrived.id, populate_existing=True)
    if known is None or known.evidence_id != arrived.evidence_id:
        raise NotFound
    if known.received_sha256 != arrived.sha256:
        return OtherBytes(arrived.id)
    return FileReceipt(
        known.id,
        known.received_sha256,
        known.received_at,
        created,
        known.state is FileState.QUARANTINED,
        known.state not in WAITING,
    )


def keep_cleaned(
    session: Session,
    actor: Actor,
    visit: Visit,
    files: Sequence[tuple[Arrived, str, Cleaned]],
) -> None:
    """Files that were cleaned before their note was kept: (as it came, stored, what)."""
    for arrived, stored_sha256, cleaned in files:
        row = row_of(actor, visit, arrived) | cleaned_values(stored_sha256, cleaned)
        inserted(session.connection(), ATTACHMENT, row)


def row_of(actor: Actor, visit: Visit, arrived: Arrived) -> dict[str, object]:
    return {
        "id": arrived.id,
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "evidence_id": arrived.evidence_id,
        "received_sha256": arrived.sha256,
        "media_type": "",
        "bytes": arrived.bytes,
        "problem": "",
        "by": actor.person_id,
        "received_at": datetime.now(UTC),
    }


def cleaned_values(stored_sha256: str, cleaned: Cleaned) -> dict[str, object]:
    return {
        "state": FileState.CLEAN,
        "stored_sha256": stored_sha256,
        "media_type": cleaned.media_type,
        "width": cleaned.width,
        "height": cleaned.height,
        "seconds": cleaned.seconds,
        "pages": cleaned.pages,
    }


def settle_cleaned(
    session: Session, attachment_id: UUID, stored_sha256: str, cleaned: Cleaned
) -> bool:
    """False where it was erased, or cleaned by another process, meanwhile."""
    return settle(session, attachment_id, cleaned_values(stored_sha256, cleaned))


def settle_refused(session: Session, attachment_id: UUID, reason: Refusal) -> bool:
    values: dict[str, object] = {"state": FileState.REFUSED, "problem": reason.value}
    return settle(session, attachment_id, values)


def settle(session: Session, attachment_id: UUID, values: dict[str, object]) -> bool:
    waiting = (
        col(Attachment.id) == attachment_id,
        col(Attachment.state) == FileState.RECEIVED,
    )
    done = session.execute(update(Attachment).where(*waiting).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def transcribe(
    session: Session, actor: Actor, visit: Visit, attachment: Attachment, author: UUID | None
) -> None:  # fmt: skip
    """What was said is in the note now, so the recording goes."""
    if not may_correct(actor, visit, author):
        raise NotPermitted
    if attachment.state is not FileState.CLEAN:
        raise NotFound
    attachment.transcribed_at = datetime.now(UTC)
    delete_file(session, actor, visit, attachment)


def delete_file(
    session: Session, actor: Actor, visit: Visit, attachment: Attachment
) -> None:
    attachment.state = FileState.DELETED
    session.add(attachment)
    deed = audit.deed(Verb.DELETED_FILE, visit, "attachment", attachment.id)
    audit.append(session, actor, deed)
