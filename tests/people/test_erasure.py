"""An account that is erased: nothing leads to its person, and what was noted stays."""

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app import records
from app.db import Database
from app.evidence.erasures_kept import kept, replay
from app.evidence.withdrawing import Gone
from app.ids import seed_id, uuid7
from app.models import (
    AccessLink,
    Action,
    AgendaRelease,
    AuditEntry,
    Evidence,
    HeldForm,
    Invitation,
    Login,
    Membership,
    Person,
    Programme,
    Seat,
    Visit,
)
from app.models.base import now
from app.people.erasing import erase_person, members_of, renamed
from app.people.erasure_queries import extent_of
from app.people.links import About, make_link
from app.values import Role, VisitStatus
from app.values_people import LinkPurpose
from tests.conftest import Browse
from tests.factories import (
    make_member,
    make_open_seat,
    make_person,
    make_programme,
    make_tablet,
    make_visit,
)
from tests.people.software_key import make_passkey

MEMBER = seed_id("demonstration", "person", "member")
ERASE = "/account/erasure"
OTHER = f"/people/{MEMBER}/erasure"
YES = {"understood": "on"}
ASKED = {**YES, "reason": "Letter of 3 March 2027, file 12"}


def asked_again(browse: Browse, persona: str) -> TestClient:
    client = browse(persona)
    client.post("/account/confirmation/demo", data={"then": ERASE})
    return client


def person_in(demo: Database) -> Person:
    with demo.reading() as session:
        return session.get_one(Person, MEMBER)


def test_it_is_shown_first_asked_again_and_confirmed(
    browse: Browse, demo: Database
) -> None:
    member = browse("member")
    page = member.get(ERASE).text
    assert "What goes, for good" in page
    assert "What stays, and why" in page
    assert "Erase my account for good" not in page
    led = member.post(ERASE, data=YES).headers["location"]
    assert led.startswith("/account/confirmation")
    member.post("/account/confirmation/demo", data={"then": ERASE})
    assert member.post(ERASE, data={}).status_code == 422
    assert person_in(demo).erased_at is None


