"""What the kept page is told when somebody sits down, stays and locks."""

from typing import Any

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.access import Actor
from app.db import Database
from app.models import OpenSeat, TeamMember, Visit
from app.models.base import now
from app.people.seat_actions import make_cards
from tests.tablets.making import AT, M3, VISIT

ASKED = {"accept": "application/json"}


def sit(tablet: TestClient, card: str) -> Any:
    return tablet.post(f"{AT}/field/seat", data={"card": card}, headers=ASKED)


@pytest.fixture
def card(demo: Database) -> str:
    with demo.writing() as session:
        visit, member = session.get_one(Visit, VISIT), session.get_one(TeamMember, M3)
        lead = Actor(led=frozenset({VISIT}))
        made = make_cards(session, lead, visit, [member], now())
        return made[0].secret


def still_open(demo: Database) -> int:
    with demo.reading() as session:
        asked = select(OpenSeat).where(col(OpenSeat.ended_at).is_(None))
        return len(session.exec(asked).all())


def test_it_is_told_whose_seat_is_open_and_locks_without_a_page(
    tablet: TestClient, demo: Database, card: str
) -> None:
    lock, presence = f"{AT}/field/lock", f"{AT}/field/presence"
    assert tablet.post(lock, headers=ASKED).status_code == 204
    assert still_open(demo) == 0
    answer = sit(tablet, card)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["member"], told["shown_name"]) == (str(M3), "Member 3")
    assert told["languages"]
    assert tablet.post(presence, headers=ASKED).status_code == 204
    assert still_open(demo) == 1
    assert tablet.post(lock, headers=ASKED).status_code == 204
    assert tablet.post(presence, headers=ASKED).status_code != 204


def test_a_wrong_card_is_refused_in_words(tablet: TestClient) -> None:
    wrong = "2222-2222"
    refused = sit(tablet, wrong)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"]


def test_who_types_wrong_cards_too_often_is_told_when_to_come_back(
    tablet: TestClient, demo: Database, card: str
) -> None:
    with demo.writing() as session:
        visit, member = session.get_one(Visit, VISIT), session.get_one(TeamMember, M3)
        make_cards(session, Actor(led=frozenset({VISIT})), visit, [member], now())
    answers = [sit(tablet, card) for _n in range(11)]  # of a card that no longer counts
    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
