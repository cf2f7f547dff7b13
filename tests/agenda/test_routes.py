"""The pages of the agenda as each reader gets them."""

import re
from html import unescape
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.access import Actor
from app.db import Database
from app.ids import seed_id
from app.models import AgendaSession, Visit
from app.parts import PARTS
from app.visits.agenda_moving import remove_session
from tests.conftest import Browse, Counting


def demo_id(kind: str, key: str) -> str:
    return str(seed_id("demonstration", kind, key))


REVIEW = f"/visits/{demo_id('visit', 'val-daubre-review')}/agenda"
FOLLOW_UP = f"/visits/{demo_id('visit', 'val-daubre-follow-up')}/agenda"
OPENING = f"{FOLLOW_UP}/{demo_id('session', 'val-daubre-follow-up/s01')}"
OPENING_OF_REVIEW = demo_id("session", "val-daubre-review/s01")
WAITING = f"{FOLLOW_UP}/{demo_id('session', 'val-daubre-follow-up/s04')}"
DAY_1 = demo_id("day", "val-daubre-follow-up/d1")
NEW: dict[str, Any] = {
    "title": "The landlord, at last",
    "format": "interview",
    "language": "en",
    "day_id": DAY_1,
    "starts_local": "16:00",
    "ends_local": "17:00",
    "stakeholders": [demo_id("stakeholder", "val-daubre-follow-up/f-landlord")],
    "members": [
        demo_id("member", "val-daubre-follow-up/m1"),
        demo_id("member", "val-daubre-follow-up/m2"),
    ],
    "questions": ["multi-stakeholder-partnership/stakeholder-map"],
}


