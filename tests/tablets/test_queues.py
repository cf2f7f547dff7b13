"""What a tablet handed over as a file, read in at the lead's desk."""

from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import Attachment, Evidence, HandedQueue, Quarantine, Speaker, Tablet
from app.values_evidence import WrittenOn
from tests.attachments import making
from tests.conftest import Browse
from tests.tablets.making import AT, M3, NOTE, VISIT, author_of, end
from tests.tablets.queues import (
    end as last,
    file_of,
    head,
    item,
    line,
    read_in,
    written,
)

SPEAKER = {"voice": "migrants", "role": "mother", "consents": ["notes", "photo"]}


@pytest.fixture
def key(demo_app: FastAPI, demo: Database) -> ECKey:
    jwk: Any = demo_app.state.keyring.public_key(VISIT)
    return ECKey.import_key(jwk)


@pytest.fixture
def lead(browse: Browse) -> TestClient:
    return browse("facilitator")


@pytest.fixture
def tablet_id(tablet: TestClient, demo: Database) -> UUID:
    with demo.reading() as session:
        return session.exec(select(Tablet.id)).one()


def fates(demo: Database) -> list[dict[str, Any]]:
    with demo.reading() as session:
        asked = select(HandedQueue).order_by(HandedQueue.read_at)  # type: ignore[arg-type]
        return [one.fates for one in session.exec(asked)]


def whole(tablet_id: UUID, key: ECKey) -> tuple[bytes, UUID, UUID, UUID, bytes]:
    """Somebody who spoke, a note that names them, and its photo."""
    speaker, note, photo = uuid7(), uuid7(), making.photo((900, 700))
    announced = making.announced(photo, "image/jpeg")
    values = {**NOTE, "text": "Zx handed over", "speakers": [str(speaker)], "attachments": [announced]}  # fmt: skip
    content = b"".join(
        (
            head(tablet_id),
            written("speaker", speaker, SPEAKER, key, seat=str(M3)),
            written("note", note, values, key, seat=str(M3)),
            file_of(UUID(announced["id"]), note, photo, key),
            last(3),
        )
    )
    return content, speaker, note, UUID(announced["id"]), photo


def test_everything_in_it_comes_in_once_however_often_it_is_read(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey
) -> None:
    content, speaker, note, file, photo = whole(tablet_id, key)
    assert b"Zx handed over" not in content
    answer = read_in(lead, content)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/queues")
    assert author_of(demo, note)[0] == M3
    with demo.reading() as session:
        assert session.get_one(Speaker, speaker).role == "mother"
        kept = session.get_one(Evidence, note)
        assert (kept.text, kept.written_on) == ("Zx handed over", WrittenOn.TABLET)
        stored = session.get_one(Attachment, file)
        assert stored.received_sha256 == making.announced(photo, "image/jpeg")["sha256"]
    received = {"received": 1}
    assert read_in(lead, content).status_code == 303
    assert fates(demo) == [
        {"speaker": received, "note": received, "file": received},
        {"speaker": {"known": 1}, "note": {"known": 1}, "file": {"known": 1}},
    ]
    page = lead.get(f"{AT}/queues").text
    assert all(words in page for words in ("here already", "received", "Handed over"))


def test_an_ended_tablets_queue_waits_for_the_lead(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey
) -> None:
    content, _speaker, note, _file, _photo = whole(tablet_id, key)
    end(demo)
    read_in(lead, content)
    aside = {"set-aside": 1}
    assert fates(demo) == [{"speaker": aside, "note": aside, "file": aside}]
    page = lead.get(f"{AT}/quarantine").text
    assert "Zx handed over" in page
    assert "Accept all 2 from Tablet" in page
    with demo.reading() as session:
        assert session.get(Evidence, note) is None


def test_what_the_intake_refuses_is_kept_for_the_lead(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey
) -> None:
    note = uuid7()
    wrong = {**NOTE, "text": "Zx nowhere", "factors": ["no-such-factor"]}
    read_in(lead, head(tablet_id) + written("note", note, wrong, key) + last(1))
    assert fates(demo) == [{"note": {"set-aside": 1}}]
    assert "Zx nowhere" in lead.get(f"{AT}/quarantine").text


