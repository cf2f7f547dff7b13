"""Moving, cancelling, removing and undoing, on both databases."""

from datetime import date, time
from typing import Any

import pytest
from sqlmodel import Session

from app import records
from app.access import Actor
from app.errors import Conflict, Rejected
from app.forms import check
from app.models import AgendaSession, Visit
from app.values import SessionStatus
from app.visits.agenda_actions import add_session, change_session
from app.visits.agenda_history import history_of
from app.visits.agenda_links import linked
from app.visits.agenda_moving import (
    cancel_session,
    move_session,
    plan_again,
    remove_session,
    restore_session,
    undo_session,
)
from app.visits.forms import MoveForm
from tests.agenda.making import form, make_stakeholder, planned, planned_form
from tests.factories import make_day, make_member


def moving(item: AgendaSession, **values: Any) -> MoveForm:
    return check(MoveForm, {"revision": item.revision, **values})


def said(rejected: pytest.ExceptionInfo[Rejected]) -> dict[str, str]:
    return {problem.field: problem.message for problem in rejected.value.problems}


def times(item: AgendaSession) -> tuple[time | None, time | None]:
    return item.starts_local, item.ends_local


def test_moving_keeps_the_length(session: Session, visit: Visit, host: Actor) -> None:
    item = planned(session, host, visit, ends_local="10:15")
    move_session(session, host, visit, item, moving(item, minutes=15))
    assert times(item) == (time(9, 15), time(10, 30))
    move_session(session, host, visit, item, moving(item, starts_local="14:00"))
    assert times(item) == (time(14), time(15, 15))


def test_moving_to_another_day_keeps_the_time(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    later = make_day(session, visit, day_on=date(2027, 4, 27))
    move_session(session, host, visit, item, moving(item, day_id=later.id))
    assert (item.day_id, *times(item)) == (later.id, time(9), time(10))


def test_a_session_never_leaves_its_day(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    with pytest.raises(Rejected) as rejected:
        move_session(session, host, visit, item, moving(item, starts_local="23:30"))
    assert said(rejected) == {
        "starts_local": "It would leave its day. Give it to another day, or make two of it: one until 23:59, and one from 00:00 on the next day."
    }


def test_what_waits_is_given_a_day_start_and_end(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = add_session(session, host, visit, form(visit))
    day = make_day(session, visit)
    with pytest.raises(Rejected) as rejected:
        move_session(session, host, visit, item, moving(item, starts_local="09:00"))
    assert set(said(rejected)) == {"day_id", "ends_local"}
    whole = moving(item, day_id=day.id, starts_local="09:00", ends_local="09:45")
    move_session(session, host, visit, item, whole)
    assert (item.day_id, *times(item)) == (day.id, time(9), time(9, 45))


def test_cancelling_and_removing_can_be_taken_back(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    cancel_session(session, host, visit, item, item.revision)
    assert item.status == SessionStatus.CANCELLED.value
    plan_again(session, host, visit, item, item.revision)
    assert item.status == SessionStatus.PLANNED.value
    remove_session(session, host, visit, item, item.revision)
    assert item.removed_at is not None
    restore_session(session, host, visit, item)
    assert item.removed_at is None
    words = [one.what for one in history_of(session, visit, item)]
    assert words == [
        ["Put back"],
        ["Removed"],
        ["Planned again"],
        ["Cancelled"],
        ["Added to the agenda"],
    ]


def test_undoing_brings_values_and_links_back(
    session: Session, visit: Visit, host: Actor
) -> None:
    person, member = make_stakeholder(session, visit), make_member(session, visit)
    item = planned(session, host, visit, stakeholders=[person.id], factors=["factor-1"])
    before = (item.title, times(item), linked(session, item))
    other = planned_form(
        item, visit, title="Other", ends_local="11:00", members=[member.id]
    )
    change_session(session, host, visit, item, other)
    undo_session(session, host, visit, item, item.revision)
    assert (item.title, times(item), linked(session, item)) == before
    assert item.revision == 3
    assert len(records.history(session, item)) == 3


def test_undoing_a_change_of_links_alone_is_a_new_revision(
    session: Session, visit: Visit, host: Actor
) -> None:
    person = make_stakeholder(session, visit)
    item = planned(session, host, visit, stakeholders=[person.id])
    change_session(session, host, visit, item, planned_form(item, visit))
    assert linked(session, item)["stakeholder_ids"] == []
    undo_session(session, host, visit, item, item.revision)
    assert linked(session, item)["stakeholder_ids"] == [person.id]
    assert item.revision == 3


def test_undoing_does_not_bring_back_who_has_left_the_visit(
    session: Session, visit: Visit, host: Actor
) -> None:
    person = make_stakeholder(session, visit)
    item = planned(session, host, visit, stakeholders=[person.id])
    change_session(session, host, visit, item, planned_form(item, visit))
    records.remove(session, person, revision=1, by=None)
    undo_session(session, host, visit, item, item.revision)
    assert linked(session, item)["stakeholder_ids"] == []


def test_buttons_pressed_on_an_old_page_change_nothing(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    move_session(session, host, visit, item, moving(item, minutes=15))
    for press in (cancel_session, remove_session, undo_session):
        with pytest.raises(Conflict):
            press(session, host, visit, item, 1)
    assert (item.revision, item.status) == (2, SessionStatus.PLANNED)


def test_a_session_is_made_longer_and_shorter(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    move_session(session, host, visit, item, moving(item, longer=15))
    assert times(item) == (time(9), time(10, 15))
    move_session(session, host, visit, item, moving(item, longer=-60))
    assert times(item) == (time(9), time(9, 15))
    for longer in (-15, -30):
        with pytest.raises(Rejected) as rejected:
            move_session(session, host, visit, item, moving(item, longer=longer))
        assert set(said(rejected)) == {"minutes"}
    assert times(item) == (time(9), time(9, 15))


def test_a_card_dropped_elsewhere_has_another_day_time_and_track(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    later = make_day(session, visit, day_on=date(2027, 4, 27))
    dropped = moving(item, day_id=later.id, starts_local="14:00", ends_local="15:30", track="A")  # fmt: skip
    move_session(session, host, visit, item, dropped)
    assert (item.day_id, *times(item), item.track) == (later.id, time(14), time(15, 30), "A")  # fmt: skip
    move_session(session, host, visit, item, moving(item, track="*"))
    assert item.track == ""


def test_a_card_dropped_on_what_somebody_changed_keeps_both_to_choose_from(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    dropped = moving(item, starts_local="14:00", ends_local="15:00", track="A")
    move_session(session, host, visit, item, moving(item, minutes=15))
    with pytest.raises(Conflict) as conflict:
        move_session(session, host, visit, item, dropped)
    assert conflict.value.theirs == {
        "day_id": item.day_id,
        "starts_local": time(9, 15),
        "ends_local": time(10, 15),
        "track": "",
    }
    assert times(item) == (time(9, 15), time(10, 15))
