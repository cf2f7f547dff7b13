"""Members choose the name they are shown by, and nobody else writes it from then on."""

import pytest
from sqlmodel import Session, select

from app.db import Database
from app.errors import Rejected
from app.forms import check
from app.ids import seed_id
from app.models import Person, TeamMember
from app.people.name_rules import name_problems
from app.visits.forms import MemberForm
from app.visits.team_actions import change_member
from tests.conftest import Browse
from tests.factories import facilitator, make_member, make_visit

MEMBER = seed_id("demonstration", "person", "member")


def place(demo: Database) -> TeamMember:
    with demo.reading() as session:
        wanted = select(TeamMember).where(TeamMember.person_id == MEMBER)
        found = session.exec(wanted.order_by(TeamMember.id)).first()  # type: ignore[arg-type]
        assert found
        return found


@pytest.mark.parametrize("name", ["Amal", "Member 3", "أمل", "Jean-Pierre 2", "M."])
def test_a_name_can_be_any_that_is_no_address(name: str) -> None:
    assert name_problems(name) == []


@pytest.mark.parametrize(
    "name",
    ["a@example.org", "06 12 34 56 78", "+49 (30) 123-456", "Amal\u202e", "\u2066Amal", "...", "A\tB"],
)  # fmt: skip
def test_no_address_no_number_to_call_and_no_hidden_mark(name: str) -> None:
    assert [problem.field for problem in name_problems(name)] == ["shown_name"]


def test_a_name_is_chosen_and_taken_back(browse: Browse, demo: Database) -> None:
    before, member = place(demo), browse("member")
    at = f"/account/names/{before.id}"
    form = {"shown_name": "Amal", "revision": str(before.revision)}
    assert member.post(at, data=form).status_code == 303
    chosen = place(demo)
    assert (chosen.shown_name, chosen.name_chosen) == ("Amal", True)
    assert member.post(at, data={**form, "shown_name": "Bo"}).status_code == 409
    page = member.get(f"/account/names?changed={before.id}").text
    assert f'value="{chosen.revision}"' in page
    member.post(f"{at}/undo", data={"revision": str(chosen.revision)})
    after = place(demo)
    assert (after.shown_name, after.name_chosen) == (before.shown_name, False)


def test_nobody_chooses_for_somebody_else(browse: Browse, demo: Database) -> None:
    own = place(demo)
    form = {"shown_name": "Amal", "revision": str(own.revision)}
    for persona in ("facilitator", "coordinator", "migrant-member"):
        at = f"/account/names/{own.id}"
        assert browse(persona).post(at, data=form).status_code == 404
    assert place(demo).shown_name == own.shown_name


def test_what_was_chosen_the_lead_does_not_overwrite(session: Session) -> None:
    visit = make_visit(session)
    member = make_member(session, visit, shown_name="Amal", name_chosen=True)
    sent = {"person_id": member.person_id, "shown_name": "Amal K.", "revision": 1}
    with pytest.raises(Rejected, match="only they change it"):
        change_member(session, facilitator(session, visit), visit, member, check(MemberForm, sent))  # fmt: skip
    same = check(MemberForm, {**sent, "shown_name": "Amal", "part": "expert"})
    change_member(session, facilitator(session, visit), visit, member, same)
    assert (member.shown_name, member.name_chosen, member.part) == ("Amal", True, "expert")  # fmt: skip


def test_ones_own_name_and_language(browse: Browse, demo: Database) -> None:
    member = browse("member")
    assert member.post("/account/names", data={"name": " "}).status_code == 422
    form = {"name": "Katrin O.", "language": "fr"}
    assert member.post("/account/names", data=form).status_code == 303
    with demo.reading() as session:
        person = session.get_one(Person, MEMBER)
    assert (person.name, person.language) == ("Katrin O.", "fr")
