"""Changing a visit, its days, people met and places, on both databases."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from app.access import NOBODY
from app.errors import Conflict, NotFound, NotPermitted, Problem, Rejected
from app.ids import uuid7
from app.models import AgendaSession, Visit, VisitDay
from app.translations import save_translation, translations_of
from app.values import Mode, Purpose, SessionFormat, SessionStatus, Voice
from app.visits.actions import add_venue, add_visit, change_visit
from app.visits.day_actions import add_day, change_day, remove_day, restore_day
from app.visits.forms import DayForm, StakeholderForm, VenueForm, VisitForm
from app.visits.people_actions import add_stakeholder, change_stakeholder
from app.visits.people_queries import stakeholder_for
from app.visits.places_queries import day_for, next_round, room_for, venue_for
from tests.factories import (
    coordinator,
    facilitator,
    host_officer,
    make_day,
    make_visit,
    on_team,
    visiting_officer,
)
from tests.findings.making import make_evidence


def basics(visit: Visit, **changes: Any) -> VisitForm:
    names = [n for n in VisitForm.model_fields if n != "id"]
    own = {name: getattr(visit, name) for name in names}
    return VisitForm.model_validate({**own, **changes})


def day_form(day_on: date, **changes: Any) -> DayForm:
    values = {"day_on": day_on, "time_zone": "Europe/Paris"}
    return DayForm.model_validate({**values, **changes})


def other_city(visit: Visit) -> UUID:
    cities = [part.city_id for part in visit.pair.cities]
    return next(city for city in cities if city != visit.host_city_id)


def visit_with_pair(session: Session) -> Visit:
    visit = make_visit(session)
    session.refresh(visit, ["pair"])
    session.refresh(visit.pair, ["cities"])
    return visit


def make_session_on(session: Session, day: VisitDay) -> AgendaSession:
    item = AgendaSession(
        id=uuid7(),
        programme_id=day.programme_id,
        visit_id=day.visit_id,
        number=3,
        title="Opening",
        format=SessionFormat.OPENING,
        status=SessionStatus.PLANNED,
        day_id=day.id,
    )
    session.add(item)
    session.flush()  # the query below looks for it
    return item


def test_the_next_visit_of_a_pair_takes_the_next_round(session: Session) -> None:
    visit = visit_with_pair(session)
    actor = coordinator(session, visit)
    form = VisitForm(round=next_round(session, visit.pair), purpose=Purpose.STUDY)
    made = add_visit(session, actor, visit.pair, form)
    assert (made.round, made.pair_id, made.revision) == (2, visit.pair_id, 1)
    assert next_round(session, visit.pair) == 3


def test_a_visit_is_planned_by_those_who_plan_and_in_a_city_of_the_pair(
    session: Session,
) -> None:
    visit = visit_with_pair(session)
    with pytest.raises(NotPermitted):
        add_visit(session, NOBODY, visit.pair, VisitForm(round=2))
    actor = coordinator(session, visit)
    with pytest.raises(Rejected) as refused:
        add_visit(session, actor, visit.pair, VisitForm(round=2, host_city_id=uuid7()))
    problem = Problem("host_city_id", "Choose a city of the pair.")
    assert refused.value.problems == (problem,)


def test_a_change_to_the_aims_outdates_their_translation(session: Session) -> None:
    visit = visit_with_pair(session)
    actor = facilitator(session, visit)
    save_translation(
        session,
        table="visit",
        record_id=visit.id,
        field="aims",
        language="fr",
        text="Avant",
        source_revision=1,
        by=None,
        programme_id=visit.programme_id,
        visit_id=visit.id,
    )
    change_visit(session, actor, visit, basics(visit, mode=Mode.HYBRID))
    assert translations_of(session, "visit", [visit.id])
    change_visit(session, actor, visit, basics(visit, aims="After"))
    assert (visit.aims, visit.mode, visit.revision) == ("After", Mode.HYBRID, 3)
    assert translations_of(session, "visit", [visit.id]) == {}


def test_a_stale_or_missing_revision_of_a_visit_is_a_conflict(
    session: Session,
) -> None:
    visit = visit_with_pair(session)
    actor = facilitator(session, visit)
    change_visit(session, actor, visit, basics(visit, aims="Theirs"))
    for revision in (1, None):
        form = basics(visit, aims="Mine", revision=revision)
        with pytest.raises(Conflict) as conflict:
            change_visit(session, actor, visit, form)
        assert (conflict.value.revision, conflict.value.theirs["aims"]) == (2, "Theirs")


def test_no_host_steps_aside_to_read_what_was_recorded(session: Session) -> None:
    visit = visit_with_pair(session)
    host = host_officer(session, visit)
    elsewhere = basics(visit, host_city_id=other_city(visit))
    change_visit(session, host, visit, elsewhere)
    home = next(c.city_id for c in visit.pair.cities if c.city_id != visit.host_city_id)
    change_visit(session, host, visit, basics(visit, host_city_id=home))
    make_evidence(session, visit)
    for host_id in (other_city(visit), None):
        with pytest.raises(Rejected):
            change_visit(session, host, visit, basics(visit, host_city_id=host_id))
    assert visit.host_city_id == home


def test_members_of_the_team_do_not_change_the_plan(session: Session) -> None:
    visit = visit_with_pair(session)
    member = on_team(session, visit)
    with pytest.raises(NotPermitted):
        change_visit(session, member, visit, basics(visit, aims="Mine"))
    with pytest.raises(NotPermitted):
        add_day(session, member, visit, day_form(date(2027, 5, 3)))
    with pytest.raises(NotPermitted):
        add_venue(session, member, visit, VenueForm(name="Library"))


def test_no_two_days_of_a_visit_are_the_same(session: Session) -> None:
    visit = visit_with_pair(session)
    actor = facilitator(session, visit)
    taken = date(2027, 4, 26)
    problem = Problem("day_on", "This day is one of the visit's already.")
    with pytest.raises(Rejected) as refused:
        add_day(session, actor, visit, day_form(taken))
    assert refused.value.problems == (problem,)
    added = add_day(session, actor, visit, day_form(date(2027, 5, 3)))
    with pytest.raises(Rejected):
        change_day(session, actor, visit, added, day_form(taken, revision=1))
    same = day_form(date(2027, 5, 3), note="Bus at 8", revision=1)
    assert change_day(session, actor, visit, added, same).note == "Bus at 8"


def test_a_day_is_taken_out_and_put_back_unless_another_took_its_place(
    session: Session,
) -> None:
    visit = visit_with_pair(session)
    actor = facilitator(session, visit)
    day = make_day(session, visit, day_on=date(2027, 5, 3))
    assert remove_day(session, actor, visit, day, 1).removed_at
    with pytest.raises(NotFound):
        day_for(session, actor, visit, day.id)
    restore_day(session, actor, visit, day)
    assert day_for(session, actor, visit, day.id).removed_at is None
    remove_day(session, actor, visit, day, day.revision)
    add_day(session, actor, visit, day_form(date(2027, 5, 3)))
    with pytest.raises(Rejected):
        restore_day(session, actor, visit, day)


def test_a_day_with_sessions_stays(session: Session) -> None:
    visit = visit_with_pair(session)
    day = make_day(session, visit, day_on=date(2027, 5, 3))
    make_session_on(session, day)
    with pytest.raises(Rejected) as refused:
        remove_day(session, facilitator(session, visit), visit, day, 1)
    said = "Sessions of this day: 3. Move them first."
    assert refused.value.problems == (Problem("", said),)


def test_who_may_not_see_a_contact_leaves_it_as_it_stands(session: Session) -> None:
    visit = visit_with_pair(session)
    officer, host = visiting_officer(session, visit), host_officer(session, visit)
    (side,) = officer.cities
    met = add_stakeholder(
        session,
        officer,
        visit,
        StakeholderForm(
            name="Mayor",
            category=Voice.ELECTED_LEADERS,
            contact="a@b",
            invited_by_city_id=side,
        ),
    )
    form = StakeholderForm(name="Mayor", category=Voice.ELECTED_LEADERS)
    mine = form.model_copy(
        update={"invited_by_city_id": visit.host_city_id, "revision": 1}
    )
    assert change_stakeholder(session, host, visit, met, mine).contact == "a@b"
    assert met.invited_by_city_id == side
    changed = form.model_copy(
        update={"name": "The mayor", "contact": "", "revision": 1}
    )
    change_stakeholder(session, coordinator(session, visit), visit, met, changed)
    assert (met.name, met.contact, met.revision) == ("The mayor", "a@b", 2)
    cleared = changed.model_copy(update={"revision": 2})
    assert change_stakeholder(session, officer, visit, met, cleared).contact == ""


def test_what_belongs_to_another_visit_is_not_there(session: Session) -> None:
    visit, other = visit_with_pair(session), visit_with_pair(session)
    actor = facilitator(session, visit)
    theirs = facilitator(session, other)
    form = StakeholderForm(name="Mayor", category=Voice.ELECTED_LEADERS)
    met = add_stakeholder(session, theirs, other, form)
    venue = add_venue(session, theirs, other, VenueForm(name="Library"))
    with pytest.raises(NotFound):
        stakeholder_for(session, actor, visit, met.id)
    with pytest.raises(NotFound):
        venue_for(session, actor, visit, venue.id)
    with pytest.raises(NotFound):
        room_for(session, venue, uuid7())
