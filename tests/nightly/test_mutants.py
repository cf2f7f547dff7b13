"""Each way to break access is found out by a test: no mutant survives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from sqlmodel import Session

from app.db import Database
from app.migrating import migrate
from tests.access.world import build
from tests.actors import copy_of
from tests.nightly.judges import Matrix, table_disagrees
from tests.nightly.mutants import MODULES, mutants

pytestmark = pytest.mark.nightly

HERE = Path(__file__).parent
ALL = list(mutants())
EQUIVALENT: dict[str, str] = yaml.safe_load((HERE / "equivalent.yaml").read_text())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('world')}/world.db")
    migrate(database)
    with Session(database.writer) as session:
        build(session)
        yield session
    database.close()


@pytest.fixture(scope="module")
def matrix(
    demo_app: FastAPI, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Matrix:
    return Matrix(demo_app, copy_of(demo_file, tmp_path_factory.mktemp("mutants")))


def test_every_function_of_access_is_broken_in_some_way() -> None:
    assert {mutant.where.split(".")[0] for mutant in ALL} == set(MODULES)
    assert len({mutant.name for mutant in ALL}) == len(ALL) > 400


@pytest.mark.parametrize("module", MODULES)
def test_no_mutant_of_access_survives(
    world: Session, matrix: Matrix, module: str
) -> None:
    assert not table_disagrees(world), "first mend tests/access"
    survivors = set()
    for mutant in [one for one in ALL if one.where.startswith(f"{module}.")]:
        with mutant.living():
            found_out = table_disagrees(world)
        if not found_out and not matrix.disagrees(mutant):
            survivors.add(mutant.name)
    assert survivors == {name for name in EQUIVALENT if name.startswith(f"{module}.")}
