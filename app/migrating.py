"""Brings a database to the newest migration; used by the command line and the tests."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.db import Database
from app.plan_mark import left_alone
from app.settings import ROOT


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def migrate(database: Database, revision: str = "head") -> None:
    """All or nothing: a failed migration leaves the tables as they were."""
    with database.writer.connect() as connection, left_alone(connection):
        if database.is_sqlite:
            set_foreign_keys(connection, "OFF")
        config = alembic_config()
        config.attributes["connection"] = connection
        if revision == "base":
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
        connection.commit()
        if database.is_sqlite:
            set_foreign_keys(connection, "ON")


def set_foreign_keys(connection: Connection, state: str) -> None:
    """Works outside a transaction only, so it goes past SQLAlchemy's own BEGIN."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(f"PRAGMA foreign_keys={state}")
