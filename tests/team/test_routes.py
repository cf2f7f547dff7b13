"""The team as each reader may see it; what leaks to whom is proven, not supposed."""

import re

import pytest
from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import Person, TeamMember
from tests.conftest import Browse
from tests.visits.test_routes import read

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
FOLLOW_UP = seed_id("demonstration", "visit", "val-daubre-follow-up")
AT = f"/visits/{VISIT}/team"
PREPARATION = ("Contract", "Briefing", "Training", "Travel", "Pay", "Ready")


def own_names(demo: Database) -> list[str]:
    """The real names behind the visit's team."""
    with demo.reading() as session:
        found = session.exec(
            select(Person.name)
            .join(TeamMember, TeamMember.person_id == Person.id)  # type: ignore[arg-type]
            .where(TeamMember.visit_id == VISIT)
        ).all()
    assert len(found) == 7
    return list(found)


def members(demo: Database) -> list[TeamMember]:
    with demo.reading() as session:
        rows = session.exec(select(TeamMember).where(TeamMember.visit_id == VISIT))
        return list(rows.all())


def body_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def test_the_host_reads_shown_names_and_neither_real_ones_nor_preparation(
    browse: Browse, demo: Database
) -> None:
    page = read(browse("mentee-officer"), AT)
    assert re.findall(r'<li dir="auto">([^<]+)</li>', page) == [
        one.shown_name for one in members(demo)
    ]
    hidden = [*own_names(demo), *(one.organisation for one in members(demo))]
    assert [name for name in hidden if name and name in page] == []
    assert [word for word in PREPARATION if word in body_of(page)] == []


def test_the_association_reads_counts_and_no_name(
    browse: Browse, demo: Database
) -> None:
    page = body_of(read(browse("association"), AT))
    assert "7 people are on the team. 3 of them are migrant members." in page
    hidden = [*own_names(demo), *(one.shown_name for one in members(demo))]
    hidden += [*PREPARATION, "Arabic", "Together they speak", "member-"]
    assert [name for name in hidden if name in page] == []


@pytest.mark.parametrize("persona", ["coordinator", "facilitator", "mentor-officer"])
def test_who_prepares_the_team_reads_names_accounts_and_preparation(
    browse: Browse, demo: Database, persona: str
) -> None:
    page = read(browse(persona), AT)
    wanted = own_names(demo) + [one.shown_name for one in members(demo)]
    assert [name for name in wanted if name not in page] == []
    assert page.count("migrant member</span>") == 3
    assert "Together they speak Arabic, Dutch, English, French and Turkish." in page


def test_members_read_each_other_by_shown_name_and_not_by_their_own(
    browse: Browse, demo: Database
) -> None:
    page = body_of(read(browse("migrant-member"), AT))
    assert [name for name in own_names(demo) if name in page] == []
    assert "Nadia" in page
    assert "Training" in page


@pytest.mark.parametrize(
    ("persona", "columns", "own"),
    [
        ("mentor-officer", 1, 0),
        ("member", 0, 1),
        ("facilitator", 0, 1),
        ("coordinator", 0, 0),
    ],
)
def test_pay_is_read_by_the_person_and_the_payer(
    browse: Browse, persona: str, columns: int, own: int
) -> None:
    page = body_of(read(browse(persona), AT))
    assert page.count('<th scope="col">Pay and expenses</th>') == columns
    assert page.count("Your pay and expenses:") == own
    assert page.count("Pay and expenses") == (1 + 7 if columns else 0)


def test_pay_is_not_in_the_form_of_those_who_may_not_see_it(
    browse: Browse,
) -> None:
    own = f"{AT}/{seed_id('demonstration', 'member', 'val-daubre-review/m4')}"
    assert 'name="pay"' in read(browse("mentor-officer"), own)
    client = browse("facilitator")
    assert 'name="pay"' not in read(client, own)
    answer = client.post(own, data={"shown_name": "", "revision": "1"})
    assert answer.status_code == 422
    assert 'name="pay"' not in answer.text


def test_a_member_is_added_changed_taken_off_and_put_back(browse: Browse) -> None:
    client, at = browse("mentor-officer"), f"/visits/{FOLLOW_UP}/team"
    own_id = re.findall(r'name="id" value="([^"]+)"', read(client, f"{at}/new"))[0]
    form = {"shown_name": "<b>Samira", "migrant": "on", "languages": ["ar", "so"]}
    assert client.post(at, data={**form, "id": own_id}).status_code == 303
    page = read(client, at)
    assert "2 of them are migrant members." in page
    assert "&lt;b&gt;Samira" in page
    assert "<b>Samira" not in page
    changed = {**form, "shown_name": "Samira", "travel": "done", "revision": "1"}
    assert client.post(f"{at}/{own_id}", data=changed).headers["location"] == at
    assert client.post(f"{at}/{own_id}", data=changed).status_code == 409
    gone = client.post(f"{at}/{own_id}/removal", data={"revision": "2"})
    page = read(client, gone.headers["location"])
    assert "Samira" not in page
    assert f'action="{at}/{own_id}/return"' in page
    client.post(f"{at}/{own_id}/return")
    assert "Samira" in read(client, at)


def test_a_conflict_shows_which_step_the_other_changed(browse: Browse) -> None:
    own = f"{AT}/{seed_id('demonstration', 'member', 'val-daubre-review/m6')}"
    form = {
        "shown_name": "Tomas",
        "organisation": "Youth forum of Rivemont",
        "part": "member",
        "joins": "on-site",
        "contract": "done",
        "briefing": "done",
        "travel": "done",
        "revision": "1",
    }
    browse("mentor-officer").post(own, data={**form, "training": "not-needed"})
    answer = browse("facilitator").post(own, data={**form, "training": "done"})
    assert answer.status_code == 409
    theirs = answer.text.split("Saved meanwhile by somebody else:</strong>")[1:]
    assert [text.split("</p>")[0].strip() for text in theirs] == ["Not needed"]


def test_a_member_changed_meanwhile_is_looked_at_again(browse: Browse) -> None:
    client, at = browse("mentor-officer"), f"/visits/{FOLLOW_UP}/team"
    own = f"{at}/{seed_id('demonstration', 'member', 'val-daubre-follow-up/m4')}"
    client.post(own, data={"shown_name": "Fourth", "revision": "1"})
    answer = client.post(f"{own}/removal", data={"revision": "1"})
    assert answer.status_code == 409
    assert "Somebody changed it meanwhile." in answer.text
    assert "Fourth" in answer.text
