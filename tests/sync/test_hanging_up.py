"""Whoever hangs up, at whichever byte, costs nothing: no row, no file, no thread."""

import json
import logging
import os
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlmodel import func, select

from app.ids import uuid7
from app.models import Attachment, Evidence
from tests.attachments.making import announced, digest
from tests.attachments.sending import Coming, coming, on_disk, put
from tests.evidence.notes import SMALLEST
from tests.evidence.serving import Field, prepared, served, sqlite_url
from tests.postgres import fresh_database

pytestmark = pytest.mark.slow
#: Closing so sends a reset instead of an end.
RESET = struct.pack("ii", 1, 0)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def field(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Field]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("hang-ups"))
    else:
        url = fresh_database("repere_hang_ups")
    with served(prepared(url)) as running:
        yield running


def note_request(field: Field, note: UUID, **changes: object) -> bytes:
    body = json.dumps({**SMALLEST, **changes}).encode()
    return request_of(field, field.path(note), body, "Content-Type: application/json")


def file_request(field: Field, one: Coming) -> bytes:
    told = f"Content-Digest: {digest(one.content)['Content-Digest']}"
    return request_of(field, one.path, one.content, told)


def request_of(field: Field, path: str, body: bytes, header: str) -> bytes:
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: x\r\nCookie: repere={field.token}\r\n"
        f"{header}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def hang_up(field: Field, request: bytes, at: int) -> None:
    """Sends so many bytes and goes: politely, or with a reset for every second."""
    address = urlsplit(field.address)
    line = socket.create_connection((address.hostname, address.port), timeout=10)
    with suppress(ConnectionError), line:
        line.sendall(request[:at])
        if at % 2:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def rows(field: Field) -> tuple[int, int]:
    with field.database.reading() as session:
        return (
            session.exec(select(func.count()).select_from(Evidence)).one(),
            session.exec(select(func.count()).select_from(Attachment)).one(),
        )


def is_idle(field: Field) -> bool:
    pools = (field.database.reader.pool, field.database.writer.pool)
    return all(pool.checkedout() == 0 for pool in pools)  # type: ignore[attr-defined]


def until_idle(field: Field, lines: int) -> None:
    """Its connections are given back, and so are those of whoever went."""
    for _n in range(500):
        if is_idle(field) and open_files() <= lines:
            return
        time.sleep(0.01)  # nothing tells when a server has noticed the last of them
    raise AssertionError((is_idle(field), open_files(), lines))


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def healthy(field: Field) -> list[int]:
    """More at once than there are threads, each with a note of its own."""

    def write(_n: int) -> int:
        with field.client() as client:
            return client.put(field.path(), json=SMALLEST).status_code

    with ThreadPoolExecutor(16) as threads:
        return list(threads.map(write, range(16)))


def at_every_byte(field: Field, request: bytes, log: pytest.LogCaptureFixture) -> None:
    """All but the last: with that one it is a whole request."""
    assert healthy(field) == [201] * 16  # pools and threads are as large as they get
    before, disk, lines = rows(field), on_disk(field), open_files() + 4
    log.clear()
    with log.at_level(logging.INFO):
        for at in range(len(request)):
            hang_up(field, request, at)
        until_idle(field, lines)
        assert healthy(field) == [201] * 16
    assert [one.getMessage() for one in log.records if one.levelno > logging.INFO] == []
    answered = {getattr(one, "status", 0) for one in log.records} - {0}
    assert answered == {201, 400}  # those whose body had begun
    assert rows(field) == (before[0] + 16, before[1])
    assert on_disk(field) == disk


def test_a_note_cut_anywhere_is_no_note(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    note = uuid7()
    at_every_byte(field, note_request(field, note), caplog)
    with field.client() as client:
        assert client.put(field.path(note), json=SMALLEST).status_code == 201


def test_a_file_cut_anywhere_is_no_file(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    one = coming(field, os.urandom(60))
    at_every_byte(field, file_request(field, one), caplog)
    with field.client() as client:
        assert put(client, one).status_code == 201


@pytest.mark.nightly
def test_a_long_note_cut_anywhere_is_no_note(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    files = [announced(os.urandom(9), "image/jpeg") for _n in range(20)]
    long = note_request(field, uuid7(), text="Zx " * 5_000, attachments=files)
    at_every_byte(field, long, caplog)


@pytest.mark.nightly
def test_a_long_file_cut_anywhere_is_no_file(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    at_every_byte(field, file_request(field, coming(field, os.urandom(20_000))), caplog)
