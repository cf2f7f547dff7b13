"""Two visits with teams, pass cards and tablets, made anew for every run of the model."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.orm import selectinload
from sqlmodel import Session, SQLModel

from app.db import Database
from app.evidence.epoch import ensure_instance
from app.evidence.erasures_kept import replay
from app.files import Files
from app.ids import uuid7
from app.main import create_app
from app.migrating import migrate
from app.models import Instance, Pair, Person, Visit
from app.people.seat_actions import seat_of
from app.people.sessions import begin_login
from app.people.tablet_rules import new_card
from app.people.tokens import token_hash
from app.settings import Settings
from app.values import TeamPart
from tests.factories import (
    make_member,
    make_pair,
    make_programme,
    make_tablet,
    make_visit,
)


@dataclass(frozen=True)
class Member:
    id: UUID
    card: str


@dataclass(frozen=True)
class Place:
    """A visit; `lead` is the cookie of whoever leads it. Tablets: id and credential."""

    id: UUID
    lead: str
    members: tuple[Member, ...]
    tablets: tuple[tuple[UUID, str], ...]


class Asleep:
    """Stands for the process that cleans files: what it does is tested elsewhere."""

    def wake(self) -> None: ...

    def close(self) -> None: ...


class World:
    """A database of one kind, the application on it, and two pairs that stay."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.database = Database(url)
        migrate(self.database)
        settings = Settings(
            demo=True,
            database_url=url,
            files_url=f"file://{folder}/files",
            erasures_file=folder / "erasures.jsonl",
        )
        self.app: FastAPI = create_app(settings, self.database)
        self.app.state.cleaner = Asleep()
        with self.database.writing() as session:
            ensure_instance(session)
            made = [make_pair(session, make_programme(session)) for _n in range(2)]
            self.pairs = [pair.id for pair in made]
        self.empty = sqlite_copy(self.database) if self.database.is_sqlite else None

    @property
    def erasures(self) -> Path:
        return self.app.state.settings.erasures_file  # type: ignore[no-any-return]

    def places(self) -> list[Place]:
        """Three seats and two tablets on one visit, a seat and a tablet on another."""
        self.erasures.unlink(missing_ok=True)
        if self.empty is not None:  # else it grows from run to run
            sqlite_put_back(self.database, self.empty)
        with self.database.writing() as session:
            return [
                place(session, self.pairs[0], members=3, tablets=2),
                place(session, self.pairs[1], members=1, tablets=1),
            ]

    @property
    def files(self) -> Files:
        return self.app.state.files  # type: ignore[no-any-return]

    def epoch(self) -> UUID:
        with self.database.reading() as session:
            return session.get_one(Instance, 1).epoch

    def public_key(self, visit: UUID) -> dict[str, str | list[str]]:
        """What the visit pack carries."""
        return {**self.app.state.keyring.public_key(visit)}

    def backup(self, visits: Sequence[UUID]) -> Any:
        if self.database.is_sqlite:
            return sqlite_copy(self.database)
        postgres_copy(self.database, visits)
        return visits

    def restore(self, backup: Any) -> None:
        """As `repere restore` promises: another epoch, and what was erased goes again."""
        if self.database.is_sqlite:
            sqlite_put_back(self.database, backup)
        else:
            postgres_put_back(self.database, backup)
        with self.database.writing() as session:
            session.get_one(Instance, 1).epoch = uuid7()
            replay(session, self.erasures)

    def close(self) -> None:
        self.database.close()


def place(session: Session, pair_id: UUID, *, members: int, tablets: int) -> Place:
    loaded = [selectinload(Pair.cities)]  # type: ignore[arg-type]
    visit = make_visit(session, session.get_one(Pair, pair_id, options=loaded))
    first = make_member(session, visit, part=TeamPart.LEAD, position=9)
    token = begin_login(session, session.get_one(Person, first.person_id))
    enrolled = [make_tablet(session, visit) for _n in range(tablets)]
    return Place(
        visit.id,
        f"repere={token}",
        tuple(seated(session, visit, n) for n in range(members)),
        tuple((tablet.id, f"repere-tablet={told}") for tablet, told in enrolled),
    )


def seated(session: Session, visit: Visit, n: int) -> Member:
    member, card = make_member(session, visit, shown_name=f"Seat {n}"), new_card()
    seat = seat_of(session, member)
    seat.card_hash = token_hash(card)
    session.add(seat)
    return Member(member.id, card)


def sqlite_copy(database: Database) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    with database.writer.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.backup(copy)
    return copy


def sqlite_put_back(database: Database, backup: sqlite3.Connection) -> None:
    database.close()
    assert database.url.database
    target = sqlite3.connect(database.url.database)
    backup.backup(target)
    target.close()


def postgres_copy(database: Database, visits: Sequence[UUID]) -> None:
    with database.writer.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS kept")
        for table, where in own_tables(visits):
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS kept."{table}"')
            connection.exec_driver_sql(
                f'CREATE TABLE kept."{table}" AS SELECT * FROM "{table}" {where}'
            )


def postgres_put_back(database: Database, visits: Sequence[UUID]) -> None:
    """Rows of visits as they were; nobody asks which row needs which meanwhile."""
    with database.writer.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table, where in own_tables(visits):
            connection.exec_driver_sql(f'DELETE FROM "{table}" {where}')
            connection.exec_driver_sql(
                f'INSERT INTO "{table}" SELECT * FROM kept."{table}"'
            )


def own_tables(visits: Sequence[UUID]) -> list[tuple[str, str]]:
    """What a tablet, its notes and an erasure can change."""
    own = ", ".join(f"'{one}'" for one in visits)
    named = [
        (table.name, f"WHERE visit_id IN ({own})")
        for table in SQLModel.metadata.sorted_tables
        if "visit_id" in table.columns
    ]
    return [*named, ("withdrawal", "")]
