"""Work of several requests in one transaction: nobody's failure is another's."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from app import i18n
from app.db import Database
from app.ids import uuid7
from app.migrating import migrate
from app.models import Person
from app.together import Together
from tests.postgres import fresh_database


@pytest.fixture(params=["sqlite", "postgres"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    sqlite = request.param == "sqlite"
    address = f"sqlite:///{tmp_path}/own.db" if sqlite else fresh_database("together")
    database = Database(address)
    migrate(database)
    yield database
    database.close()


def naming(name: str) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        session.add(Person(id=uuid7(), name=name, email=f"{name}@example.org"))
        session.flush()
        return name

    return work


def failing(session: Session) -> str:
    naming("undone")(session)
    raise ValueError("refused")


def all_at_once(database: Database, *works: Callable[[Session], Any]) -> list[Any]:
    async def run() -> list[Any]:
        together = Together(lambda: database)
        asked = [together.write(work) for work in works]
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(run())


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Person.name)))


def test_each_gets_its_own_answer_and_a_failure_undoes_nothing_else(
    own: Database,
) -> None:
    answers = all_at_once(own, naming("amal"), failing, naming("bruno"))
    assert [answers[0], answers[2]] == ["amal", "bruno"]
    assert repr(answers[1]) == "ValueError('refused')"
    assert names(own) == ["amal", "bruno"]


def test_what_waits_is_written_in_one_transaction(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/own.db")
    migrate(database)
    transactions: list[Session] = []
    started, go = threading.Event(), threading.Event()

    def first(session: Session) -> None:
        transactions.append(session)
        started.set()
        assert go.wait(10)

    def later(session: Session) -> None:
        transactions.append(session)

    async def run() -> None:
        together = Together(lambda: database)
        holding = asyncio.create_task(together.write(first))
        await asyncio.to_thread(started.wait, 10)
        waiting = [asyncio.create_task(together.write(later)) for _ in range(5)]
        await asyncio.sleep(0)  # they are in the queue now
        go.set()
        await asyncio.gather(holding, *waiting)

    asyncio.run(run())
    database.close()
    assert len(transactions) == 6
    assert all(later is transactions[1] for later in transactions[1:])
    assert transactions[0] is not transactions[1]


def test_the_answer_comes_after_the_commit(own: Database) -> None:
    async def run() -> list[str]:
        await Together(lambda: own).write(naming("amal"))
        return names(own)

    assert asyncio.run(run()) == ["amal"]


def test_a_failure_to_commit_reaches_everybody(own: Database) -> None:
    clash = uuid7()

    def same(session: Session) -> None:
        session.connection().execute(
            Person.__table__.insert(),  # type: ignore[attr-defined]
            {"id": clash, "name": "twice", "email": "twice@example.org"},
        )

    answers = all_at_once(own, same, same, naming("bruno"))
    assert sorted(type(answer).__name__ for answer in answers) == [
        "IntegrityError",
        "NoneType",
        "str",
    ]
    assert names(own) == ["bruno", "twice"]


def test_who_has_gone_does_not_hold_up_the_others(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/own.db")
    migrate(database)

    async def run() -> str:
        together = Together(lambda: database)
        gone = asyncio.create_task(together.write(naming("amal")))
        stays = asyncio.create_task(together.write(naming("bruno")))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert asyncio.run(run()) == "bruno"
    assert names(database) == ["amal", "bruno"]
    database.close()


def test_each_works_in_the_language_of_its_reader(own: Database) -> None:
    def spoken(_session: Session) -> str:
        return i18n.language()

    async def ask(together: Together, language: str) -> str:
        i18n.use(language)
        return await together.read(spoken)

    async def run() -> list[str]:
        together = Together(lambda: own)
        asked = [asyncio.create_task(ask(together, one)) for one in ("fr", "en", "fr")]
        return await asyncio.gather(*asked)

    assert asyncio.run(run()) == ["fr", "en", "fr"]
