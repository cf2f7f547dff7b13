"""A real server on a database with one visit and one member of its team."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import httpx2
import uvicorn
from fastapi import FastAPI
from sqlmodel import Session

from app.access import Actor
from app.db import Database
from app.ids import uuid7
from app.main import create_app
from app.migrating import migrate
from app.models import Membership, Person, Visit
from app.people.sessions import begin_login
from app.settings import Settings
from app.values import Role
from tests.factories import host_officer, make_visit, on_team


@dataclass(frozen=True)
class Field:
    """The visit as a tablet meets it; `host` is the token of an officer of the host."""

    database: Database
    url: str
    visit_id: UUID
    token: str
    host: str
    address: str = ""
    app: FastAPI | None = None

    def client(self, token: str | None = None) -> httpx2.Client:
        cookies = {"repere": self.token if token is None else token}
        return httpx2.Client(base_url=self.address, cookies=cookies, timeout=60)

    def path(self, evidence_id: UUID | None = None) -> str:
        return f"/api/v1/visits/{self.visit_id}/evidence/{evidence_id or uuid7()}"


def prepared(url: str) -> Field:
    """Migrated, with a visit; what is written here is committed."""
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        visit = make_visit(session)
        visit_id = visit.id
        token = signed_in(session, on_team(session, visit))
        host = signed_in(session, host_officer_of(session, visit.id))
    return Field(database, url, visit_id, token, host)


def host_officer_of(session: Session, visit_id: UUID) -> Actor:
    officer = host_officer(session, visit := session.get_one(Visit, visit_id))
    assert officer.person_id
    held = Membership(
        person_id=officer.person_id, role=Role.OFFICER, city_id=visit.host_city_id
    )
    session.add(held)
    return officer


def signed_in(session: Session, actor: Actor) -> str:
    return begin_login(session, session.get_one(Person, actor.person_id))


@contextmanager
def served(field: Field) -> Iterator[Field]:
    """Uvicorn in a thread of this process, on a port of its own."""
    with TemporaryDirectory() as folder:
        files_url = f"file://{folder}/files"
        settings = Settings(demo=True, database_url=field.url, files_url=files_url)
        app = create_app(settings, field.database)
        with running(app) as address:
            yield replace(field, address=address, app=app)


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:  # uvicorn has no event for it; its flag is the thing
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder}/field.db"
