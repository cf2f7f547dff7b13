from datetime import timedelta
from typing import Any

import pytest
import yaml
from sqlmodel import Session, SQLModel, func, select

from app.benchmarks.actions import import_benchmark
from app.benchmarks.forms import BenchmarkForm
from app.forms import check
from app.ids import seed_id
from app.models import City, PairCity, Person, metadata
from seed.load import SEED
from seed.programmes import load_programme

WEEKS = timedelta(weeks=-52)


def sources() -> list[Any]:
    found = [
        SEED / slug / "programme.yaml" for slug in ("inclucities", "demonstration")
    ]
    return [yaml.safe_load(path.read_text()) for path in found]


def counts(session: Session) -> dict[str, int]:
    return {
        name: session.exec(select(func.count()).select_from(table)).one()
        for name, table in metadata.tables.items()
    }


@pytest.fixture
def loaded(session: Session) -> Session:
    for path in sorted((SEED / "benchmarks").glob("*.yaml")):
        import_benchmark(
            session, check(BenchmarkForm, yaml.safe_load(path.read_text()))
        )
    for source in sources():
        load_programme(session, source, WEEKS, personas=False)
    return session


def test_loading_twice_changes_nothing(loaded: Session) -> None:
    before = counts(loaded)
    for source in sources():
        load_programme(loaded, source, WEEKS, personas=False)
    assert counts(loaded) == before
    assert before["pair"] == 8


def test_personas_open_in_the_demo_only(loaded: Session) -> None:
    assert set(loaded.exec(select(Person.persona)).all()) == {None}


def test_a_city_that_was_replaced_is_a_former_one(loaded: Session) -> None:
    rows = loaded.exec(
        select(City.slug).join(PairCity).where(PairCity.former == True)  # noqa: E712
    ).all()
    assert set(rows) == {"partinico", "torrefina"}


def test_nothing_is_invented_about_a_real_city(loaded: Session) -> None:
    programme = seed_id("inclucities", "programme", "inclucities")
    empty = ("readiness", "action", "deadline", "person", "finding")
    tables: list[Any] = [SQLModel.metadata.tables[name] for name in empty]
    for table in tables:
        if "programme_id" in table.c:
            query = select(func.count()).select_from(table)
            found = loaded.exec(query.where(table.c.programme_id == programme)).one()
            assert found == 0, table.name
