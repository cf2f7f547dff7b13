"""The demo as each actor meets it; nothing that is asked of it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.actors import Clients, copy_of, everybody


@pytest.fixture(scope="module")
def own_demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return copy_of(demo_file, tmp_path_factory.mktemp("attacks"))


@pytest.fixture(scope="module")
def clients(demo_app: FastAPI, own_demo: str) -> Iterator[Clients]:
    with everybody(demo_app, own_demo) as entered:
        yield entered
