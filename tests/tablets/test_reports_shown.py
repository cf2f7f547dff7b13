"""What tablets told of themselves, where the lead of the team looks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from app.ids import uuid7
from app.models import TabletReport
from app.people.tablet_reports import LEAST_MB, MOST_OFF, to_mend, told_of
from tests.conftest import Browse
from tests.tablets.making import VISIT

FIT = {
    "secure": True,
    "installed": True,
    "persistent": True,
    "space_mb": LEAST_MB,
    "pack": True,
    "clock": -MOST_OFF,
    "camera": True,
    "microphone": True,
}
TOLD = {
    "unsent": 3,
    "files_unsent": 2,
    "attention": 1,
    "oldest_unsent_at": "2026-10-12T09:42:10Z",
    "ready": {**FIT, "installed": False},
    "release": "of-last-week",
}
TABLET = f"/api/v1/visits/{VISIT}/tablet"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, []),
        ({"installed": False}, ["Installed"]),
        ({"space_mb": LEAST_MB - 1}, ["Space"]),
        ({"clock": MOST_OFF + 1}, ["Clock"]),
        ({"pack": False, "camera": False}, ["The visit", "Camera"]),
        ({"persistent": None, "space_mb": None, "microphone": None}, []),
    ],
)
def test_what_is_to_mend(said: dict[str, object], expected: list[str]) -> None:
    assert [str(title) for title in to_mend({**FIT, **said})] == expected


def test_a_tablet_that_told_nothing_of_its_checks_is_not_called_ready() -> None:
    report = TabletReport(
        programme_id=uuid7(), visit_id=uuid7(), tablet_id=uuid7(), ready={}
    )
    report.at = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
    told = told_of(report, ZoneInfo("Europe/Paris"))
    assert told is not None
    assert (told.is_ready, told.to_mend) == (False, [])
    assert told.at.hour == 11


@pytest.mark.parametrize("where", ["", "/tablets"])
def test_who_runs_the_tablets_reads_what_they_told(
    tablet: TestClient, browse: Browse, where: str
) -> None:
    tablet.post(TABLET, json=TOLD).raise_for_status()
    page = browse("facilitator").get(f"/visits/{VISIT}{where}").text
    for words in (
        "3 wait",
        "(2 of them files)",
        "1 needs somebody",
        "To mend: Installed",
        "It has an earlier version of its page",
    ):
        assert words in page


def test_a_tablet_in_order_is_ready(tablet: TestClient, browse: Browse) -> None:
    tablet.post(TABLET, json={"ready": FIT}).raise_for_status()
    page = browse("facilitator").get(f"/visits/{VISIT}").text
    assert "Nothing waits" in page
    assert "Ready for the field<" in page
    assert "To mend" not in page


@pytest.mark.parametrize(
    "who", ["mentee-officer", "mentor-officer", "member", "coordinator"]
)
def test_nobody_else_reads_it_on_the_visits_page(
    tablet: TestClient, browse: Browse, who: str
) -> None:
    tablet.post(TABLET, json=TOLD).raise_for_status()
    assert "3 wait" not in browse(who).get(f"/visits/{VISIT}").text
