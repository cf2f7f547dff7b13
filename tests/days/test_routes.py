"""The days of a visit: added, changed, taken out and put back."""

import re

from app.ids import seed_id
from tests.conftest import Browse
from tests.visits.test_routes import FOLLOW_UP, read

AT = f"/visits/{FOLLOW_UP}/days"
FORM = {"day_on": "2028-05-02", "time_zone": "Europe/Paris", "mode": "virtual"}


def test_a_day_is_added_changed_taken_out_and_put_back(browse: Browse) -> None:
    client = browse("mentee-officer")
    page = read(client, AT)
    assert 'value="Europe/Paris"' in page
    own_id = re.findall(r'name="id" value="([^"]+)"', page)[0]
    own = f"{AT}/{own_id}"
    for _again in range(2):
        answer = client.post(AT, data={**FORM, "id": own_id})
        assert answer.headers["location"] == AT
    assert read(client, AT).count("Tuesday 2 May</span>") == 3
    changed = {**FORM, "note": "Bus <at> 8", "revision": "1"}
    assert client.post(own, data=changed).status_code == 303
    assert client.post(own, data=changed).status_code == 409
    assert "Bus &lt;at&gt; 8" in read(client, AT)
    gone = client.post(f"{own}/removal", data={"revision": "2"}).headers["location"]
    page = read(client, gone)
    assert "Tuesday 2 May" not in page
    assert f'action="{own}/return"' in page
    client.post(f"{own}/return")
    assert "Tuesday 2 May" in read(client, AT)


def test_a_day_with_sessions_is_not_taken_out(browse: Browse) -> None:
    day = seed_id("demonstration", "day", "val-daubre-follow-up/d1")
    answer = browse("facilitator").post(f"{AT}/{day}/removal", data={"revision": "1"})
    assert answer.status_code == 422
    assert "Sessions of this day: 1, 2. Move them first." in answer.text


def test_a_day_that_is_no_day_comes_back_as_its_form(browse: Browse) -> None:
    form = {"day_on": "0", "time_zone": "Europe/Nowhere"}
    answer = browse("facilitator").post(AT, data=form)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([a-z_]+)">', answer.text) == [
        "day_on",
        "time_zone",
    ]


def test_a_day_changed_meanwhile_is_looked_at_again(browse: Browse) -> None:
    client = browse("mentee-officer")
    own_id = re.findall(r'name="id" value="([^"]+)"', read(client, AT))[0]
    client.post(AT, data={**FORM, "id": own_id})
    client.post(f"{AT}/{own_id}", data={**FORM, "note": "Bus", "revision": "1"})
    answer = client.post(f"{AT}/{own_id}/removal", data={"revision": "1"})
    assert answer.status_code == 409
    assert "Somebody changed it meanwhile." in answer.text
    assert "Bus" in answer.text
