"""A visit at a glance, planning one and changing its basics, as each reader meets them."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.models import AgendaSession, Deadline, Finding, TakeHome, TeamMember
from tests.conftest import Browse, Counting
from tests.findings.test_routes import draft_texts, evidence_texts

REVIEW = seed_id("demonstration", "visit", "val-daubre-review")
FOLLOW_UP = seed_id("demonstration", "visit", "val-daubre-follow-up")
STUDY = seed_id("demonstration", "visit", "rivemont-study")
PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
HOST = seed_id("demonstration", "city", "val-daubre")
AT = f"/visits/{FOLLOW_UP}"
BASICS = {
    "round": "3",
    "purpose": "follow-up",
    "host_city_id": str(HOST),
    "mode": "hybrid",
    "status": "planning",
    "aims": "Entendre ce qui a changé.",
    "language": "fr",
    "revision": "1",
}


def read(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.text.replace("&#39;", "'").replace("&#34;", '"')


def lacking(page: str) -> list[str]:
    part = re.search(r'<ul class="lacks">(.*?)</ul>', page, re.S)
    return re.findall(r">([^<>]+)</a>", part[1]) if part else []


SESSIONS = [
    "Sessions without a time: 4, 5.",
    "Sessions without a room or place: 4, 5.",
    "Sessions without two team members: 4, 5.",
]
CONTACT = "No local contact is named for when somebody is in danger."
TEAM = "Preparation is still open for Lead, Member 2, Member 3, Member 4."


@pytest.mark.parametrize(
    ("persona", "said"),
    [
        ("facilitator", [CONTACT, TEAM, *SESSIONS]),
        ("mentor-officer", [CONTACT, TEAM, *SESSIONS]),
        ("mentee-officer", [CONTACT, *SESSIONS]),
        ("association", []),
        ("migrant-member", []),
    ],
)
def test_what_is_missing_is_said_to_those_who_prepare_and_no_names_to_the_host(
    browse: Browse, persona: str, said: list[str]
) -> None:
    assert lacking(read(browse(persona), AT)) == said


def test_open_pay_does_not_show_in_what_is_missing(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        for member in session.exec(
            select(TeamMember).where(TeamMember.visit_id == FOLLOW_UP)
        ).all():
            steps = dict.fromkeys(member.preparation, "done")
            member.preparation = {**steps, "pay": "open"}
            session.add(member)
    assert lacking(read(browse("facilitator"), AT)) == [CONTACT, *SESSIONS]


@pytest.mark.parametrize("persona", ["association", "mentee-officer", "member"])
def test_everybody_reads_numbers_days_and_dates(browse: Browse, persona: str) -> None:
    page = read(browse(persona), AT)
    shown = ["4 people", "1 migrant member", "Not released yet", "Readiness check"]
    assert [text for text in shown if text not in page] == []
    first = re.findall(r'<p class="first">.*?</p>', page, re.S)
    assert len(first) == 3
    assert "09:30" in first[0]
    assert "Opening: where the actions stand" in first[0]


def test_aims_are_read_in_translation_with_the_original_at_hand(
    browse: Browse,
) -> None:
    page = read(browse("coordinator"), AT)
    assert "To go through every action one by one" in page
    assert "Translated from French: show the original" in page
    assert "Reprendre chaque action une à une" in page


@pytest.mark.parametrize("persona", ["mentee-officer", "association", "facilitator"])
def test_a_visit_that_is_done_shows_what_was_agreed_and_nothing_else(
    browse: Browse, demo: Database, persona: str
) -> None:
    page = read(browse(persona), f"/visits/{REVIEW}")
    assert re.findall(r"/findings/([a-z-]+)\"", page) == [
        "co-produced-assessment",
        "multi-stakeholder-partnership",
        "contacts-with-migrant-groups",
        "quantitative-data",
        "qualitative-methods",
    ]
    hidden = evidence_texts(demo) + draft_texts(demo)
    assert [text for text in hidden if text in page] == []


def test_what_is_taken_home_is_read_by_those_who_came_and_not_by_the_host(
    browse: Browse, demo: Database
) -> None:
    at = f"/visits/{STUDY}"
    with demo.reading() as session:
        taken = session.exec(select(TakeHome).where(TakeHome.visit_id == STUDY)).all()
    practice = next(one.practice for one in taken if one.language == "fr")
    came, host = browse("mentee-officer"), browse("mentor-officer")
    french = {"Accept-Language": "fr"}
    assert practice in came.get(at, headers=french).text.replace("&#39;", "'")
    assert practice not in host.get(at, headers=french).text.replace("&#39;", "'")


def test_a_visit_is_planned_with_the_next_round_and_then_found(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    page = read(client, f"/pairs/{PAIR}/visits/new")
    assert re.findall(r'name="round"[^>]* value="(\d+)"', page) == ["4"]
    own_id = re.findall(r'name="id" value="([^"]+)"', page)[0]
    form = {"id": own_id, "round": "4", "status": "planning", "purpose": "study"}
    for _again in range(2):
        answer = client.post(f"/pairs/{PAIR}/visits", data=form)
        assert answer.headers["location"] == f"/visits/{own_id}"
    made = read(client, f"/visits/{own_id}")
    assert lacking(made) == [
        "The host city is not named.",
        CONTACT,
        "No day is chosen.",
        "The team is not named.",
        "The agenda has no session.",
        *lacking(made)[5:],
    ]
    assert "No session has these key factors in focus: 1 (" in lacking(made)[-1]
    assert read(client, f"/pairs/{PAIR}").count(f"/visits/{own_id}") == 1


def test_a_visit_without_a_round_comes_back_as_its_form(browse: Browse) -> None:
    client = browse("coordinator")
    form = {"status": "planning", "aims": "<em>Aims</em>"}
    answer = client.post(f"/pairs/{PAIR}/visits", data=form)
    assert answer.status_code == 422
    assert '<a href="#round">This is needed.</a>' in answer.text
    assert "&lt;em&gt;Aims&lt;/em&gt;" in answer.text


def test_two_who_change_the_basics_at_once_both_keep_their_text(
    browse: Browse,
) -> None:
    one, other = browse("facilitator"), browse("mentee-officer")
    said = {**BASICS, "aims": "Theirs."}
    assert one.post(AT, data=said).headers["location"] == AT
    answer = other.post(AT, data={**BASICS, "aims": "Mine."})
    assert answer.status_code == 409
    assert ">Mine.</textarea>" in answer.text
    assert re.findall(r'id="aims-theirs">([^<]*)<', answer.text) == ["Theirs."]
    assert 'name="revision" value="2"' in answer.text


def test_the_host_city_of_a_visit_with_evidence_does_not_change(
    browse: Browse,
) -> None:
    rivemont = str(seed_id("demonstration", "city", "rivemont"))
    form = {**BASICS, "round": "2", "host_city_id": rivemont}
    answer = browse("mentee-officer").post(f"/visits/{REVIEW}", data=form)
    assert answer.status_code == 422
    assert "the host city cannot change any more" in answer.text


@pytest.mark.parametrize("visit", [REVIEW, FOLLOW_UP])
def test_a_glance_costs_as_many_queries_for_many_rows_as_for_one(
    browse: Browse, demo: Database, count_queries: Counting, visit: object
) -> None:
    client, at = browse("facilitator"), f"/visits/{visit}"
    with count_queries() as many:
        read(client, at)
    with demo.writing() as session:
        for table in (AgendaSession, Deadline, Finding, TeamMember):
            rows = session.exec(select(table).where(table.visit_id == visit)).all()
            for row in rows[1:]:
                row.removed_at = row.created_at
                session.add(row)
    with count_queries() as one:
        read(client, at)
    assert len(one) == len(many) <= 25
