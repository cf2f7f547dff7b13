"""One writing request is one transaction, over before the answer leaves."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import Database
from app.error_pages import handlers
from app.errors import Problem, Rejected
from app.models import Organisation
from app.settings import Settings
from app.values import OrganisationKind
from app.web import Anybody, DbSession, router


def organisation() -> Organisation:
    return Organisation(name={"en": "x"}, kind=OrganisationKind.LEAD)


@pytest.fixture
def client(database: Database) -> TestClient:
    routes = router()

    @routes.post("/kept")
    def kept(session: DbSession, actor: Anybody) -> dict[str, str]:
        session.add(organisation())
        return {}

    @routes.post("/refused")
    def refused(session: DbSession, actor: Anybody) -> None:
        session.add(organisation())
        session.flush()
        raise Rejected(Problem("name", "no"))

    @routes.get("/reading")
    def reading(session: DbSession, actor: Anybody) -> None:
        session.add(organisation())
        session.flush()

    app = FastAPI(exception_handlers=handlers())
    app.include_router(routes)
    app.state.database = database
    app.state.settings = Settings(demo=True)
    return TestClient(app, raise_server_exceptions=False)


def stored(database: Database) -> int:
    with database.reading() as session:
        return len(session.exec(select(Organisation)).all())


def test_returning_commits_and_raising_rolls_back(
    client: TestClient, database: Database
) -> None:
    before = stored(database)
    assert client.post("/kept").status_code == 200
    assert stored(database) == before + 1
    assert client.post("/refused").status_code == 422
    assert stored(database) == before + 1


def test_a_reading_request_cannot_write(client: TestClient, database: Database) -> None:
    before = stored(database)
    assert client.get("/reading").status_code == 500
    assert stored(database) == before


def test_a_commit_that_fails_is_not_answered_as_success(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Session, "commit", fail)
    assert client.post("/kept").status_code == 500
