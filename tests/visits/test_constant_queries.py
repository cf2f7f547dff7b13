"""A page asks as many queries for a large visit as for a small one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.db import Database
from app.models import (
    AgendaSession,
    DaySet,
    Interpreter,
    Proposal,
    Stakeholder,
    TeamMember,
    Venue,
    VisitDay,
)
from tests.actors import client_of
from tests.conftest import queries_of
from tests.visits.grown import PAIR, VISIT, one_of
from tests.visits.grown_words import ASKING, grow, token_of

FEW, MANY = 2, 6
MOST = 40
ONE = f"/agenda/{one_of(AgendaSession)}"
#: What is longer for a large visit than for a small one.
LISTS = (
    "",
    "/agenda",
    "/agenda?view=list",
    "/agenda/new",
    "/agenda/releases",
    "/agenda/releases/2",
    "/agenda/releases/new",
    "/attendance",
    "/availability",
    f"/availability/stakeholder/{one_of(Stakeholder)}",
    "/badges",
    "/briefing",
    f"/briefing?member={one_of(TeamMember)}",
    "/clashes",
    "/copies",
    "/coverage",
    "/dates",
    "/dates/asking",
    "/days",
    "/desk-review",
    "/door-lists",
    "/interpreters",
    "/messages",
    "/preparation",
    "/proposals",
    f"/proposals?out={one_of(Stakeholder)}",
    f"/proposals/{one_of(Proposal)}",
    "/self-assessment",
    "/stakeholders",
    "/team",
    "/travel-times",
    "/venues",
    ONE,
    f"{ONE}/edit",
    f"{ONE}/tracks",
)
#: What is the same, however much of everything there is.
SINGLE = (
    "/clash-rules",
    f"/dates/{one_of(DaySet)}",
    "/dates/new",
    f"/days/{one_of(VisitDay)}",
    "/edit",
    "/imports",
    f"/interpreters/{one_of(Interpreter)}",
    f"/stakeholders/{one_of(Stakeholder)}",
    f"/team/{one_of(TeamMember)}",
    f"/venues/{one_of(Venue)}",
)
PAGES = [
    *((f"/visits/{VISIT}{page}", "facilitator") for page in (*LISTS, *SINGLE)),
    *((f"/links/{token_of(purpose)}", "nobody") for purpose in ASKING),
    ("/programmes/demonstration/messages", "coordinator"),
    (f"/pairs/{PAIR}", "facilitator"),
]
#: Size, persona, address → queries and text.
Asking = Callable[[int, str, str], tuple[int, str]]


@pytest.fixture(scope="module")
def sizes(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[int, Database]]:
    """The demo twice, with a visit of each size."""
    folder, made = tmp_path_factory.mktemp("sizes"), {}
    for size in (FEW, MANY):
        copy = shutil.copy(demo_file, folder / f"{size}.db")
        made[size] = Database(f"sqlite:///{copy}")
        with made[size].writing() as session:
            grow(session, size)
    yield made
    for database in made.values():
        database.close()


@pytest.fixture(scope="module")
def ask(sizes: dict[int, Database], demo_app: FastAPI) -> Iterator[Asking]:
    known: dict[tuple[int, str], TestClient] = {}
    before = demo_app.state.database

    def asking(size: int, persona: str, address: str) -> tuple[int, str]:
        demo_app.state.database = sizes[size]
        if (size, persona) not in known:
            known[size, persona] = client_of(demo_app, persona)
        with queries_of(sizes[size]) as queries:
            answer = known[size, persona].get(address)
        assert answer.status_code == 200, answer.text
        return len(queries), answer.text

    yield asking
    demo_app.state.database = before


@pytest.mark.parametrize(("address", "persona"), PAGES)
def test_a_page_costs_as_many_queries_for_much_as_for_little(
    ask: Asking, address: str, persona: str
) -> None:
    few, short = ask(FEW, persona, address)
    many, long = ask(MANY, persona, address)
    assert few == many <= MOST
    single = address.removeprefix(f"/visits/{VISIT}") in SINGLE
    assert single or len(long) > len(short), "nothing has grown on it"
