"""Who was asked when they can come and said nothing is asked once more by `repere remind`."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from app.cli import cli
from app.ids import seed_id
from app.models import (
    AccessLink,
    Availability,
    Pair,
    Person,
    Stakeholder,
    Visit,
    VisitDay,
)
from app.models.base import now
from app.people.outbox import send_waiting
from app.settings import Settings
from app.values import PairStatus, VisitStatus
from app.values_people import LinkPurpose
from app.visits.asked_again import AskedAgain, ask_about, ask_again, visits_asked
from app.visits.telling_rules import Seat
from tests.dates.conftest import without_poll
from tests.releases.conftest import VISIT, Post, text_of, token_in

AT = f"/visits/{VISIT}/availability"
DEPUTY = seed_id("demonstration", "stakeholder", "val-daubre-follow-up/f-deputy")
MEMBER = seed_id("demonstration", "member", "val-daubre-follow-up/m3")
PERSON = seed_id("demonstration", "person", "migrant-member")
PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
TODAY = now().date()
WEEK = TODAY + timedelta(days=7)
TO_MEMBER, TO_DEPUTY = (
    AskedAgain(LinkPurpose.AVAILABILITY, VISIT, seat, id_)
    for seat, id_ in ((Seat.MEMBER, MEMBER), (Seat.PERSON_MET, DEPUTY))
)


@pytest.fixture
def asked(post: Post) -> Post:
    """A person met and a member of the team are asked today; the days are far away."""
    without_poll(post)
    with post.database.writing() as session:
        for place, day in enumerate(post.days()):
            on = TODAY + timedelta(days=90 + place)
            session.execute(update(VisitDay).where(col(VisitDay.id) == day.id).values(day_on=on))  # fmt: skip
    for own in (f"stakeholder/{DEPUTY}", f"member/{MEMBER}"):
        assert post.planner.post(f"{AT}/{own}/asking").status_code == 303
    post.arrived()
    return post


def questions(post: Post, day: date, *, dry_run: bool = False) -> list[AskedAgain]:
    return ask_again(post.database, day, dry_run=dry_run)


def test_each_is_asked_once_more_after_a_week_in_their_language(asked: Post) -> None:
    due = [TO_MEMBER, TO_DEPUTY]
    assert questions(asked, WEEK - timedelta(days=1)) == []
    assert questions(asked, WEEK, dry_run=True) == due
    assert questions(asked, WEEK) == due
    for later in range(40):
        assert questions(asked, WEEK + timedelta(days=later)) == []
    settings = Settings(demo=True, database_url="sqlite://", mail_url=asked.box.url)
    send_waiting(asked.database, settings)
    arrived = asked.arrived()
    assert {to: len(some) for to, some in arrived.items()} == {
        "deputy@example.org": 1,
        "migrant-member@example.org": 1,
    }
    (letter,) = arrived["deputy@example.org"]
    assert "rien n'est noté" in text_of(letter).replace("’", "'")
    assert asked.browse("").get(f"/links/{token_in(letter)}").status_code == 200


def test_who_was_asked_again_by_hand_is_left_alone(asked: Post) -> None:
    with asked.database.writing() as session:
        session.execute(update(AccessLink).values(made_at=now() - timedelta(days=3)))
    asked.planner.post(f"{AT}/stakeholder/{DEPUTY}/asking")
    assert questions(asked, WEEK) == [TO_MEMBER]


def answered(session: Session) -> None:
    """For them, by somebody who plans."""
    day = session.exec(select(VisitDay).where(VisitDay.visit_id == VISIT)).first()
    assert day
    row = Availability(day_id=day.id, visit_id=VISIT, programme_id=day.programme_id)
    row.stakeholder_id = DEPUTY
    session.add(row)


def taken_back(session: Session) -> None:
    session.execute(update(AccessLink).where(col(AccessLink.subject_id) == DEPUTY).values(revoked_at=now()))  # fmt: skip


def taken_off(session: Session) -> None:
    session.get_one(Stakeholder, DEPUTY).removed_at = now()


def unreachable(session: Session) -> None:
    session.get_one(Stakeholder, DEPUTY).contact = "by the centre"


def unwilling(session: Session) -> None:
    session.get_one(Person, PERSON).wants_reminders = False


def disabled(session: Session) -> None:
    session.get_one(Person, PERSON).disabled_at = now()


def begun(session: Session) -> None:
    first = select(VisitDay).where(VisitDay.visit_id == VISIT).order_by(col(VisitDay.day_on))  # fmt: skip
    day = session.exec(first).first()
    assert day
    day.day_on = WEEK


def cancelled(session: Session) -> None:
    session.get_one(Visit, VISIT).status = VisitStatus.CANCELLED


def done(session: Session) -> None:
    session.get_one(Visit, VISIT).status = VisitStatus.DONE


def gone(session: Session) -> None:
    session.get_one(Visit, VISIT).removed_at = now()


def closed(session: Session) -> None:
    session.get_one(Pair, PAIR).status = PairStatus.CLOSED


#: Whoever is still asked where that is so.
WHY_NOT = [
    *((why, [TO_MEMBER]) for why in (answered, taken_back, taken_off, unreachable)),
    *((why, [TO_DEPUTY]) for why in (unwilling, disabled)),
    *((why, []) for why in (begun, cancelled, done, gone, closed)),
]


def test_nobody_is_asked_again_without_need(asked: Post) -> None:
    for change, left in WHY_NOT:
        with Session(asked.database.writer) as session:
            change(session)
            session.flush()
            found = [
                one
                for visit_id in visits_asked(session, WEEK)
                for one in ask_about(session, visit_id, WEEK, dry_run=True)
            ]
            session.rollback()
        assert found == left, change.__name__


def test_a_link_taken_back_and_another_one_sent_is_asked_about_once(
    asked: Post,
) -> None:
    for what in ("revocation", "asking"):
        at = f"{AT}/stakeholder/{DEPUTY}/{what}"
        assert asked.planner.post(at).status_code == 303
    assert questions(asked, WEEK) == [TO_MEMBER, TO_DEPUTY]
    assert questions(asked, WEEK) == []


def test_the_command_says_whom_it_asks_again(
    asked: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked.database.writing() as session:
        session.execute(update(AccessLink).values(made_at=now() - timedelta(days=8)))
    own = Settings(demo=True, database_url=str(asked.database.url))
    monkeypatch.setattr("app.settings.settings", lambda: own)
    tried = CliRunner().invoke(cli, ["remind", "--dry-run", "--json"]).stdout
    told = {
        "question": "availability",
        "visit_id": str(VISIT),
        "seat": "people",
        "id": str(DEPUTY),
    }
    assert told in [json.loads(line) for line in tried.splitlines()]
    said = f"asked again: availability, visit {VISIT}, to people {DEPUTY}"
    assert said in CliRunner().invoke(cli, ["remind"]).stdout.splitlines()
    assert CliRunner().invoke(cli, ["remind"]).stdout == "0 reminded\n"
