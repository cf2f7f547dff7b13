"""Files of notes as they stand: announced by the note, received apart from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from app.access import Actor
from app.errors import NotFound
from app.evidence.attachment_rules import UPLOADS_WITHIN, FileShown, upload_wait
from app.evidence.cleaning_limits import Family, family_of
from app.evidence.rows import ERASURE, EVIDENCE, RIVAL, is_named
from app.models import Attachment, Evidence, Quarantine, Visit
from app.values import FileState

#: Asked of every file, so built once: building one costs more than running it.
GONE = select(ERASURE.c.id).where(
    ERASURE.c.subject_id == bindparam("note"), ERASURE.c.visit_id == bindparam("visit")
)
KNOWN = select(Attachment).where(col(Attachment.id) == bindparam("file"))
ANNOUNCED = select(EVIDENCE.c.attachments).where(
    EVIDENCE.c.id == bindparam("note"), EVIDENCE.c.visit_id == bindparam("visit")
)
BESIDE = select(RIVAL.c["values"]).where(
    RIVAL.c.evidence_id == bindparam("note"),
    RIVAL.c.visit_id == bindparam("visit"),
    RIVAL.c.settled_at.is_(None),
)


def files_of(
    session: Session, notes: Iterable[tuple[UUID, Sequence[Mapping[str, Any]]]]
) -> dict[UUID, list[FileShown]]:
    """Of (note, what it announces), in the note's order: one query for all, or none."""
    announcing = {note: files for note, files in notes if files}
    if not announcing:
        return {}
    found = session.scalars(
        select(Attachment).where(col(Attachment.evidence_id).in_(announcing))
    )
    here = {(row.evidence_id, str(row.id)): row for row in found}
    return {
        note: [file_shown(one, here.get((note, str(one["id"])))) for one in files]
        for note, files in announcing.items()
    }


def file_shown(announced: Mapping[str, Any], row: Attachment | None) -> FileShown:
    alt, media_type = str(announced.get("alt", "")), str(announced["media_type"])
    if row is None:
        return FileShown(str(announced["id"]), alt, media_type)
    return FileShown(
        str(row.id),
        alt,
        row.media_type or media_type,
        row.state,
        row.received_at,
        row.seconds,
        row.pages,
        row.problem,
        row.transcribed_at is not None,
    )


def file_of_note(session: Session, visit: Visit, ids: tuple[UUID, UUID]) -> Attachment:
    """By (note, file), of this visit and of a note that is read; else `NotFound`."""
    evidence_id, attachment_id = ids
    found = session.scalars(
        select(Attachment)
        .join(Evidence, col(Evidence.id) == col(Attachment.evidence_id))
        .where(
            col(Attachment.id) == attachment_id,
            col(Attachment.evidence_id) == evidence_id,
            col(Attachment.visit_id) == visit.id,
            col(Evidence.visit_id) == visit.id,
            col(Evidence.hidden_at).is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Expected:
    """What is known of a file before its bytes are read.

    `sha256` and `bytes` are as the note announces them, null where only its quarantined
    form does; `known` is what was received under this id before.
    """

    family: Family | None
    sha256: str | None
    bytes: int | None
    known: Attachment | None
    is_quarantined: bool = False

    @property
    def known_by(self) -> frozenset[str]:
        """Every digest under which its bytes came; empty where none did."""
        row = self.known
        found = (row.received_sha256, row.sent_sha256) if row else ()
        return frozenset(one for one in found if one)


def is_erased(session: Session, visit: Visit, evidence_id: UUID) -> bool:
    asked = {"note": evidence_id, "visit": visit.id}
    return session.connection().execute(GONE, asked).first() is not None


def expected_file(session: Session, visit: Visit, ids: tuple[UUID, UUID]) -> Expected:
    """Files follow their note: raises `NotFound` where it is not here yet."""
    evidence_id, attachment_id = ids
    known = session.scalars(KNOWN, {"file": attachment_id}).first()
    if known and (known.visit_id, known.evidence_id) != (visit.id, evidence_id):
        raise NotFound
    for announced in announced_by(session, visit, evidence_id):
        if announced["id"] == str(attachment_id):
            family = family_of(announced["media_type"])
            size = int(announced["bytes"])
            return Expected(family, announced["sha256"], size, known)
    waiting = select(col(Quarantine.id)).where(
        col(Quarantine.item_id) == evidence_id,
        col(Quarantine.visit_id) == visit.id,
        col(Quarantine.settled_at).is_(None),
        is_named(attachment_id),
    )
    if session.scalars(waiting).first() is not None:
        return Expected(None, None, None, known, is_quarantined=True)
    raise NotFound


def announced_by(
    session: Session, visit: Visit, evidence_id: UUID
) -> Iterator[dict[str, Any]]:
    """By the note as it stands, and by texts that came beside it and wait."""
    connection, asked = session.connection(), {"note": evidence_id, "visit": visit.id}
    for files in connection.execute(ANNOUNCED, asked).scalars().all():
        yield from files
    for values in connection.execute(BESIDE, asked).scalars().all():
        yield from values.get("attachments", [])


def wait_for_uploads(session: Session, actor: Actor, at: datetime) -> timedelta:
    """Of a person. A tablet is none: what it writes is counted for each by itself."""
    if actor.tablet is not None:
        return timedelta(0)
    count, size, first = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(col(Attachment.bytes)), 0),
            func.min(col(Attachment.received_at)),
        ).where(
            col(Attachment.by) == actor.person_id,
            col(Attachment.received_at) > at - UPLOADS_WITHIN,
        )
    ).one()
    return upload_wait(count, size, first, at)


def next_to_clean(session: Session, tried: Iterable[UUID]) -> Attachment | None:
    """The one that has waited longest."""
    return session.scalars(
        select(Attachment)
        .where(
            col(Attachment.state) == FileState.RECEIVED,
            col(Attachment.id).not_in(list(tried)),
        )
        .order_by(col(Attachment.received_at), col(Attachment.id))
        .limit(1)
    ).first()