def read(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return unescape(answer.text)


def posted_form(page: str) -> dict[str, list[str]]:
    """Every field of the form of a session as a browser would send it back."""
    form = page[page.index('<form class="stack session-form"') :]
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        kind = re.search(r'type="(\w+)"', tag)
        if kind and kind[1] == "checkbox" and " checked" not in tag:
            continue
        name, value = (
            re.search(r'name="(\w+)"', tag),
            re.search(r'value="([^"]*)"', tag),
        )
        assert name
        values.setdefault(name[1], []).append(value[1] if value else "on")
    for name_of, body in re.findall(
        r'<select id="(\w+)".*?>(.*?)</select>', form, re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', body)
        values[name_of] = [chosen[1] if chosen else ""]
    for name_of, text in re.findall(r'<textarea id="(\w+)".*?>(.*?)</textarea>', form, re.S):  # fmt: skip
        values[name_of] = [text]
    return values


def test_the_host_plans_a_session_from_the_agenda(browse: Browse) -> None:
    client = browse("mentee-officer")
    page = read(client, FOLLOW_UP)
    assert f'href="{FOLLOW_UP}/new?day={DAY_1}"' in page
    form = posted_form(read(client, f"{FOLLOW_UP}/new?day={DAY_1}"))
    assert form["day_id"] == [DAY_1]
    answer = client.post(FOLLOW_UP, data={**form, **NEW})
    assert answer.status_code == 303
    own = answer.headers["location"]
    shown = read(client, own)
    assert "Session 7 is added." in shown
    assert "Local agency manager" in shown
    assert "A partnership of many stakeholders" in shown
    assert read(client, FOLLOW_UP).count("The landlord, at last") == 1
    assert client.post(FOLLOW_UP, data={**form, **NEW}).headers["location"] == own


def test_what_cannot_stand_is_shown_again_with_everything_typed(browse: Browse) -> None:
    client = browse("mentee-officer")
    wrong = {**NEW, "ends_local": "15:00", "notes": "Ring twice"}
    answer = client.post(FOLLOW_UP, data=wrong)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert '<a href="#ends_local">It must end after it starts.</a>' in page
    kept = posted_form(page)
    assert {name: kept[name] for name in ("title", "starts_local", "ends_local", "notes")} == {
        "title": ["The landlord, at last"],
        "starts_local": ["16:00"],
        "ends_local": ["15:00"],
        "notes": ["Ring twice"],
    }  # fmt: skip
    assert kept["members"] == NEW["members"]
    assert kept["questions"] == NEW["questions"]


def test_saving_a_form_unchanged_changes_nothing(
    browse: Browse, demo: Database
) -> None:
    client = browse("mentee-officer")
    before = revision(demo)
    form = posted_form(read(client, f"{OPENING}/edit"))
    assert client.post(OPENING, data=form).status_code == 303
    assert revision(demo) == before


def revision(demo: Database) -> int:
    with demo.reading() as session:
        return session.get_one(AgendaSession, seed_id("demonstration", "session", "val-daubre-follow-up/s01")).revision  # fmt: skip


def test_the_second_of_two_gets_both_texts(browse: Browse, demo: Database) -> None:
    first, second = browse("mentee-officer"), browse("mentor-officer")
    hers = posted_form(read(first, f"{OPENING}/edit"))
    his = posted_form(read(second, f"{OPENING}/edit"))
    hers |= {"title": ["Opening in the council room"], "members": hers["members"][:1]}
    his |= {"title": ["Opening in the blue room"], "format": ["plenary"]}
    assert first.post(OPENING, data=hers).status_code == 303
    answer = second.post(OPENING, data=his)
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "Somebody saved this while you were writing" in page
    assert 'value="Opening in the blue room"' in page
    assert "Opening in the council room" in page
    again = posted_form(page)
    assert "(empty)" not in page
    theirs = re.findall(r'<p class="theirs small">(.*?)</p>', page, re.S)
    told = [" ".join(re.sub(r"<[^>]*>", "", one).split()) for one in theirs]
    assert told == [
        "Saved meanwhile by somebody else: Opening",
        "Saved meanwhile by somebody else: Lead",
    ]
    assert second.post(OPENING, data=again).status_code == 303
    assert revision(demo) == 3


def test_earlier_later_and_moving_say_the_new_time(browse: Browse) -> None:
    client = browse("mentee-officer")
    shown = read(client, OPENING)
    assert "15 minutes earlier" in shown
    assert "15 minutes later" in shown
    sent = {"revision": "1", "minutes": "15"}
    assert client.post(f"{OPENING}/times", data=sent).status_code == 303
    assert "The session is now from 09:45 to 11:00." in read(client, OPENING)
    stale = client.post(f"{OPENING}/times", data=sent)
    assert stale.status_code == 409
    assert "Somebody saved this while you were writing" in unescape(stale.text)
    late = client.post(f"{OPENING}/times", data={"revision": "2", "starts_local": "23:30"})  # fmt: skip
    assert late.status_code == 422
    assert "It would leave its day." in late.text
    assert 'value="23:30"' in late.text


def test_what_waits_can_be_given_a_time(browse: Browse) -> None:
    client = browse("mentee-officer")
    assert "Give it a time" in read(client, WAITING)
    sent = {"revision": "1", "day_id": DAY_1, "starts_local": "17:00", "ends_local": "18:00"}  # fmt: skip
    assert client.post(f"{WAITING}/times", data=sent).status_code == 303
    assert "17:00–18:00" in read(client, FOLLOW_UP)


def test_a_removed_session_is_offered_back(browse: Browse) -> None:
    client = browse("mentee-officer")
    gone = client.post(f"{OPENING}/removal", data={"revision": "1"})
    after = read(client, gone.headers["location"])
    assert "Session 1 is out of the agenda." in after
    assert f'action="{OPENING}/restoration"' in after
    assert client.get(OPENING).status_code == 404
    assert client.post(f"{OPENING}/restoration").status_code == 303
    assert "The session is back in the agenda." in read(client, OPENING)


def test_a_change_is_undone_from_the_history(browse: Browse) -> None:
    client = browse("mentee-officer")
    client.post(f"{OPENING}/cancellation", data={"revision": "1"})
    shown = read(client, OPENING)
    assert "Undo this change" in shown
    assert "Plan it again" in shown
    client.post(f"{OPENING}/reversal", data={"revision": "2"})
    assert "Cancel the session" in read(client, OPENING)


@pytest.mark.parametrize("persona", ["association", "member"])
def test_who_only_reads_gets_no_way_to_change(browse: Browse, persona: str) -> None:
    client = browse(persona)
    for address in (FOLLOW_UP, f"{FOLLOW_UP}?view=list", OPENING):
        page = read(client, address)
        main = page[page.index("<main") : page.index("</main>")]
        assert "<form" not in main
        assert "/edit" not in main
        assert "/new" not in main
    for address in (f"{FOLLOW_UP}/new", f"{OPENING}/edit"):
        assert client.get(address).status_code == 403
    assert client.post(FOLLOW_UP, data=NEW).status_code == 403
    assert client.post(OPENING, data={**NEW, "revision": "1"}).status_code == 403


def test_officers_of_another_pair_find_nothing(browse: Browse) -> None:
    client = browse("other-pair-officer")
    for address in (FOLLOW_UP, OPENING, f"{OPENING}/edit", f"{FOLLOW_UP}/releases"):
        assert client.get(address).status_code == 404
    assert client.post(FOLLOW_UP, data=NEW).status_code == 404


def test_names_notes_and_link_stay_inside(browse: Browse, demo: Database) -> None:
    with demo.writing() as session:
        item = session.get_one(AgendaSession, seed_id("demonstration", "session", "val-daubre-follow-up/s01"))  # fmt: skip
        item.link = "https://meet.example.org/secret-room"
        item.notes = "Ask for the key at number 14"
    inside = read(browse("mentee-officer"), OPENING)
    outside = read(browse("association"), OPENING)
    for hidden in ("secret-room", "key at number 14", "Member 2", "Member 3"):
        assert hidden in inside
        assert hidden not in outside
    assert "Member 2" not in read(browse("association"), FOLLOW_UP)


def test_contacts_and_notes_on_people_met_are_not_on_the_agenda(browse: Browse) -> None:
    for address in (FOLLOW_UP, f"{FOLLOW_UP}?view=list", OPENING, f"{OPENING}/edit"):
        assert "deputy@example.org" not in read(browse("mentee-officer"), address)


def test_a_session_of_another_visit_is_not_found_here(browse: Browse) -> None:
    other = demo_id("session", "val-daubre-review/s01")
    assert browse("mentee-officer").get(f"{FOLLOW_UP}/{other}").status_code == 404


def test_titles_come_in_the_readers_language_with_the_original_beside(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    client.post("/language", data={"language": "en", "then": "/"})
    page = read(client, OPENING)
    assert "Opening: where the actions stand" in page
    assert "Translated from French: show the original" in page
    assert "Ouverture : où en sont les actions" in page


def test_real_visits_say_that_times_are_not_published(browse: Browse) -> None:
    client = browse("coordinator")
    visit = seed_id("inclucities", "visit", "inclucities-pair-4-round-2")
    page = read(client, f"/visits/{visit}/agenda")
    assert "Waiting for a time" not in page
    assert "Time not published" in page


@pytest.mark.parametrize("view", ["", "?view=list"])
def test_three_sessions_cost_as_many_queries_as_eighteen(
    browse: Browse, demo: Database, count_queries: Counting, view: str
) -> None:
    client = browse("facilitator")
    PARTS.clear()
    with count_queries() as many:
        read(client, f"{REVIEW}{view}")
    with demo.writing() as session:
        leave_three(session)
    with count_queries() as few:
        assert read(client, f"{REVIEW}{view}").count('id="s-') == 3
    assert len(many) == len(few)
    assert len([one for one in many if one.startswith("SELECT")]) <= 21


def leave_three(session: Session) -> None:
    visit = session.get_one(Visit, seed_id("demonstration", "visit", "val-daubre-review"))  # fmt: skip
    seed = Actor(coordinated=frozenset({visit.programme_id}))  # type: ignore[arg-type]
    sessions = session.exec(
        select(AgendaSession).where(AgendaSession.visit_id == visit.id)
    ).all()
    assert len(sessions) == 18
    for item in sessions[3:]:
        remove_session(session, seed, visit, item, item.revision)


def test_a_translated_title_is_the_only_heading_of_its_page(browse: Browse) -> None:
    """Its original, one click away, is text."""
    page = read(browse("mentee-officer"), f"{REVIEW}/{OPENING_OF_REVIEW}")
    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", page) == ["Opening of the visit"]
    assert '<p lang="fr" dir="ltr">Ouverture de la visite</p>' in page
