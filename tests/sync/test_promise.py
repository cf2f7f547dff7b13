"""Design section 5, word for word, against thousands of days nobody thought of."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.postgres import fresh_database
from tests.sync.acting import FieldDay
from tests.sync.world import World

#: Runs and steps of each, by day; by night twenty times as many.
DAY = {"sqlite": (45, 80), "postgres": (18, 80)}
NIGHTS = 20
#: Answers that a day's runs must have met, or they prove less than they say.
EVERYTHING = {
    *(f"note {status}" for status in (200, 201, 403, 404, 409, 410)),
    *(f"file {status}" for status in (200, 201, 202, 404)),
    *(f"speaker {status}" for status in (200, 201, 403, 410)),
}


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/field.db"
    else:
        url = fresh_database("repere_promise")
    made = World(url, tmp_path)
    yield made
    made.close()


def run(world: World, runs: int, steps: int, *, same: bool) -> Counter[str]:
    """What was seen how often; the same steps every time, or others."""

    class Day(FieldDay):
        pass

    Day.world, Day.seen = world, Counter()
    profile = settings(
        max_examples=runs,
        stateful_step_count=steps,
        derandomize=same,
        # Making a failure smaller takes minutes; by night there is time.
        phases=[Phase.generate] if same else tuple(Phase),
        report_multiple_bugs=False,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Day, settings=profile)
    return Day.seen


@pytest.mark.slow
def test_what_is_acknowledged_is_kept_once(world: World) -> None:
    kind = "sqlite" if world.database.is_sqlite else "postgres"
    runs, steps = DAY[kind]
    seen = run(world, runs, steps, same=True)
    assert seen["steps"] >= runs * steps
    assert set(EVERYTHING) - set(seen) == set()


@pytest.mark.nightly
def test_what_is_acknowledged_is_kept_once_all_night(world: World) -> None:
    kind = "sqlite" if world.database.is_sqlite else "postgres"
    runs, steps = DAY[kind]
    seen = run(world, runs * NIGHTS, steps, same=False)
    assert seen["steps"] >= runs * NIGHTS * steps
