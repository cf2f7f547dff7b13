"""Which database answers: a restored backup has another epoch, and tablets offer again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.db import Database
from app.ids import uuid7
from app.models import Instance


def ensure_instance(session: Session) -> Instance:
    """The database's one row about itself, made where it is missing."""
    known = session.get(Instance, 1)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            made = Instance(id=1, epoch=uuid7())
            session.add(made)
    except IntegrityError:  # another process was first
        return session.exec(select(Instance)).one()
    return made


def note_backup(session: Session, until: datetime) -> None:
    """What was received before `until` is in a backup that was verified."""
    ensure_instance(session).backup_covers_at = until


def begin_epoch(session: Session) -> None:
    """After a restore: nothing that came since that backup is known to be covered."""
    instance = ensure_instance(session)
    instance.epoch, instance.backup_covers_at = uuid7(), None


def epoch_in(session: Session) -> UUID | None:
    return session.exec(select(col(Instance.epoch))).first()


def epoch_of(database: Database) -> UUID:
    """In a short transaction of its own."""
    with database.reading() as session:
        known = epoch_in(session)
    if known is not None:
        return known
    with database.writing() as session:
        return ensure_instance(session).epoch
