"""Who was asked which days suit and said nothing is asked once more by `repere remind`."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from app.ids import seed_id
from app.models import AccessLink, DateQuestion, DaySet, Person, Stakeholder, Visit
from app.models.base import now
from app.people.outbox import send_waiting
from app.settings import Settings
from app.values import VisitStatus
from app.visits.asked_again import ask_about, ask_again, visits_asked
from app.visits.telling_rules import Seat
from tests.dates.test_routes import AT, JUNE, SERVICES, propose, say
from tests.releases.conftest import VISIT, Post, text_of, token_in

OFFICER = seed_id("demonstration", "person", "mentee-officer")
TODAY = now().date()
WEEK = TODAY + timedelta(days=7)
TO_SERVICES, TO_OFFICER = (Seat.PERSON_MET, SERVICES), (Seat.PLANNING, OFFICER)


@pytest.fixture
def polled(post: Post) -> Post:
    """A person met and an officer are asked today about days that are far away."""
    propose(post.planner, JUNE)
    whom = [f"{seat.value}:{id_}" for seat, id_ in (TO_SERVICES, TO_OFFICER)]
    assert post.planner.post(f"{AT}/asking", data={"whom": whom}).status_code == 303
    return post


def questions(post: Post, day: date, *, dry_run: bool = False) -> list[object]:
    found = ask_again(post.database, day, dry_run=dry_run)
    return [(one.seat, one.id) for one in found]


def test_each_is_asked_once_more_after_a_week_by_its_own_letter(polled: Post) -> None:
    due = [TO_SERVICES, TO_OFFICER]
    first = polled.arrived()["services@example.org"][0]
    assert questions(polled, WEEK - timedelta(days=1)) == []
    assert questions(polled, WEEK, dry_run=True) == due
    with polled.database.writing() as session:  # as if it had been a week
        week_ago = now() - timedelta(days=7)
        session.execute(update(DateQuestion).values(asked_at=week_ago, told_at=week_ago))  # fmt: skip
    assert questions(polled, TODAY) == due
    for later in range(30):
        assert questions(polled, TODAY + timedelta(days=later)) == []
    settings = Settings(demo=True, database_url="sqlite://", mail_url=polled.box.url)
    send_waiting(polled.database, settings)
    arrived = polled.arrived()
    assert set(arrived) == {"services@example.org", "mentee-officer@example.org"}
    (letter,) = arrived["services@example.org"]
    assert "attendons encore votre réponse" in text_of(letter)
    for token in {token_in(first), token_in(letter)}:
        assert polled.browse("").get(f"/links/{token}").status_code == 200


def test_who_answers_before_the_letter_goes_out_does_not_get_it(polled: Post) -> None:
    token = token_in(polled.arrived()["services@example.org"][0])
    with polled.database.writing() as session:
        session.execute(update(DateQuestion).values(asked_at=now() - timedelta(days=7), told_at=now() - timedelta(days=7)))  # fmt: skip
    assert questions(polled, TODAY) == [TO_SERVICES, TO_OFFICER]
    assert say(polled, token, "yes").status_code == 303
    settings = Settings(demo=True, database_url="sqlite://", mail_url=polled.box.url)
    send_waiting(polled.database, settings)
    assert set(polled.arrived()) == {"mentee-officer@example.org"}


def about_services(session: Session, **values: object) -> None:
    own = col(DateQuestion.stakeholder_id) == SERVICES
    session.execute(update(DateQuestion).where(own).values(**values))


def answered(session: Session) -> None:
    about_services(session, answered_at=now())


def told_again(session: Session) -> None:
    about_services(session, told_at=now() + timedelta(days=2))


def never_told(session: Session) -> None:
    about_services(session, told_at=None)


def taken_back(session: Session) -> None:
    session.execute(update(AccessLink).where(col(AccessLink.subject_id) == SERVICES).values(revoked_at=now()))  # fmt: skip


def taken_off(session: Session) -> None:
    session.get_one(Stakeholder, SERVICES).removed_at = now()


def unwilling(session: Session) -> None:
    session.get_one(Person, OFFICER).wants_reminders = False


def chosen(session: Session) -> None:
    session.execute(update(DaySet).values(chosen_at=now()))


def withdrawn(session: Session) -> None:
    session.execute(update(DaySet).values(removed_at=now()))


def passed(session: Session) -> None:
    session.execute(update(DaySet).values(days=[{"on": WEEK.isoformat(), "mode": None, "zone": "Europe/Paris", "starts": None, "ends": None}]))  # fmt: skip


def cancelled(session: Session) -> None:
    session.get_one(Visit, VISIT).status = VisitStatus.CANCELLED


#: Whoever is still asked where that is so.
WHY_NOT = [
    *((w, [TO_OFFICER]) for w in (answered, told_again, never_told, taken_back, taken_off)),
    (unwilling, [TO_SERVICES]),
    *((why, []) for why in (chosen, withdrawn, passed, cancelled)),
]  # fmt: skip


def test_nobody_is_asked_again_without_need(polled: Post) -> None:
    for change, left in WHY_NOT:
        with Session(polled.database.writer) as session:
            change(session)
            session.flush()
            found = [
                (one.seat, one.id)
                for visit_id in visits_asked(session, WEEK)
                for one in ask_about(session, visit_id, WEEK, dry_run=True)
            ]
            session.rollback()
        assert found == left, change.__name__


def test_days_that_begin_end_the_question(polled: Post) -> None:
    with polled.database.writing() as session:
        for place, day in enumerate(polled.days()):
            day.day_on = WEEK + timedelta(days=place)
            session.merge(day)
    assert questions(polled, WEEK, dry_run=True) == []