def test_nothing_in_the_file_leads_to_the_person_any_more(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        for one in members_of(session, MEMBER):
            chosen = {"shown_name": "Nur Hier"}
            records.change(session, one, chosen, revision=None, by=MEMBER)
            released = AgendaRelease.visit_id == one.visit_id
            for release in session.exec(select(AgendaRelease).where(released)).all():
                frozen = {"id": str(one.id), "name": "Nur Hier"}
                release.content = {**release.content, "members": [frozen]}
                session.add(release)
        person = session.get_one(Person, MEMBER)
        person.email, person.name = "nowhere.else@example.org", "Nur Hier"
        session.add(person)
        make_passkey(session, MEMBER)
        action = session.exec(select(Action)).first()
        assert action
        action.owner_person = person.name
        session.add(action)
    answer = asked_again(browse, "member").post(ERASE, data=YES)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    demo.forget_log()
    content = Path(str(demo.url.database)).read_bytes()
    assert b"nowhere.else@example.org" not in content
    assert b"Nur Hier" not in content


def test_every_way_in_is_gone_and_the_notes_have_a_number_for_an_author(
    browse: Browse, demo: Database
) -> None:
    member, other = asked_again(browse, "member"), browse("member")
    with demo.reading() as session:
        notes = len(session.exec(select(Evidence)).all())
    member.post(ERASE, data=YES)
    for browser in (member, other):
        assert browser.get("/account").status_code == 303
    with demo.reading() as session:
        for table in (Login, HeldForm):
            assert session.exec(select(table).where(table.person_id == MEMBER)).all() == []  # fmt: skip
        held = session.exec(select(Membership).where(Membership.person_id == MEMBER))
        assert [one for one in held.all() if one.removed_at is None] == []
        assert len(session.exec(select(Evidence)).all()) == notes
        told = session.exec(select(AuditEntry).where(AuditEntry.verb == "erased-person")).all()  # fmt: skip
    assert [(one.person_id, one.subject_id) for one in told] == [(MEMBER, MEMBER)]
    lead = browse("facilitator")
    visit = seed_id("demonstration", "visit", "val-daubre-review")
    assert lead.get(f"/visits/{visit}/evidence").status_code == 200
    assert lead.get(f"/visits/{visit}/team").status_code == 200


def test_invitations_links_cards_and_seats_go_with_the_person(session: Session) -> None:
    person, programme = make_person(session), make_programme(session)
    visit = make_visit(session)
    member = make_member(session, visit, person_id=person.id)
    tablet, _token = make_tablet(session, visit)
    now_open = make_open_seat(session, tablet, member)
    asked = Invitation(programme_id=programme.id, email=person.email, name=person.name)
    session.add(asked)
    session.flush()  # the link refers to it
    about = About(LinkPurpose.INVITATION, "invitation", asked.id, programme.id)
    make_link(session, about, timedelta(days=1), None)
    erase_person(session, person, None)
    session.expire_all()
    assert (asked.email, asked.name, asked.removed_at is None) == ("", "", False)
    assert session.exec(select(AccessLink)).all() == []
    assert session.get_one(Seat, now_open.seat_id).card_hash is None
    assert now_open.ended_at is not None


def test_the_last_coordinator_hands_over_first(browse: Browse, demo: Database) -> None:
    answer = asked_again(browse, "coordinator").post(ERASE, data=YES)
    assert answer.status_code == 422
    assert "Hand over the coordination first" in answer.text
    own = seed_id("demonstration", "person", "coordinator")
    with demo.reading() as session:
        assert session.get_one(Person, own).erased_at is None


def test_a_coordinator_erases_on_a_written_request_with_its_reason(
    browse: Browse, demo: Database
) -> None:
    coordinator = browse("coordinator")
    led = coordinator.post(OTHER, data=ASKED).headers["location"]
    assert led.startswith("/account/confirmation")
    coordinator.post("/account/confirmation/demo", data={"then": OTHER})
    assert coordinator.post(OTHER, data=YES).status_code == 422
    assert coordinator.post(OTHER, data=ASKED).status_code == 303
    assert person_in(demo).erased_at
    with demo.reading() as session:
        wanted = select(AuditEntry).where(AuditEntry.verb == "erased-person")
        rows = session.exec(wanted.order_by(col(AuditEntry.at))).all()
    assert sorted({row.reason for row in rows}) == ["", ASKED["reason"]]
    assert coordinator.get(OTHER).status_code == 404


def test_a_coordinator_of_one_of_two_programmes_does_not_erase(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        elsewhere = make_programme(session)
        session.add(
            Membership(
                person_id=MEMBER, role=Role.FACILITATOR, programme_id=elsewhere.id
            )
        )
    coordinator = asked_again(browse, "coordinator")
    assert coordinator.get(OTHER).status_code == 200
    assert coordinator.post(OTHER, data=ASKED).status_code == 403
    assert person_in(demo).erased_at is None


@pytest.mark.parametrize("status", [VisitStatus.PLANNING, VisitStatus.DONE])
def test_a_place_on_a_visit_to_come_is_free_and_one_of_a_past_visit_stays(
    session: Session, status: VisitStatus
) -> None:
    visit = make_visit(session, status=status)
    member = make_member(session, visit, shown_name="Amal", migrant=True, position=4)
    assert member.person_id
    erase_person(session, session.get_one(Person, member.person_id), None)
    assert (member.shown_name, member.migrant, member.preparation) == ("Member 4", False, {})  # fmt: skip
    assert (member.removed_at is None) is (status is VisitStatus.DONE)


def test_erasing_twice_does_nothing_more(session: Session) -> None:
    person = make_person(session)
    for _ in range(2):
        erase_person(session, person, None)
    assert len(session.exec(select(AuditEntry)).all()) == 1


def test_the_name_somebody_else_has_too_is_left_where_it_was_written(
    session: Session,
) -> None:
    person, _twin = make_person(session, "Ana"), make_person(session, "Ana")
    visit = make_visit(session)
    action = Action(
        programme_id=visit.programme_id, pair_id=visit.pair_id, title="Do",
        owner_person="Ana", language="en",
    )  # fmt: skip
    session.add(action)
    session.flush()  # it is changed in the table
    erase_person(session, person, None)
    session.refresh(action)
    assert action.owner_person == "Ana"


def test_a_member_is_renamed_in_what_was_released_and_nobody_else() -> None:
    own, other = str(uuid7()), str(uuid7())
    before = {"members": [{"id": own, "name": "Amal", "names": {"fr": "A"}}, {"id": other, "name": "Bo"}]}  # fmt: skip
    assert renamed(before, own, "Member 2") == {
        "members": [{"id": own, "name": "Member 2", "names": {}}, {"id": other, "name": "Bo"}]
    }  # fmt: skip


def test_a_restored_backup_forgets_again_before_it_serves(
    browse: Browse, demo: Database, demo_app: FastAPI, tmp_path: Path
) -> None:
    name, backup = person_in(demo).name, tmp_path / "backup.db"
    with sqlite3.connect(str(demo.url.database)) as source:
        source.backup(sqlite3.connect(backup))
    asked_again(browse, "member").post(ERASE, data=YES)
    outside = demo_app.state.settings.erasures_file
    assert Gone("person", str(MEMBER)) in set(kept(outside))
    lines = tmp_path / "erasures.jsonl"
    shutil.copy(outside, lines)
    assert name not in lines.read_text()
    restored = Database(f"sqlite:///{backup}")
    for expected in (1, 0):
        with restored.writing() as session:
            assert replay(session, only_person(lines)) == expected
    with restored.reading() as session:
        assert session.get_one(Person, MEMBER).erased_at
    restored.close()


def only_person(path: Path) -> Path:
    """Other tests of the session may have kept theirs in the same file."""
    lines = [one for one in path.read_text().splitlines() if str(MEMBER) in one]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_who_coordinates_alone_is_told_which_programme(session: Session) -> None:
    programme, one, two = make_programme(session), make_person(session), make_person(session)  # fmt: skip
    roles = [
        Membership(person_id=p.id, role=Role.COORDINATOR, programme_id=programme.id)
        for p in (one, two)
    ]
    session.add_all(roles)
    session.flush()  # counted in the table
    assert alone(session, one.id) == []
    two.disabled_at = now()
    session.add(two)
    session.flush()  # somebody disabled coordinates nothing
    assert alone(session, one.id) == [programme.id]


def alone(session: Session, person_id: UUID) -> list[UUID]:
    found: list[Programme] = list(extent_of(session, person_id).alone)
    return [one.id for one in found]


def test_visits_over_are_those_that_nobody_travels_to_any_more(session: Session) -> None:  # fmt: skip
    visit = make_visit(session, status=VisitStatus.CANCELLED)
    member = make_member(session, visit)
    assert member.person_id
    erase_person(session, session.get_one(Person, member.person_id), None)
    assert session.get_one(Visit, visit.id).status is VisitStatus.CANCELLED
    assert member.removed_at is None
