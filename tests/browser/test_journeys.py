"""Five ways through the demo, as the people of domain.md walk them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from app.db import Database
from app.i18n import gettext, speaking
from app.ids import seed_id
from app.models import Evidence, Person, TeamMember, Visit
from app.values import TeamPart
from tests.browser.axe import complaints
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def demo_id(kind: str, key: str) -> str:
    return str(seed_id("demonstration", kind, key))


REVIEW = f"/visits/{demo_id('visit', 'val-daubre-review')}"
FOLLOW_UP = f"/visits/{demo_id('visit', 'val-daubre-follow-up')}"


def fr(message: str) -> str:
    """The word as a reader of French finds it on the page."""
    with speaking("fr"):
        return gettext(message)


def test_a_host_officer_plans_a_session(enter: Enter) -> None:
    page = enter("mentee-officer")
    page.goto(FOLLOW_UP)
    page.get_by_role("link", name="Agenda", exact=True).click()
    page.get_by_role("link", name="Add a session", exact=True).click()
    page.get_by_role("button", name="Add the session").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("What it is about").fill("With the school's mediators")
    page.get_by_label("Format").select_option(label="Interview")
    page.get_by_label("Day").select_option(index=1)
    page.get_by_role("textbox", name="Starts").fill("11:00")
    page.get_by_role("textbox", name="Ends").fill("12:00")
    page.get_by_label("Room").select_option(index=1)
    page.get_by_role("button", name="Add the session").click()
    expect(page.get_by_role("status")).to_contain_text("is added")
    assert complaints(page) == []
    page.get_by_role("button", name="15 minutes later").click()
    expect(page.get_by_role("status")).to_contain_text("from 11:15 to 12:15")
    page.get_by_role("link", name="Agenda", exact=True).first.click()
    planned = page.get_by_role("link", name="With the school's mediators")
    expect(planned).to_be_visible()
    assert complaints(page) == []


def test_a_migrant_member_logs_evidence_in_french(enter: Enter) -> None:
    page = enter(
        "migrant-member", locale="fr-FR", viewport={"width": 820, "height": 1180}
    )
    page.goto(REVIEW)
    page.get_by_role("link", name=fr("Evidence"), exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    note = page.get_by_role("region", name=fr("New note"))
    said = "Le guichet ouvre à neuf heures ; presque toutes commencent à six."
    note.get_by_label(fr("What was said, seen or read")).fill(said)
    factors = note.get_by_role("group", name=fr("Key factors"))
    factors.get_by_role("checkbox").first.check()
    note.get_by_role("button", name=fr("Save the note")).click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.get_by_role("article").filter(has_text=said)).to_be_visible()
    assert complaints(page) == []


def test_a_finding_is_agreed_and_the_host_comments_on_it(enter: Enter) -> None:
    team, host = enter("facilitator"), enter("mentee-officer")
    host.goto(f"{REVIEW}/findings")
    team.goto(f"{REVIEW}/findings")
    link = team.get_by_role("row").filter(has_text="Draft").get_by_role("link").first
    title = link.inner_text()
    expect(host.get_by_role("link", name=title)).to_have_count(0)
    link.click()
    team.get_by_role("button", name="Agree this finding").click()
    expect(team.get_by_role("heading", name="Agreed")).to_be_visible()
    assert complaints(team) == []

    host.reload()
    host.get_by_role("link", name=title, exact=True).click()
    expect(host.get_by_role("heading", name="Evidence")).to_have_count(0)
    host.get_by_role("radio", name="adds a fact").check()
    host.get_by_label("In your words").fill("The second half-post starts in March.")
    host.get_by_role("button", name="Keep the comments").click()
    shown = host.get_by_role("region", name="Host city's comments")
    expect(shown).to_contain_text("The second half-post starts in March.")
    assert complaints(host) == []

    team.reload()
    theirs = team.get_by_role("region", name="Host city's comments")
    expect(theirs).to_contain_text("Adds a fact")
    expect(theirs).to_contain_text("The second half-post starts in March.")


def test_a_coordinator_reads_where_every_pair_stands(enter: Enter) -> None:
    page = enter("coordinator")
    page.get_by_role("link", name="Programmes").click()
    page.get_by_role("link", name="Cities that learn").click()
    board = page.get_by_role("table", name="Where each pair stands")
    rows = board.get_by_role("row")
    expect(rows).to_have_count(1 + 4)
    ours = rows.filter(has_text="Val-d'Aubre")
    expect(ours).to_contain_text("Views differ")
    assert complaints(page) == []
    page.get_by_label("Only where something is late").check()
    expect(page).to_have_url(re.compile("late="))
    ours.get_by_role("link", name="Val-d'Aubre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Val-d'Aubre")
    assert complaints(page) == []


def test_the_host_is_refused_the_raw_notes_also_as_a_member_of_the_team(
    enter: Enter, served_file: Path
) -> None:
    database = Database(f"sqlite:///{served_file}")
    with database.reading() as session:
        heard = some_note(session)
    enters_and_is_refused(enter, heard)
    with database.writing() as session:
        join_the_team(session)
    enters_and_is_refused(enter, heard)
    database.close()


def enters_and_is_refused(enter: Enter, heard: str) -> None:
    """`heard` stands on the team's page, so it could leak."""
    team = enter("facilitator")
    team.goto(f"{REVIEW}/evidence")
    expect(team.get_by_role("main")).to_contain_text(heard)
    page = enter("mentee-officer")
    page.goto(REVIEW)
    expect(page.get_by_role("link", name="Findings", exact=True)).to_be_visible()
    for hidden in ("Evidence", "Debrief"):
        expect(page.get_by_role("link", name=hidden, exact=True)).to_have_count(0)
    for part in ("evidence", "debrief"):
        answer = page.goto(f"{REVIEW}/{part}")
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("main")).not_to_contain_text(heard)
    assert complaints(page) == []


def some_note(session: Session) -> str:
    """The beginning of the newest note: it is on the first page."""
    visit_id = seed_id("demonstration", "visit", "val-daubre-review")
    note = session.exec(
        select(Evidence)
        .where(Evidence.visit_id == visit_id, Evidence.language == "en")
        .order_by(Evidence.captured_at.desc())  # type: ignore[attr-defined]
    ).first()
    assert note is not None
    return note.text[:40]


def join_the_team(session: Session) -> None:
    """The host's officer, on paper, among the visitors: deny wins."""
    visit_id = seed_id("demonstration", "visit", "val-daubre-review")
    visit = session.exec(select(Visit).where(Visit.id == visit_id)).one()
    officer = select(Person).where(Person.persona == "mentee-officer")
    session.add(
        TeamMember(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            position=99,
            person_id=session.exec(officer).one().id,
            shown_name="Member 99",
            part=TeamPart.MEMBER,
        )
    )
