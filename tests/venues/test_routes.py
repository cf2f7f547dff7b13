"""Where a visit takes place, and the rooms there."""

import re

from app.ids import seed_id
from tests.conftest import Browse
from tests.visits.test_routes import FOLLOW_UP, read

AT = f"/visits/{FOLLOW_UP}/venues"
HALL = f"{AT}/{seed_id('demonstration', 'venue', 'val-daubre-follow-up/town-hall')}"
BLUE = seed_id("demonstration", "room", "val-daubre-follow-up/blue-room")


def test_a_place_and_its_rooms_are_added_and_changed(browse: Browse) -> None:
    client = browse("mentee-officer")
    added = client.post(AT, data={"name": "<i>Library", "step_free": "on"})
    own = f"{AT}/{added.headers['location'].split('#venue-')[1]}"
    room = {"name": "Reading room", "capacity": "20", "private": "on"}
    assert client.post(f"{own}/rooms", data=room).status_code == 303
    page = read(client, AT)
    assert "&lt;i&gt;Library" in page
    rooms = re.search(r"Reading room</a></span>\n(.*?)</li>", page)
    assert rooms
    assert re.findall(r"<span>([^<]+)</span>", rooms[1]) == [
        "20 seats",
        "Private",
        "Not step-free",
    ]
    form = {"name": "Library", "address": "Allée des Platanes", "revision": "1"}
    assert client.post(own, data=form).status_code == 303
    assert client.post(own, data=form).status_code == 409
    room_id = re.findall(rf"{own}/rooms/([0-9a-f-]+)", read(client, AT))[0]
    changed = {"name": "Small room", "capacity": "0", "revision": "1"}
    assert client.post(f"{own}/rooms/{room_id}", data=changed).status_code == 422
    changed["capacity"] = "8"
    assert client.post(f"{own}/rooms/{room_id}", data=changed).status_code == 303
    assert client.post(f"{own}/rooms/{room_id}", data=changed).status_code == 409
    assert "8 seats" in read(client, AT)


def test_a_room_is_found_in_its_own_place_only(browse: Browse) -> None:
    client = browse("facilitator")
    assert client.get(f"{HALL}/rooms/{BLUE}").status_code == 404
    elsewhere = seed_id("demonstration", "venue", "val-daubre-review/town-hall")
    assert client.get(f"{AT}/{elsewhere}").status_code == 404


def test_those_who_do_not_prepare_the_visit_read_places_without_buttons(
    browse: Browse,
) -> None:
    page = read(browse("association"), AT)
    assert "Salle bleue" in page
    assert f"{AT}/" not in page


def test_a_place_and_a_room_are_taken_off_when_asked_twice_and_put_back(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    added = client.post(AT, data={"name": "Library"}).headers["location"]
    own = f"{AT}/{added.split('#venue-')[1]}"
    client.post(f"{own}/rooms", data={"name": "Reading room"})
    room = re.findall(rf"{own}/rooms/[0-9a-f-]+", read(client, AT))[0]
    for one, name in ((room, "Reading room"), (own, "Library")):
        page = read(client, one)
        asked = page[page.index('<details class="confirm">') :]
        assert f'<form class="row" method="post" action="{one}/removal">' in asked
        gone = client.post(f"{one}/removal", data={"revision": "1"}).headers["location"]
        page = read(client, gone)
        assert f">{name}<" not in page
        assert f'action="{one}/return"' in page
        assert client.get(one).status_code == 404
        client.post(f"{one}/return")
        assert f">{name}<" in read(client, AT)
    assert ">Reading room<" in read(client, AT)


def test_what_sessions_use_is_not_taken_off_and_the_page_says_which(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    room = seed_id("demonstration", "room", "val-daubre-follow-up/council-room")
    said = "Still in the agenda: 1 (Opening: where the actions stand). Change these sessions first."
    for one in (HALL, f"{HALL}/rooms/{room}"):
        answer = client.post(f"{one}/removal", data={"revision": "1"})
        assert answer.status_code == 422
        assert f"<li>{said}</li>" in answer.text
        assert 'class="summary" role="alert"' in answer.text


def test_a_place_changed_meanwhile_is_shown_before_it_is_taken_off(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    added = client.post(AT, data={"name": "Library"}).headers["location"]
    own = f"{AT}/{added.split('#venue-')[1]}"
    client.post(own, data={"name": "Library of the valley", "revision": "1"})
    answer = client.post(f"{own}/removal", data={"revision": "1"})
    assert answer.status_code == 409
    assert "Somebody changed it meanwhile." in answer.text
    assert 'value="Library of the valley"' in answer.text
    assert client.post(f"{own}/removal", data={"revision": "2"}).status_code == 303
