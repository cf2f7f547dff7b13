"""Break-glass: for coordinators, for a reason and a while, in the open; deny wins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.access import has_broken_glass, may_read_raw, may_record, raw_visits
from app.access_actor import load_actor
from app.db import Database
from app.errors import NotFound, Rejected
from app.evidence.break_glass import BreakGlassForm, break_glass
from app.forms import check
from app.ids import seed_id, uuid7
from app.models import AuditEntry, BreakGlass, Membership, Person
from app.values import Role, TokenScope
from tests.conftest import Browse
from tests.factories import coordinator, host_officer, make_visit, on_team

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
EVIDENCE = f"/visits/{VISIT}/evidence"
NOTE = f"{EVIDENCE}/{seed_id('demonstration', 'evidence', 'val-daubre-review/e17')}"
GLASS = f"/visits/{VISIT}/break-glass"
RAW = (EVIDENCE, NOTE, f"/api/v1{EVIDENCE}", f"/api/v1{NOTE}", f"/visits/{VISIT}/speakers", f"/visits/{VISIT}/debrief")  # fmt: skip
REASON = "A grave complaint about a conversation has reached us."
FORM = {"reason": REASON, "minutes": "30"}


def asked_again(browse: Browse) -> TestClient:
    """The coordinator, having just proved once more who they are."""
    lead = browse("coordinator")
    assert lead.post("/account/confirmation/demo", data={}).status_code == 303
    return lead


def test_who_opens_it_is_asked_again_first(browse: Browse) -> None:
    lead = browse("coordinator")
    for answer in (lead.get(GLASS), lead.post(GLASS, data=FORM)):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/account/confirmation?next=")
    assert {lead.get(address).status_code for address in RAW} == {404}
    assert asked_again(browse).get(GLASS).status_code == 200


def test_a_token_does_not_read_what_was_opened(session: Session) -> None:
    visit = make_visit(session)
    head = replace(coordinator(session, visit), opened=frozenset({visit.id}))
    assert [one.id for one in session.exec(raw_visits(head)).all()] == [visit.id]
    program = replace(head, scopes=frozenset({TokenScope.READ}))
    assert not may_read_raw(program, visit)
    assert session.exec(raw_visits(program)).all() == []


def test_a_coordinator_reads_and_only_reads(browse: Browse, demo: Database) -> None:
    lead = asked_again(browse)
    assert {lead.get(address).status_code for address in RAW} == {404}
    assert lead.post(GLASS, data=FORM).headers["location"] == EVIDENCE
    assert {lead.get(address).status_code for address in RAW} == {200}
    note = {"id": str(uuid7()), "text": "Written by glass"}
    speaker = {"id": str(uuid7()), "role": "Mother", "voice": "migrants"}
    assert lead.post(EVIDENCE, data=note).status_code == 403
    assert lead.post(f"/visits/{VISIT}/speakers", data=speaker).status_code == 403
    assert lead.post(f"{NOTE}/removal", data={"revision": "1"}).status_code == 403
    said = lead.get(f"/visits/{VISIT}/debrief").text
    assert "<textarea" not in said
    day = seed_id("demonstration", "day", "val-daubre-review/d1")
    told = f"/visits/{VISIT}/debrief/{day}/action-plan"
    form = {"agreement": "Written by glass", "language": "en"}
    assert lead.post(told, data=form).status_code == 403
    assert lead.get(f"/visits/{VISIT}/findings/action-plan/edit").status_code == 403
    elsewhere = seed_id("demonstration", "visit", "rivemont-study")
    assert lead.get(f"/visits/{elsewhere}/evidence").status_code == 404
    assert lead.post(f"{GLASS}/end").status_code == 303
    assert {lead.get(address).status_code for address in RAW} == {404}
    with demo.reading() as session:
        verbs = [row.verb for row in session.exec(select(AuditEntry)).all()]
    seeded = {"registered-speaker", "drafted-release", "passed-release"}
    assert sorted(set(verbs) - seeded) == ["asked-again", "broke-glass", "closed-glass", "read-evidence", "read-note", "read-speakers", "signed-in"]  # fmt: skip


def test_the_team_is_told_and_nobody_else(browse: Browse) -> None:
    asked_again(browse).post(GLASS, data=FORM)
    for address in (f"/visits/{VISIT}", EVIDENCE):
        said = browse("member").get(address).text
        assert REASON in said
        assert "Claire Aubanelle" in said
        assert "open now" in said
    for persona in ("mentee-officer", "association"):
        assert REASON not in browse(persona).get(f"/visits/{VISIT}").text


def test_the_time_ends_by_itself(browse: Browse, demo: Database) -> None:
    lead = asked_again(browse)
    lead.post(GLASS, data=FORM)
    with demo.writing() as session:
        row = session.exec(select(BreakGlass)).one()
        assert row.until - row.at == timedelta(minutes=30)
        row.until = datetime.now(UTC) - timedelta(seconds=1)
        session.add(row)
    assert {lead.get(address).status_code for address in RAW} == {404}


@pytest.mark.parametrize(
    "form", [{"minutes": "30"}, {**FORM, "reason": "why"}, {**FORM, "minutes": "600"}]
)
def test_a_reason_and_a_limit_are_needed(browse: Browse, form: dict[str, str]) -> None:
    lead = asked_again(browse)
    assert lead.post(GLASS, data=form).status_code == 422
    assert lead.get(EVIDENCE).status_code == 404


def test_never_for_anyone_of_the_host_city(session: Session) -> None:
    visit = make_visit(session)
    head = coordinator(session, visit)
    break_glass(session, head, visit, check(BreakGlassForm, FORM))
    both = host_officer(session, visit, person_id=head.person_id, coordinated=head.coordinated, opened=frozenset({visit.id}))  # fmt: skip
    assert not may_read_raw(both, visit)
    assert session.exec(raw_visits(both)).all() == []
    with pytest.raises(NotFound):
        break_glass(session, both, visit, check(BreakGlassForm, FORM))
    member = on_team(session, visit, opened=frozenset({visit.id}))
    assert not has_broken_glass(member, visit)


def test_it_is_loaded_for_a_coordinator_only(session: Session) -> None:
    visit = make_visit(session)
    head = coordinator(session, visit)
    person = session.get_one(Person, head.person_id)
    link = Membership(programme_id=visit.programme_id, person_id=person.id, role=Role.COORDINATOR)  # fmt: skip
    session.add(link)
    break_glass(session, head, visit, check(BreakGlassForm, FORM))
    session.flush()  # loaded below
    today = datetime.now(UTC).date()
    loaded = load_actor(session, person, today)
    assert loaded.opened == frozenset({visit.id})
    assert may_read_raw(loaded, visit)
    assert not may_record(loaded, visit)
    assert [one.id for one in session.exec(raw_visits(loaded)).all()] == [visit.id]
    link.removed_at = datetime.now(UTC)
    session.add(link)
    session.flush()  # no longer a coordinator
    assert load_actor(session, person, today).opened == frozenset()


def test_a_blank_reason_is_said(session: Session) -> None:
    with pytest.raises(Rejected, match="20 characters"):
        check(BreakGlassForm, {"reason": "short", "minutes": "15"})
