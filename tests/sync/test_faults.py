"""Faults planted in the intake, one at a time: the model finds each of them."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.evidence import deposits, recording
from app.routes import files_kept
from tests.sync.test_promise import DAY, run
from tests.sync.world import World

pytestmark = pytest.mark.nightly
Patch = pytest.MonkeyPatch


def a_second_text_is_dropped(patch: Patch) -> None:
    keep_rival = recording.keep_rival

    def dropped(connection: Any, *told: Any) -> Any:
        with connection.begin_nested() as point:
            outcome = keep_rival(connection, *told)
            point.rollback()
        return outcome

    patch.setattr(recording, "keep_rival", dropped)


def a_write_sent_again_is_a_conflict(patch: Patch) -> None:
    patch.setattr(recording, "receipt_of", lambda *_told: None)


def what_was_erased_comes_back(patch: Patch) -> None:
    patch.setattr(recording, "is_erased", lambda *_told: False)


def a_receipt_comes_before_the_disk(patch: Patch) -> None:
    written = count()

    def forgetful(session: Any, *told: Any) -> Any:
        with session.begin_nested() as point:
            outcome = recording.record_evidence(session, *told)
            if next(written) % 9 == 0:
                session.flush()
                point.rollback()
        return outcome

    patch.setattr("app.evidence.receiving.record_evidence", forgetful)


def anybody_may_be_said_to_have_sat_there(patch: Patch) -> None:
    patch.setattr(deposits, "sat_here", lambda *_told: True)


def what_is_set_aside_is_forgotten(patch: Patch) -> None:
    patch.setattr(deposits, "inserted", lambda *_told: True)


def a_file_is_receipted_and_not_kept(patch: Patch) -> None:
    patch.setattr(files_kept, "keep", lambda written, _place: written.unlink())


FAULTS: list[Callable[[Patch], None]] = [
    a_second_text_is_dropped,
    a_write_sent_again_is_a_conflict,
    what_was_erased_comes_back,
    a_receipt_comes_before_the_disk,
    anybody_may_be_said_to_have_sat_there,
    what_is_set_aside_is_forgotten,
    a_file_is_receipted_and_not_kept,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.__name__)
def test_the_model_finds_it(
    tmp_path: Path, monkeypatch: Patch, fault: Callable[[Patch], None]
) -> None:
    world = World(f"sqlite:///{tmp_path}/field.db", tmp_path)
    fault(monkeypatch)
    try:
        # A fault that comes and goes is found, and called flaky.
        with pytest.raises((AssertionError, ExceptionGroup)):
            run(world, *DAY["sqlite"], same=True)
    finally:
        world.close()
