"""The demonstration with a unique string in every text that somebody must not see."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from app.db import Database
from tests.actors import Clients, copy_of, everybody
from tests.leaks.crawl import gets, seen_by, words_of
from tests.leaks.planting import Canary, Nest, found_in
from tests.leaks.standing import may_meet

#: The first answer in which each kind of leak was met.
Leaks = dict[str, str]


@dataclass
class Planted:
    clients: Clients
    nest: Nest
    address: str
    app: FastAPI
    every_get: list[str]
    matrix_gets: list[str]

    def leaks(self, actor: str, answers: Iterator[tuple[str, Any]]) -> Leaks:
        found: Leaks = {}
        for where, answer in answers:
            for number in found_in(words_of(answer)):
                canary = self.nest.canaries[number]
                if not self.may_meet(actor, canary) and not is_entrance(where, canary):
                    found.setdefault(f"{actor}: {canary.place}", where)
        return found

    def shows_raw(self, address: str) -> bool:
        words = words_of(self.clients["facilitator"].get(address))
        met = {self.nest.canaries[number] for number in found_in(words)}
        return any(one.class_name in ("raw", "set-aside") for one in met)

    def may_meet(self, actor: str, canary: Canary) -> bool:
        standings = self.nest.map.standings(actor, canary.scope)
        return may_meet(standings, canary.class_name)

    def crawled(self, actor: str, addresses: list[str]) -> Leaks:
        client = self.clients[actor]
        pages = (one for address in addresses for one in seen_by(client, address))
        return self.leaks(actor, pages)


def is_entrance(where: str, canary: Canary) -> bool:
    """The demo's sign-in names its personas to everybody, and no program has it else."""
    return canary.table == "person" and where.split()[1].startswith("/sign-in")


@pytest.fixture(scope="module")
def planted(
    demo_app: FastAPI, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Planted]:
    address = copy_of(demo_file, tmp_path_factory.mktemp("leaks"))
    database = Database(address)
    with database.writer.begin() as connection:
        nest = Nest(connection).fill()
        every = gets(False, demo_app, connection)
    database.close()
    matrix = gets(True, demo_app, None)  # type: ignore[arg-type]
    with everybody(demo_app, address) as clients:
        yield Planted(clients, nest, address, demo_app, every, matrix)
