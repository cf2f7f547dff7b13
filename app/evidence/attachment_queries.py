"""Files of notes as they stand: announced by the note, received apart from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.access import Actor
from app.errors import NotFound
from app.evidence.attachment_rules import UPLOADS_WITHIN, FileShown, upload_wait
from app.evidence.cleaning_limits import Family, family_of
from app.evidence.rows import is_named
from app.models import Attachment, Erasure, Evidence, Quarantine, RivalText, Visit
from app.values import FileState


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
    asked = select(col(Erasure.id)).where(
        col(Erasure.subject_id) == evidence_id, col(Erasure.visit_id) == visit.id
    )
    return session.scalars(asked).first() is not None


def expected_file(session: Session, visit: Visit, ids: tuple[UUID, UUID]) -> Expected:
    """Files follow their note: raises `NotFound` where it is not here yet."""
    evidence_id, attachment_id = ids
    known = session.get(Attachment, attachment_id)
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
) -> list[dict[str, Any]]:
    """By the note as it stands, and by texts that came beside it and wait."""
    own = select(col(Evidence.attachments)).where(
        col(Evidence.id) == evidence_id, col(Evidence.visit_id) == visit.id
    )
    beside = select(col(RivalText.values)).where(
        col(RivalText.evidence_id) == evidence_id,
        col(RivalText.visit_id) == visit.id,
        col(RivalText.settled_at).is_(None),
    )
    found = [one for files in session.scalars(own) for one in files]
    for values in session.scalars(beside):
        found += values.get("attachments", [])
    return found


def wait_for_uploads(session: Session, actor: Actor, at: datetime) -> timedelta:
    """Of a person. A tablet is none: what it writes is counted for each by itself."""
    if actor.tablet is not None:
        return timedelta(0)
    rows = session.execute(
        select(col(Attachment.received_at), col(Attachment.bytes)).where(
            col(Attachment.by) == actor.person_id,
            col(Attachment.received_at) > at - UPLOADS_WITHIN,
        )
    ).all()
    return upload_wait([(when, count) for when, count in rows], at)


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
