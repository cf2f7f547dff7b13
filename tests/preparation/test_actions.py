from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import Conflict, NotPermitted, Rejected
from app.models import City, Deadline, Membership, Visit, VisitDay
from app.models.base import now
from app.programmes.asking_actions import say_election, write_questions
from app.programmes.deadline_actions import (
    change_deadline,
    finish_deadline,
    remove_deadline,
)
from app.programmes.forms import DeadlineForm, ElectionForm, QuestionsForm
from app.programmes.preparing_actions import (
    move_preparation,
    plan_preparation,
    said_of,
)
from app.programmes.preparing_queries import latest_follow_up, moves_waiting
from app.values import Role, Step
from tests.factories import (
    host_officer,
    make_person,
    make_visit,
    on_team,
    visiting_officer,
)


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["pair"])
    session.refresh(made.pair, ["cities"])
    return made


@pytest.fixture
def officer(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


def dates(session: Session, visit: Visit) -> dict[Step, date]:
    rows = session.exec(
        select(Deadline).where(
            Deadline.visit_id == visit.id, col(Deadline.removed_at).is_(None)
        )
    ).all()
    return {one.step: one.due_on for one in rows}


def step_of(session: Session, visit: Visit, step: Step) -> Deadline:
    asked = select(Deadline).where(Deadline.visit_id == visit.id, Deadline.step == step)
    return session.exec(asked).one()


def move_first_day(session: Session, visit: Visit, days: int) -> None:
    day = session.exec(select(VisitDay).where(VisitDay.visit_id == visit.id)).one()
    day.day_on += timedelta(days=days)
    session.add(day)
    session.flush()  # the steps are counted from it


def test_planning_adds_what_is_missing_and_twice_adds_nothing(
    session: Session, visit: Visit, officer: Actor
) -> None:
    made = plan_preparation(session, officer, visit)
    assert len(made) == len(Step)
    before = dates(session, visit)
    assert before[Step.READINESS] == date(2027, 2, 1)
    kept = step_of(session, visit, Step.TEAM)
    remove_deadline(session, officer, visit.pair, kept, kept.revision)
    assert plan_preparation(session, officer, visit) == []
    assert dates(session, visit) == {s: d for s, d in before.items() if s is not Step.TEAM}  # fmt: skip


def test_a_step_that_stands_keeps_its_date_and_its_owner(
    session: Session, visit: Visit, officer: Actor
) -> None:
    own = Deadline(
        programme_id=visit.programme_id, pair_id=visit.pair_id, visit_id=visit.id,
        step=Step.AGENDA, due_on=date(2027, 1, 5), owner_id=officer.person_id,
    )  # fmt: skip
    session.add(own)
    session.flush()  # planning reads it
    made = plan_preparation(session, officer, visit)
    assert Step.AGENDA not in {one.step for one in made}
    stands = step_of(session, visit, Step.AGENDA)
    assert (stands.due_on, stands.owner_id) == (date(2027, 1, 5), officer.person_id)


def test_each_side_gets_its_steps(
    session: Session, visit: Visit, officer: Actor
) -> None:
    host, guide = make_person(session, "Host"), make_person(session, "Guide")
    city, programme = visit.host_city_id, visit.programme_id
    session.add(Membership(person_id=host.id, role=Role.OFFICER, city_id=city))
    session.add(
        Membership(person_id=guide.id, role=Role.FACILITATOR, programme_id=programme)
    )
    session.flush()  # planning looks for them
    owners = {s.step: s.owner_id for s in plan_preparation(session, officer, visit)}
    assert owners[Step.SELF_ASSESSMENT] == owners[Step.ACTION_PLAN] == host.id
    assert owners[Step.DESK_REVIEW] == guide.id


def test_without_a_day_there_is_nothing_to_count_from(
    session: Session, visit: Visit, officer: Actor
) -> None:
    day = session.exec(select(VisitDay).where(VisitDay.visit_id == visit.id)).one()
    day.removed_at = now()
    session.add(day)
    with pytest.raises(Rejected):
        plan_preparation(session, officer, visit)


def test_only_what_was_confirmed_moves_and_what_was_dated_by_hand_stays(
    session: Session, visit: Visit, officer: Actor
) -> None:
    plan_preparation(session, officer, visit)
    by_hand = step_of(session, visit, Step.TEAM)
    form = DeadlineForm(due_on=date(2027, 3, 8), revision=by_hand.revision)
    change_deadline(session, officer, visit.pair, by_hand, form)
    done = step_of(session, visit, Step.READINESS)
    finish_deadline(session, officer, visit.pair, done, done.revision)
    before = dates(session, visit)
    read = [said_of(step, new) for step, new in moves_waiting(session, visit)]
    assert read == []
    move_first_day(session, visit, 7)
    with pytest.raises(Rejected):
        move_preparation(session, officer, visit, read)
    assert dates(session, visit) == before
    waiting = moves_waiting(session, visit)
    confirmed = [said_of(step, new) for step, new in waiting]
    move_preparation(session, officer, visit, confirmed)
    week = timedelta(days=7)
    stays = (Step.TEAM, Step.READINESS)
    after = dates(session, visit)
    moved = {s: d + week for s, d in before.items() if s not in stays}
    # Months are not weeks: these two are counted anew.
    moved |= {Step.ACTION_PLAN: date(2027, 8, 3), Step.FOLLOW_UP: date(2027, 11, 3)}
    assert after == {**before, **moved}


def test_the_team_plans_nothing(session: Session, visit: Visit, officer: Actor) -> None:
    member = on_team(session, visit)
    with pytest.raises(NotPermitted):
        plan_preparation(session, member, visit)
    with pytest.raises(NotPermitted):
        move_preparation(session, member, visit, [])
    made = plan_preparation(session, officer, visit)
    with pytest.raises(NotPermitted):
        finish_deadline(session, member, visit.pair, made[0], 1)


def test_a_step_is_done_today_once(
    session: Session, visit: Visit, officer: Actor
) -> None:
    step = plan_preparation(session, officer, visit)[0]
    step.under_way = True
    finish_deadline(session, officer, visit.pair, step, step.revision)
    assert (step.done_on, step.under_way) == (now().date(), False)
    with pytest.raises(Conflict):
        finish_deadline(session, officer, visit.pair, step, 1)


def test_the_follow_up_is_the_last_open_one(
    session: Session, visit: Visit, officer: Actor
) -> None:
    assert latest_follow_up(session, visit.pair) is None
    plan_preparation(session, officer, visit)
    assert latest_follow_up(session, visit.pair) == date(2027, 10, 26)


def test_a_city_says_when_it_votes_and_no_other_does(
    session: Session, visit: Visit, officer: Actor
) -> None:
    host = session.get_one(City, visit.host_city_id)
    form = ElectionForm(next_election_on=date(2027, 5, 16), revision=1)
    other = visiting_officer(session, visit)
    with pytest.raises(NotPermitted):
        say_election(session, other, host, form)
    assert say_election(session, officer, host, form).next_election_on == date(2027, 5, 16)  # fmt: skip


def test_questions_are_the_learning_city_s_and_blank_ones_fall_away(
    session: Session, visit: Visit, officer: Actor
) -> None:
    sent = {
        "question-1-en": " ", "question-2-fr": "Comment ?", "question-2-en": "How?",
        "question-3-en": "", "revision": "1",
    }  # fmt: skip
    form = QuestionsForm.model_validate(sent)
    with pytest.raises(NotPermitted):
        write_questions(session, visiting_officer(session, visit), visit.pair, form)
    pair = write_questions(session, officer, visit.pair, form)
    assert pair.questions == [{"fr": "Comment ?", "en": "How?"}]
    stale = QuestionsForm(questions=[{"en": "Else?"}], revision=1)
    with pytest.raises(Conflict):
        write_questions(session, officer, visit.pair, stale)
