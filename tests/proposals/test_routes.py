"""The pages of proposals: ask, watch, accept in part, hear what cannot be."""

import re

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.visits import proposal_running
from app.visits.proposing import Search
from tests.conftest import Browse
from tests.visits.test_routes import FOLLOW_UP, read

AT = f"/visits/{FOLLOW_UP}/proposals"
ASKED = {"mode": "empty", "seconds": "1", "teams": "2"}


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search is over before the answer goes out."""
    monkeypatch.setattr("app.routes.proposals.start_search", proposal_running.watch)


def proposed(client: TestClient, **asked: str) -> str:
    answer = client.post(AT, data={**ASKED, **asked})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def number_of(row: str) -> str:
    found = re.search(r'class="num">(\d+)<', row)
    assert found
    return found[1]


@pytest.mark.usefixtures("at_once")
def test_a_proposal_is_accepted_in_part_and_the_agenda_follows(browse: Browse) -> None:
    client = browse("mentee-officer")
    at = proposed(client)
    page = read(client, at)
    offered = re.findall(r'name="sessions" value="([0-9a-f-]+)"', page)
    assert len(offered) > 2
    accepted = client.post(f"{at}/acceptance", data={"sessions": offered[:2]})
    assert accepted.status_code == 303
    again = read(client, at)
    assert "2 sessions are taken over into the agenda." in again
    assert re.findall(r'name="sessions" value="([0-9a-f-]+)"', again) == offered[2:]


@pytest.mark.usefixtures("at_once")
def test_what_was_changed_meanwhile_is_said_and_skipped(browse: Browse) -> None:
    client = browse("mentee-officer")
    at = proposed(client)
    item = re.findall(r'name="sessions" value="([0-9a-f-]+)"', read(client, at))[0]
    cancel = {"revision": "1"}
    moved = client.post(f"/visits/{FOLLOW_UP}/agenda/{item}/cancellation", data=cancel)
    assert moved.status_code == 303
    moved = client.post(f"/visits/{FOLLOW_UP}/agenda/{item}/plan", data={"revision": "2"})  # fmt: skip
    assert moved.status_code == 303
    assert "Changed meanwhile: left as it is" in read(client, at)
    client.post(f"{at}/acceptance", data={"sessions": item})
    assert "Changed meanwhile by somebody, and left as they are:" in read(client, at)


def test_while_it_runs_the_page_asks_again_and_has_a_link_to_do_so(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.routes.proposals.start_search", lambda *_: None)
    client = browse("mentee-officer")
    at = proposed(client)
    page = read(client, at)
    assert 'hx-trigger="every 1s"' in page
    assert f'href="{at}"' in page
    assert proposed(client) == at
    assert client.post(f"{at}/ending").status_code == 303
    assert "It stops with the best agenda found so far." in read(client, at)
    part = client.get(at, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in part.text
    assert part.headers["cache-control"] == "no-store"


def test_a_search_that_broke_off_is_said_with_a_way_to_try_again(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Search, "lines", lambda _: iter(()))
    monkeypatch.setattr("app.routes.proposals.start_search", proposal_running.watch)
    client = browse("mentee-officer")
    page = read(client, proposed(client))
    assert "The search broke off before it was done." in page
    assert "Try again" in page


def test_a_form_that_asks_the_impossible_is_refused_by_field(browse: Browse) -> None:
    client = browse("mentee-officer")
    answer = client.post(AT, data={**ASKED, "opens": "18:00", "closes": "09:00"})
    assert answer.status_code == 422
    assert 'id="closes-error"' in answer.text
    assert client.post(AT, data={**ASKED, "seconds": "61"}).status_code == 422


def test_a_proposal_is_found_in_its_own_visit_only(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, demo: Database
) -> None:
    monkeypatch.setattr("app.routes.proposals.start_search", lambda *_: None)
    client = browse("facilitator")
    at = proposed(client)
    other = seed_id("demonstration", "visit", "val-daubre-review")
    elsewhere = f"/visits/{other}/proposals/{at.rsplit('/', 1)[1]}"
    assert (client.get(at).status_code, client.get(elsewhere).status_code) == (200, 404)
