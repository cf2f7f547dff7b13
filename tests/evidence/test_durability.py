"""What was acknowledged survives: kill -9 under load, and the order of system calls."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
from sqlmodel import Session, select

from app.db import Database
from app.ids import uuid7
from app.models import EvidenceRevision
from app.settings import ROOT
from tests.evidence.notes import SMALLEST
from tests.evidence.serving import Field, prepared, sqlite_url

pytestmark = pytest.mark.slow

WRITERS, ROUNDS, SECONDS = 8, 3, 2.0
BODY = json.dumps(SMALLEST).encode()
SERVE = (
    "import uvicorn; uvicorn.run('app.main:create_app', factory=True, port={port}, "
    "log_config=None, access_log=False)"
)


@contextmanager
def own_process(
    field: Field, under: tuple[str, ...] = ()
) -> Iterator[tuple[Field, int]]:
    """The service as a process that can be killed, and its number."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"REPERE_DEMO": "1", "REPERE_DATABASE_URL": field.url}
    process = subprocess.Popen(
        [*under, sys.executable, "-c", SERVE.format(port=port)],
        cwd=ROOT,
        env={**os.environ, **settings},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    running = Field(
        field.database, field.url, field.visit_id, field.token, field.host, address
    )
    try:
        wait_for(f"{address}/healthz")
        yield running, process.pid
    finally:
        # The group: killing strace alone would leave what it traces.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            httpx2.get(address, timeout=1)
        except httpx2.HTTPError:  # another process: nothing here tells when it listens
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def write_until_it_dies(field: Field, acknowledged: list[UUID]) -> None:
    headers = {"Content-Type": "application/json"}
    with field.client() as client:
        while True:
            evidence_id = uuid7()
            try:
                path = field.path(evidence_id)
                answer = client.put(path, content=BODY, headers=headers)
            except httpx2.HTTPError:
                return
            if answer.status_code == 201:
                acknowledged.append(evidence_id)


def test_a_kill_under_load_loses_nothing_acknowledged(tmp_path: Path) -> None:
    field = prepared(sqlite_url(tmp_path))
    field.database.close()
    acknowledged: list[UUID] = []
    for _ in range(ROUNDS):
        with own_process(field) as (running, process):
            writers = [
                threading.Thread(
                    target=write_until_it_dies, args=(running, acknowledged)
                )
                for _ in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            time.sleep(SECONDS)  # not waiting for anything: it dies at any moment
            os.kill(process, signal.SIGKILL)
            for writer in writers:
                writer.join()
    with Database(field.url).reading() as session:
        kept = set(session.exec(select(EvidenceRevision.evidence_id)))
        whole = session.connection().exec_driver_sql("PRAGMA integrity_check")
        assert whole.scalar() == "ok"
    assert len(acknowledged) > ROUNDS
    assert set(acknowledged) - kept == set()


def test_the_answer_goes_out_after_the_disk_has_it(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.fail("This test reads system calls: apt-get install strace")
    field = prepared(sqlite_url(tmp_path))
    field.database.close()
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,sendto,write,writev,sendmsg,recvfrom,read"
    strace = ("strace", "-f", "-y", "-s", "300", "-e", calls, "-o", str(trace))
    with own_process(field, under=strace) as (running, _process):
        with running.client() as client:
            for _ in range(3):  # the first answers also create files
                path, json_type = running.path(), {"Content-Type": "application/json"}
                answer = client.put(path, content=BODY, headers=json_type)
                assert answer.status_code == 201
        last = path
    order = order_of_calls(trace.read_text(errors="replace"), last)
    assert order == ["request", "disk", "answer"]


def order_of_calls(trace: str, path: str) -> list[str]:
    """Of the last request: when it came, when the log was on disk, when we answered."""
    seen: list[str] = []
    for line in trace[trace.index(f"PUT {path}") :].splitlines():
        if f"PUT {path}" in line or not seen:
            what = "request"
        elif "sync(" in line and "field.db" in line:
            what = "disk"
        elif "HTTP/1.1 201" in line:
            what = "answer"
        else:
            continue
        if what not in seen:
            seen.append(what)
    return seen


def test_the_service_opens_its_database_for_durability(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    with Session(database.writer) as session:
        connection = session.connection()
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        set_to = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in names
        }
    database.close()
    assert set_to == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1
    }  # fmt: skip
