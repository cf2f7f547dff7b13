"""People met: who reads them, their contacts and the notes about them."""

import re

import pytest
from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import Stakeholder
from tests.conftest import Browse
from tests.visits.test_routes import FOLLOW_UP, read

AT = f"/visits/{FOLLOW_UP}/stakeholders"
OWN = f"{AT}/{seed_id('demonstration', 'stakeholder', 'val-daubre-follow-up/f-centre')}"
FRENCH = {"Accept-Language": "fr"}


def people(demo: Database) -> list[Stakeholder]:
    with demo.reading() as session:
        rows = session.exec(
            select(Stakeholder).where(Stakeholder.visit_id == FOLLOW_UP)
        )
        return list(rows.all())


@pytest.mark.parametrize(
    ("persona", "contacts", "notes"),
    [
        ("facilitator", 4, 3),
        ("mentee-officer", 4, 3),
        ("mentor-officer", 0, 3),
        ("coordinator", 0, 3),
        ("migrant-member", 0, 3),
        ("association", 0, 0),
    ],
)
def test_contacts_and_notes_show_only_to_those_they_are_for(
    browse: Browse, demo: Database, persona: str, contacts: int, notes: int
) -> None:
    page = browse(persona).get(AT, headers=FRENCH).text.replace("&#39;", "'")
    known = people(demo)
    assert sum(bool(one.contact) and one.contact in page for one in known) == contacts
    assert sum(bool(one.note) and one.note in page for one in known) == notes
    assert [one.name for one in known if one.name not in page] == []


def test_people_stand_by_voice_with_the_sessions_in_which_they_are_met(
    browse: Browse,
) -> None:
    page = read(browse("association"), AT)
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", page) == [
        "Migrants",
        "Associations",
        "City staff",
        "Other public services",
        "Elected leaders",
    ]
    assert "<span>Sessions 1, 6</span>" in page


def test_who_may_not_see_a_contact_finds_it_in_no_form(browse: Browse) -> None:
    client = browse("coordinator")
    form = {"name": "Director", "category": "associations", "revision": "1"}
    stale = client.post(OWN, data={**form, "revision": "7"})
    bad = client.post(OWN, data={**form, "category": "nobody"})
    assert (stale.status_code, bad.status_code) == (409, 422)
    for page in (read(client, OWN), stale.text, bad.text):
        assert "centre@example.org" not in page
        assert 'name="contact"' not in page
    assert client.post(OWN, data=form).status_code == 303
    assert "centre@example.org" in read(browse("facilitator"), OWN)


def test_somebody_is_added_changed_taken_off_and_put_back(browse: Browse) -> None:
    client = browse("mentee-officer")
    own_id = re.findall(r'name="id" value="([^"]+)"', read(client, f"{AT}/new"))[0]
    own = f"{AT}/{own_id}"
    form = {
        "name": "School <head>",
        "category": "public-services",
        "contact": "a@b.org",
    }
    added = client.post(AT, data={**form, "id": own_id}).headers["location"]
    assert added == f"{AT}#stakeholder-{own_id}"
    assert "School &lt;head&gt;" in read(client, AT)
    changed = {**form, "name": "School head", "revision": "1"}
    assert client.post(own, data=changed).status_code == 303
    gone = client.post(f"{own}/removal", data={"revision": "2"}).headers["location"]
    page = read(client, gone)
    assert "School head" not in page
    assert f'action="{own}/return"' in page
    client.post(f"{own}/return")
    assert "School head" in read(client, AT)


def test_somebody_whom_a_session_meets_stays_and_the_list_says_where(
    browse: Browse,
) -> None:
    answer = browse("mentee-officer").post(f"{OWN}/removal", data={"revision": "1"})
    assert answer.status_code == 422
    page = answer.text.replace("&#39;", "'")
    assert (
        "Still in the agenda: 3 (The interviewers of the community centre), 6 (" in page
    )
    assert "Director of the community centre" in page


def test_somebody_changed_meanwhile_is_looked_at_again(browse: Browse) -> None:
    client = browse("mentee-officer")
    form = {"name": "School head", "category": "public-services"}
    at = client.post(AT, data=form).headers["location"]
    own = f"{AT}/{at.split('#stakeholder-')[1]}"
    client.post(own, data={**form, "name": "Deputy head", "revision": "1"})
    answer = client.post(f"{own}/removal", data={"revision": "1"})
    assert answer.status_code == 409
    assert "Somebody changed it meanwhile." in answer.text
    assert "Deputy head" in answer.text


def test_a_name_is_read_in_ones_own_language_until_it_changes(browse: Browse) -> None:
    client, agenda = browse("mentee-officer"), f"/visits/{FOLLOW_UP}/agenda"
    names = ("Directrice du centre social", "Director of the community centre")
    for address in (AT, agenda, f"{agenda}/new"):
        french = client.get(address, headers=FRENCH).text
        english = client.get(address, headers={"Accept-Language": "en"}).text
        assert [name in french for name in names] == [True, False]
        assert [name in english for name in names] == [False, True]
    fields = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', read(client, OWN)))
    kept = {name: fields[name] for name in ("name", "organisation", "revision")}
    sent = {**kept, "name": "Le directeur", "category": "associations"}
    assert client.post(OWN, data=sent).status_code == 303
    after = client.get(AT, headers={"Accept-Language": "en"}).text
    assert "Le directeur" in after
    assert names[1] not in after
