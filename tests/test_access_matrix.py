"""Every route × every actor → the status they get (tests/access_matrix/README.md)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.actors import (
    ACTORS,
    Clients,
    Line,
    ask,
    copy_of,
    everybody,
    expected,
    lines,
    routes_of,
)

LINES = lines()


@pytest.fixture(scope="module")
def clients(
    demo_app: FastAPI, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    address = copy_of(demo_file, tmp_path_factory.mktemp("matrix"))
    with everybody(demo_app, address) as entered:
        yield entered


@pytest.mark.parametrize(
    "line", LINES, ids=[f"{line['file']}: {line['route']}" for line in LINES]
)
def test_everybody_gets_what_the_matrix_says(clients: Clients, line: Line) -> None:
    got = {actor: ask(clients[actor], line).status_code for actor in ACTORS}
    assert got == expected(line)


def test_every_route_has_a_line_and_every_line_a_route(demo_app: FastAPI) -> None:
    told, there = {line["route"] for line in LINES}, set(routes_of(demo_app))
    assert sorted(there - told) == []
    assert sorted(told - there) == []
