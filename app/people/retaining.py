"""Deleting what was kept long enough: in small steps, each a transaction of its own.

Run again it finds nothing more. A backup that is put back is brought up to date by the
next run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app import records
from app.access import NOBODY
from app.audit import Deed, append
from app.db import Database
from app.evidence.erasing import erase_note, forget_records
from app.models import (
    AccessLink,
    Attachment,
    Consent,
    DeskNote,
    Erasure,
    Evidence,
    FindingEvidence,
    HandedQueue,
    Invitation,
    InvitedRole,
    Login,
    Message,
    PendingSignIn,
    ReleasedEvidence,
    Speaker,
    Stakeholder,
    Tablet,
    TabletReport,
    TeamMember,
)
from app.people.retention_queries import Due, everything_due, next_due
from app.values import FileState
from app.values_audit import Verb

#: So many rows in one transaction: the write lock is given back within a moment.
BATCH = 50


@dataclass(frozen=True)
class Cleared:
    due: Due
    rows: int


def retain(database: Database, today: date) -> list[Cleared]:
    """All that is due. What a step fails at is raised; the steps before it stand."""
    with database.reading() as session:
        found = everything_due(session, today)
    # Also what only falls due when a step before it has gone.
    cleared = [Cleared(one, clear(database, one)) for one in found]
    database.forget_log()
    return [one for one in cleared if one.due.rows or one.rows]


def clear(database: Database, one: Due) -> int:
    cleared = 0
    while step := database.write(lambda session: clear_some(session, one)):
        cleared += step
    return cleared


def clear_some(session: Session, one: Due) -> int:
    """Deletes a few and says so in the audit: how many of what, and nothing else."""
    ids = next_due(session, one, BATCH)
    if not ids:
        return 0
    CLEARING.get(one.source.table, delete_rows(one.source.table))(session, ids)
    programme_id = one.programme.id if one.programme else None
    what = one.rule.kept.value
    deed = Deed(Verb.DELETED_AFTER_TIME, programme_id, None, what, None, str(len(ids)))
    append(session, NOBODY, deed)
    return len(ids)


Clearing = Callable[[Session, Sequence[UUID]], None]


def delete_rows(table: Any) -> Clearing:
    def clearing(session: Session, ids: Sequence[UUID]) -> None:
        session.execute(delete(table).where(col(table.id).in_(ids)))

    return clearing


def let_notes_go(session: Session, ids: Sequence[UUID]) -> None:
    """What was concluded stands: nobody withdrew, so no finding is opened again."""
    rests = delete(FindingEvidence).where(col(FindingEvidence.evidence_id).in_(ids))
    session.execute(rests)
    for note in session.exec(select(Evidence).where(col(Evidence.id).in_(ids))).all():
        erase_note(session, note)


def let_speakers_go(session: Session, ids: Sequence[UUID]) -> None:
    """Known by their ids from now on, so that a late tablet brings nobody back."""
    session.execute(delete(Consent).where(col(Consent.speaker_id).in_(ids)))
    forget_records(session, ids)
    for one in session.exec(select(Speaker).where(col(Speaker.id).in_(ids))).all():
        gone = Erasure(visit_id=one.visit_id, subject="speaker", subject_id=one.id)
        gone.programme_id = one.programme_id
        session.add(gone)
        session.delete(one)


def let_released_go(session: Session, ids: Sequence[UUID]) -> None:
    forget_records(session, ids)
    delete_rows(ReleasedEvidence)(session, ids)


def let_tablets_go(session: Session, ids: Sequence[UUID]) -> None:
    """With what they last told of themselves, and what became of their queues."""
    for table in (TabletReport, HandedQueue):
        session.execute(delete(table).where(col(table.tablet_id).in_(ids)))
    delete_rows(Tablet)(session, ids)


def let_desk_notes_go(session: Session, ids: Sequence[UUID]) -> None:
    forget_records(session, ids)
    delete_rows(DeskNote)(session, ids)


def blank_contacts(session: Session, ids: Sequence[UUID]) -> None:
    rows = session.exec(select(Stakeholder).where(col(Stakeholder.id).in_(ids))).all()
    for one in rows:
        one.contact, one.revision = "", one.revision + 1
        start_history_anew(session, one)


def blank_preparation(session: Session, ids: Sequence[UUID]) -> None:
    rows = session.exec(select(TeamMember).where(col(TeamMember.id).in_(ids))).all()
    for one in rows:
        one.preparation, one.revision = {}, one.revision + 1
        start_history_anew(session, one)


def start_history_anew(session: Session, one: Stakeholder | TeamMember) -> None:
    session.add(one)
    forget_records(session, [one.id])
    session.flush()  # what is remembered is what stands now
    records.remember(session, one, None)


def let_sessions_go(session: Session, ids: Sequence[UUID]) -> None:
    asked = delete(PendingSignIn).where(col(PendingSignIn.login_id).in_(ids))
    session.execute(asked)
    delete_rows(Login)(session, ids)


def let_invitations_go(session: Session, ids: Sequence[UUID]) -> None:
    """With what was sent for them, whom they named, and their history."""
    for letter in (AccessLink, Message):
        session.execute(delete(letter).where(col(letter.subject_id).in_(ids)))
    roles = delete(InvitedRole).where(col(InvitedRole.invitation_id).in_(ids))
    session.execute(roles)
    forget_records(session, ids)
    delete_rows(Invitation)(session, ids)


def let_files_go(session: Session, ids: Sequence[UUID]) -> None:
    """Their bytes are taken from the disk by who keeps files (`erase_gone`)."""
    gone = update(Attachment).where(col(Attachment.id).in_(ids))
    session.execute(gone.values(state=FileState.DELETED))


CLEARING: dict[Any, Clearing] = {
    Attachment: let_files_go,
    DeskNote: let_desk_notes_go,
    Tablet: let_tablets_go,
    Evidence: let_notes_go,
    Invitation: let_invitations_go,
    Login: let_sessions_go,
    Speaker: let_speakers_go,
    ReleasedEvidence: let_released_go,
    Stakeholder: blank_contacts,
    TeamMember: blank_preparation,
}
