"""People met are called by their names in the reader's language, wherever they are listed."""

import html
import re

import pytest
from starlette.testclient import TestClient

from tests.conftest import Counting
from tests.dates.test_routes import JUNE, propose, whom
from tests.releases.conftest import VISIT, Post, post as post, token_in

AT = f"/visits/{VISIT}"
SERVICES = "services@example.org"
ENGLISH, FRENCH = "Head of social services", "Responsable de l'action sociale"
PAGES = [
    f"{AT}/availability",
    f"{AT}/dates",
    f"{AT}/attendance",
    f"{AT}/messages",
]


@pytest.fixture
def everywhere(post: Post) -> Post:
    """Everybody is asked for their days, for their hours and to their sessions."""
    propose(post.planner, JUNE)
    post.planner.post(f"{AT}/dates/asking", data={"whom": whom(post.planner)})
    post.planner.post(f"{AT}/availability/asking")
    post.release()
    return post


def names_on(client: TestClient, page: str, language: str) -> set[str]:
    answer = client.get(page, headers={"Accept-Language": language})
    assert answer.status_code == 200, page
    shown = re.sub(r"<[^>]+>", "", answer.text.partition("<main")[2])
    return {name for name in (ENGLISH, FRENCH) if name in html.unescape(shown)}


def test_those_who_plan_read_names_of_people_met_in_their_language(
    everywhere: Post, count_queries: Counting
) -> None:
    planner = everywhere.planner
    for page in [*PAGES, f"{AT}/agenda/{everywhere.item(1).id}"]:
        found = [names_on(planner, page, language) for language in ("en", "fr")]
        assert found == [{ENGLISH}, {FRENCH}], page
    for page in PAGES:
        with count_queries() as queries:
            planner.get(page)
        own = [query for query in queries if "FROM translation" in query]
        assert len(own) <= 2, "however many people there are"


def test_the_look_before_releasing_names_them_so_too(post: Post) -> None:
    page = f"{AT}/agenda/releases/new"
    found = [names_on(post.planner, page, language) for language in ("en", "fr")]
    assert found == [{ENGLISH}, {FRENCH}]


def test_a_link_calls_people_by_their_name_in_its_reader_s_language(
    everywhere: Post,
) -> None:
    letters = everywhere.arrived()[SERVICES]
    tokens = {token_in(letter) for letter in letters}
    assert len(tokens) == 3
    for token in tokens:
        for language, name in (("en", ENGLISH), ("fr", FRENCH)):
            guest = everywhere.browse("")
            assert names_on(guest, f"/links/{token}", language) == {name}
