"""Setting what clashes do, taking one on, and changes that are refused; both databases."""

from datetime import time
from typing import Any

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.forms import check
from app.models import AgendaSession, Visit
from app.visits.agenda_actions import add_session, change_session
from app.visits.agenda_moving import move_session, undo_session
from app.visits.agenda_pages import notices
from app.visits.agenda_queries import agenda_of
from app.visits.clash_actions import accept_clash, set_rules, withdraw_acceptance
from app.visits.clash_forms import AcceptForm, ClashRulesForm
from app.visits.clash_pages import clashes_page
from app.visits.clash_queries import Standing, acceptance_of
from app.visits.clash_rules import key_of
from app.visits.clash_words import about_both
from app.visits.forms import MoveForm
from tests.agenda.making import form, make_room, planned, planned_form
from tests.factories import host_officer, make_visit

TAKEN = "Town hall, Room 2: taken by sessions 1 and 2 at the same time."


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_visit(session)


@pytest.fixture
def host(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


@pytest.fixture
def two(session: Session, visit: Visit, host: Actor) -> list[AgendaSession]:
    """Both in one room, half an hour apart."""
    room = make_room(session, visit)
    return [
        planned(session, host, visit, track="A", room_id=room.id),
        planned(session, host, visit, track="B", room_id=room.id, starts_local="09:30", ends_local="10:30"),
    ]  # fmt: skip


def rules(*levels: str, revision: int | None = None) -> ClashRulesForm:
    return check(ClashRulesForm, {"levels": list(levels), "revision": revision})


def reason(text: str = "One meets in the foyer") -> AcceptForm:
    return check(AcceptForm, {"reason": text})


def moving(item: AgendaSession, **values: Any) -> MoveForm:
    return check(MoveForm, {"revision": item.revision, **values})


def standing(session: Session, actor: Actor, visit: Visit) -> list[Standing]:
    session.flush()  # the agenda is read by plain queries
    return agenda_of(session, actor, visit).clashes


def taken(session: Session, actor: Actor, visit: Visit) -> Standing:
    [one] = standing(session, actor, visit)
    assert about_both(one.clash) == TAKEN
    return one


def test_what_is_accepted_is_no_warning_any_more_and_keeps_its_reason(
    session: Session, visit: Visit, host: Actor, two: list[AgendaSession]
) -> None:
    accept_clash(session, host, visit, taken(session, host, visit), reason())
    one = taken(session, host, visit)
    assert one.accepted
    assert (one.accepted.reason, one.accepted.by) == ("One meets in the foyer", host.person_id)  # fmt: skip
    assert notices(agenda_of(session, host, visit)).total == 0
    shown = clashes_page(session, host, visit, "")
    assert (shown["open"], [told.said for told in shown["accepted"]]) == ([], [TAKEN])


def test_what_is_accepted_ends_when_a_session_moves_and_is_back_when_it_returns(
    session: Session, visit: Visit, host: Actor, two: list[AgendaSession]
) -> None:
    accept_clash(session, host, visit, taken(session, host, visit), reason())
    move_session(session, host, visit, two[1], moving(two[1], minutes=15))
    assert taken(session, host, visit).accepted is None
    undo_session(session, host, visit, two[1], two[1].revision)
    assert taken(session, host, visit).accepted
    renamed = planned_form(two[0], visit, title="Renamed", track="A", room_id=two[0].room_id)  # fmt: skip
    change_session(session, host, visit, two[0], renamed)
    assert taken(session, host, visit).accepted, "a title is neither time nor people"


def test_accepting_can_be_taken_back_and_done_again(
    session: Session, visit: Visit, host: Actor, two: list[AgendaSession]
) -> None:
    one = taken(session, host, visit)
    item = accept_clash(session, host, visit, one, reason())
    withdraw_acceptance(session, host, visit, item, item.revision)
    assert taken(session, host, visit).accepted is None
    assert acceptance_of(session, visit, key_of(one.clash)) is None
    accept_clash(session, host, visit, one, reason("The room is divided"))
    again = taken(session, host, visit).accepted
    assert again
    assert again.reason == "The room is divided"


def test_a_rule_that_is_ignored_says_nothing(
    session: Session, visit: Visit, host: Actor, two: list[AgendaSession]
) -> None:
    set_rules(session, host, visit, rules("room=ignore", "break=warn"))
    assert standing(session, host, visit) == []


def test_a_rule_that_blocks_refuses_the_change_and_says_the_way_out(
    session: Session, visit: Visit, host: Actor
) -> None:
    set_rules(session, host, visit, rules("room=block"))
    room = make_room(session, visit)
    first = planned(session, host, visit, track="A", room_id=room.id)
    with pytest.raises(Rejected) as refused:
        planned(session, host, visit, track="B", room_id=room.id)
    said = [problem.message for problem in refused.value.problems]
    assert said == [
        TAKEN,
        "This visit does not allow that. Choose another time, place or people, or let the rule warn only, under “What clashes do”.",
    ]
    later = planned(session, host, visit, track="B", room_id=room.id, starts_local="10:00", ends_local="11:00")  # fmt: skip
    with pytest.raises(Rejected):
        move_session(session, host, visit, later, moving(later, minutes=-15))
    assert (later.starts_local, later.revision) == (time(10), 1), (
        "it stands as it stood"
    )
    assert first.revision == 1


def test_what_clashed_before_a_rule_was_set_stands_in_nobodys_way(
    session: Session, visit: Visit, host: Actor, two: list[AgendaSession]
) -> None:
    set_rules(session, host, visit, rules("room=block"))
    renamed = planned_form(two[0], visit, title="Renamed", track="A", room_id=two[0].room_id)  # fmt: skip
    change_session(session, host, visit, two[0], renamed)
    assert two[0].title == "Renamed"
    with pytest.raises(Rejected):
        accept_clash(session, host, visit, taken(session, host, visit), reason())


def test_two_who_set_the_rules_at_once_both_see_what_the_other_chose(
    session: Session, visit: Visit, host: Actor
) -> None:
    set_rules(session, host, visit, rules("room=block"))
    with pytest.raises(Conflict) as conflict:
        set_rules(session, host, visit, rules("room=ignore"))
    assert conflict.value.theirs == {"levels": ["room=block"]}
    set_rules(session, host, visit, rules("room=ignore", revision=1))
    with pytest.raises(Conflict) as conflict:
        set_rules(session, host, visit, rules("room=warn", revision=1))
    assert conflict.value.theirs == {"levels": ["room=ignore"]}


@pytest.mark.parametrize("sent", ["room", "room=perhaps", "women=block", "=block"])
def test_a_level_that_is_none_is_refused(sent: str) -> None:
    with pytest.raises(Rejected) as refused:
        rules(sent)
    assert [p.field for p in refused.value.problems] == ["levels"]


def test_clashes_are_for_who_sees_the_names_of_the_team(
    session: Session, visit: Visit, host: Actor, two: list[AgendaSession]
) -> None:
    association = Actor(associated=frozenset({visit.pair_id}))
    with pytest.raises(NotFound):
        clashes_page(session, association, visit, "")
    one = taken(session, host, visit)
    for act in (
        lambda: accept_clash(session, association, visit, one, reason()),
        lambda: set_rules(session, association, visit, rules()),
        lambda: add_session(session, association, visit, form(visit)),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_list_is_filtered_by_rule(
    session: Session, visit: Visit, host: Actor, two: list[AgendaSession]
) -> None:
    assert clashes_page(session, host, visit, "break")["open"] == []
    shown = clashes_page(session, host, visit, "room")
    assert [told.said for told in shown["open"]] == [TAKEN]
    assert (shown["rule"], shown["total"]) == ("room", 1)
    assert [one[0] for one in shown["offered"]] == ["room"]
