from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.db import Database
from app.migrating import alembic_config, migrate
from tests.postgres import fresh_database


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path}/fresh.db")
    return Database(fresh_database("repere_migrations"))


def test_there_is_one_head() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert len(scripts.get_heads()) == 1


def test_the_tables_are_those_of_the_models(empty: Database) -> None:
    migrate(empty)
    config = alembic_config()
    with empty.writer.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)
    empty.close()


def test_migrating_goes_up_down_and_up_again(empty: Database) -> None:
    for revision in ("head", "base", "head"):
        migrate(empty, revision)
    with empty.reader.connect() as connection:
        names = set(inspect(connection).get_table_names())
    assert {"visit", "evidence", "record_revision", "instance"} <= names
    empty.close()


def test_a_failed_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/half.db")

    def half() -> None:
        with database.writing() as session:
            session.connection().exec_driver_sql("CREATE TABLE half (id INTEGER)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with database.reader.connect() as connection:
        assert inspect(connection).get_table_names() == []
    database.close()
