from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.access import Actor
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.ids import uuid7
from app.models import Action, ActionUpdate, Visit
from app.models.base import now
from app.plans.actions import add_action, add_update, change_action
from app.plans.forms import ActionForm, UpdateForm
from app.plans.queries import action_for
from app.values import ActionStatus
from tests.factories import (
    coordinator,
    facilitator,
    host_officer,
    make_pair,
    make_programme,
    make_visit,
    on_team,
    visiting_officer,
)

FORUM = ActionForm(title="Un forum", factor="factor-1", language="fr")


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["pair"])
    session.refresh(made.pair, ["cities"])
    return made


@pytest.fixture
def learning(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


def test_the_learning_city_alone_writes_the_plan(
    session: Session, visit: Visit, learning: Actor
) -> None:
    made = add_action(session, learning, visit.pair, FORUM)
    form = FORUM.model_copy(update={"revision": 1})
    for others in (coordinator, facilitator, on_team, visiting_officer):
        actor = others(session, visit)
        with pytest.raises(NotPermitted):
            add_action(session, actor, visit.pair, FORUM)
        with pytest.raises(NotPermitted):
            change_action(session, actor, visit.pair, made, form)


def test_an_action_answers_a_factor_of_the_adopted_benchmark(
    session: Session, visit: Visit, learning: Actor
) -> None:
    form = FORUM.model_copy(update={"factor": "elsewhere", "field": "nowhere"})
    with pytest.raises(Rejected) as refused:
        add_action(session, learning, visit.pair, form)
    assert [p.field for p in refused.value.problems] == ["factor", "field"]


def test_an_action_sent_twice_is_one_and_of_another_pair_is_not_there(
    session: Session, visit: Visit, learning: Actor
) -> None:
    form = FORUM.model_copy(update={"id": uuid7()})
    first = add_action(session, learning, visit.pair, form)
    assert add_action(session, learning, visit.pair, form) is first
    other = make_pair(session, make_programme(session))
    stranger = Actor(person_id=learning.person_id, learning=frozenset({other.id}))
    with pytest.raises(NotFound):
        add_action(session, stranger, other, form)
    with pytest.raises(NotFound):
        action_for(session, other, first.id)


def test_a_stale_change_shows_what_was_saved_meanwhile(
    session: Session, visit: Visit, learning: Actor
) -> None:
    made = add_action(session, learning, visit.pair, FORUM)
    first = FORUM.model_copy(update={"title": "Deux forums", "revision": 1})
    change_action(session, learning, visit.pair, made, first)
    late = FORUM.model_copy(update={"title": "Aucun forum", "revision": 1})
    with pytest.raises(Conflict) as clash:
        change_action(session, learning, visit.pair, made, late)
    assert clash.value.theirs["title"] == "Deux forums"


def test_the_facilitator_notes_and_the_learning_city_also_sets_the_status(
    session: Session, visit: Visit, learning: Actor
) -> None:
    made = add_action(session, learning, visit.pair, FORUM)
    note = UpdateForm(text="Begun", language="en")
    done = note.model_copy(update={"status": ActionStatus.DONE})
    guide = facilitator(session, visit)
    add_update(session, guide, visit.pair, made, note)
    with pytest.raises(NotPermitted):
        add_update(session, guide, visit.pair, made, done)
    assert made.status is ActionStatus.PLANNED
    add_update(session, learning, visit.pair, made, done)
    assert session.get_one(Action, made.id).status is ActionStatus.DONE
    kept = session.exec(select(ActionUpdate).where(ActionUpdate.action_id == made.id))
    assert [(u.text, u.on) for u in kept] == [("Begun", now().date())] * 2


def test_the_mentor_city_and_the_team_read_only(
    session: Session, visit: Visit, learning: Actor
) -> None:
    made = add_action(session, learning, visit.pair, FORUM)
    note = UpdateForm(text="Begun", language="en")
    for others in (coordinator, on_team, visiting_officer):
        with pytest.raises(NotPermitted):
            add_update(session, others(session, visit), visit.pair, made, note)


def test_nothing_is_noted_ahead_of_its_day_nor_under_another_action(
    session: Session, visit: Visit, learning: Actor
) -> None:
    made = add_action(session, learning, visit.pair, FORUM)
    other = add_action(session, learning, visit.pair, FORUM)
    soon = now().date() + timedelta(days=1)
    form = UpdateForm(on=soon, text="Later", language="en")
    with pytest.raises(Rejected):
        add_update(session, learning, visit.pair, made, form)
    form = UpdateForm(id=uuid7(), text="Begun", language="en")
    first = add_update(session, learning, visit.pair, made, form)
    assert add_update(session, learning, visit.pair, made, form) is first
    with pytest.raises(NotFound):
        add_update(session, learning, visit.pair, other, form)
