"""The account behind a shown name is read by who edits the team, on no page by others."""

import re
from collections import Counter
from html import unescape

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.models import Message, Person, TeamMember, Visit
from tests.conftest import Browse
from tests.kinds import kind_of

VISITS = [
    seed_id("demonstration", "visit", key)
    for key in ("val-daubre-review", "val-daubre-follow-up")
]


def accounts(demo: Database, *, migrant: bool) -> dict[str, str]:
    """Real name → shown name, where the two differ."""
    with demo.reading() as session:
        rows = session.exec(
            select(Person.name, TeamMember.shown_name)
            .join(TeamMember, col(TeamMember.person_id) == Person.id)
            .where(
                col(TeamMember.visit_id).in_(VISITS),
                col(TeamMember.migrant).in_([migrant, True]),
            )
        ).all()
    return {name: shown for name, shown in rows if name != shown}


def pages(client: TestClient, start: str, most: int) -> dict[str, str]:
    """Pages below the visit that a link of it leads to, `most` of each kind, without
    their heads."""
    found: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in found or kinds[kind_of(address)] == most:
            continue
        kinds[kind_of(address)] += 1
        answer = client.get(address)
        kind = answer.headers.get("content-type", "")
        if answer.status_code != 200 or "html" not in kind:
            continue
        text = unescape(answer.text)
        found[address] = text[text.index("<main") : text.index("</main>")]
        links = re.findall(rf'href="({start}[^"#?]*(?:\?[^"#]*)?)', found[address])
        waiting += [one for one in links if one not in found]
    return found


#: Of each kind of page; all of them by night.
MOST = pytest.mark.parametrize(
    "most", [2, pytest.param(1000, marks=pytest.mark.nightly)]
)


@MOST
@pytest.mark.parametrize(
    "persona", ["member", "migrant-member", "mentee-officer", "association"]
)
@pytest.mark.parametrize("visit", VISITS)
def test_nobody_else_reads_the_account_of_a_member(
    browse: Browse, demo: Database, persona: str, visit: object, most: int
) -> None:
    hidden = accounts(demo, migrant=False)
    assert len(hidden) >= 6
    found = pages(browse(persona), f"/visits/{visit}", most)
    assert len(found) > 12
    leaks = {(page, name) for page, text in found.items() for name in hidden if name in text}  # fmt: skip
    assert leaks == set()


@MOST
def test_who_edits_the_team_reads_them_on_its_pages_only(
    browse: Browse, demo: Database, most: int
) -> None:
    known = accounts(demo, migrant=True)
    found = pages(browse("facilitator"), f"/visits/{VISITS[0]}", most)
    naming = {page for page, text in found.items() for name in known if name in text}
    assert {page.split("/team")[0] for page in naming} == {f"/visits/{VISITS[0]}"}
    assert f"/visits/{VISITS[0]}/team" in naming
    assert [page for page in naming if "/team" not in page] == []


def test_an_officer_who_once_travelled_is_named_so_in_the_messages_too(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        visit = session.get_one(Visit, VISITS[1])
        letter = Message(template="agenda", programme_id=visit.programme_id)
        letter.visit_id = visit.id
        letter.person_id = seed_id("demonstration", "person", "elke-team")
        session.add(letter)
    page = browse("mentee-officer").get(f"/visits/{VISITS[1]}/messages").text
    assert "Elke" in page
    assert "Elke Strobbers" not in page
