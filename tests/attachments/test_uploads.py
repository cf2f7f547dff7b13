"""Files in pieces: cut in the middle, gone on with, received as if they came at once."""

import base64
import hashlib
import io
import os
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from tusclient.client import TusClient

from app.evidence.uploads import Upload, find_upload
from app.files import UNFINISHED_SECONDS
from app.ids import uuid7
from app.models import Erasure, Visit
from app.routes.files_going import metadata_in
from tests.attachments import making
from tests.attachments.making import digest
from tests.attachments.sending import Coming, clean, coming, files_of, of_file, put, row
from tests.evidence.serving import Field

PART = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def begin(client: httpx2.Client, one: Coming, **more: str) -> httpx2.Response:
    headers = {**TUS, **digest(one.content), "Upload-Length": str(len(one.content))}
    return client.post(f"{one.path}/upload", headers={**headers, **more})


def at(one: Coming) -> str:
    return f"{one.path}/upload/{sha(one.content)}"


def patch(client: httpx2.Client, one: Coming, offset: int, piece: bytes, **more: str) -> httpx2.Response:  # fmt: skip
    headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": PART, **more}
    return client.patch(at(one), content=piece, headers=headers)


def offset_of(client: httpx2.Client, one: Coming) -> str:
    answer = client.head(at(one), headers=TUS)
    assert answer.status_code == 200
    return str(answer.headers["upload-offset"])


def a_photo(field: Field) -> Coming:
    return coming(field, making.photo() + uuid7().bytes)


def upload_of(field: Field, one: Coming) -> Upload:
    folder = files_of(field).unfinished(field.visit_id, one.file)
    return find_upload(folder, sha(one.content))


def test_a_client_of_the_protocol_is_cut_and_goes_on(field: Field) -> None:
    one = a_photo(field)
    cookie = f"repere={field.token}"
    client = TusClient(f"{field.address}{one.path}/upload", headers={"Cookie": cookie})
    half = len(one.content) // 2
    asked: dict[str, Any] = {
        "chunk_size": 1000,
        "metadata": {"sha256": sha(one.content)},
    }
    first = client.uploader(file_stream=io.BytesIO(one.content), **asked)
    first.upload(stop_at=half)
    assert first.url == f"{field.address}{at(one)}"
    again = client.uploader(file_stream=io.BytesIO(one.content), url=first.url, **asked)
    assert half <= again.offset < len(one.content)
    again.upload()
    clean(field)
    kept = row(field, one.file)
    assert kept
    assert (kept.state, kept.received_sha256) == ("clean", sha(one.content))
    assert len(of_file(field, one)) == 2
    with field.client() as browser:
        assert put(browser, one).status_code == 200


def test_the_last_piece_brings_the_receipt_that_a_put_gets(field: Field) -> None:
    one = a_photo(field)
    wants = {"Accept": "application/json"}
    with field.client() as client:
        assert begin(client, one).headers["location"] == at(one)
        assert patch(client, one, 0, one.content[:700], **wants).status_code == 204
        last = patch(client, one, 700, one.content[700:], **wants)
        lost = patch(client, one, len(one.content), b"", **wants)
        assert (last.status_code, lost.status_code) == (201, 200)
        assert last.json() == lost.json() == put(client, one).json()
        assert last.headers["upload-offset"] == str(len(one.content))
        assert offset_of(client, one) == str(len(one.content))


def test_what_a_broken_connection_brought_is_kept(field: Field) -> None:
    one = a_photo(field)
    with field.client() as client:
        assert begin(client, one).status_code == 201
        where = urlsplit(field.address)
        head = (
            f"PATCH {at(one)} HTTP/1.1\r\nHost: {where.netloc}\r\n"
            f"Cookie: repere={field.token}\r\nTus-Resumable: 1.0.0\r\n"
            f"Upload-Offset: 0\r\nContent-Type: {PART}\r\n"
            f"Content-Length: {len(one.content)}\r\n\r\n"
        )
        with socket.create_connection((where.hostname, where.port)) as line:
            line.sendall(head.encode() + one.content[:900])
            busy = wait_until_written(client, one)
        assert (busy.status_code, busy.json()["status"]) == (423, 423)
        wait_until_free(client, one)
        assert offset_of(client, one) == "900"
        assert patch(client, one, 900, one.content[900:]).status_code == 204
    assert row(field, one.file)


