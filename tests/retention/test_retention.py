"""What is old enough is gone, what is not stays, and a second run finds nothing."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from app.cli import cli
from app.db import Database
from app.ids import seed_id
from app.kept import Kept
from app.labels import label
from app.models import (
    AuditEntry,
    Consent,
    DeskNote,
    Erasure,
    Evidence,
    Finding,
    FindingEvidence,
    Login,
    RecordRevision,
    Retention,
    Speaker,
    Stakeholder,
    TeamMember,
    VisitDay,
)
from app.models.base import now
from app.people.retaining import retain
from app.people.retention_forms import BOUNDS, RetentionForm, field_of
from app.people.retention_queries import SOURCES, everything_due
from app.people.retention_rules import (
    EVERYWHERE,
    RULES,
    before,
    lengths_of,
    months_before,
    retention_problems,
)
from app.values import Voice
from tests.conftest import Browse

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
PAGE = "/programmes/demonstration/retention"
FORM = {field_of(rule.kept): str(rule.default) for rule in RULES}


@pytest.fixture
def old(demo: Database) -> Database:
    """The demonstration, its visits two years ago, with something of each kind."""
    with demo.writing() as session:
        for day in session.exec(select(VisitDay)).all():
            day.day_on -= timedelta(days=730)
            session.add(day)
        speaker = session.exec(select(Speaker).where(Speaker.visit_id == VISIT)).first()
        if speaker is None:
            speaker = Speaker(visit_id=VISIT, number=1, voice=Voice.MIGRANTS)
            speaker.programme_id = seed_id("demonstration", "programme", "demonstration")  # fmt: skip
            session.add(speaker)
    return demo


def count(session: Session, table: type) -> int:
    return len(session.exec(select(table).where(table.visit_id == VISIT)).all())  # type: ignore[attr-defined]


def test_raw_evidence_goes_and_what_was_concluded_stays(old: Database) -> None:
    with old.reading() as session:
        notes = session.exec(select(Evidence.id).where(Evidence.visit_id == VISIT)).all()  # fmt: skip
        findings = [
            (one.id, one.sentence, one.status, one.withdrawn)
            for one in session.exec(select(Finding).order_by(col(Finding.id))).all()
        ]
    assert notes
    retain(old, now().date())
    with old.reading() as session:
        for table in (Evidence, Speaker, Consent, FindingEvidence):
            assert count(session, table) == 0
        gone = session.exec(select(Erasure.subject_id)).all()
        assert set(notes) <= set(gone)
        assert findings == [
            (one.id, one.sentence, one.status, one.withdrawn)
            for one in session.exec(select(Finding).order_by(col(Finding.id))).all()
        ]


def test_contacts_and_pay_are_blank_and_their_history_too(old: Database) -> None:
    with old.reading() as session:
        contacts = [c for c in session.exec(select(Stakeholder.contact).where(Stakeholder.visit_id == VISIT)).all() if c]  # fmt: skip
    assert contacts
    retain(old, now().date())
    with old.reading() as session:
        people = session.exec(select(Stakeholder).where(Stakeholder.visit_id == VISIT))
        assert {one.contact for one in people.all()} == {""}
        team = session.exec(select(TeamMember).where(TeamMember.visit_id == VISIT))
        assert [one.preparation for one in team.all() if one.preparation] == []
        told = str([one.values for one in session.exec(select(RecordRevision)).all()])
    for contact in contacts:
        assert contact not in told


def test_the_desk_review_goes_with_the_notes_and_leaves_no_history(
    old: Database,
) -> None:
    notes = select(DeskNote).where(DeskNote.visit_id == VISIT)
    with old.reading() as session:
        words = [one.hypotheses for one in session.exec(notes) if one.hypotheses]
    assert words
    retain(old, now().date())
    with old.reading() as session:
        assert session.exec(notes).all() == []
        told = str([one.values for one in session.exec(select(RecordRevision)).all()])
    assert [one for one in words if one in told] == []


def test_a_second_run_finds_nothing_and_each_step_is_noted(old: Database) -> None:
    first = retain(old, now().date())
    assert {one.due.rule.kept for one in first} >= {Kept.RAW_EVIDENCE, Kept.TEAM, Kept.CONTACTS}  # fmt: skip
    assert retain(old, now().date()) == []
    with old.reading() as session:
        wanted = select(AuditEntry).where(AuditEntry.verb == "deleted-after-time")
        rows = session.exec(wanted).all()
    noted: dict[tuple[object, str], int] = {}
    for row in rows:
        place = (row.programme_id, row.subject)
        noted[place] = noted.get(place, 0) + int(row.reason)
    done: dict[tuple[object, str], int] = {}
    for one in first:
        place = (one.due.programme.id if one.due.programme else None, one.due.rule.kept.value)  # fmt: skip
        done[place] = done.get(place, 0) + one.rows
    assert noted == done


def test_no_note_of_a_recent_visit_is_due(demo: Database) -> None:
    with demo.reading() as session:
        found = everything_due(session, now().date())
    heard = (Kept.RAW_EVIDENCE, Kept.SPEAKERS, Kept.RELEASED)
    assert [one.rows for one in found if one.rule.kept in heard] == [0] * 8


def test_a_dry_run_tells_and_deletes_nothing(
    old: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with old.reading() as session:
        before_run = len(session.exec(select(Evidence.id)).all())
    monkeypatch.setattr("app.settings.settings", lambda: Place(str(old.url)))
    result = CliRunner().invoke(cli, ["retain", "--dry-run", "--json"])
    assert result.exit_code == 0
    told = {(one["programme"], one["table"]): one for one in json.loads(result.output)}
    line = told[("demonstration", "evidence")]
    assert (line["due"], line["deleted"], line["rule"]) == (
        before_run,
        0,
        "raw-evidence",
    )
    with old.reading() as session:
        assert len(session.exec(select(Evidence.id)).all()) == before_run


class Place:
    """Settings, as far as the command reads them."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url


