"""Adding, changing and taking back sessions, on both databases."""

from datetime import date, time
from typing import Any

import pytest
from sqlmodel import Session

from app import records
from app.access import Actor
from app.errors import Conflict, NotPermitted, Rejected
from app.forms import check
from app.models import AgendaSession, Visit
from app.translations import save_translation, translations_of
from app.values import SessionStatus
from app.visits.agenda_actions import add_session, change_session, linked_values
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
from app.visits.agenda_queries import agenda_of
from app.visits.forms import MoveForm
from app.visits.releasing import release_agenda
from tests.agenda.making import form, make_room, make_stakeholder, planned
from tests.factories import host_officer, make_day, make_member, make_visit, on_team


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_visit(session)


@pytest.fixture
def host(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


def moving(item: AgendaSession, **values: Any) -> MoveForm:
    return check(MoveForm, {"revision": item.revision, **values})


def said(rejected: pytest.ExceptionInfo[Rejected]) -> dict[str, str]:
    return {problem.field: problem.message for problem in rejected.value.problems}


def times(item: AgendaSession) -> tuple[time | None, time | None]:
    return item.starts_local, item.ends_local


def test_numbers_are_given_and_never_given_again(
    session: Session, visit: Visit, host: Actor
) -> None:
    first, second = planned(session, host, visit), planned(session, host, visit)
    remove_session(session, host, visit, second, second.revision)
    third = planned(session, host, visit, number=1)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]


def test_a_form_sent_twice_is_one_session(
    session: Session, visit: Visit, host: Actor
) -> None:
    first = planned(session, host, visit)
    again = add_session(session, host, visit, form(visit, id=first.id))
    assert again is first


def test_the_id_of_another_visits_session_is_refused(
    session: Session, visit: Visit, host: Actor
) -> None:
    other = make_visit(session)
    theirs = planned(session, host_officer(session, other), other)
    with pytest.raises(Rejected):
        add_session(session, host, visit, form(visit, id=theirs.id))


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"ends_local": "10:00"}, {"starts_local"}),
        ({"starts_local": "10:00"}, {"day_id", "ends_local"}),
        ({"link": "javascript:alert(1)"}, {"link"}),
        ({"factors": ["unknown"]}, {"factors"}),
        ({"questions": ["factor-1/unknown"]}, {"questions"}),
    ],
)
def test_what_cannot_stand_is_refused_by_field(
    session: Session,
    visit: Visit,
    host: Actor,
    values: dict[str, Any],
    fields: set[str],
) -> None:
    with pytest.raises(Rejected) as rejected:
        add_session(session, host, visit, form(visit, **values))
    assert set(said(rejected)) == fields


def test_a_session_cannot_end_before_it_starts(
    session: Session, visit: Visit, host: Actor
) -> None:
    with pytest.raises(Rejected) as rejected:
        planned(session, host, visit, starts_local="10:00", ends_local="09:00")
    assert said(rejected) == {"ends_local": "It must end after it starts."}


def test_days_people_and_rooms_of_another_visit_are_unknown(
    session: Session, visit: Visit, host: Actor
) -> None:
    other = make_visit(session)
    day, room = make_day(session, other), make_room(session, other)
    person, member = make_stakeholder(session, other), make_member(session, other)
    for values in (
        {"day_id": day.id},
        {"room_id": room.id},
        {"stakeholders": [person.id]},
        {"members": [member.id]},
    ):
        with pytest.raises(Rejected) as rejected:
            add_session(session, host, visit, form(visit, **values))
        assert said(rejected) == dict.fromkeys(
            values, "This is not known in this visit."
        )


def test_a_question_brings_its_factor_along(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit, questions=["factor-2/how"])
    assert linked_values(session, item)["factors"] == ["factor-2"]


def test_changing_only_links_is_a_change(
    session: Session, visit: Visit, host: Actor
) -> None:
    person = make_stakeholder(session, visit)
    item = planned(session, host, visit)
    seen = item.revision
    wanted = planned_form(item, visit, stakeholders=[person.id])
    change_session(session, host, visit, item, wanted)
    assert item.revision == seen + 1
    assert linked_values(session, item)["stakeholders"] == [person.id]
    with pytest.raises(Conflict) as conflict:
        change_session(
            session, host, visit, item, planned_form(item, visit, revision=seen)
        )
    assert conflict.value.theirs["stakeholders"] == [person.id]
    assert conflict.value.revision == item.revision


