"""Taking places, rooms, people and days off a visit: never from under a session."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.ids import seed_id
from app.models import Venue, Visit
from app.models.base import VisitRecord
from app.visits.agenda_actions import add_session, change_session
from app.visits.agenda_moving import (
    cancel_session,
    remove_session,
    restore_session,
    undo_session,
)
from app.visits.day_actions import remove_day
from app.visits.people_actions import remove_stakeholder
from app.visits.places_actions import remove_room, remove_venue, restore_room
from tests.agenda.making import form, make_room, make_stakeholder, planned, planned_form
from tests.conftest import Browse
from tests.factories import host_officer, make_day, make_visit, on_team

Removing = Callable[..., Any]


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_visit(session)


@pytest.fixture
def host(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


def test_what_a_session_uses_stays_and_its_sessions_are_named(
    session: Session, visit: Visit, host: Actor
) -> None:
    room, person = make_room(session, visit), make_stakeholder(session, visit)
    venue = session.get_one(Venue, room.venue_id)
    links = {"room_id": room.id, "stakeholders": [person.id]}
    planned(session, host, visit, **links)
    second = planned(session, host, visit, title="At the café", **links)
    cancel_session(session, host, visit, second, 1)
    removing: list[tuple[Removing, VisitRecord]] = [
        (remove_room, room),
        (remove_venue, venue),
        (remove_stakeholder, person),
    ]
    said = "Still in the agenda: 1 (Opening), 2 (At the café). Change these sessions first."
    for remove, record in removing:
        with pytest.raises(Rejected) as refused:
            remove(session, host, visit, record, 1)
        assert refused.value.problems == (Problem("", said),)
        assert record.removed_at is None


def test_what_no_session_uses_any_more_is_removed(
    session: Session, visit: Visit, host: Actor
) -> None:
    room, person = make_room(session, visit), make_stakeholder(session, visit)
    venue = session.get_one(Venue, room.venue_id)
    item = planned(session, host, visit, room_id=room.id, stakeholders=[person.id])
    remove_session(session, host, visit, item, 1)
    assert remove_stakeholder(session, host, visit, person, 1).removed_at
    assert remove_room(session, host, visit, room, 1).removed_at
    assert restore_room(session, host, visit, room).removed_at is None
    assert remove_venue(session, host, visit, venue, 1).removed_at


def test_removing_asks_permission_and_the_revision(
    session: Session, visit: Visit, host: Actor
) -> None:
    room, person = make_room(session, visit), make_stakeholder(session, visit)
    venue = session.get_one(Venue, room.venue_id)
    member = on_team(session, visit)
    removing: list[tuple[Removing, VisitRecord]] = [
        (remove_room, room),
        (remove_venue, venue),
        (remove_stakeholder, person),
    ]
    for remove, record in removing:
        with pytest.raises(NotPermitted):
            remove(session, member, visit, record, 1)
        with pytest.raises(Conflict):
            remove(session, host, visit, record, 7)


def test_a_session_is_not_put_into_a_room_of_a_place_that_is_gone(
    session: Session, visit: Visit, host: Actor
) -> None:
    room = make_room(session, visit)
    remove_venue(session, host, visit, session.get_one(Venue, room.venue_id), 1)
    with pytest.raises(Rejected) as refused:
        add_session(session, host, visit, form(visit, room_id=room.id))
    assert [one.field for one in refused.value.problems] == ["room_id"]


def test_a_session_comes_back_without_the_room_and_day_gone_meanwhile(
    session: Session, visit: Visit, host: Actor
) -> None:
    room = make_room(session, visit)
    day = make_day(session, visit, day_on=date(2027, 5, 3))
    item = planned(session, host, visit, room_id=room.id, day_id=day.id)
    kept = planned(session, host, visit, room_id=make_room(session, visit).id)
    for one in (item, kept):
        remove_session(session, host, visit, one, 1)
    remove_room(session, host, visit, room, 1)
    remove_day(session, host, visit, day, 1)
    restore_session(session, host, visit, item)
    restore_session(session, host, visit, kept)
    assert (item.room_id, item.day_id, item.starts_local) == (None, None, None)
    assert kept.room_id is not None
    assert kept.starts_local == time(9)


def test_undoing_brings_back_no_room_that_is_gone(
    session: Session, visit: Visit, host: Actor
) -> None:
    room = make_room(session, visit)
    item = planned(session, host, visit, room_id=room.id)
    change_session(session, host, visit, item, planned_form(item, visit, title="Start"))
    assert item.room_id is None
    remove_venue(session, host, visit, session.get_one(Venue, room.venue_id), 1)
    undo_session(session, host, visit, item, item.revision)
    assert (item.title, item.room_id) == ("Opening", None)


@pytest.mark.parametrize("part", ["days", "team", "stakeholders", "venues"])
def test_nothing_is_offered_back_that_was_not_taken_off(
    browse: Browse, part: str
) -> None:
    kinds = {"days": "day", "team": "member", "stakeholders": "stakeholder", "venues": "venue"}  # fmt: skip
    keys = {"days": "d1", "team": "m2", "stakeholders": "f-centre", "venues": "town-hall"}  # fmt: skip
    visit = seed_id("demonstration", "visit", "val-daubre-follow-up")
    one = seed_id("demonstration", kinds[part], f"val-daubre-follow-up/{keys[part]}")
    at = f"/visits/{visit}/{part}"
    page = browse("facilitator").get(f"{at}?removed={one}").text
    assert "/return" not in page
