"""Databases made by the migrations, and the demo as a client sees it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings as hypothesis_settings
from sqlalchemy import Engine, event
from sqlmodel import Session
from starlette.testclient import TestClient

from app.db import Database
from app.main import create_app
from app.migrating import migrate
from app.settings import Settings
from seed.load import load_everything
from tests.postgres import fresh_database

# Slow is what a busy machine is, not what an input is.
hypothesis_settings.register_profile(
    "steady", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("steady")

Browse = Callable[[str], TestClient]
Counting = Callable[[], AbstractContextManager[list[str]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop running in the thread,
    beside which nothing else can run one of its own. The longest of them begin, so that no
    process is left alone with one at the end."""
    items.sort(key=place_of)


LONGEST = ("test_pages", "test_whole_day", "test_troubles", "test_planning_journey")


def place_of(item: pytest.Item) -> tuple[bool, int]:
    if "browser" not in item.keywords:
        return False, 0
    name = item.path.stem
    return True, LONGEST.index(name) if name in LONGEST else len(LONGEST)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """An empty, migrated database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('db')}/empty.db"
    else:
        url = fresh_database("repere_tests")
    database = Database(url)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction, rolled back at the end of the test."""
    with database.writer.connect() as connection:
        outer = connection.begin()
        with Session(
            connection,
            join_transaction_mode="create_savepoint",
            expire_on_commit=False,
        ) as session:
            yield session
        outer.rollback()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo as an SQLite file; copy it before writing."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    load_everything(database)
    database.close()  # the last connection takes the log into the file
    assert not path.with_name("demo.db-wal").exists()
    return path


@pytest.fixture(scope="session")
def demo_app(demo_file: Path) -> FastAPI:
    settings = Settings(
        demo=True,
        database_url=f"sqlite:///{demo_file}",
        erasures_file=demo_file.with_name("erasures.jsonl"),
        files_url=f"file://{demo_file.parent}/files",
    )
    return create_app(settings, Database(settings.database_url))


@pytest.fixture
def demo(demo_file: Path, demo_app: FastAPI, tmp_path: Path) -> Iterator[Database]:
    """A copy of the demo for this test alone, behind `browse`."""
    copy = tmp_path / "demo.db"
    shutil.copy(demo_file, copy)
    database = Database(f"sqlite:///{copy}")
    before, demo_app.state.database = demo_app.state.database, database
    yield database
    demo_app.state.database = before
    database.close()


@pytest.fixture
def browse(demo: Database, demo_app: FastAPI) -> Browse:
    """A client of the demo, signed in as a persona ("" is nobody)."""

    def enter(persona: str = "") -> TestClient:
        client = TestClient(
            demo_app,
            base_url="http://127.0.0.1:8000",
            follow_redirects=False,
            raise_server_exceptions=True,
        )
        if persona:
            answer = client.post("/sign-in/demo", data={"persona": persona})
            assert answer.status_code == 303, answer.text
        return client

    return enter


@contextmanager
def queries_of(database: Database) -> Iterator[list[str]]:
    """`with queries_of(database) as queries:` collects the SQL its engines ran."""
    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engines: list[Engine] = [database.reader, database.writer]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def count_queries(demo: Database) -> Counting:
    """`with count_queries() as queries:` collects the SQL the demo's engines ran."""
    return lambda: queries_of(demo)