def planned_form(item: AgendaSession, visit: Visit, **changes: Any) -> Any:
    values = {
        "title": item.title,
        "day_id": item.day_id,
        "starts_local": item.starts_local,
        "ends_local": item.ends_local,
        "revision": item.revision,
        **changes,
    }
    return form(visit, **values)


def test_saving_the_same_again_writes_nothing(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    change_session(session, host, visit, item, planned_form(item, visit))
    assert item.revision == 1


def test_a_changed_title_sends_its_translation_back(
    session: Session, visit: Visit, host: Actor
) -> None:
    item = planned(session, host, visit)
    for field in ("title", "notes"):
        save_translation(
            session,
            table="agenda_session",
            record_id=item.id,
            field=field,
            language="fr",
            text="Ouverture",
            source_revision=1,
            by=None,
            programme_id=visit.programme_id,
            visit_id=visit.id,
        )
    change_session(session, host, visit, item, planned_form(item, visit, title="Start"))
    left = translations_of(session, "agenda_session", [item.id])
    assert left == {(item.id, "notes"): {"fr": "Ouverture"}}


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
    assert said(rejected) == {"starts_local": "It would leave its day."}


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


def test_members_of_the_team_read_and_do_not_plan(
    session: Session, visit: Visit, host: Actor
) -> None:
    member = on_team(session, visit)
    item = planned(session, host, visit)
    with pytest.raises(NotPermitted):
        add_session(session, member, visit, form(visit))
    with pytest.raises(NotPermitted):
        change_session(session, member, visit, item, planned_form(item, visit))
    with pytest.raises(NotPermitted):
        move_session(session, member, visit, item, moving(item, minutes=15))
    for press in (cancel_session, plan_again, remove_session, undo_session):
        with pytest.raises(NotPermitted):
            press(session, member, visit, item, 1)
    with pytest.raises(NotPermitted):
        restore_session(session, member, visit, item)
    with pytest.raises(NotPermitted):
        release_agenda(session, member, visit, "", "en")


def test_a_release_says_what_has_changed_since(
    session: Session, visit: Visit, host: Actor
) -> None:
    items = [planned(session, host, visit) for _ in range(3)]
    release_agenda(session, host, visit, "First", "en")
    move_session(session, host, visit, items[0], moving(items[0], minutes=15))
    remove_session(session, host, visit, items[1], items[1].revision)
    planned(session, host, visit)
    session.flush()
    released = agenda_of(session, host, visit).released
    assert released
    assert (released.number, released.changes) == (1, "First")
    assert (released.changed, released.added, released.removed) == ([1], [4], [2])
    release_agenda(session, host, visit, "", "en")
    session.flush()
    again = agenda_of(session, host, visit).released
    assert again
    assert (again.number, again.is_current) == (2, True)


def test_clashes_and_rooms_that_do_not_fit_are_found(
    session: Session, visit: Visit, host: Actor
) -> None:
    room = make_room(session, visit)
    person = make_stakeholder(session, visit)
    both = {"room_id": room.id, "stakeholders": [person.id]}
    one = planned(session, host, visit, needs=["private", "step-free"], **both)
    two = planned(session, host, visit, starts_local="09:30", **both)
    third = planned(session, host, visit, **both)
    cancel_session(session, host, visit, third, third.revision)
    found = agenda_of(session, host, visit)
    assert [(c.name, c.one.id, c.other.id) for c in found.clashes] == [
        ("Mayor", one.id, two.id),
        ("Town hall, Room 2", one.id, two.id),
    ]
    lacks = ["The room is not private.", "The room is not step-free."]
    assert found.lacking == {one.id: lacks}
    association = Actor(associated=frozenset({visit.pair_id}))
    outside = agenda_of(session, association, visit)
    assert (outside.clashes, outside.lacking) == ([], {})
    assert [cell.members for cell in outside.cells.values()] == [None] * 3
