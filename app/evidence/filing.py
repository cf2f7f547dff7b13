"""Moving the bytes of files, outside every transaction: cleaned in turn, erased when due."""

import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from uuid import UUID

from sqlmodel import Session, col, select, update

from app.db import Database
from app.evidence.attachment_actions import WAITING, settle_cleaned, settle_refused
from app.evidence.attachment_queries import announced_by, next_to_clean
from app.evidence.cleaning import clean_file
from app.evidence.cleaning_limits import Unclean
from app.files import FORGOTTEN_SECONDS, Files, keep, take_away
from app.models import Attachment, Visit
from app.values import FileState

log = logging.getLogger("repere.files")


class Cleaner:
    """One file after another, in a thread of its own; the database is the queue.

    Several processes may clean the same file: the first to say so is right.
    """

    def __init__(self, database: Callable[[], Database], files: Files) -> None:
        self.database = database
        self.files = files
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="cleaner")
        self.coming: Future[int] | None = None
        self.stopping = Event()

    def wake(self) -> "Future[int]":
        """There may be something to clean; the future says how many were."""
        waiting = self.coming
        if waiting is None or waiting.running() or waiting.done():
            self.coming = self.pool.submit(
                clean_all, self.database(), self.files, self.stopping
            )
        assert self.coming is not None
        return self.coming

    def close(self) -> None:
        """After the file at hand; what waits is found again at the next start."""
        self.stopping.set()
        self.pool.shutdown(wait=True, cancel_futures=True)


def clean_all(database: Database, files: Files, stopping: Event) -> int:
    tried: list[UUID] = []
    while not stopping.is_set():
        row = database.read(partial(next_to_clean, tried=tried))
        if row is None:
            break
        tried.append(row.id)
        try:
            clean_received(database, files, row)
        except OSError:  # a full disk: it waits, as it is, for the next time
            log.exception("file not cleaned", extra={"attachment": str(row.id)})
    return len(tried)


def clean_received(database: Database, files: Files, row: Attachment) -> None:
    """From intake to stored; what cannot be cleaned stays there, out of sight."""
    original = files.received(row.visit_id, row.id, row.received_sha256)
    announced = database.read(partial(type_announced, row=row))
    place = (row.visit_id, row.id)
    with files.coming() as made:
        try:
            cleaned = clean_file(original, made, announced)
        except Unclean as unclean:
            reason = unclean.reason
            database.write(lambda session: settle_refused(session, row.id, reason))
            return
        stored_sha256 = store(files, place, made)
    settled = database.write(
        lambda session: settle_cleaned(session, row.id, stored_sha256, cleaned)
    )
    if settled:
        take_away(original)
    else:
        database.read(partial(erase_unwanted, files=files, row=row))


def type_announced(session: Session, row: Attachment) -> str | None:
    visit = session.get_one(Visit, row.visit_id)
    found = announced_by(session, visit, row.evidence_id)
    said = (str(one["media_type"]) for one in found if one["id"] == str(row.id))
    return next(said, None)


def store(files: Files, place: tuple[UUID, UUID], made: Path) -> str:
    """Under its own hash, its preview first: what is found has one."""
    sha256 = sha256_of(made)
    preview = made.with_suffix(".preview")
    if preview.exists():
        keep(preview, files.preview(*place))
    keep(made, files.stored(*place, sha256))
    return sha256


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def erase_unwanted(session: Session, files: Files, row: Attachment) -> None:
    """It was erased while it was being cleaned: what was just stored goes too."""
    now = session.get(Attachment, row.id, populate_existing=True)
    if now is None or now.state in (FileState.ERASED, FileState.DELETED):
        files.erase(row.visit_id, row.id)


def erase_gone(database: Database, files: Files) -> None:
    """Takes the bytes of every file whose row says that it is erased or deleted.

    After a crash, or after a backup was restored, it goes on where it stopped.
    """
    with database.reading() as session:
        due = session.exec(
            select(Attachment.visit_id, Attachment.id).where(
                col(Attachment.state).in_([FileState.ERASED, FileState.DELETED]),
                col(Attachment.gone_at).is_(None),
            )
        ).all()
    for visit_id, attachment_id in due:
        files.erase(visit_id, attachment_id)
    if due:
        ids = [attachment_id for _visit, attachment_id in due]
        database.write(lambda session: say_gone(session, ids))


def say_gone(session: Session, ids: list[UUID]) -> None:
    session.execute(
        update(Attachment)
        .where(col(Attachment.id).in_(ids))
        .values(gone_at=datetime.now(UTC))
    )


def erase_orphans(
    database: Database, files: Files, older_than: float = FORGOTTEN_SECONDS
) -> int:
    """What a crash left without a row that needs it; how many files. Age in seconds.

    A day is longer than any write takes, so nothing goes whose row is still to come.
    """
    left = files.older(older_than)
    with database.reading() as session:
        wanted = {place for one in left for place in wanted_of(session, files, one)}
    orphans = [path for one in left for path in left[one] if path not in wanted]
    for path in orphans:
        take_away(path)
    return len(orphans)


def wanted_of(session: Session, files: Files, attachment_id: UUID) -> list[Path]:
    row = session.get(Attachment, attachment_id)
    if row is None:
        return []
    if row.state in WAITING:
        return [files.received(row.visit_id, row.id, row.received_sha256)]
    if row.state is not FileState.CLEAN:
        return []
    own = (row.visit_id, row.id)
    return [files.stored(*own, row.stored_sha256 or ""), files.preview(*own)]
