"""Brings a database to the newest migration; used by the command line and the tests."""

from alembic import command
from alembic.config import Config

from app.db import Database
from app.settings import ROOT


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def migrate(database: Database, revision: str = "head") -> None:
    """All or nothing: a failed migration leaves the tables as they were."""
    config = alembic_config()
    with database.writer.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
        config.attributes["connection"] = connection
        if revision == "base":
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
        connection.commit()
        if database.is_sqlite:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=ON")
