"""Where two corrections met: whom it is told, and how they choose."""

import re
from dataclasses import replace

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.access import Actor
from app.db import Database
from app.evidence.actions import Rival
from app.evidence.forms import FilterForm
from app.evidence.listing import count_notes, is_to_choose, narrowed, newest_notes
from app.models import Evidence, RivalText, Visit
from app.models.base import now
from tests.actors import enrolled_token
from tests.conftest import Browse, Counting
from tests.evidence.notes import noted, record, write
from tests.evidence.test_routes import INDEX
from tests.factories import on_team
from tests.tablets.making import OWN, sent

LIST = f"{INDEX}?two_texts=on"


def met(session: Session, actor: Actor, visit: Visit) -> Evidence:
    note = noted(session, actor, visit)
    record(session, actor, visit, write(note.id, base=1, text="First"))
    late = record(session, actor, visit, write(note.id, base=1, text="Second"))
    assert isinstance(late, Rival)
    return session.get_one(Evidence, note.id)


def test_the_author_and_the_lead_are_told_and_others_are_not(
    session: Session, visit: Visit, actor: Actor
) -> None:
    other, lead = (on_team(session, visit) for _ in range(2))
    lead = replace(lead, led=frozenset({visit.id}))
    for writer in (actor, actor, other):
        met(session, writer, visit)
    stranger = on_team(session, visit)
    told = [count_notes(session, visit, is_to_choose(one, visit)) for one in (actor, other, lead, stranger, Actor())]  # fmt: skip
    assert told == [2, 1, 3, 0, 0]


def test_a_note_taken_out_meanwhile_still_asks_and_a_hidden_one_does_not(
    session: Session, visit: Visit, actor: Actor
) -> None:
    removed, hidden = met(session, actor, visit), met(session, actor, visit)
    removed.removed_at, hidden.hidden_at = now(), now()
    session.flush()  # listed by a statement of its own
    conditions = narrowed(session, actor, visit, FilterForm(two_texts=True))
    found = newest_notes(session, visit, conditions, None, 9)
    assert [one.id for one in found] == [removed.id]
    assert count_notes(session, visit, is_to_choose(actor, visit)) == 1


@pytest.fixture
def tablet(demo: Database, browse: Browse) -> TestClient:
    client = browse("")
    client.cookies.set("repere-tablet", enrolled_token(demo))
    return client


def test_two_tablets_leave_both_and_one_tap_chooses(
    browse: Browse, tablet: TestClient, demo: Database
) -> None:
    lead = browse("facilitator")
    current = {"If-Match": '"1"'}
    assert sent(tablet, OWN, text="Zx first", headers=current).status_code == 200
    assert sent(tablet, OWN, text="Zx second", headers=current).status_code == 409
    assert "1 note has two texts: choose" in lead.get(INDEX).text
    assert "1 note has two texts" in lead.get(f"{INDEX}?to_complete=on").text
    assert "1 note has two texts" not in browse("member").get(INDEX).text
    page = lead.get(LIST).text
    assert ("Zx first" in page, "Zx second" in page) == (True, True)
    assert "This one came from Member 3" in page
    rival = re.search(r'name="rival" value="([0-9a-f-]{36})"', page)
    assert rival
    choice = {"rival": rival[1], "keep": "that", "revision": "2", "onward": "on"}
    answer = lead.post(f"{INDEX}/{OWN}/choice", data=choice)
    assert answer.headers["location"] == LIST
    assert "No note has two texts." in lead.get(LIST).text
    with demo.reading() as session:
        assert session.get_one(Evidence, OWN).text == "Zx second"


def test_whoever_may_not_choose_reads_both_and_who_does(
    browse: Browse, tablet: TestClient
) -> None:
    for text in ("Zx first", "Zx second"):
        sent(tablet, OWN, text=text, headers={"If-Match": '"1"'})
    page = browse("member").get(LIST).text
    assert ("Zx second" in page, "Member 3 or the lead chooses." in page) == (True, True)  # fmt: skip
    assert 'name="rival"' not in page


def test_the_list_of_two_texts_costs_the_same_for_many(
    browse: Browse, demo: Database, count_queries: Counting
) -> None:
    lead, counts = browse("facilitator"), list[int]()
    with demo.reading() as session:
        ids = [one.id for one in notes_in_demo(session)]
        values = session.get_one(Evidence, ids[0])
    for some in (ids[:1], ids[1:4]):
        with demo.writing() as session:
            for one in some:
                session.add(RivalText(visit_id=values.visit_id, evidence_id=one, base_revision=1, sha256="0" * 64, values={"text": "Zx"}))  # fmt: skip
        with count_queries() as queries:
            lead.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def notes_in_demo(session: Session) -> list[Evidence]:

    visit_id = session.get_one(Evidence, OWN).visit_id
    return list(session.exec(select(Evidence).where(Evidence.visit_id == visit_id, col(Evidence.hidden_at).is_(None)).limit(4)).all())  # fmt: skip
