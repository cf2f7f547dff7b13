"""People met: who reads them, their contacts and the notes about them."""

import re

import pytest
from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import Stakeholder
from tests.conftest import Browse, Counting
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


def test_the_list_costs_as_many_queries_for_many_as_for_one(
    browse: Browse, demo: Database, count_queries: Counting
) -> None:
    client = browse("facilitator")
    with count_queries() as many:
        read(client, AT)
    with demo.writing() as session:
        for row in people(demo)[1:]:
            found = session.get_one(Stakeholder, row.id)
            found.removed_at = found.created_at
            session.add(found)
    with count_queries() as one:
        read(client, AT)
    assert len(one) == len(many) <= 12
