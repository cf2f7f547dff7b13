"""A file's way from a tablet to the disk: a real server, threads, both databases."""

import hashlib
import json
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlmodel import select

from app.evidence.cleaning_limits import MOST_IMAGE_BYTES
from app.ids import uuid7
from app.models import Erasure, Quarantine
from tests.attachments import making
from tests.attachments.making import SECRET, announced, digest
from tests.attachments.sending import (
    Coming,
    clean,
    coming,
    files_of,
    of_file,
    on_disk,
    put,
    row,
)
from tests.evidence.notes import SMALLEST
from tests.evidence.serving import Field


def test_a_file_is_receipted_once_and_kept_clean(field: Field) -> None:
    one = coming(field, making.photo() + uuid7().bytes)
    with field.client() as client:
        first = put(client, one)
        clean(field)
        again = put(client, one)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    sha256 = hashlib.sha256(one.content).hexdigest()
    assert {**first.json(), "received_at": ""} == {
        "id": str(one.file), "sha256": sha256, "received_at": ""
    }  # fmt: skip
    kept = row(field, one.file)
    assert kept
    assert (kept.state, kept.media_type, kept.width) == ("clean", "image/jpeg", 320)
    stored = files_of(field).stored(field.visit_id, one.file, kept.stored_sha256 or "")
    assert [path.name for path in of_file(field, one)] == sorted(
        [kept.stored_sha256 or "", "preview"]
    )
    assert hashlib.sha256(stored.read_bytes()).hexdigest() == kept.stored_sha256
    assert SECRET.encode() not in stored.read_bytes()


def test_the_same_file_at_once_is_one_file(field: Field) -> None:
    one = coming(field, making.photo((64, 48)) + uuid7().bytes)
    with field.client() as client, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _n: put(client, one), range(8)))
    assert Counter(a.status_code for a in answers) == {201: 1, 200: 7}
    assert len({a.text for a in answers}) == 1
    clean(field)
    assert len(of_file(field, one)) == 2


def test_other_bytes_under_a_known_id_are_refused(field: Field) -> None:
    one = coming(field, making.photo())
    with field.client() as client:
        assert put(client, one).status_code == 201
        answer = put(client, one, b"other bytes")
        assert (answer.status_code, answer.json()["title"]) == (
            409, "Another file was received under this id"
        )  # fmt: skip
        assert put(client, one).status_code == 200


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (None, "Send the digest of the bytes: Content-Digest: sha-256=:…:"),
        ("md5=:AAAA:", "Send the digest of the bytes: Content-Digest: sha-256=:…:"),
        (digest(b"else")["Content-Digest"], "The note announces other bytes under this id."),
    ],
)  # fmt: skip
def test_a_file_without_its_digest_is_refused(
    field: Field, header: str | None, words: str
) -> None:
    one = coming(field, making.photo())
    headers = {"Content-Digest": header} if header else {}
    with field.client() as client:
        answer = client.put(one.path, content=one.content, headers=headers)
    assert (answer.status_code, answer.json()["errors"]) == (
        422, [{"field": "Content-Digest", "message": words}]
    )  # fmt: skip
    assert of_file(field, one) == []


def test_bytes_that_are_not_those_of_the_digest_leave_nothing(field: Field) -> None:
    one = coming(field, making.photo())
    with field.client() as client:
        answer = client.put(
            one.path, content=one.content[:-1] + b"x", headers=digest(one.content)
        )
    message = "These bytes are not those of the digest: send the file again."
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (422, message)
    assert (row(field, one.file), of_file(field, one)) == (None, [])


def test_a_file_comes_after_its_note_and_under_it(field: Field) -> None:
    one, other = coming(field, making.photo()), coming(field, making.photo())
    elsewhere = other.path.replace(str(other.note), str(one.note))
    unknown = one.path.replace(str(one.note), str(uuid7()))
    with field.client() as client:
        got = [
            client.put(
                path, content=one.content, headers=digest(one.content)
            ).status_code
            for path in (
                unknown,
                elsewhere,
                one.path.replace(str(one.file), str(uuid7())),
            )
        ]
    assert got == [404, 404, 404]


def test_the_host_and_strangers_may_not_send_files(field: Field) -> None:
    one = coming(field, making.photo())
    with field.client(field.host) as host, field.client("") as nobody:
        got = put(host, one).status_code, put(nobody, one).status_code
    assert (got, of_file(field, one)) == ((404, 401), [])


def test_a_file_of_what_was_erased_is_gone(field: Field) -> None:
    one = coming(field, making.photo())
    with field.database.writing() as session:
        session.add(
            Erasure(visit_id=field.visit_id, subject="evidence", subject_id=one.note)
        )
    with field.client() as client:
        answer = put(client, one)
    assert (answer.status_code, answer.json()["title"]) == (410, "This was erased")
    assert of_file(field, one) == []


def test_a_file_follows_its_note_into_quarantine(field: Field) -> None:
    content, note_id = making.photo(), uuid7()
    file = announced(content, "image/jpeg")
    newer = json.dumps({**SMALLEST, "form_version": 99, "files": [file]}).encode()
    one = Coming(
        note_id,
        UUID(file["id"]),
        content,
        f"{field.path(note_id)}/attachments/{file['id']}",
    )
    with field.client() as client:
        headers = {"Content-Type": "application/json"}
        assert (
            client.put(field.path(note_id), content=newer, headers=headers).status_code
            == 202
        )
        answer = put(client, one)
    assert (answer.status_code, answer.json()["state"]) == (202, "quarantined")
    clean(field)
    assert [path.parts[0] for path in of_file(field, one)] == ["intake"]
    with field.database.reading() as session:
        assert session.exec(select(Quarantine.item_id)).all().count(note_id) == 1


def test_what_says_it_is_too_large_is_not_read(field: Field) -> None:
    content = making.photo()
    one = coming(field, content, bytes=MOST_IMAGE_BYTES + 1)
    two = coming(field, content)
    with field.client() as client:
        answers = [
            put(client, one),
            put(client, two, content + bytes(MOST_IMAGE_BYTES)),
        ]
    assert [a.status_code for a in answers] == [413, 422]
    assert answers[0].json()["detail"] == (
        "This file is too large. A photo may have up to 20 MB, a PDF 20 MB, "
        "a recording 60 MB."
    )
    assert (of_file(field, one), of_file(field, two)) == ([], [])


@pytest.mark.parametrize("sent", [0, 1, 700, -1])
def test_whoever_hangs_up_leaves_nothing(field: Field, sent: int) -> None:
    one = coming(field, making.photo())
    before = on_disk(field)
    address = urlsplit(field.address)
    head = (
        f"PUT {one.path} HTTP/1.1\r\nHost: x\r\nCookie: repere={field.token}\r\n"
        f"Content-Digest: {digest(one.content)['Content-Digest']}\r\n"
        f"Content-Length: {len(one.content)}\r\n\r\n"
    ).encode()
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(head + one.content[:sent])
    with field.client() as client:
        assert put(client, one).status_code == 201  # it is not in anybody's way
    clean(field)
    assert sorted(set(on_disk(field)) - set(before)) == [
        str(p) for p in of_file(field, one)
    ]
    assert not any(path.startswith("arriving") for path in on_disk(field))
