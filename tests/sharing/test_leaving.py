"""What leaves with what is shared, and what does not."""

import re

from sqlmodel import Session, select

from app import records
from app.db import Database
from app.models import (
    Action,
    AgendaSession,
    Finding,
    Interpreter,
    Stakeholder,
    TeamMember,
    Venue,
)
from app.values import FindingStatus, Need
from tests.conftest import Browse
from tests.sharing.agreeing import (
    PAIR,
    SUBJECTS,
    VISIT,
    agree,
    share,
)


def leaking(session: Session) -> dict[str, list[str]]:
    """What stands in the same records and must not leave, by what it is."""
    agreed = select(Finding).where(
        Finding.visit_id == VISIT, Finding.status == FindingStatus.AGREED
    )
    drafts = select(Finding).where(
        Finding.visit_id == VISIT, Finding.status == FindingStatus.DRAFT
    )
    texts = {
        "people": session.exec(
            select(Stakeholder.name).where(Stakeholder.visit_id == VISIT)
        ).all(),
        "team": session.exec(
            select(TeamMember.shown_name).where(TeamMember.visit_id == VISIT)
        ).all(),
        "venues": session.exec(select(Venue.name).where(Venue.visit_id == VISIT)).all(),
        "interpreters": session.exec(
            select(Interpreter.name).where(Interpreter.visit_id == VISIT)
        ).all(),
        "sheltered": [
            one.title
            for one in session.exec(
                select(AgendaSession).where(AgendaSession.visit_id == VISIT)
            ).all()
            if {Need.PRIVATE, Need.WOMEN_ONLY} & set(one.needs)
        ],
        "dissent": [one.dissent for one in session.exec(agreed).all()],
        "drafts": [one.sentence for one in session.exec(drafts).all()],
        "owners": session.exec(
            select(Action.owner_person).where(Action.pair_id == PAIR)
        ).all(),
        "resources": session.exec(
            select(Action.resources).where(Action.pair_id == PAIR)
        ).all(),
    }
    return {what: [t for t in some if len(t) > 3] for what, some in texts.items()}


def test_nothing_leaves_beside_what_is_shared(browse: Browse, demo: Database) -> None:
    with demo.writing() as session:
        for one in session.exec(select(Finding).where(Finding.visit_id == VISIT)):
            one.dissent = f"Dissent on {one.factor}"
            session.add(one)
        action = session.exec(select(Action).where(Action.pair_id == PAIR)).first()
        assert action
        action.resources = "Secret resources"
        session.add(action)
    with demo.reading() as session:
        hidden = leaking(session)
    assert [what for what, some in hidden.items() if not some] == []
    for kind in SUBJECTS:
        share(browse, kind)
    other = browse("other-pair-officer")
    for kind in SUBJECTS:
        for language in ("en", "fr"):
            page = other.get(
                f"/shared/{kind}/{SUBJECTS[kind]}",
                headers={"Accept-Language": language},
            )
            said = page.text.split("<main")[1].replace("&#39;", "'")
            # A plan may itself say where something will be done.
            asked = hidden if kind != "plan" else {**hidden, "venues": []}
            shown = {w: [t for t in some if t in said] for w, some in asked.items()}
            assert {what: some for what, some in shown.items() if some} == {}, kind


def test_the_preview_is_what_others_see_word_for_word(browse: Browse) -> None:
    def inner(page: str) -> str:
        words = re.sub(r"<[^>]+>", " ", page)
        return " ".join(words.split())

    for kind in SUBJECTS:
        share(browse, kind)
        preview = browse("mentor-officer").get(f"/sharing/{kind}/{SUBJECTS[kind]}").text
        shown = preview.split('id="preview"')[1].split("</section>\n<aside")[0]
        shown = shown.split("</h2>", 1)[1]
        there = browse("other-pair-officer").get(f"/shared/{kind}/{SUBJECTS[kind]}")
        assert inner(shown) in inner(there.text)


def test_a_finding_changed_since_waits_until_every_city_agrees_again(
    browse: Browse, demo: Database
) -> None:
    share(browse, "findings")
    other = browse("other-pair-officer")
    with demo.reading() as session:
        finding = session.exec(
            select(Finding).where(
                Finding.visit_id == VISIT, Finding.status == FindingStatus.AGREED
            )
        ).first()
    assert finding
    there = f'id="{finding.factor}"'
    address = f"/shared/findings/{VISIT}"
    assert there in other.get(address).text
    with demo.writing() as session:
        own = session.get(Finding, finding.id)
        assert own
        records.change(session, own, {"reason": "Anew."}, revision=None, by=None)
    assert there not in other.get(address).text
    page = browse("mentor-officer").get(f"/sharing/findings/{VISIT}").text
    assert "Something was changed since it was agreed." in page
    assert agree(browse, "mentor-officer", "findings") == 303
    assert there not in other.get(address).text
    assert agree(browse, "mentee-officer", "findings") == 303
    assert there in other.get(address).text
