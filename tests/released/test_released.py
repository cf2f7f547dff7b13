"""What leaves the team in a small town: factor, broad voice and text, and no more."""

from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, NotPermitted, Rejected
from app.evidence.release_forms import PassingForm, ReleaseForm
from app.evidence.release_rules import release_problems
from app.evidence.released import Released, release_for, released_of
from app.evidence.releasing import draft_release, pass_release
from app.ids import seed_id, uuid7
from app.models import ReleasedEvidence, Visit
from app.values import Voice
from tests.conftest import Browse
from tests.evidence.notes import noted
from tests.evidence.test_consent import spoke
from tests.factories import facilitator, host_officer, make_visit, on_team

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
NOTE = seed_id("demonstration", "evidence", "val-daubre-review/e17")
AT = f"/visits/{VISIT}/released"
ORIGINAL = "The office opens at nine; most of the women we met start work at six."
SAFE = "The office opens later than shifts begin."


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


def drafted(
    session: Session, actor: Actor, visit: Visit, **changes: Any
) -> ReleasedEvidence:
    note = noted(session, actor, visit, text=ORIGINAL, voice="migrants", **changes)
    form = ReleaseForm(id=uuid7(), evidence=note.id, factor="factor-1", text=SAFE)
    return draft_release(session, actor, visit, form)


def answered(revision: int, guess: str = "no") -> PassingForm:
    return PassingForm(revision=revision, guess=guess)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In session 5 they asked for an evening counter.", "numbers"),
        ("A mother of three asked for an evening counter.", "numbers"),
        ("Deux femmes demandent un guichet le soir.", "numbers"),
        ("On Tuesday the counter was shut.", "days and months"),
        ("Le guichet ferme en août.", "days and months"),
        ("It has been shut, in May as well.", "days and months"),
        ("Nobody at the counter speaks Tigrinya.", "language"),
        ("Une femme arabe demande un guichet.", "language"),
        ("At the language café they ask for a counter.", "of the agenda"),
        ("We heard that most of the women we met start early.", "anew"),
    ],
)
def test_in_a_small_town_a_detail_is_a_name(text: str, said: str) -> None:
    problems = release_problems(text, [ORIGINAL], ["Language café", "A"])
    assert [said in problem.message for problem in problems] == [True]


def test_a_text_written_anew_may_be_passed() -> None:
    assert release_problems(SAFE, [ORIGINAL], ["Language café", "A"]) == []
    assert release_problems("The council may open later.", [ORIGINAL], []) == []


@given(st.text(max_size=40), st.text(max_size=40), st.text("0123456789٣௪", min_size=1))
def test_no_digit_of_any_script_is_released(a: str, b: str, digits: str) -> None:
    assert release_problems(a + digits + b, [], []) != []


def test_two_different_members_pass_it(session: Session, visit: Visit) -> None:
    one, two = on_team(session, visit), on_team(session, visit)
    made = drafted(session, one, visit)
    assert released_of(session, visit) == []
    assert pass_release(session, one, visit, made, answered(1)) is False
    assert pass_release(session, one, visit, made, answered(made.revision)) is False
    assert released_of(session, visit) == []
    assert pass_release(session, two, visit, made, answered(made.revision)) is True
    out = released_of(session, visit)
    assert [(r.factor, r.voice, r.text) for r in out] == [("factor-1", None, SAFE)]


def test_one_yes_stops_it(session: Session, visit: Visit) -> None:
    one, two = on_team(session, visit), on_team(session, visit)
    made = drafted(session, one, visit)
    pass_release(session, one, visit, made, answered(1))
    pass_release(session, two, visit, made, answered(2, "yes"))
    assert (made.passed_by, made.released_at) == ([], None)
    with pytest.raises(Conflict):
        pass_release(session, one, visit, made, answered(2))


def test_a_voice_is_named_from_five_people_met(session: Session, visit: Visit) -> None:
    one, two = on_team(session, visit), on_team(session, visit)
    made = drafted(session, one, visit)
    for actor in (one, two):
        pass_release(session, actor, visit, made, answered(made.revision))
    voices = []
    for _n in range(5):
        spoke(session, one, visit)
        session.flush()  # counted below
        voices += [r.voice for r in released_of(session, visit)]
    assert voices == [None, None, None, None, Voice.MIGRANTS]
    spoke(session, one, visit, voice="residents")
    assert [r.voice for r in released_of(session, visit)] == [Voice.MIGRANTS]


def test_who_may_write_and_pass(session: Session, visit: Visit) -> None:
    member = on_team(session, visit)
    made = drafted(session, member, visit)
    both = host_officer(session, visit, teams=member.teams)
    for actor in (both, facilitator(session, visit), Actor()):
        with pytest.raises(NotPermitted):
            pass_release(session, actor, visit, made, answered(1))
    with pytest.raises(NotPermitted):
        drafted(session, both, visit)


@pytest.mark.parametrize(
    "changes",
    [{"sensitivity": "sensitive"}, {"quote": True}, {"factors": ["factor-2"]}],
)
def test_what_is_sensitive_or_lacks_consent_stays(
    session: Session, visit: Visit, changes: dict[str, Any]
) -> None:
    with pytest.raises(Rejected):
        drafted(session, on_team(session, visit), visit, **changes)


def test_a_released_text_shows_nothing_else(browse: Browse) -> None:
    member, other = browse("member"), browse("migrant-member")
    own = str(uuid7())
    form = {"id": own, "evidence": str(NOTE), "factor": "multi-stakeholder-partnership", "text": "It is clear by now whom to call."}  # fmt: skip
    assert member.post(AT, data=form).status_code == 303
    host = browse("mentee-officer")
    before = host.get(f"/api/v1{AT}").json()["items"]
    for address in (AT, f"/api/v1{AT}"):
        assert "whom to call" not in host.get(address).text
    for n, client in enumerate((member, other), 1):
        answer = client.post(f"{AT}/{own}/passing", data={"revision": n, "guess": "no"})
        assert answer.status_code == 303
    items = host.get(f"/api/v1{AT}").json()["items"]
    let_out = [item for item in items if item not in before]
    assert let_out == [{"factor": "multi-stakeholder-partnership", "voice": None, "text": form["text"]}]  # fmt: skip
    page = host.get(AT).text
    assert "whom to call" in page
    assert "A person met" in page
    leaking = [own, str(NOTE), "Since the charter", "Member 4", "Associations", "13:02"]
    assert [one for one in leaking if one in page] == []
    taken = member.post(f"{AT}/{own}/removal", data={"revision": "3"})
    assert taken.status_code == 303
    assert "whom to call" not in host.get(AT).text
    assert other.post(f"/visits/{VISIT}/released", data={**form, "id": str(uuid7()), "text": "In 2026 it was clear."}).status_code == 422  # fmt: skip


def test_the_answer_has_no_place_for_more() -> None:
    assert set(Released.__dataclass_fields__) == {"factor", "voice", "text", "key"}


def test_a_release_is_only_found_under_its_visit(
    session: Session, visit: Visit
) -> None:
    made = drafted(session, on_team(session, visit), visit)
    assert release_for(session, visit, made.id) is made
