"""Engines and transactions. The only module that commits.

One writing request is one transaction: returning commits, raising rolls back. SQLite
runs as one process with a write lock (the writing engine's single connection), because
its busy handler sleeps; PostgreSQL needs no lock of ours.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic_core import from_json
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

from app.plan_mark import renew_plan_mark

BUSY_MILLISECONDS = 10_000
#: In what a session knows of itself: that it writes nothing.
READS = "reads"

A = TypeVar("A")
T = TypeVar("T")
Works = Sequence[Callable[[Session], T]]


class Database:
    """A reading and a writing engine for one address."""

    def __init__(self, url: str) -> None:
        self.url = make_url(normalised(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if self.url.database and self.url.database != ":memory:":
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self.writer = sqlite_engine(self.url, immediate=True)
            self.reader = sqlite_engine(self.url, immediate=False)
        else:
            self.writer = create_engine(
                self.url,
                pool_size=8,
                pool_pre_ping=True,
                json_deserializer=from_json,
            )
            self.reader = self.writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        renew_plan_mark(self.writer)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Session(self.writer, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def write(self, work: Callable[[Session], T]) -> T:
        """The work in a transaction of its own."""
        with self.writing() as session:
            return work(session)

    def write_each(self, works: Works[T]) -> list[T | Exception]:
        """All in one transaction; where one of them fails, each in one of its own.

        So a work may be run twice, and its first run undone. What it raises is its answer.
        """
        try:
            with self.writing() as session:
                return [work(session) for work in works]
        except Exception:
            return [outcome(self.write, work) for work in works]

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """All that is read in it is of one moment."""
        with Session(self.reader, autoflush=False, info={READS: True}) as session:
            yield session

    def read(self, work: Callable[[Session], T]) -> T:
        with self.reading() as session:
            return work(session)

    def read_each(self, works: Works[T]) -> list[T | Exception]:
        """All of what is there now; what a work raises is its answer."""
        with self.reading() as session:
            return [outcome(work, session) for work in works]

    def forget_log(self) -> None:
        """SQLite's log still holds what was overwritten in the file; it is emptied."""
        if self.is_sqlite:
            with self.writer.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.writer.dispose()
        self.reader.dispose()


def outcome(work: Callable[[A], T], given: A) -> T | Exception:
    try:
        return work(given)
    except Exception as error:
        return error


def normalised(url: str) -> str:
    """`postgres://` and `postgresql://` mean psycopg 3 here."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def sqlite_engine(url: Any, *, immediate: bool) -> Engine:
    """`isolation_level=None` and our own BEGIN: else DDL and reads run outside one."""
    pool: dict[str, Any] = (
        {"pool_size": 1, "max_overflow": 0, "pool_timeout": 60}
        if immediate
        else {"pool_size": 16, "max_overflow": 16}
    )
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "isolation_level": None},
        json_deserializer=from_json,
        **pool,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute(f"PRAGMA query_only={'OFF' if immediate else 'ON'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
