"""What tablets are told of backups, by the commands of whoever makes them."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import cli
from app.db import Database
from app.settings import Settings
from tests.tablets.test_reporting import TABLET

COVERED = "2026-10-12T02:00:00Z"


@pytest.fixture
def run(demo: Database, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    own = Settings(demo=True, database_url=str(demo.url))
    monkeypatch.setattr("app.settings.settings", lambda: own)
    return CliRunner()


def told(tablet: TestClient) -> tuple[str, str | None]:
    answer = tablet.post(TABLET, json={"unsent": 0})
    return answer.headers["Repere-Epoch"], answer.json()["backup_covers_at"]


def test_a_verified_backup_lets_tablets_let_go_and_a_restored_one_asks_again(
    tablet: TestClient, run: CliRunner
) -> None:
    epoch, covers = told(tablet)
    assert covers is None
    assert run.invoke(cli, ["backup", "covers", COVERED]).exit_code == 0
    assert told(tablet) == (epoch, COVERED)
    assert run.invoke(cli, ["backup", "restored"]).exit_code == 0
    after, covers = told(tablet)
    assert (after != epoch, covers) == (True, None)


def test_no_backup_covers_what_is_still_to_come(
    tablet: TestClient, run: CliRunner
) -> None:
    later = f"{datetime.now(UTC).year + 1}-01-01T00:00:00Z"
    assert run.invoke(cli, ["backup", "covers", later]).exit_code == 2
    assert told(tablet)[1] is None
