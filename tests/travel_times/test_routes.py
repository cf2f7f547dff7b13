"""Ways between places: what is written wins, what is typed stays, nobody is overwritten."""

import re

from app.db import Database
from app.ids import seed_id
from app.models import Visit
from app.visits.travel_actions import joined
from app.visits.travel_queries import Way, ends, ways_of
from tests.conftest import Browse
from tests.visits.test_routes import read

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
AT = f"/visits/{VISIT}/travel-times"


#: Nobody has written how long it takes between these two.
UNWRITTEN = ends(
    *(
        seed_id("demonstration", "venue", f"val-daubre-review/{key}")
        for key in ("cultural-centre", "health-centre")
    )
)


def way(demo: Database) -> Way:
    with demo.reading() as session:
        known = ways_of(session, session.get_one(Visit, VISIT))
    return next(one for one in known if one.ends == UNWRITTEN)


def sent(way: Way, minutes: str, seen: str = "") -> dict[str, str]:
    return {"ways": joined(way.ends), "minutes": minutes, "seen": seen}


def test_what_is_written_counts_until_it_is_emptied(
    browse: Browse, demo: Database
) -> None:
    host, first = browse("mentee-officer"), way(demo)
    host.post(AT, data=sent(first, "12"))
    assert way(demo).minutes == 12
    host.post(AT, data=sent(first, "", "12"))
    assert way(demo).written is None
    host.post(AT, data=sent(first, "9"))
    assert way(demo).minutes == 9


def test_what_is_no_number_is_named_and_stays_typed(
    browse: Browse, demo: Database
) -> None:
    answer = browse("mentee-officer").post(AT, data=sent(way(demo), "ten"))
    assert answer.status_code == 422
    assert 'href="#minutes-1"' in answer.text
    assert 'value="ten"' in answer.text
    assert way(demo).written is None


def test_who_saves_over_somebody_is_told_and_can_insist(
    browse: Browse, demo: Database
) -> None:
    host, first = browse("mentee-officer"), way(demo)
    browse("facilitator").post(AT, data=sent(first, "20"))
    answer = host.post(AT, data=sent(first, "12"))
    assert answer.status_code == 422
    assert "Somebody has written 20 meanwhile." in answer.text
    key = re.escape(joined(first.ends))
    [seen] = re.findall(rf'{key}"><input type="hidden" name="seen" value="(\d*)"', answer.text)  # fmt: skip
    host.post(AT, data=sent(first, "12", seen))
    assert way(demo).minutes == 12


def test_places_of_another_visit_are_not_known(browse: Browse, demo: Database) -> None:
    strange = joined((seed_id("a"), seed_id("b")))
    data = {"ways": strange, "minutes": "5", "seen": ""}
    answer = browse("mentee-officer").post(AT, data=data)
    assert answer.status_code == 422
    assert "These places are not both of this visit." in answer.text


def test_coordinates_give_an_estimate(browse: Browse, demo: Database) -> None:
    host = browse("mentee-officer")
    for venue, north in zip((way(demo).one, way(demo).other), ("48,96", "48.965"), strict=True):  # fmt: skip
        data = {"name": venue.name, "latitude": north, "longitude": "2.87", "revision": "1"}  # fmt: skip
        assert host.post(f"/visits/{VISIT}/venues/{venue.id}", data=data).status_code == 303  # fmt: skip
    assert way(demo).estimated == 15
    assert "15 minutes" in read(host, AT)


def test_one_coordinate_alone_is_refused(browse: Browse, demo: Database) -> None:
    venue = way(demo).one
    data = {"name": venue.name, "latitude": "48.96", "revision": "1"}
    answer = browse("mentee-officer").post(
        f"/visits/{VISIT}/venues/{venue.id}", data=data
    )
    assert answer.status_code == 422
    assert "Write latitude and longitude, or neither." in answer.text
