"""Releasing an agenda, and reading what was released."""

from html import unescape

from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import (
    AgendaRelease,
    AgendaSession,
    Room,
    Stakeholder,
    TeamMember,
    Venue,
    VisitDay,
)
from app.models.base import now
from tests.conftest import Browse

VISIT = seed_id("demonstration", "visit", "val-daubre-follow-up")
OPENING = seed_id("demonstration", "session", "val-daubre-follow-up/s01")
AT = f"/visits/{VISIT}/agenda"


def test_a_release_is_numbered_frozen_and_told_apart_from_today(browse: Browse) -> None:
    client = browse("mentee-officer")
    assert "Not released yet" in client.get(AT).text
    sent = {"changes": "First version.\nThe women's hour is theirs."}
    assert client.post(f"{AT}/releases", data=sent).status_code == 303
    page = unescape(client.get(AT).text)
    assert "Released, version 1, on" in page
    assert "Nothing has changed since." in page
    for revision in ("1", "2"):
        move = {"revision": revision, "minutes": "30"}
        assert client.post(f"{AT}/{OPENING}/times", data=move).status_code == 303
    page = unescape(client.get(AT).text)
    assert "moved from 09:30–10:45 to 10:30–11:45" in page
    look = unescape(client.get(f"{AT}/releases/new").text)
    assert "Session 1: moved from 09:30–10:45 to 10:30–11:45.</textarea>" in look
    frozen = unescape(client.get(f"{AT}/releases/1").text)
    assert "09:30" in frozen
    assert "10:30" not in frozen
    assert "The women's hour is theirs." in frozen
    assert client.post(f"{AT}/releases", data={}).status_code == 303
    versions = unescape(client.get(f"{AT}/releases").text)
    assert versions.index("Version 2") < versions.index("Version 1")


def test_a_note_that_is_too_long_is_shown_again(browse: Browse) -> None:
    long = "x" * 10_001
    answer = browse("mentee-officer").post(f"{AT}/releases", data={"changes": long})
    assert answer.status_code == 422
    assert long in answer.text


def test_associations_read_releases_and_make_none(browse: Browse) -> None:
    assert browse("association").get(f"{AT}/releases").status_code == 200
    assert browse("association").post(f"{AT}/releases", data={}).status_code == 403


def test_a_version_that_is_not_there_is_not_found(browse: Browse) -> None:
    assert browse("mentee-officer").get(f"{AT}/releases/9").status_code == 404


def everything_is_otherwise(demo: Database) -> None:
    """Each thing a reader of the agenda sees is renamed behind the release's back."""
    with demo.writing() as session:
        for table, name in ((Room, "name"), (Venue, "name"), (Stakeholder, "name"), (TeamMember, "shown_name"), (VisitDay, "note"), (AgendaSession, "title"), (AgendaSession, "link")):  # fmt: skip
            for row in session.exec(select(table).where(table.visit_id == VISIT)):
                setattr(row, name, f"otherwise {str(row.id)[-6:]}")
                session.add(row)


def test_a_release_is_read_as_it_was_whatever_is_changed_later(
    browse: Browse, demo: Database
) -> None:
    client = browse("mentee-officer")
    client.post(f"{AT}/releases", data={})
    client.get(AT)  # says once that it is released
    before = main_of(client.get(f"{AT}/releases/1").text)
    wanted = ["Salle du conseil", "Head of social services", "Member 2", "French", "https://meet.example.org/val-daubre-suivi", "The census has the council room that day.", "women only", "Europe/Paris", "Key factor"]  # fmt: skip
    assert [text for text in wanted if text not in before] == []
    everything_is_otherwise(demo)
    assert main_of(client.get(f"{AT}/releases/1").text) == before
    today = main_of(client.get(AT).text)
    told = ["Hôtel de ville, Salle du conseil", "Head of social services is now", "Member 2 is now", "another note on the day", "another link to join"]  # fmt: skip
    assert [text for text in told if text not in today] == []


def test_neither_a_member_nor_a_link_is_read_by_those_outside(
    browse: Browse, demo: Database
) -> None:
    browse("mentee-officer").post(f"{AT}/releases", data={})
    everything_is_otherwise(demo)
    browse("mentee-officer").post(f"{AT}/releases", data={})
    outside = browse("association")
    with demo.reading() as session:
        kept = str(session.exec(select(AgendaRelease.content)).all())
    hidden = ["Member 2", "Member 3", "meet.example.org", "Interprètes arabe et turc"]
    for text in hidden:
        assert text in kept
        for address in (f"{AT}/releases/1", f"{AT}/releases/2", AT):
            assert text not in outside.get(address).text
    inside = main_of(browse("mentor-officer").get(f"{AT}/releases/2").text)
    assert "What is different from version 1" in inside
    assert "Member 2 is now otherwise" in inside


def test_the_note_to_a_release_begins_with_what_everybody_may_read(
    browse: Browse, demo: Database
) -> None:
    client = browse("mentee-officer")
    client.post(f"{AT}/releases", data={})
    everything_is_otherwise(demo)
    note = (
        client.get(f"{AT}/releases/new")
        .text.split('<textarea id="changes"')[1]
        .split("</textarea")[0]
    )
    assert "Head of social services is now" in note
    assert [text for text in ("Member", "link to join") if text in note] == []


def test_an_early_release_is_still_read(browse: Browse, demo: Database) -> None:
    early = {
        "id": str(OPENING),
        "revision": 1,
        "number": 1,
        "title": "Opening <as it was>",
        "day_on": "2027-01-25",
        "starts": "09:30",
        "ends": "10:45",
        "place": "Old town hall",
        "status": "cancelled",
        "factors": ["action-plan"],
    }
    waiting = {**early, "id": str(VISIT), "number": 2, "day_on": None, "starts": None, "ends": None}  # fmt: skip
    with demo.writing() as session:
        release = AgendaRelease(visit_id=VISIT, number=1, released_at=now(), content={"sessions": [early, waiting]})  # fmt: skip
        session.add(release)
    client = browse("association")
    page = main_of(client.get(f"{AT}/releases/1").text)
    wanted = ["Opening <as it was>", "Old town hall", "09:30", "Cancelled", "Without a day", "kept without people, rooms and languages"]  # fmt: skip
    assert [text for text in wanted if text not in page] == []
    assert "takes place after all" in main_of(client.get(AT).text)


def main_of(page: str) -> str:
    return unescape(page[page.index("<main") : page.index("</main>")])


def test_no_member_stands_in_a_release(browse: Browse) -> None:
    visit = seed_id("demonstration", "visit", "val-daubre-review")
    page = browse("association").get(f"/visits/{visit}/agenda/releases/1").text
    assert "Opening of the visit" in page or "Ouverture de la visite" in page
    assert "Nadia" not in page
    team = browse("facilitator").get(f"/visits/{visit}/agenda/releases/1").text
    assert "Nadia" in team
