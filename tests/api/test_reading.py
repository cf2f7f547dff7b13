from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.models import Evidence, Stakeholder
from tests.conftest import Browse, Counting

VISIT = f"/api/v1/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}"
PAIR = f"/api/v1/pairs/{seed_id('demonstration', 'pair', 'rivemont-val-daubre')}"
GENDER = "/api/v1/benchmarks/gender-sensitive-integration"


def page_through(client: TestClient, address: str) -> list[list[str]]:
    """Slugs, one list per answer of one item each."""
    found: list[list[str]] = []
    after: dict[str, str] = {}
    while True:
        answer = client.get(address, params={"limit": 1, **after}).json()
        found.append([item["slug"] for item in answer["items"]])
        if answer["next"] is None:
            return found
        after = {"after": answer["next"]}


def test_benchmarks_are_there_for_everybody_one_page_after_another(
    browse: Browse,
) -> None:
    whole = browse("").get("/api/v1/benchmarks").json()
    slugs = [item["slug"] for item in whole["items"]]
    assert whole["next"] is None
    assert slugs == sorted(slugs)
    assert page_through(browse(""), "/api/v1/benchmarks") == [[slug] for slug in slugs]


def test_a_benchmark_comes_whole_and_in_both_languages(browse: Browse) -> None:
    found = browse("").get(GENDER).json()
    factors = found["key_factors"]
    assert [one["number"] for one in factors] == list(range(1, 9))
    assert [len(one["guiding_questions"]) for one in factors] == [
        4,
        3,
        5,
        1,
        2,
        3,
        5,
        6,
    ]
    assert len(found["contextual_factors"]) == 9
    texts = [found["title"], found["principle"], *(one["title"] for one in factors)]
    texts += [q["text"] for one in factors for q in one["guiding_questions"]]
    texts += [one["text"] for one in found["contextual_factors"]]
    assert [set(text) for text in texts] == [{"en", "fr"}] * len(texts)


@pytest.mark.parametrize(
    "query", ["after=zzz", "after=", "limit=0", "limit=x", "limit=1e9"]
)
def test_a_question_that_cannot_be_is_a_problem(browse: Browse, query: str) -> None:
    answer = browse("").get(f"/api/v1/benchmarks?{query}")
    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in problem["errors"]] == [query.split("=")[0]]
    assert {"type", "title", "status", "detail"} <= set(problem)


@pytest.mark.parametrize("address", ["/api/v1/programmes", PAIR, VISIT])
def test_nobody_is_asked_to_sign_in(browse: Browse, address: str) -> None:
    answer = browse("").get(address)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_programme_shows_each_reader_their_own_pairs(browse: Browse) -> None:
    address = "/api/v1/programmes/demonstration"
    every = browse("coordinator").get(address).json()
    own = browse("other-pair-officer").get(address).json()
    assert len(every["pairs"]) > len(own["pairs"]) == 1
    assert "val-daubre" in {city["slug"] for city in every["cities"]}
    assert "val-daubre" not in {city["slug"] for city in own["cities"]}


def test_a_pair_shows_a_team_member_the_visits_they_are_part_of(browse: Browse) -> None:
    every = browse("coordinator").get(PAIR).json()
    own = browse("member").get(PAIR).json()
    visits = [visit["id"] for visit in every["visits"]]
    assert len(visits) > len(own["visits"]) > 0
    assert {visit["id"] for visit in own["visits"]} < set(visits)
    assert every["benchmark"] == {"slug": "gender-sensitive-integration", "version": 1}
    assert [city["part"] for city in every["cities"]] == ["mentor", "mentee"]
    assert len(every["questions"]) == 3


def test_a_visit_has_its_days_and_its_agenda_in_order(browse: Browse) -> None:
    found = browse("mentee-officer").get(VISIT).json()
    dates = {day["id"]: day["day_on"] for day in found["days"]}
    placed = [one for one in found["sessions"] if one["day_id"]]
    order = [(dates[one["day_id"]], one["starts_local"] or "~") for one in placed]
    assert len(dates) == 3
    assert order == sorted(order)
    assert found["sessions"][: len(placed)] == placed
    assert all({"fr", "en"} <= set(one["title"]) for one in found["sessions"])


def test_only_those_who_may_see_names_are_given_them(browse: Browse) -> None:
    def members(persona: str) -> list[Any]:
        return [one["members"] for one in browse(persona).get(VISIT).json()["sessions"]]

    assert set(map(type, members("mentee-officer"))) == {list}
    assert any(members("mentee-officer"))
    assert set(map(type, members("association"))) == {type(None)}


def test_a_visit_tells_no_contact_and_nothing_it_heard(
    browse: Browse, demo: Database
) -> None:
    with demo.reading() as session:
        contacts = {one.contact for one in session.exec(select(Stakeholder)).all()}
        heard = {one.text for one in session.exec(select(Evidence)).all()}
    assert contacts - {""}
    assert heard
    for persona in ("facilitator", "mentee-officer", "member"):
        text = browse(persona).get(VISIT).text
        assert [one for one in contacts - {""} if one in text] == []
        assert [one for one in heard if one[:40] in text] == []


def test_a_visit_costs_the_same_however_long_its_agenda(
    browse: Browse, count_queries: Counting
) -> None:
    client = browse("facilitator")
    other = seed_id("demonstration", "visit", "val-daubre-follow-up")
    with count_queries() as long:
        client.get(VISIT)
    with count_queries() as short:
        client.get(f"/api/v1/visits/{other}")
    assert abs(len(long) - len(short)) <= 1
    assert len(long) < 25


def test_another_site_is_refused_with_a_problem(browse: Browse) -> None:
    answer = browse("facilitator").post(
        VISIT, headers={"Origin": "http://evil.example"}
    )
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 403


def test_everything_a_coordinator_may_see_can_be_read(browse: Browse) -> None:
    client = browse("coordinator")
    programmes = client.get("/api/v1/programmes").json()["items"]
    assert [one["slug"] for one in programmes] == ["demonstration", "inclucities"]
    for programme in programmes:
        found = client.get(f"/api/v1/programmes/{programme['slug']}").json()
        for pair in found["pairs"]:
            read = client.get(f"/api/v1/pairs/{pair['id']}").json()
            assert {city["slug"] for city in read["cities"]} >= set(pair["cities"])
            for visit in read["visits"]:
                answer = client.get(f"/api/v1/visits/{visit['id']}")
                assert answer.json()["pair_id"] == pair["id"]
