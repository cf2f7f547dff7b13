"""After somebody withdrew: who it is, what it concerns, and as little moved as can be."""

import html
import re
from datetime import date
from uuid import UUID, uuid4

import pytest

from app.db import Database
from app.ids import seed_id
from app.models import AccessLink, AgendaSession, Visit
from app.values_proposals import ProposalMode
from app.visits import proposal_running
from app.visits.proposal_forms import ProposalForm
from app.visits.proposal_problem import problem_from
from app.visits.proposal_queries import planned_sessions, rows_of
from app.visits.queries import visit_with_link
from tests.conftest import Browse
from tests.visits.test_routes import FOLLOW_UP, read

AT = f"/visits/{FOLLOW_UP}/proposals"
DEPUTY = seed_id("demonstration", "stakeholder", "val-daubre-follow-up/f-deputy")
WOMEN = seed_id("demonstration", "stakeholder", "val-daubre-follow-up/f-women")
MEMBER = seed_id("demonstration", "member", "val-daubre-follow-up/m1")
ASKED = {"mode": "repair", "seconds": "1", "teams": "1"}


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search is over before the answer goes out."""
    monkeypatch.setattr("app.routes.proposals.start_search", proposal_running.watch)


def met(demo: Database) -> dict[int, list[UUID]]:
    """Number → who is met."""
    with demo.reading() as session:
        found = planned_sessions(session, session.get_one(Visit, UUID(str(FOLLOW_UP))))
        return {one.number: sorted(p.id for p in one.stakeholders) for one in found}


def wanted(demo: Database, *out: UUID) -> dict[int, tuple[set[str], set[str]]]:
    """Number → who is met and who of the team is named, as the solver is asked."""
    with demo.reading() as session:
        visit = visit_with_link(session, AccessLink(visit_id=UUID(str(FOLLOW_UP))))  # type: ignore[call-arg]
        form = ProposalForm(mode=ProposalMode.REPAIR, out=list(out))
        problem = problem_from(rows_of(session, visit), form, date(2026, 11, 23))
    assert not {one.key for some in (problem.people, problem.members) for one in some} & {str(id_) for id_ in out}  # fmt: skip
    return {one.number: (set(one.people), set(one.members)) for one in problem.wanted}


def test_who_is_out_is_in_nothing_that_is_asked(demo: Database) -> None:
    before, after = wanted(demo), wanted(demo, DEPUTY, WOMEN, MEMBER)
    gone = {str(DEPUTY), str(WOMEN), str(MEMBER)}
    kept = {n: (p - gone, m - gone) for n, (p, m) in before.items() if p - gone}
    assert after == kept
    assert set(before) - set(after) == {2}, "the women's session has nobody else"


def withdrawn(browse: Browse, kind: str, own_id: UUID) -> str:
    planner = browse("facilitator")
    at = f"/visits/{FOLLOW_UP}/availability/{kind}/{own_id}/withdrawal"
    answer = planner.post(at)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}?out={own_id}")  # fmt: skip
    return html.unescape(read(planner, f"{AT}?out={own_id}"))


def test_saying_that_somebody_withdrew_shows_what_it_concerns_and_moves_nothing(
    browse: Browse, demo: Database
) -> None:
    before = met(demo)
    page = withdrawn(browse, "stakeholder", DEPUTY)
    part = page.partition('id="gone"')[2].partition("</section>")[0]
    assert re.findall(r"session (\d)", part) == ["1", "6"]
    assert re.findall(r'name="mode" value="(\w+)" checked', page) == ["repair"]
    assert re.findall(r'name="out" value="([\w-]+)" checked', page) == [str(DEPUTY)]
    assert met(demo) == before
    listed = read(browse("facilitator"), f"/visits/{FOLLOW_UP}/availability")
    assert listed.count("Not on this day") == 3


@pytest.mark.usefixtures("at_once")
def test_accepting_a_repair_takes_them_out_and_says_what_became_of_their_sessions(
    browse: Browse, demo: Database
) -> None:
    before = met(demo)
    planner = browse("facilitator")
    withdrawn(browse, "stakeholder", DEPUTY)
    begun = planner.post(AT, data={**ASKED, "out": [str(DEPUTY), str(WOMEN)]})
    at = begun.headers["location"]
    page = html.unescape(read(planner, at))
    part = page.partition('id="gone"')[2].partition("</section>")[0]
    assert re.findall(r"session (\d)", part) == ["1", "6", "2"]
    assert "Nobody else is met in it, so it is not placed" in part
    assert planner.post(f"{at}/acceptance", data={"all": "true"}).status_code == 303
    gone = {n: [p for p in some if p != DEPUTY] for n, some in before.items()}
    assert met(demo) == gone, "nobody left to meet is for whoever plans to say"
    again = html.unescape(read(planner, at)).partition('id="gone"')[2]
    assert re.findall(r"session (\d)", again.partition("</section>")[0]) == ["1", "6", "2"]  # fmt: skip


def test_only_people_of_the_visit_can_be_left_out(browse: Browse) -> None:
    answer = browse("facilitator").post(AT, data={**ASKED, "out": str(uuid4())})
    assert answer.status_code == 422
    assert "This is not known in this visit." in answer.text


def test_withdrawing_is_for_those_who_may_speak_for_somebody(
    browse: Browse, demo: Database
) -> None:
    at = f"/visits/{FOLLOW_UP}/availability/stakeholder/{DEPUTY}/withdrawal"
    assert browse("migrant-member").post(at).status_code == 404
    assert browse("other-pair-officer").post(at).status_code == 404
    with demo.reading() as session:
        one = session.get_one(AgendaSession, seed_id("demonstration", "session", "val-daubre-follow-up/s01"))  # fmt: skip
        assert one.revision == 1
