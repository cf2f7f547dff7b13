"""Adding, changing and taking back sessions, on both databases."""

from datetime import time
from typing import Any

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, NotPermitted, Rejected
from app.forms import check
from app.models import AgendaSession, Visit
from app.translations import save_translation, translations_of
from app.visits.agenda_actions import add_session, change_session, linked_values
from app.visits.agenda_moving import (
    cancel_session,
    move_session,
    plan_again,
    remove_session,
    restore_session,
    undo_session,
)
from app.visits.agenda_queries import agenda_of
from app.visits.clash_words import about_both
from app.visits.forms import MoveForm
from app.visits.releasing import release_agenda
from tests.agenda.making import (
    form,
    make_interpreter,
    make_room,
    make_stakeholder,
    planned,
    planned_form,
)
from tests.factories import host_officer, make_day, make_member, make_visit, on_team

WHOLE_TEAM_TWICE = "Sessions 1 and 2 are at the same time, and one of them is for the whole team."  # fmt: skip


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
    added = planned(session, host, visit)
    session.flush()
    released = agenda_of(session, host, visit).released
    assert released
    assert (released.number, released.changes) == (1, "First")
    assert [str(one) for one in released.differences] == [
        "Session 1: moved from 09:00–10:00 to 09:15–10:15.",
        "Session 2: no longer in the agenda.",
        "Session 4: new, Monday 26 April, 09:00–10:00.",
    ]
    ids = [one.session for one in released.differences]
    assert ids == [items[0].id, None, added.id]
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
    assert [
        (about_both(c.clash), [slot.id for slot in c.clash.sessions])
        for c in found.clashes
    ] == [
        ("The room is not step-free.", [one.id]),
        ("The room is not private.", [one.id]),
        ("Mayor: expected in sessions 1 and 2 at the same time.", [one.id, two.id]),
        (WHOLE_TEAM_TWICE, [one.id, two.id]),
        (
            "Town hall, Room 2: taken by sessions 1 and 2 at the same time.",
            [one.id, two.id],
        ),
    ]
    association = Actor(associated=frozenset({visit.pair_id}))
    outside = agenda_of(session, association, visit)
    assert outside.clashes == []
    assert [cell.members for cell in outside.cells.values()] == [None] * 3


def test_an_interpreter_who_is_needed_and_not_named_is_noticed(
    session: Session, visit: Visit, host: Actor
) -> None:
    person = make_stakeholder(session, visit)
    member = make_member(session, visit, languages=["en"])
    person.languages = ["it"]
    both = {"stakeholders": [person.id], "members": [member.id]}
    alone = planned(session, host, visit, **both)
    voice = make_interpreter(session, visit)
    planned(session, host, visit, interpreters=[voice.id], **both)
    planned(session, host, visit, languages=["en"])
    session.flush()  # the agenda is read by plain queries
    said = "An interpreter is needed and none is named."
    found = agenda_of(session, host, visit).clashes
    assert [
        [slot.id for slot in c.clash.sessions]
        for c in found
        if about_both(c.clash) == said
    ] == [[alone.id]]


def test_a_session_says_where_it_is_and_whether_one_can_join_from_afar(
    session: Session, visit: Visit, host: Actor
) -> None:
    room, link = make_room(session, visit), "https://meet.example.org/one"
    on_site = planned(session, host, visit, room_id=room.id, place="second floor")
    hybrid = planned(session, host, visit, room_id=room.id, link=link)
    virtual = planned(session, host, visit, link=link)
    session.flush()  # the agenda is read by plain queries
    association = Actor(associated=frozenset({visit.pair_id}))
    cells = agenda_of(session, association, visit).cells
    assert [cells[one.id].place for one in (on_site, hybrid, virtual)] == [
        "Town hall, Room 2 · second floor",
        "Town hall, Room 2 · online",
        "online",
    ]
