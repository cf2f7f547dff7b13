"""Arrivals in the demo, as the team and everybody else meet them."""

import re
from html import unescape

from app.db import Database
from app.ids import uuid7
from app.models import Evidence
from tests.conftest import Browse, Counting
from tests.evidence.test_routes import INDEX, VISIT

LIVE = f"/visits/{VISIT}/arrivals"
PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Repere-Poll": "1"}


def asked_again(html: str) -> str:
    found = re.search(r'hx-get="([^"]+arrivals[^"]*)" hx-trigger="every', html)
    assert found
    return unescape(found[1])


def test_an_open_page_is_told_of_a_note_and_opens_it(browse: Browse) -> None:
    lead, member = browse("facilitator"), browse("member")
    look = asked_again(lead.get(INDEX).text)
    assert lead.get(look, headers=PART).status_code == 204
    member.post(INDEX, data={"id": str(uuid7()), "text": "Zx the bus"})
    told = lead.get(look, headers=PART)
    assert (told.status_code, "Zx" in told.text) == (200, False)
    assert "1 note new or changed: show it" in told.text
    assert lead.get(asked_again(told.text), headers=PART).status_code == 204
    opens = re.search(r'href="([^"]+)"', told.text)
    assert opens
    opened = lead.get(unescape(opens[1]), headers=PART).text
    assert ("Zx the bus" in opened, opened.count('<article class="piece')) == (True, 1)


def test_looking_costs_one_query_beside_who_asks(
    browse: Browse, count_queries: Counting
) -> None:
    lead = browse("facilitator")
    look = asked_again(lead.get(INDEX).text)
    live = asked_again(lead.get(LIVE).text)
    with count_queries() as short:
        lead.get(look, headers=PART)
    with count_queries() as day:
        lead.get(live, headers=PART)
    about = [[one for one in queries if "FROM evidence" in one] for queries in (short, day)]  # fmt: skip
    assert [len(one) for one in about] == [1, 1]
    assert len(short) <= 9


def test_the_live_page_shows_no_word_of_a_sensitive_note(
    browse: Browse, demo: Database
) -> None:
    member = browse("member")
    own = uuid7()
    form = {"id": str(own), "text": "Zx afraid", "factors": "action-plan"}
    member.post(INDEX, data={**form, "sensitivity": "sensitive"})
    with demo.reading() as session:
        written = session.get_one(Evidence, own).captured_at.date()
    live = member.get(f"{LIVE}?day={written}").text
    assert ("Zx afraid" in live, "The newest is sensitive" in live) == (False, True)
    member.post(INDEX, data={**form, "id": str(uuid7()), "text": "Zx bus"})
    assert "Zx bus" in member.get(f"{LIVE}?day={written}").text


def test_nobody_outside_the_team_hears_that_something_came(browse: Browse) -> None:
    look = asked_again(browse("facilitator").get(INDEX).text)
    others = [browse(one) for one in ("mentee-officer", "coordinator", "association")]
    addresses = (look, LIVE)
    statuses = [one.get(address).status_code for one in others for address in addresses]
    assert statuses == [404] * 6


def test_a_day_or_a_place_that_cannot_be_is_refused(browse: Browse) -> None:
    lead = browse("facilitator")
    wrong = ("?day=0", "/waiting", "/waiting?since=yesterday", "/waiting?since=2027-04-24T09:30:00Z&had=-1")  # fmt: skip
    assert [lead.get(f"{LIVE}{one}").status_code for one in wrong] == [422] * 4
