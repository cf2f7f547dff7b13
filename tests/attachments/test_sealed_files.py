"""Files sealed on the tablet: opened piece by piece, cleaned as every other."""

import hashlib
from pathlib import Path
from typing import Any

import httpx2
import pytest
from joserfc.jwk import ECKey

from app.evidence.sealed_files import unsealed_into
from app.evidence.sealing import Unreadable, new_key, seal
from app.evidence.visit_keys import Keyring, save_key
from app.ids import uuid7
from app.models import Visit
from tests.attachments import making
from tests.attachments.making import digest
from tests.attachments.sending import Coming, clean, coming, on_disk, row
from tests.evidence.serving import Field

SEALED = "application/jose"
PIECE = 20_000


def sealed_lines(content: bytes, key: ECKey) -> bytes:
    pieces = range(0, len(content), PIECE)
    return "\n".join(seal(content[at : at + PIECE], key) for at in pieces).encode()


def keyring_of(field: Field) -> Keyring:
    assert field.app
    found: Keyring = field.app.state.keyring
    return found


@pytest.fixture
def key(field: Field) -> ECKey:
    jwk: Any = keyring_of(field).public_key(field.visit_id)
    return ECKey.import_key(jwk)


def put(client: httpx2.Client, one: Coming, sent: bytes) -> httpx2.Response:
    headers = {**digest(sent), "Content-Type": SEALED}
    return client.put(one.path, content=sent, headers=headers)


def a_photo(field: Field) -> Coming:
    return coming(field, making.photo((900, 700)) + uuid7().bytes * 4000)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_sealed_file_is_cleaned_and_its_receipt_is_of_the_sealed_bytes(
    field: Field, key: ECKey
) -> None:
    one = a_photo(field)
    sent = sealed_lines(one.content, key)
    assert sent.count(b"\n") >= 3
    with field.client() as client:
        first = put(client, one, sent)
        clean(field)
        again = put(client, one, sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["sha256"] == sha(sent)
    kept = row(field, one.file)
    assert kept
    assert (kept.state, kept.received_sha256, kept.sent_sha256, kept.sent_bytes) == (
        "clean", sha(one.content), sha(sent), len(sent)
    )  # fmt: skip


def test_the_same_file_unsealed_afterwards_is_the_same(
    field: Field, key: ECKey
) -> None:
    one = a_photo(field)
    with field.client() as client:
        assert put(client, one, sealed_lines(one.content, key)).status_code == 201
        plain = client.put(one.path, content=one.content, headers=digest(one.content))
        anew = put(client, one, sealed_lines(one.content, key))
    assert (plain.status_code, plain.json()["sha256"]) == (200, sha(one.content))
    assert anew.status_code == 200


def test_a_sealed_file_comes_in_pieces_too(field: Field, key: ECKey) -> None:
    one = a_photo(field)
    sent = sealed_lines(one.content, key)
    address = f"{one.path}/upload"
    tus = {"Tus-Resumable": "1.0.0", "Accept": "application/json"}
    # As the tablet says it: filetype and sha256 in base64.
    metadata = {"Upload-Metadata": "filetype YXBwbGljYXRpb24vam9zZQ=="}
    part = {**tus, "Content-Type": "application/offset+octet-stream"}
    with field.client() as client:
        begun = client.post(address, headers={**tus, **digest(sent), **metadata, "Upload-Length": str(len(sent))})  # fmt: skip
        place = begun.headers["location"]
        half = len(sent) // 2
        cut = client.patch(place, content=sent[:half], headers={**part, "Upload-Offset": "0"})  # fmt: skip
        last = client.patch(place, content=sent[half:], headers={**part, "Upload-Offset": str(half)})  # fmt: skip
        again = put(client, one, sent)
    assert (cut.status_code, last.status_code, again.status_code) == (204, 201, 200)
    assert last.json() == again.json()
    assert [path for path in on_disk(field) if path.startswith("unfinished")] == []


def test_what_cannot_be_opened_is_kept_and_opened_when_the_key_is_there(
    field: Field,
) -> None:
    one = a_photo(field)
    other = new_key(str(uuid7()))
    sent = sealed_lines(one.content, other)
    with field.client() as client:
        answers = [put(client, one, sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [202, 202]
        assert answers[0].json() == answers[1].json()
        assert answers[0].json()["reason"] == "unreadable"
        assert [p for p in on_disk(field) if str(one.file) in p] == [
            f"intake/{field.visit_id}/{one.file}/{sha(sent)}"
        ]
        found_again(field, other)
        assert put(client, one, sent).status_code == 200
    clean(field)
    kept = row(field, one.file)
    assert kept
    assert (kept.state, kept.received_sha256) == ("clean", sha(one.content))


def found_again(field: Field, key: ECKey) -> None:
    keys = keyring_of(field)
    with field.database.writing() as session:
        save_key(session, session.get_one(Visit, field.visit_id), key, keys.secret)


def test_sealed_bytes_of_another_file_are_refused(field: Field, key: ECKey) -> None:
    one = a_photo(field)
    with field.client() as client:
        answer = put(client, one, sealed_lines(b"something else", key))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (
        422, "Content-Digest"
    )  # fmt: skip
    assert [p for p in on_disk(field) if str(one.file) in p] == []


def test_pieces_that_are_no_file_raise(tmp_path: Path) -> None:
    target, source = tmp_path / "plain", tmp_path / "sealed"
    source.write_bytes(b"one\ntwo")
    assert unsealed_into(target, source, bytes.upper) == (sha(b"ONETWO"), 6)
    assert target.read_bytes() == b"ONETWO"
    source.write_bytes(b"")
    with pytest.raises(Unreadable):
        unsealed_into(target, source, bytes.upper)
