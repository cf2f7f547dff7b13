import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from app.cli import cli
from app.db import Database
from app.ids import seed_id
from app.models import (
    Deadline,
    Membership,
    Message,
    MessageState,
    Person,
    Reminder,
    Visit,
)
from app.models.base import now
from app.people.letters import composed
from app.people.outbox import claim
from app.programmes.reminding import Reminded, remind, remind_of_steps
from app.settings import Settings
from app.values import ReminderKind, Step, VisitStatus

#: Long after every date of the demonstration, so that only our own step is near.
DUE = date(2031, 3, 17)
STEP = seed_id("demonstration", "deadline", "p1-r3-self")
OWNER = seed_id("demonstration", "person", "mentee-officer")
VISIT = seed_id("demonstration", "visit", "val-daubre-follow-up")


@pytest.fixture
def step(demo: Database) -> Database:
    with demo.writing() as session:
        session.execute(update(Deadline).where(col(Deadline.id) == STEP).values(due_on=DUE))  # fmt: skip
    return demo


def on(database: Database, day: date, *, dry_run: bool = False) -> list[str]:
    return [one.kind.value for one in remind_of_steps(database, day, dry_run=dry_run)]


def test_it_reminds_five_times_at_most_however_often_it_runs(step: Database) -> None:
    said = {}
    for n in range(-20, 60):
        day = DUE + timedelta(days=n)
        if first := on(step, day):
            said[n] = first
        assert on(step, day) == []
    assert said == {
        -7: ["week-before"],
        -1: ["day-before"],
        1: ["day-after"],
        8: ["week-after"],
        15: ["two-weeks-after"],
    }
    with step.reading() as session:
        assert len(session.exec(select(Reminder)).all()) == 5


def test_trying_it_writes_nothing_and_says_the_same(step: Database) -> None:
    day = DUE - timedelta(days=7)
    expected = [
        Reminded(Step.SELF_ASSESSMENT, ReminderKind.WEEK_BEFORE, DUE, STEP, OWNER)
    ]
    assert remind(step, day, dry_run=True) == expected
    assert remind(step, day, dry_run=False) == expected


def test_another_date_is_reminded_of_anew(step: Database) -> None:
    assert on(step, DUE - timedelta(days=7)) == ["week-before"]
    later = DUE + timedelta(days=21)
    with step.writing() as session:
        session.execute(update(Deadline).where(col(Deadline.id) == STEP).values(due_on=later))  # fmt: skip
    assert on(step, later - timedelta(days=7)) == ["week-before"]


def disabled(session: Session) -> None:
    session.get_one(Person, OWNER).disabled_at = now()


def unwilling(session: Session) -> None:
    session.get_one(Person, OWNER).wants_reminders = False


def cancelled(session: Session) -> None:
    session.get_one(Visit, VISIT).status = VisitStatus.CANCELLED


def done(session: Session) -> None:
    session.get_one(Deadline, STEP).done_on = DUE


def taken_out(session: Session) -> None:
    session.get_one(Deadline, STEP).removed_at = now()


def nobodys(session: Session) -> None:
    session.get_one(Deadline, STEP).owner_id = None


def gone(session: Session) -> None:
    held = select(Membership).where(Membership.person_id == OWNER)
    for membership in session.exec(held):
        membership.removed_at = now()


WHY_NOT = [disabled, unwilling, cancelled, done, taken_out, nobodys, gone]


@pytest.mark.parametrize("change", WHY_NOT)
def test_nobody_is_reminded_without_need(
    step: Database, change: Callable[[Session], None]
) -> None:
    day = DUE + timedelta(days=1)
    assert on(step, day, dry_run=True) == ["day-after"]
    with step.writing() as session:
        change(session)
    assert on(step, day) == []


def letter_of(database: Database) -> tuple[str, str]:
    with database.writing() as session:
        letter = claim(session)
    assert letter
    message = composed(letter, "repere@example.org", "https://example.org")
    return str(message["Subject"]), str(message.get_content())


def test_it_comes_in_the_person_s_language_with_where_to_go(step: Database) -> None:
    on(step, DUE - timedelta(days=7))
    subject, text = letter_of(step)
    assert (
        subject
        == "Rappel\N{NO-BREAK SPACE}: Auto-évaluation à faire avant le 17 mars 2031"
    )
    assert f"https://example.org/visits/{VISIT}/preparation" in text
    assert "https://example.org/account#reminders" in text


def test_it_comes_in_english_too(step: Database) -> None:
    with step.writing() as session:
        session.get_one(Person, OWNER).language = "en"
    on(step, DUE - timedelta(days=7))
    assert letter_of(step)[0] == "Reminder: Self-assessment due 17 March 2031"


@pytest.mark.parametrize("change", [disabled, unwilling, done, taken_out])
def test_what_settled_itself_in_the_outbox_is_not_sent(
    step: Database, change: Callable[[Session], None]
) -> None:
    on(step, DUE - timedelta(days=7))
    with step.writing() as session:
        change(session)
    with step.writing() as session:
        assert claim(session) is None
    with step.reading() as session:
        kept = session.exec(select(Message).where(Message.subject_id == STEP)).one()
    assert kept.state is MessageState.EXPIRED


def test_the_command_tells_in_json_and_sends_nothing_when_tried(
    step: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with step.writing() as session:
        due_on = now().date() + timedelta(days=7)
        session.get_one(Deadline, STEP).due_on = due_on
    monkeypatch.setattr("app.settings.settings", lambda: Settings(demo=True, database_url=str(step.url)))  # fmt: skip
    tried = CliRunner().invoke(cli, ["remind", "--dry-run", "--json"])
    told = [json.loads(line) for line in tried.stdout.splitlines()]
    assert {
        "step": "self-assessment",
        "kind": "week-before",
        "due_on": due_on.isoformat(),
        "deadline_id": str(STEP),
        "person_id": str(OWNER),
    } in told
    with step.reading() as session:
        assert session.exec(select(Reminder)).all() == []
    written = CliRunner().invoke(cli, ["remind"])
    assert (written.exit_code, written.stdout.splitlines()[-1]) == (0, f"{len(told)} reminded")  # fmt: skip
    assert CliRunner().invoke(cli, ["remind"]).stdout == "0 reminded\n"


def test_trying_it_needs_no_lock_on_any_database(database: Database) -> None:
    """PostgreSQL gives none to whoever only reads."""
    assert remind(database, DUE, dry_run=True) == []
