"""The floor of intake: the same rows by bare SQL in one transaction, nothing else.

A plain `def` route with the same body; no authentication, validation or permission.
"""

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from psycopg_pool import ConnectionPool
from starlette.routing import Route

from app.db import Database, normalised

EVIDENCE = (
    "id", "programme_id", "revision", "created_at", "visit_id", "text", "language",
    "kind", "voice", "who", "quote", "questions", "contexts", "speakers",
    "attachments", "sensitivity", "captured_at", "received_at", "form_version",
    "search_text",
)  # fmt: skip
REVISION = ("id", "programme_id", "visit_id", "evidence_id", "revision", "base_revision", "sha256", "values", "received_at")  # fmt: skip
FACTOR = ("id", "programme_id", "visit_id", "evidence_id", "slug")


def insert(table: str, columns: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))})"


def create_floor() -> FastAPI:
    app = FastAPI()
    database = Database(os.environ["REPERE_DATABASE_URL"])
    write = sqlite_writer(database) if database.is_sqlite else postgres_writer()
    with database.reading() as session:
        found = (
            session.connection()
            .exec_driver_sql("SELECT id, programme_id FROM visit")
            .first()
        )
    assert found is not None
    visit, programme = str(found[0]), str(found[1])

    async def body_of(request: Request) -> bytes:
        return await request.body()

    from fastapi import Depends

    def put(evidence_id: UUID, body: bytes = Depends(body_of)) -> JSONResponse:
        write(rows(evidence_id, visit, programme, body))
        return JSONResponse({"id": str(evidence_id), "revision": 1}, 201)

    def put_photo(evidence_id: UUID, photo: bytes = Depends(body_of)) -> JSONResponse:
        keep_photo(Path(os.environ["REPERE_FILES_URL"][5:]), evidence_id, photo)
        write(rows(evidence_id, visit, programme, NOTE))
        return JSONResponse({"id": str(evidence_id), "revision": 1}, 201)

    app.put("/floor/{evidence_id}")(put)
    app.put("/floor-photo/{evidence_id}")(put_photo)
    app.routes.append(Route("/healthz", lambda _request: JSONResponse({})))
    return app


#: Of a photo, in the floor.
NOTE = b'{"text": "A door.", "kind": "observation", "voice": "none", "factors": ["x"]}'


def keep_photo(folder: Path, evidence_id: UUID, photo: bytes) -> None:
    """Written, synced, renamed, and its folder synced: no less can be promised."""
    folder.mkdir(parents=True, exist_ok=True)
    coming = folder / f"{evidence_id}.part"
    with coming.open("wb") as file:
        file.write(photo)
        file.flush()
        os.fsync(file.fileno())
    coming.rename(folder / str(evidence_id))
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def rows(
    evidence_id: UUID, visit: str, programme: str, body: bytes
) -> dict[str, tuple[Any, ...]]:
    sent, at = json.loads(body), datetime.now(UTC)
    own = evidence_id.hex
    return {
        "evidence": (
            own, programme, 1, at, visit, sent["text"], "fr", sent["kind"],
            sent["voice"], "[]", False, "[]", "[]", "[]", "[]", "ordinary",
            at, at, 1, sent["text"],
        ),
        "evidence_revision": (
            uuid4().hex, programme, visit, own, 1, 0, "0" * 64, body.decode(), at,
        ),
        "evidence_factor": (uuid4().hex, programme, visit, own, sent["factors"][0]),
    }  # fmt: skip


SEARCH = ("rowid", "evidence_id", "visit", "words")

STATEMENTS = {
    "evidence": EVIDENCE,
    "evidence_revision": REVISION,
    "evidence_factor": FACTOR,
}


def sqlite_writer(database: Database) -> Any:
    connection = database.writer.raw_connection().driver_connection
    assert connection is not None
    lock = threading.Lock()
    sql = {table: insert(table, columns, "?") for table, columns in STATEMENTS.items()}
    index = insert("evidence_search", SEARCH, "?")

    def write(values: dict[str, tuple[Any, ...]]) -> None:
        own, _, _, _, visit, text, *_ = values["evidence"]
        with lock:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(index, (UUID(own).int & (2**62 - 1), own, visit, text))
            for table, row in values.items():
                plain = [
                    v.isoformat(" ") if isinstance(v, datetime) else v for v in row
                ]
                connection.execute(sql[table], plain)
            connection.execute("COMMIT")

    return write


def postgres_writer() -> Any:
    url = normalised(os.environ["REPERE_DATABASE_URL"]).replace("+psycopg", "")
    pool: ConnectionPool[psycopg.Connection] = ConnectionPool(
        url, min_size=8, max_size=8, open=True
    )
    sql = {table: insert(table, columns, "%s") for table, columns in STATEMENTS.items()}

    def write(values: dict[str, tuple[Any, ...]]) -> None:
        with pool.connection() as connection:
            for table, row in values.items():
                connection.execute(sql[table], row)

    return write