def test_a_session_that_ended_long_ago_is_forgotten_with_what_it_asked(
    demo: Database,
) -> None:
    with demo.writing() as session:
        person = seed_id("demonstration", "person", "member")
        long_ago = now() - timedelta(days=200)
        session.add(
            Login(
                token_hash="old", person_id=person, expires_at=long_ago,
                created_at=long_ago, last_seen_at=long_ago,
            )
        )  # fmt: skip
    retain(demo, now().date())
    with demo.reading() as session:
        assert session.exec(select(Login).where(Login.token_hash == "old")).all() == []


def test_every_rule_has_its_source_and_every_field_its_rule() -> None:
    assert {rule.kept for rule in (*RULES, *EVERYWHERE)} == set(SOURCES) == set(Kept)
    fields = set(RetentionForm.model_fields) - {"revision"}
    assert fields == {field_of(rule.kept) for rule in RULES}
    assert all(rule.least <= rule.default <= rule.most for rule in (*RULES, *EVERYWHERE))  # fmt: skip
    assert retention_problems(lengths_of({})) == []
    assert BOUNDS[Kept.AUDIO] == (1, 30)


def test_every_kind_that_is_kept_has_its_word() -> None:
    assert [one for one in Kept if not label(one)] == []


def test_consents_are_kept_as_long_as_what_they_allow() -> None:
    short = lengths_of({"raw-evidence": 12, "speakers": 11})
    assert [problem.field for problem in retention_problems(short)] == ["speakers"]


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_months_are_those_of_the_calendar(day: date, months: int) -> None:
    found = months_before(day, months)
    apart = (day.year - found.year) * 12 + day.month - found.month
    assert apart == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


def test_the_audit_is_never_due_before_the_database_lets_it_go() -> None:
    for rule in (*RULES, *EVERYWHERE):
        if rule.kept is Kept.AUDIT:
            for today in (date(2027, 3, 1), date(2028, 2, 29), date(2028, 3, 1)):
                assert (today - before(rule, rule.least, today)).days >= 365


def test_members_read_the_lengths_and_only_a_coordinator_changes_them(
    browse: Browse, demo: Database
) -> None:
    member = browse("member").get(PAGE, headers={"accept-language": "fr"})
    assert "Durées de conservation" in member.text
    assert "Enregistrer les durées" not in member.text
    coordinator = browse("coordinator")
    changed = {**FORM, "contacts": "3"}
    led = coordinator.post(PAGE, data=changed).headers["location"]
    assert led.startswith("/account/confirmation")
    coordinator.post("/account/confirmation/demo", data={"then": PAGE})
    assert coordinator.post(PAGE, data=changed).status_code == 303
    assert coordinator.post(PAGE, data={**changed, "team": "3"}).status_code == 409
    with demo.reading() as session:
        kept = session.exec(select(Retention)).one()
        told = session.exec(select(AuditEntry.verb).where(AuditEntry.subject == "programme")).all()  # fmt: skip
    assert kept.lengths == {rule.kept.value: rule.default for rule in RULES} | {"contacts": 3}  # fmt: skip
    assert told == ["changed-retention"]
    assert "What changed here" in coordinator.get(PAGE).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"audio": "31"}, "audio"), ({"speakers": "6"}, "speakers"), ({"team": "x"}, "team")],
)  # fmt: skip
def test_a_length_out_of_bounds_is_refused_with_what_was_typed(
    browse: Browse, wrong: dict[str, str], field: str
) -> None:
    coordinator = browse("coordinator")
    coordinator.post("/account/confirmation/demo", data={"then": PAGE})
    answer = coordinator.post(PAGE, data={**FORM, **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'value="{wrong[field]}"' in answer.text


def test_a_programme_without_visits_has_nothing_due(session: Session) -> None:
    found = everything_due(session, now().date())
    assert {one.rows for one in found} <= {0}
