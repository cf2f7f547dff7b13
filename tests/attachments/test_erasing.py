"""What is erased is gone from the disk too, whatever happened in between."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.access import Actor
from app.evidence.actions import drop_file
from app.evidence.attachment_actions import (
    Arrived,
    keep_cleaned,
)
from app.evidence.cleaning_limits import Cleaned
from app.evidence.erasing import erase_note, hide_note
from app.evidence.erasures_kept import keep_outside, replay
from app.evidence.filing import clean_received, erase_gone, erase_orphans
from app.evidence.withdrawing import Gone
from app.files import Files, take_away
from app.ids import uuid7
from app.models import Attachment, Evidence, Visit
from app.people.retaining import let_files_go
from app.people.retention_queries import recordings
from tests.attachments import making
from tests.attachments.making import announced
from tests.attachments.sending import clean, coming, files_of, of_file, put, row
from tests.evidence.notes import noted
from tests.evidence.serving import Field
from tests.factories import make_visit, on_team

CONTENT = making.photo((40, 30))
DAY = timedelta(days=1)


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


@pytest.fixture
def actor(session: Session, visit: Visit) -> Actor:
    return on_team(session, visit)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(f"file://{tmp_path}/files")


def planted(
    session: Session, actor: Actor, visit: Visit, files: Files, kind: str = "image/jpeg"
) -> tuple[UUID, UUID]:
    """A note and its file, clean and on disk."""
    file = announced(CONTENT, kind)
    note, file_id = noted(session, actor, visit, attachments=[file]), UUID(file["id"])
    arrived = Arrived(note.id, file_id, file["sha256"], 9)
    keep_cleaned(session, actor, visit, [(arrived, "b" * 64, Cleaned(kind, seconds=9))])
    for path in (
        files.stored(visit.id, file_id, "b" * 64),
        files.preview(visit.id, file_id),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"bytes")
    return note.id, file_id


def left(files: Files) -> list[str]:
    return sorted(p.name for p in files.root.rglob("*") if p.is_file())


def test_erasing_a_note_empties_the_rows_of_its_files(
    session: Session, actor: Actor, visit: Visit, files: Files
) -> None:
    note_id, file_id = planted(session, actor, visit, files)
    erase_note(session, session.get_one(Evidence, note_id))
    found = session.get_one(Attachment, file_id, populate_existing=True)
    told = (found.state, found.received_sha256, found.stored_sha256, found.media_type, found.bytes, found.by, found.gone_at)  # fmt: skip
    assert told == ("erased", "", None, "", 0, None, None)


def test_a_hidden_note_keeps_its_files_and_shows_none(
    session: Session, actor: Actor, visit: Visit, files: Files
) -> None:
    note_id, file_id = planted(session, actor, visit, files)
    hide_note(session, session.get_one(Evidence, note_id), uuid7())
    assert session.get_one(Attachment, file_id).state == "clean"
    assert left(files) == ["b" * 64, "preview"]


def test_due_recordings_are_deleted_once_and_photos_stay(
    session: Session, actor: Actor, visit: Visit, files: Files
) -> None:
    _note, photo = planted(session, actor, visit, files)
    _other, sound = planted(session, actor, visit, files, "audio/webm")
    day = session.get_one(Attachment, sound).received_at.date()
    due = select(Attachment.id).where(recordings(visit.programme_id, day))
    assert session.exec(due).all() == []
    due = select(Attachment.id).where(recordings(visit.programme_id, day + DAY))
    assert session.exec(due).all() == [sound]
    let_files_go(session, [sound])
    session.expire_all()
    states = {one: session.get_one(Attachment, one).state for one in (photo, sound)}
    assert states == {photo: "clean", sound: "deleted"}
    assert session.exec(due).all() == []


def test_a_file_taken_off_its_note_is_no_longer_announced(
    session: Session, actor: Actor, visit: Visit, files: Files
) -> None:
    file = announced(CONTENT, "image/jpeg")
    note = noted(session, actor, visit, attachments=[file])
    drop_file(session, actor, visit, note, UUID(file["id"]))
    assert session.get_one(Evidence, note.id, populate_existing=True).attachments == []


def erased(field: Field, note_id: UUID) -> None:
    with field.database.writing() as session:
        erase_note(session, session.get_one(Evidence, note_id))


def test_the_bytes_of_an_erased_note_go_after_the_commit(field: Field) -> None:
    one = coming(field, making.photo())
    with field.client() as client:
        assert put(client, one).status_code == 201
        clean(field)
        assert len(of_file(field, one)) == 2
        erased(field, one.note)
        assert len(of_file(field, one)) == 2  # a crash may come here
        for _n in range(2):
            erase_gone(field.database, files_of(field))
            assert of_file(field, one) == []
        assert put(client, one).status_code == 410
    kept = row(field, one.file)
    assert kept
    assert kept.gone_at is not None


def test_what_is_erased_while_it_is_cleaned_is_not_stored(field: Field) -> None:
    one = coming(field, making.photo())
    content = making.photo()
    files = files_of(field)
    waiting = Attachment(
        id=one.file, visit_id=field.visit_id, evidence_id=one.note, bytes=9,
        received_sha256="c" * 64,
    )  # fmt: skip
    with field.database.writing() as session:
        session.add(Attachment.model_validate(waiting.model_dump()))
    place = files.received(field.visit_id, one.file, "c" * 64)
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    with field.database.reading() as session:
        seen = session.get_one(Attachment, one.file)
    erased(field, one.note)
    clean_received(field.database, files, seen)
    assert of_file(field, one) == []


def test_a_restored_backup_forgets_files_again(field: Field, tmp_path: Path) -> None:
    one = coming(field, making.photo())
    with field.client() as client:
        put(client, one)
    clean(field)
    outside = tmp_path / "erasures.jsonl"
    gone = Gone("evidence", str(one.note), field.visit_id)
    keep_outside(outside, [gone])
    with field.database.writing() as session:
        assert replay(session, outside) == 1
    erase_gone(field.database, files_of(field))
    assert of_file(field, one) == []


def test_what_a_crash_left_half_arrived_is_swept(tmp_path: Path) -> None:
    files = Files(f"file://{tmp_path}")
    with files.coming() as place:
        place.write_bytes(b"half")
        assert (files.sweep(), place.exists()) == (0, True)
        assert (files.sweep(older_than=0), place.exists()) == (1, False)


def aged(path: Path, content: bytes = b"bytes") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    day_ago = time.time() - 86_500
    os.utime(path, (day_ago, day_ago))
    return path


def test_what_lies_there_a_day_without_a_row_goes_and_nothing_else(
    field: Field,
) -> None:
    files, waits = files_of(field), coming(field, making.photo())
    kept = coming(field, making.photo((50, 40)))
    with field.client() as client:
        assert [put(client, one).status_code for one in (waits, kept)] == [201, 201]
    clean(field)
    own = [files.root / one for one in of_file(field, kept)]
    for path in own:
        aged(path, path.read_bytes())
    orphans = [
        aged(files.received(field.visit_id, uuid7(), "a" * 64)),
        aged(files.stored(field.visit_id, uuid7(), "b" * 64)),
        aged(files.preview(uuid7(), uuid7())),
        # Where it came from, with all its metadata, though it is cleaned and stored.
        aged(files.received(field.visit_id, kept.file, "c" * 64)),
        aged(files.stored(field.visit_id, kept.file, "d" * 64)),
    ]
    young = files.received(field.visit_id, uuid7(), "e" * 64)
    young.parent.mkdir(parents=True)
    young.write_bytes(b"its row is still to come")
    before = erase_orphans(field.database, files), [one for one in orphans if one.exists()]  # fmt: skip
    assert before == (5, [])
    assert [one.exists() for one in (*own, young)] == [True] * (len(own) + 1)
    assert len(of_file(field, waits)) == 2
    assert erase_orphans(field.database, files) == 0
    take_away(young)
