from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, func, select

from app.access import Actor
from app.errors import Conflict, NotFound, NotPermitted, Problem, Rejected
from app.ids import uuid7
from app.models import Deadline, Membership, Pair, Readiness, RecordRevision, Visit
from app.models.base import now
from app.programmes.actions import write_readiness
from app.programmes.deadline_actions import (
    add_deadline,
    change_deadline,
    remove_deadline,
    restore_deadline,
    undo_deadline,
)
from app.programmes.forms import DeadlineForm, NewDeadlineForm, ReadinessForm
from app.programmes.queries import deadlines_of, people_of_pair
from app.translations import save_translation, translations_of
from app.values import Condition, ReadinessState, Role, Step
from tests.factories import (
    coordinator,
    host_officer,
    make_pair,
    make_person,
    make_programme,
    make_visit,
    on_team,
    visiting_officer,
)

RISK = ReadinessForm(state=ReadinessState.AT_RISK, text="Une agente", language="fr")


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["pair"])
    session.refresh(made.pair, ["cities"])
    return made


@pytest.fixture
def officer(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


def a_step(session: Session, officer: Actor, pair: Pair, **changes: object) -> Deadline:
    values = {"id": uuid7(), "step": Step.AGENDA, "due_on": date(2026, 11, 30)}
    form = NewDeadlineForm.model_validate({**values, **changes})
    return add_deadline(session, officer, pair, form)


def test_a_condition_is_one_record_changed_in_place(
    session: Session, visit: Visit, officer: Actor
) -> None:
    pair = visit.pair
    made = write_readiness(session, officer, pair, Condition.CAPACITY, RISK)
    better = RISK.model_copy(update={"state": ReadinessState.IN_HAND, "revision": 1})
    write_readiness(session, officer, pair, Condition.CAPACITY, better)
    found = session.exec(select(Readiness).where(Readiness.pair_id == pair.id)).all()
    assert [(r.id, r.state, r.revision) for r in found] == [
        (made.id, ReadinessState.IN_HAND, 2)
    ]


def test_a_stale_condition_shows_what_was_saved_meanwhile(
    session: Session, visit: Visit, officer: Actor
) -> None:
    """Also where the form was opened before there was anything."""
    write_readiness(session, officer, visit.pair, Condition.CAPACITY, RISK)
    other = RISK.model_copy(update={"text": "Deux agentes"})
    with pytest.raises(Conflict) as clash:
        write_readiness(session, officer, visit.pair, Condition.CAPACITY, other)
    assert (clash.value.revision, clash.value.theirs["text"]) == (1, "Une agente")


def test_a_changed_text_is_no_longer_shown_in_its_old_translation(
    session: Session, visit: Visit, officer: Actor
) -> None:
    made = write_readiness(session, officer, visit.pair, Condition.CAPACITY, RISK)
    save_translation(
        session,
        table="readiness",
        record_id=made.id,
        field="text",
        language="en",
        text="One officer",
        source_revision=1,
        by=None,
        programme_id=made.programme_id,
    )
    form = RISK.model_copy(update={"text": "Deux agentes", "revision": 1})
    write_readiness(session, officer, visit.pair, Condition.CAPACITY, form)
    session.expire_all()
    assert translations_of(session, "readiness", [made.id]) == {}


def test_readiness_is_written_by_the_officers_of_the_pair_alone(
    session: Session, visit: Visit
) -> None:
    other = visiting_officer(session, visit)
    write_readiness(session, other, visit.pair, Condition.RELATIONS, RISK)
    for actor in (coordinator(session, visit), on_team(session, visit)):
        with pytest.raises(NotPermitted):
            write_readiness(session, actor, visit.pair, Condition.CAPACITY, RISK)


def test_a_step_is_moved_and_done_with_its_history(
    session: Session, visit: Visit, officer: Actor
) -> None:
    step = a_step(session, officer, visit.pair)
    today = now().date()
    form = DeadlineForm(due_on=date(2026, 12, 2), done_on=today, revision=1)
    change_deadline(session, officer, visit.pair, step, form)
    kept = session.exec(
        select(RecordRevision)
        .where(RecordRevision.record_id == step.id)
        .order_by(col(RecordRevision.revision))
    ).all()
    assert [(r.values["due_on"], r.values["done_on"]) for r in kept] == [
        ("2026-11-30", None),
        ("2026-12-02", today.isoformat()),
    ]
    with pytest.raises(Conflict):
        change_deadline(session, officer, visit.pair, step, form)


def test_a_step_is_not_done_next_week(
    session: Session, visit: Visit, officer: Actor
) -> None:
    step = a_step(session, officer, visit.pair)
    later = now().date() + timedelta(days=7)
    form = DeadlineForm(due_on=step.due_on, done_on=later, revision=1)
    with pytest.raises(Rejected) as refused:
        change_deadline(session, officer, visit.pair, step, form)
    assert refused.value.problems == (
        Problem("done_on", "Choose a day that has come."),
    )


def test_a_team_member_moves_no_step(
    session: Session, visit: Visit, officer: Actor
) -> None:
    step = a_step(session, officer, visit.pair)
    form = DeadlineForm(due_on=step.due_on, revision=1)
    with pytest.raises(NotPermitted):
        change_deadline(session, on_team(session, visit), visit.pair, step, form)


def test_a_step_is_seen_to_by_somebody_of_the_pair(
    session: Session, visit: Visit, officer: Actor
) -> None:
    pair, inside, outside = visit.pair, make_person(session), make_person(session)
    session.add(
        Membership(
            programme_id=pair.programme_id,
            person_id=inside.id,
            role=Role.OFFICER,
            city_id=pair.cities[0].city_id,
        )
    )
    session.flush()  # the query below reads it
    assert [person.id for person in people_of_pair(session, pair)] == [inside.id]
    assert a_step(session, officer, pair, owner_id=inside.id).owner_id == inside.id
    with pytest.raises(Rejected) as refused:
        a_step(session, officer, pair, owner_id=outside.id)
    assert [problem.field for problem in refused.value.problems] == ["owner_id"]


def test_a_step_of_another_pair_is_not_there(
    session: Session, visit: Visit, officer: Actor
) -> None:
    other = make_pair(session, make_programme(session))
    step = a_step(session, officer, visit.pair)
    stranger = Actor(person_id=officer.person_id, pairs=frozenset({other.id}))
    with pytest.raises(NotFound):
        a_step(session, stranger, other, id=step.id)
    with pytest.raises(Rejected):
        a_step(session, stranger, other, visit_id=visit.id)


def test_a_step_sent_twice_is_one(
    session: Session, visit: Visit, officer: Actor
) -> None:
    step = a_step(session, officer, visit.pair)
    again = a_step(session, officer, visit.pair, id=step.id, due_on=date(2027, 1, 1))
    count = select(func.count()).where(Deadline.pair_id == visit.pair_id)
    assert (again.due_on, session.exec(count).one()) == (date(2026, 11, 30), 1)


def test_a_step_is_taken_out_and_put_back(
    session: Session, visit: Visit, officer: Actor
) -> None:
    pair, step = visit.pair, a_step(session, officer, visit.pair)
    with pytest.raises(NotPermitted):
        remove_deadline(session, on_team(session, visit), pair, step, 1)
    with pytest.raises(Conflict):
        remove_deadline(session, officer, pair, step, 7)
    remove_deadline(session, officer, pair, step, 1)
    assert deadlines_of(session, pair) == []
    with pytest.raises(NotPermitted):
        restore_deadline(session, on_team(session, visit), pair, step)
    restore_deadline(session, officer, pair, step)
    assert [one for one, _owner in deadlines_of(session, pair)] == [step]


def test_the_last_change_of_a_step_is_undone(
    session: Session, visit: Visit, officer: Actor
) -> None:
    pair, step = visit.pair, a_step(session, officer, visit.pair)
    form = DeadlineForm(
        step=Step.BRIEFING, visit_id=visit.id, due_on=date(2026, 12, 2), revision=1
    )
    change_deadline(session, officer, pair, step, form)
    assert (step.step, step.visit_id) == (Step.BRIEFING, visit.id)
    with pytest.raises(NotPermitted):
        undo_deadline(session, on_team(session, visit), pair, step, 2)
    with pytest.raises(Conflict):
        undo_deadline(session, officer, pair, step, 1)
    undo_deadline(session, officer, pair, step, 2)
    assert (step.step, step.visit_id) == (Step.AGENDA, None)
    assert (step.due_on, step.revision) == (date(2026, 11, 30), 3)


def test_a_step_belongs_to_no_visit_of_another_pair(
    session: Session, visit: Visit, officer: Actor
) -> None:
    step, other = a_step(session, officer, visit.pair), make_visit(session)
    gone = make_visit(session, visit.pair, round=2, removed_at=now())
    for strange in (other, gone):
        form = DeadlineForm(visit_id=strange.id, due_on=step.due_on, revision=1)
        with pytest.raises(Rejected) as refused:
            change_deadline(session, officer, visit.pair, step, form)
        assert [p.field for p in refused.value.problems] == ["visit_id"]
