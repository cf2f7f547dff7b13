"""Somebody takes back what they said: by a code, without signing in, for good.

Source: domain.md, section 6. A code that is not known yet stays as its hash and is
applied when the speaker arrives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, or_, text
from sqlmodel import Session, col, select

from app import audit
from app.access import NOBODY
from app.evidence.erasing import (
    erase_note,
    forget_files,
    forget_records,
    hide_note,
    notes_ever_naming,
    speakers_ever_in,
)
from app.evidence.rows import is_named
from app.models import Consent, Erasure, Quarantine, Speaker, Withdrawal
from app.values_audit import Verb


@dataclass(frozen=True)
class Gone:
    """What is kept outside the database: `subject` is `code` with a hash, or a row's."""

    subject: str
    key: str
    visit_id: UUID | None = None
    programme_id: UUID | None = None


def withdraw(session: Session, code_hash: str) -> Sequence[Gone]:
    """Whether the code is known or not, its sender is told the same."""
    in_turn(session, code_hash)
    known = select(Withdrawal).where(Withdrawal.code_hash == code_hash)
    if session.exec(known).first() is None:
        session.add(Withdrawal(code_hash=code_hash))
    gone = [Gone("code", code_hash)]
    spoke = select(Speaker).where(Speaker.withdrawal_code_hash == code_hash)
    for speaker in session.exec(spoke).all():
        gone += erase_speaker(session, speaker)
    return [*gone, *erase_aside(session, code_hash)]


def erase_aside(session: Session, code_hash: str) -> list[Gone]:
    """Who was set aside with this code, and the notes beside them that name them."""
    waiting = session.exec(select(Quarantine).where(is_named(code_hash))).all()
    gone = []
    for visit_id, programme_id, speaker_id in {
        (one.visit_id, one.programme_id, one.item_id) for one in waiting
    }:
        forget_aside(session, visit_id, speaker_id)
        session.add(gone_for_good(programme_id, visit_id, speaker_id))
        session.flush()  # what is kept outside is read from these rows
        gone += erased_in(session, visit_id)
    return gone


def in_turn(session: Session, code_hash: str | None) -> None:
    """A code and its speaker may come at the same moment; SQLite writes in turn anyway."""
    if code_hash and session.get_bind().dialect.name == "postgresql":
        key = int(code_hash[:15], 16)
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def erase_speaker(session: Session, speaker: Speaker) -> Sequence[Gone]:
    """Erasure wins over everything that names them, wherever it is kept."""
    for note in notes_ever_naming(session, speaker.visit_id, speaker.id):
        if speakers_ever_in(session, note) - {str(speaker.id)}:
            hide_note(session, note, speaker.id)
        else:
            erase_note(session, note)
    forget_aside(session, speaker.visit_id, speaker.id)
    forget_records(session, [speaker.id])
    session.execute(delete(Consent).where(col(Consent.speaker_id) == speaker.id))
    session.add(gone_for_good(speaker.programme_id, speaker.visit_id, speaker.id))
    audit.append(session, NOBODY, withdrawal_of(speaker))
    session.delete(speaker)
    session.flush()  # what is kept outside is read from these rows
    return erased_in(session, speaker.visit_id)


def gone_for_good(
    programme_id: UUID | None, visit_id: UUID, speaker_id: UUID
) -> Erasure:
    return Erasure(
        programme_id=programme_id,
        visit_id=visit_id,
        subject="speaker",
        subject_id=speaker_id,
    )


def forget_aside(session: Session, visit_id: UUID, speaker_id: UUID) -> None:
    """Themselves where they wait for the lead, and every note there that names them."""
    naming = (
        col(Quarantine.visit_id) == visit_id,
        or_(is_named(speaker_id), col(Quarantine.item_id) == speaker_id),
    )
    waiting = session.exec(select(Quarantine.item_id).where(*naming)).all()
    forget_files(session, waiting)
    session.execute(delete(Quarantine).where(*naming))


def erased_in(session: Session, visit_id: UUID) -> list[Gone]:
    rows = session.exec(select(Erasure).where(Erasure.visit_id == visit_id)).all()
    return [
        Gone(row.subject, str(row.subject_id), row.visit_id, row.programme_id)
        for row in rows
    ]


def withdrawal_of(speaker: Speaker) -> audit.Deed:
    return audit.Deed(
        Verb.WITHDREW, speaker.programme_id, speaker.visit_id, "visit", speaker.visit_id
    )
