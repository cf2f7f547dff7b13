"""Somebody leaves: what is open passes, what is written stays, and it is read first."""

from uuid import UUID

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.models import (
    AuditEntry,
    Deadline,
    Evidence,
    Invitation,
    Membership,
    Message,
    RecordRevision,
    TeamMember,
    Visit,
)
from app.people.letters import Letter, composed
from app.values import TeamPart
from tests.conftest import Browse

DEMO = "demonstration"
PROGRAMME = seed_id(DEMO, "programme", DEMO)
LEAVER = seed_id(DEMO, "person", "mentor-officer")
SUCCESSOR = seed_id(DEMO, "person", "brunnhagen-officer")
AT = f"/people/{LEAVER}/handover"
FORM = {
    "programme_id": str(PROGRAMME),
    "successor_id": str(SUCCESSOR),
    "language": "fr",
    "reason": "Changes post",
}


@pytest.fixture
def coordinator(browse: Browse) -> TestClient:
    browser = browse("coordinator")
    browser.post("/account/confirmation/demo", data={})
    return browser


def steps(demo: Database, owner: UUID, *, done: bool) -> set[UUID]:
    with demo.reading() as session:
        asked = select(Deadline.id).where(Deadline.owner_id == owner)
        is_done = col(Deadline.done_on)
        rows = asked.where(is_done.is_not(None) if done else is_done.is_(None))
        return set(session.exec(rows).all())


def cities(demo: Database, person: UUID) -> set[UUID | None]:
    with demo.reading() as session:
        asked = select(Membership.city_id).where(
            Membership.person_id == person, col(Membership.removed_at).is_(None)
        )
        return set(session.exec(asked).all())


def everything(demo: Database) -> list[str]:
    tables = (Membership, Deadline, TeamMember, AuditEntry, Message, RecordRevision)
    with demo.reading() as session:
        return [repr(one) for t in tables for one in session.exec(select(t)).all()]


def test_what_will_move_is_read_before_anything_does(
    coordinator: TestClient, demo: Database
) -> None:
    before = everything(demo)
    page = coordinator.post(AT, data=FORM)
    assert page.status_code == 200
    assert "From Thibaut Declaesse to Jens Uhlenbrock-Harms" in page.text
    assert "City officer: Rivemont" in page.text
    assert everything(demo) == before


def test_what_is_open_passes_and_what_is_done_stays(
    coordinator: TestClient, browse: Browse, demo: Database
) -> None:
    open_before = steps(demo, LEAVER, done=False)
    done_before = steps(demo, LEAVER, done=True)
    own_before = steps(demo, SUCCESSOR, done=False)
    leaver = browse("mentor-officer")
    pair = f"/pairs/{seed_id(DEMO, 'pair', 'rivemont-val-daubre')}"
    assert leaver.get(pair).status_code == 200
    with demo.reading() as session:
        written = session.exec(select(Evidence.id, Evidence.author_id)).all()
    answer = coordinator.post(AT, data={**FORM, "checked": "on"})
    assert answer.status_code == 303
    assert steps(demo, LEAVER, done=False) == set()
    assert steps(demo, LEAVER, done=True) == done_before
    assert steps(demo, SUCCESSOR, done=False) == own_before | open_before
    rivemont = seed_id(DEMO, "city", "rivemont")
    assert cities(demo, LEAVER) == set()
    assert rivemont in cities(demo, SUCCESSOR)
    assert leaver.get(pair).status_code == 404
    assert leaver.get("/").status_code == 200
    with demo.reading() as session:
        assert session.exec(select(Evidence.id, Evidence.author_id)).all() == written
        deeds = [(one.verb, one.subject_id, one.reason) for one in session.exec(select(AuditEntry).where(AuditEntry.subject == "person")).all()]  # fmt: skip
        mails = session.exec(select(Message)).all()
    assert deeds == [("handed-over", LEAVER, "Changes post")]
    assert {(m.template, m.person_id, m.secret) for m in mails} == {
        ("taken-over", SUCCESSOR, None),
        ("handed-over", LEAVER, None),
    }


def test_places_on_teams_that_have_travelled_end_with_the_leaver(
    coordinator: TestClient, demo: Database
) -> None:
    with demo.writing() as session:
        visit = session.get_one(Visit, seed_id(DEMO, "visit", "val-daubre-review"))
        member = session.exec(
            select(TeamMember).where(
                TeamMember.visit_id == visit.id, TeamMember.person_id == LEAVER
            )
        ).first()
        if member is None:
            member = TeamMember(
                programme_id=visit.programme_id,
                visit_id=visit.id,
                position=40,
                person_id=LEAVER,
                shown_name="Member 40",
                part=TeamPart.OFFICER,
            )
        visit.status = "done"  # type: ignore[assignment]
        session.add_all([visit, member])
    coordinator.post(AT, data={**FORM, "checked": "on"})
    with demo.reading() as session:
        ended = session.get_one(TeamMember, member.id)
        heirs = session.exec(
            select(TeamMember).where(
                TeamMember.visit_id == visit.id, TeamMember.person_id == SUCCESSOR
            )
        ).all()
    assert ended.removed_at is not None
    assert heirs == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"successor_id": str(LEAVER)}, 422),
        ({"successor_id": ""}, 422),
        ({"successor_id": str(seed_id(DEMO, "person", "nobody"))}, 404),
        ({"successor_id": "", "email": "mentor-officer@example.org"}, 422),
        (
            {"programme_id": str(seed_id("inclucities", "programme", "inclucities"))},
            422,
        ),
        ({"programme_id": str(seed_id(DEMO, "programme", "other"))}, 403),
    ],
    ids=str,
)
def test_nothing_passes_to_the_wrong_person_or_elsewhere(
    coordinator: TestClient, demo: Database, changes: dict[str, str], status: int
) -> None:
    before = everything(demo)
    answer = coordinator.post(AT, data={**FORM, **changes, "checked": "on"})
    assert answer.status_code == status
    assert everything(demo) == before


def test_somebody_invited_takes_over_when_they_accept(
    coordinator: TestClient, browse: Browse, demo: Database
) -> None:
    open_before = steps(demo, LEAVER, done=False)
    form = {**FORM, "successor_id": "", "email": "new@example.org", "name": "Noor New"}
    answer = coordinator.post(AT, data={**form, "checked": "on"})
    token = answer.text.split("/links/")[1].split("<")[0]
    assert steps(demo, LEAVER, done=False) == open_before
    guest = browse("")
    assert guest.post(f"/links/{token}", data={"name": "Noor New"}).status_code == 303
    assert guest.get("/").status_code == 200
    with demo.reading() as session:
        (invitation,) = session.exec(select(Invitation)).all()
    assert invitation.accepted_by
    assert steps(demo, LEAVER, done=False) == set()
    assert steps(demo, invitation.accepted_by, done=False) == open_before
    assert cities(demo, invitation.accepted_by) == {seed_id(DEMO, "city", "rivemont")}


@pytest.mark.parametrize("template", ["taken-over", "handed-over"])
def test_the_letters_are_in_both_languages_and_name_no_person(template: str) -> None:
    named = {"programme": "Our cities", "by": ""}
    said = {}
    for language in ("en", "fr"):
        letter = Letter(LEAVER, template, "Ana", "ana@example.org", language, "", named)
        message = composed(letter, "repere@example.org", "https://example.org")
        said[language] = (message["Subject"], message.get_content())
    assert said["en"] != said["fr"]
    assert all("Our cities" in text for _subject, text in said.values())
    assert all("Declaesse" not in text for _subject, text in said.values())
