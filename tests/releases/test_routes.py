"""Releasing an agenda, and reading what was released."""

from html import unescape

from app.ids import seed_id
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
    assert "Changed since: session 1" in page
    assert "Session 1 has changed." in page
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


def test_no_member_stands_in_a_release(browse: Browse) -> None:
    visit = seed_id("demonstration", "visit", "val-daubre-review")
    page = browse("association").get(f"/visits/{visit}/agenda/releases/1").text
    assert "Opening of the visit" in page or "Ouverture de la visite" in page
    assert "Nadia" not in page