def wait_until_written(client: httpx2.Client, one: Coming) -> httpx2.Response:
    """Until the server has it in hand, a second writer comes to another byte."""
    while (answer := patch(client, one, 10**9, b"x")).status_code == 409:
        time.sleep(0.01)
    return answer


def wait_until_free(client: httpx2.Client, one: Coming) -> None:
    while patch(client, one, 10**9, b"x").status_code == 423:
        time.sleep(0.01)


def test_another_byte_is_409_and_says_which(field: Field) -> None:
    one = a_photo(field)
    with field.client() as client:
        begin(client, one)
        patch(client, one, 0, one.content[:300])
        answer = patch(client, one, 200, one.content[200:])
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, "300")
        assert offset_of(client, one) == "300"
        assert begin(client, one).status_code == 201
        assert offset_of(client, one) == "300"


def test_more_than_was_announced_is_refused(field: Field) -> None:
    one = a_photo(field)
    with field.client() as client:
        begin(client, one)
        assert patch(client, one, 0, one.content + b"x").status_code == 413
        long = str(20_000_001)
        assert begin(client, one, **{"Upload-Length": long}).status_code == 413


def test_bytes_that_are_not_those_announced_are_not_kept(field: Field) -> None:
    one = a_photo(field)
    with field.client() as client:
        begin(client, one)
        answer = patch(client, one, 0, bytes(len(one.content)))
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (
            422, "Content-Digest"
        )  # fmt: skip
        assert client.head(at(one), headers=TUS).status_code == 404
    assert (row(field, one.file), of_file(field, one)) == (None, [])


def test_what_is_given_up_or_rests_too_long_goes(field: Field) -> None:
    given_up, rested = a_photo(field), a_photo(field)
    with field.client() as client:
        for one in (given_up, rested):
            begin(client, one)
            patch(client, one, 0, one.content[:300])
        assert client.delete(at(given_up), headers=TUS).status_code == 204
        then = time.time() - UNFINISHED_SECONDS - 1
        os.utime(upload_of(field, rested).path, (then, then))
        assert files_of(field).sweep() == 1
        for one in (given_up, rested):
            assert client.head(at(one), headers=TUS).status_code == 404
            assert of_file(field, one) == []


def test_a_file_nobody_announced_is_not_begun(field: Field) -> None:
    one = a_photo(field)
    other = Coming(one.note, uuid7(), one.content, one.path[:-36] + str(uuid7()))
    with field.client() as client, field.client(field.host) as host:
        assert begin(client, other).status_code == 404
        assert begin(host, one).status_code == 404
        begin(client, one)
        assert host.head(at(one), headers=TUS).status_code == 404
        strange = Coming(one.note, one.file, b"other bytes", one.path)
        assert begin(client, strange).status_code == 422


def test_an_erased_note_takes_no_piece_more(field: Field) -> None:
    one = a_photo(field)
    with field.client() as client:
        begin(client, one)
        with field.database.writing() as session:
            programme_id = session.get_one(Visit, field.visit_id).programme_id
            session.add(Erasure(programme_id=programme_id, visit_id=field.visit_id, subject="evidence", subject_id=one.note))  # fmt: skip
        assert patch(client, one, 0, one.content).status_code == 410
        assert begin(client, one).status_code == 410


@pytest.mark.parametrize("spoken", [{}, {"Tus-Resumable": "0.2.2"}])
def test_another_version_is_told_which_is_spoken(
    field: Field, spoken: dict[str, str]
) -> None:
    one = a_photo(field)
    with field.client() as client:
        answer = client.head(at(one), headers=spoken)
        told = client.options(f"{one.path}/upload")
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")
    assert told.headers["tus-extension"] == "creation,expiration,termination"


def test_metadata_is_read_and_what_is_none_is_left_out() -> None:
    value = base64.b64encode("jose é".encode()).decode()
    assert metadata_in(f"filetype {value}, empty ,broken !!, x") == {
        "filetype": "jose é", "empty": "", "x": ""
    }  # fmt: skip
