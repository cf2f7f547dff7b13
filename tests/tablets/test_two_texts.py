"""Two corrections of one note from two tablets: its author chooses on a tablet too."""

from typing import Any

from starlette.testclient import TestClient

from app.db import Database
from app.ids import uuid7
from app.models import Evidence, RivalText
from tests.conftest import Browse
from tests.tablets.making import OTHERS, OWN, VISIT, sent

RIVALS = f"/api/v1/visits/{VISIT}/rivals"
ON_FIRST = {"If-Match": '"1"'}


def met(tablet: TestClient) -> str:
    assert sent(tablet, OWN, text="First", headers=ON_FIRST).status_code == 200
    late = sent(tablet, OWN, text="Second", headers=ON_FIRST)
    assert late.status_code == 409
    return str(late.json()["rival"])


def listed(client: TestClient) -> list[Any]:
    found = client.get(RIVALS).json()["items"]
    return [
        (one["evidence_id"], one["revision"], one["theirs"]["text"], one["yours"]["text"])
        for one in found
    ]  # fmt: skip


def test_a_seat_is_asked_about_its_own_note_alone(
    tablet: TestClient, demo: Database
) -> None:
    with demo.writing() as session:
        session.add(RivalText(visit_id=VISIT, evidence_id=OTHERS, base_revision=1, sha256="0" * 64, values={"text": "Zx"}))  # fmt: skip
    assert listed(tablet) == []
    met(tablet)
    assert listed(tablet) == [(str(OWN), 2, "First", "Second")]


def test_the_text_that_came_beside_becomes_the_next_revision(
    tablet: TestClient, browse: Browse, demo: Database
) -> None:
    at = f"{RIVALS}/{met(tablet)}"
    chosen = tablet.post(at, json={"keep": "that", "revision": 2})
    assert (chosen.status_code, chosen.json()) == (200, {"id": str(OWN), "revision": 3})
    assert listed(tablet) == listed(browse("facilitator")) == []
    with demo.reading() as session:
        assert session.get_one(Evidence, OWN).text == "Second"
    assert tablet.post(at, json={"keep": "this", "revision": 3}).status_code == 404


def test_keeping_what_stands_changes_no_note(
    tablet: TestClient, demo: Database
) -> None:
    at = f"{RIVALS}/{met(tablet)}"
    assert tablet.post(at, json={"keep": "this", "revision": 2}).json()["revision"] == 2
    with demo.reading() as session:
        assert session.get_one(Evidence, OWN).text == "First"
    assert listed(tablet) == []


def test_who_chose_on_an_older_text_is_told_and_nobody_elses_note_is_chosen(
    tablet: TestClient, browse: Browse
) -> None:
    at = f"{RIVALS}/{met(tablet)}"
    assert tablet.post(at, json={"keep": "that", "revision": 1}).status_code == 409
    assert tablet.post(f"{RIVALS}/{uuid7()}", json={"keep": "that", "revision": 1}).status_code == 404  # fmt: skip
    assert browse("mentor-officer").post(at, json={"keep": "that", "revision": 2}).status_code == 403  # fmt: skip
    assert len(listed(tablet)) == 1
