"""What becomes of files: received, cleaned, deleted. Bytes are moved outside, by `filing`.

Rows change in the transaction of whoever calls; files follow after it has committed, and
whatever stops between the two is made good later, since the row says what is left to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from app import audit
from app.access import Actor, may_correct
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.evidence.attachment_queries import Expected, expected_file, is_erased
from app.evidence.cleaning_limits import Cleaned, Refusal
from app.evidence.deposits import count_write
from app.evidence.intake_queries import takes_from
from app.evidence.rows import ATTACHMENT, inserted
from app.i18n import _
from app.models import Attachment, Visit
from app.values import FileState
from app.values_audit import Verb


@dataclass(frozen=True)
class Arrived:
    """Bytes that are on disk in the intake area, and whose they are.

    What was sealed was `sent` as others: (their digest, their number). Where it could
    not be opened, `sha256` and `bytes` are theirs too, and it is not `is_open`.
    """

    evidence_id: UUID
    id: UUID
    sha256: str
    bytes: int
    sent: tuple[str, int] | None = None
    is_open: bool = True

    @property
    def sent_sha256(self) -> str:
        return self.sent[0] if self.sent else self.sha256


@dataclass(frozen=True)
class FileReceipt:
    """These bytes are on the server's disk; `waits` says why they are not read yet:
    `quarantined` as their note is, or `unreadable`; blank where nothing is in the way.

    `sha256` is of the bytes as they were sent this time.
    `is_settled`: they were cleaned or refused before, so that they are not needed again.
    """

    id: UUID
    sha256: str
    received_at: datetime
    created: bool
    waits: str
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
    """The receipt of these bytes, the same however often they come.

    Also from a tablet that has ended: a file follows its note.
    """
    if not takes_from(actor, visit):
        raise NotPermitted
    session.flush()  # Core does not see what waits in the session
    if actor.tablet is not None:
        count_write(session, actor.tablet, datetime.now(UTC))
    if is_erased(session, visit, arrived.evidence_id):
        return FileGone(arrived.id)
    ids = (arrived.evidence_id, arrived.id)
    awaited = expected_file(session, visit, ids)
    refuse_unannounced(awaited, arrived)
    row = row_of(actor, visit, arrived) | state_of(arrived, awaited)
    if inserted(session.connection(), ATTACHMENT, row):
        return receipt_of(Attachment(**row), arrived.sent_sha256, created=True)
    known = session.get(Attachment, arrived.id, populate_existing=True)
    if known is None or known.evidence_id != arrived.evidence_id:
        raise NotFound
    if not {known.received_sha256, known.sent_sha256} & {arrived.sha256, arrived.sent_sha256}:  # fmt: skip
        return OtherBytes(arrived.id)
    if arrived.is_open and is_unreadable(known):
        mend(known, row)
    return receipt_of(known, arrived.sent_sha256)


def receipt_of(known: Attachment, sha256: str, *, created: bool = False) -> FileReceipt:
    waits = "quarantined" if known.state is FileState.QUARANTINED else ""
    if is_unreadable(known):
        waits = Refusal.UNREADABLE.value
    settled = known.state not in WAITING
    return FileReceipt(known.id, sha256, known.received_at, created, waits, settled)


def refuse_unannounced(awaited: Expected, arrived: Arrived) -> None:
    """Of sealed bytes, this is known only once they are open. Raises `Rejected`."""
    known = {arrived.sha256, arrived.sent_sha256} & awaited.known_by
    if arrived.is_open and not known and awaited.sha256 not in (None, arrived.sha256):
        said = _("The note announces other bytes under this id.")
        raise Rejected(Problem("Content-Digest", said))


def state_of(arrived: Arrived, awaited: Expected) -> dict[str, object]:
    if awaited.is_quarantined:
        return {"state": FileState.QUARANTINED}
    if arrived.is_open:
        return {"state": FileState.RECEIVED}
    return {"state": FileState.REFUSED, "problem": Refusal.UNREADABLE.value}


def is_unreadable(known: Attachment) -> bool:
    return known.state is FileState.REFUSED and known.problem == Refusal.UNREADABLE


def mend(known: Attachment, row: dict[str, object]) -> None:
    """The same bytes again, and now the key is here."""
    for name in ("state", "received_sha256", "bytes", "problem"):
        setattr(known, name, row[name])


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


def row_of(actor: Actor, visit: Visit, arrived: Arrived) -> dict[str, Any]:
    return {
        "id": arrived.id,
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "evidence_id": arrived.evidence_id,
        "received_sha256": arrived.sha256,
        "sent_sha256": arrived.sent[0] if arrived.sent else None,
        "sent_bytes": arrived.sent[1] if arrived.sent else None,
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