def test_a_file_that_breaks_off_loses_nothing_of_what_came_before(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey
) -> None:
    content, _speaker, note, file, _photo = whole(tablet_id, key)
    assert read_in(lead, content[:-9_000]).status_code == 303
    [came] = fates(demo)
    assert came == {
        "speaker": {"received": 1},
        "note": {"received": 1},
        "file": {"damaged": 1},
    }
    assert "The file breaks off" in lead.get(f"{AT}/queues").text
    with demo.reading() as session:
        assert session.get(Evidence, note)
        assert session.get(Attachment, file) is None
    read_in(lead, content)
    assert fates(demo)[1]["file"] == {"received": 1}


def test_a_line_that_cannot_be_read_is_passed_over_and_said(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey
) -> None:
    fine = written("note", uuid7(), NOTE, key)
    for broken in (b"{\n", b"[]\n", line({"kind": "note"}), b"\xff\n"):
        read_in(lead, head(tablet_id) + broken + fine + last(2))
    assert [list(one) for one in fates(demo)] == [["note"]] * 4
    assert lead.get(f"{AT}/queues").text.count("The file breaks off") == 4


def test_bytes_that_are_not_of_their_digest_are_not_taken(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey
) -> None:
    damaged = written("note", uuid7(), NOTE, key, sha256="0" * 64)
    orphan = file_of(uuid7(), uuid7(), b"x" * 50, key)
    read_in(lead, head(tablet_id) + damaged + orphan + last(2))
    assert fates(demo) == [{"note": {"damaged": 1}, "file": {"no-note": 1}}]


def test_a_note_sealed_to_a_lost_key_is_kept_as_it_came(
    tablet_id: UUID, demo: Database, lead: TestClient
) -> None:
    read_in(lead, head(tablet_id) + item("note", uuid7(), "a.b.c.d.e") + last(1))
    assert fates(demo) == [{"note": {"set-aside": 1}}]
    with demo.reading() as session:
        assert session.exec(select(Quarantine.raw)).all() == ["a.b.c.d.e"]


OTHER = str(seed_id("demonstration", "visit", "rivemont-study"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"visit": OTHER}, "This file is of another visit."),
        ({"version": 2}, "A newer release"),
        ({"format": "something"}, "This is not a file that a tablet handed over."),
        ({"tablet": OTHER}, "is not one of this visit"),
        ({"made_at": "yesterday"}, "This is not a file that a tablet handed over."),
    ],
)
def test_a_file_that_is_none_of_this_visit_changes_nothing(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey, changes: Any, said: str
) -> None:  # fmt: skip
    note = uuid7()
    content = head(tablet_id, **changes) + written("note", note, NOTE, key) + last(1)
    answer = read_in(lead, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert fates(demo) == []
    with demo.reading() as session:
        assert session.get(Evidence, note) is None


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"{}", b"[" * 10_000])
def test_something_else_is_refused_in_words(lead: TestClient, content: bytes) -> None:
    answer = read_in(lead, content)
    assert answer.status_code == 422
    assert "The file" in answer.text


def test_who_wrote_it_needs_a_card_or_a_seat_opened_there(
    tablet_id: UUID, demo: Database, lead: TestClient, key: ECKey
) -> None:
    other = seed_id("demonstration", "member", "val-daubre-review/m2")
    note = uuid7()
    content = written("note", note, NOTE, key, seat=str(other))
    read_in(lead, head(tablet_id) + content + last(1))
    assert author_of(demo, note) == (None, None)


def test_a_large_file_need_not_fit_the_limit_of_a_form(
    tablet_id: UUID, lead: TestClient, demo_app: FastAPI
) -> None:
    most = demo_app.state.settings.max_body_bytes
    filler = b'{"piece": "' + b"x" * 300_000 + b'"}\n'
    content = head(tablet_id) + filler * (most // 300_000 + 2) + last(0)
    assert len(content) > most
    assert read_in(lead, content).status_code == 303
