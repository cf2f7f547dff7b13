"""The pages of evidence in the demo, as the team and the host meet them."""

import re
from html import unescape

import pytest

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import Evidence
from tests.conftest import Browse, Counting

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
INDEX = f"/visits/{VISIT}/evidence"
NOTE = f"{INDEX}/{seed_id('demonstration', 'evidence', 'val-daubre-review/e17')}"


def posted_id(html: str) -> str:
    found = re.search(r'name="id" value="([0-9a-f-]{36})"', html)
    assert found
    return found[1]


def test_a_note_goes_from_the_form_to_the_list_once(browse: Browse) -> None:
    member = browse("member")
    form = {"id": posted_id(member.get(INDEX).text), "text": "Planted <b>note</b>"}
    answers = [member.post(INDEX, data=form) for _ in range(2)]
    assert {a.status_code for a in answers} == {303}
    assert answers[0].headers["location"] == INDEX
    listed = member.get(f"{INDEX}?q=planted").text
    assert listed.count("Planted &lt;b&gt;note&lt;/b&gt;") == 1
    assert "1 note" in listed
    assert "still to say: the factor and what it says about the factor" in listed


def test_an_empty_note_is_drawn_again_with_what_was_chosen(browse: Browse) -> None:
    member = browse("member")
    form = {"id": str(uuid7()), "text": " ", "factors": "action-plan"}
    answer = member.post(INDEX, data=form)
    assert answer.status_code == 422
    assert 'value="action-plan" checked' in answer.text
    assert 'href="#text"' in answer.text
    assert form["id"] in answer.text


def test_nothing_of_a_note_reaches_the_host_or_the_coordinator(browse: Browse) -> None:
    secret = "Planted-for-the-team"
    member = browse("member")
    sent = {"id": str(uuid7()), "text": secret}
    member.post(INDEX, data=sent)
    mine = f"{INDEX}/{sent['id']}"
    assert secret in member.get(mine).text
    for persona in ("mentee-officer", "coordinator", "association"):
        other = browse(persona)
        for address in (INDEX, f"{INDEX}?q=planted", mine):
            answer = other.get(address)
            assert answer.status_code == 404
            assert secret not in answer.text
        for address in (
            f"/visits/{VISIT}",
            f"/visits/{VISIT}/coverage",
            f"/api/v1/visits/{VISIT}",
            f"/api/v1/visits/{VISIT}/released",
        ):
            assert secret not in other.get(address).text


def test_two_people_at_once_see_both_texts_and_choose(browse: Browse) -> None:
    lead = browse("facilitator")
    note_id = NOTE.rsplit("/", 1)[1]
    form = {"id": note_id, "revision": "1", "factors": "action-plan", "language": "fr"}
    assert lead.post(NOTE, data={**form, "text": "First one"}).status_code == 303
    late = lead.post(NOTE, data={**form, "text": "Second one"})
    assert late.status_code == 409
    assert "First one" in late.text
    assert "Second one" in late.text
    rival = re.search(r'name="rival" value="([0-9a-f-]{36})"', late.text)
    assert rival
    choice = {"rival": rival[1], "keep": "that", "revision": "2"}
    assert lead.post(f"{NOTE}/choice", data=choice).status_code == 303
    after = lead.get(NOTE).text
    assert "Two texts" not in after
    assert "Second one" in after


def test_a_removed_note_leaves_the_list_and_can_come_back(browse: Browse) -> None:
    lead = browse("facilitator")
    assert lead.post(f"{NOTE}/removal", data={"revision": "1"}).status_code == 303
    assert NOTE not in lead.get(f"{INDEX}?q=charte").text
    assert "Bring it back" in lead.get(NOTE).text
    assert lead.post(f"{NOTE}/restoration", data={"revision": "2"}).status_code == 303
    assert NOTE in lead.get(f"{INDEX}?q=charte").text
    assert lead.post(f"{NOTE}/removal", data={"revision": "1"}).status_code == 409


def test_tonights_list_shrinks_as_notes_are_completed(browse: Browse) -> None:
    lead = browse("facilitator")
    address = f"{INDEX}?to_complete=on"
    tonight = lead.get(address).text
    found = re.findall(rf'action="({INDEX}/[0-9a-f-]+/completion)"', tonight)
    assert len(found) == 1
    form = {"revision": "1", "factors": "quantitative-data"}
    assert lead.post(found[0], data=form).headers["location"] == address
    assert "Nothing is left for tonight." in lead.get(address).text


def test_a_part_is_the_list_alone(browse: Browse) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    part = browse("member").get(f"{INDEX}?factor=action-plan", headers=headers)
    assert part.text.strip().startswith('<div id="list"')
    assert "<html" not in part.text


def test_a_long_list_leads_on_and_back_to_its_newest(browse: Browse) -> None:
    member = browse("member")
    first = member.get(f"{INDEX}?kind=&mine=").text
    led = re.search(r'rel="next" href="([^"]+)"', first)
    assert led
    assert led[1].endswith("#list")
    assert 'rel="first"' not in first
    further = member.get(unescape(led[1])).text
    back = re.search(r'rel="first" href="([^"]+)"', further)
    assert back
    assert unescape(back[1]) == f"{INDEX}#list"
    narrowed = member.get(f"{unescape(led[1]).removesuffix('#list')}&voice=migrants")
    assert f'rel="first" href="{INDEX}?voice=migrants#list"' in narrowed.text


def test_notes_carry_language_and_direction(browse: Browse, demo: Database) -> None:
    with demo.reading() as session:
        arabic = seed_id("demonstration", "evidence", "val-daubre-review/e19")
        note = session.get_one(Evidence, arabic)
        assert note.language == "ar"
    text = browse("member").get(f"{INDEX}/{arabic}").text
    assert f'<p lang="ar" dir="rtl">{note.text}' in text
    assert "Translated from Arabic" in text


@pytest.mark.parametrize("address", ["?voice=nobody", "?session=x", "?after=x"])
def test_a_filter_that_cannot_be_is_refused(browse: Browse, address: str) -> None:
    assert browse("member").get(f"{INDEX}{address}").status_code == 422


@pytest.mark.parametrize("address", [INDEX, f"{INDEX}?to_complete=on", NOTE])
def test_pages_cost_a_constant_number_of_queries(
    browse: Browse, count_queries: Counting, address: str
) -> None:
    member = browse("member")
    member.get(address)
    with count_queries() as before:
        member.get(address)
    for n in range(3):
        form = {"id": str(uuid7()), "text": f"Another {n}"}
        assert member.post(INDEX, data=form).status_code == 303
    with count_queries() as after:
        member.get(address)
    assert len(after) == len(before)
    assert len(after) <= 30


def test_the_page_speaks_french(browse: Browse) -> None:
    page = browse("member").get(INDEX, headers={"Accept-Language": "fr"})
    assert "Éléments recueillis" in page.text
