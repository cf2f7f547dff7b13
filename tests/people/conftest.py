"""A service with mail, for one person, on a database of its own."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import uuid7
from app.main import create_app
from app.migrating import migrate
from app.models import Person
from app.settings import Settings
from tests.people.mailbox import Mailbox, mailbox
from tests.postgres import fresh_database

ADDRESS = "Ana.Silva@example.org"


@dataclass
class Service:
    """The application outside the demo, as browsers meet it."""

    app: FastAPI
    database: Database
    settings: Settings
    mailbox: Mailbox

    def browser(self, **headers: str) -> TestClient:
        return TestClient(
            self.app,
            base_url="http://127.0.0.1:8000",
            follow_redirects=False,
            headers=headers,
        )

    def mail_to(self, url: str | None) -> None:
        changed = self.settings.model_copy(update={"mail_url": url})
        self.app.state.settings = self.settings = changed

    def person(self) -> Person:
        with self.database.reading() as session:
            return session.exec(select(Person).where(Person.email == ADDRESS)).one()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def one_person(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of a migrated database with one person, to be copied."""
    url = f"sqlite:///{tmp_path_factory.mktemp('people')}/one.db"
    if request.param == "postgres":
        url = fresh_database("repere_one_person")
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        session.add(Person(id=uuid7(), name="Ana Silva", email=ADDRESS, language="fr"))
    database.close()
    return url


def copy_of(url: str, folder: Path) -> str:
    if not url.startswith("sqlite"):
        return fresh_database("repere_people", template="repere_one_person")
    path = folder / "people.db"
    shutil.copy(url.removeprefix("sqlite:///"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def service(one_person: str, tmp_path: Path) -> Iterator[Service]:
    url = copy_of(one_person, tmp_path)
    database = Database(url)
    with mailbox() as kept:
        settings = Settings(
            database_url=url, secret_key=SecretStr("k" * 32), mail_url=kept.url
        )
        yield Service(create_app(settings, database), database, settings, kept)
    database.close()


Enter = Callable[[], TestClient]


@pytest.fixture
def enter(service: Service) -> Enter:
    """A browser in which the person signed in by a code."""

    def entered() -> TestClient:
        browser = service.browser()
        assert browser.post("/sign-in", data={"email": ADDRESS}).status_code == 303
        code = {"code": service.mailbox.last_code}
        assert browser.post("/sign-in/code", data=code).status_code == 303
        return browser

    return entered
