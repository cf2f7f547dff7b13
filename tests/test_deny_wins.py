"""People of the demonstration with all roles at once, on every address of raw evidence."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.access_actor import load_actor
from app.db import Database
from app.ids import seed_id
from app.models import (
    BreakGlass,
    Membership,
    OpenSeat,
    PairCity,
    Person,
    Tablet,
    TeamMember,
    Visit,
)
from app.models.base import now
from app.values import Role, TeamPart
from tests.actors import TABLET, Line, address_of, ask, client_of, expected, lines
from tests.conftest import Browse
from tests.people.test_tokens import bearing, token_of

REVIEW = seed_id("demonstration", "visit", "val-daubre-review")
NOTE = seed_id("demonstration", "evidence", "val-daubre-review/e17")
#: Asked to sign in, or told that there is nothing.
REFUSED = {303, 401, 404}
TEAM_ONLY = {"member": 200, "coordinator": 404, "mentee-officer": 404}


def raw_lines() -> list[Line]:
    """What the team reads, and the host and a coordinator do not: found, not listed."""
    return [
        line
        for line in lines()
        if line["route"].startswith("GET ")
        and {who: expected(line)[who] for who in TEAM_ONLY} == TEAM_ONLY
        and "val-daubre-review" in str(line.get("demo"))
    ]


def everything_else(session: Session, person_id: UUID) -> None:
    """Every other role there is in the programme of the visit, and an open glass."""
    visit = session.exec(select(Visit).where(Visit.id == REVIEW)).one()
    programme: dict[str, Any] = {
        "programme_id": visit.programme_id,
        "person_id": person_id,
    }
    for role in (Role.COORDINATOR, Role.FACILITATOR):
        session.add(Membership(role=role, **programme))
    river = seed_id("demonstration", "organisation", "river-towns")
    session.add(Membership(role=Role.ASSOCIATION, organisation_id=river, **programme))
    session.add(
        TeamMember(
            visit_id=visit.id,
            position=99,
            shown_name="M",
            part=TeamPart.LEAD,
            **programme,
        )
    )
    until = now() + timedelta(minutes=30)
    session.add(
        BreakGlass(visit_id=visit.id, reason="Because.", until=until, **programme)
    )


def statuses(client: TestClient) -> dict[str, int]:
    return {address_of(line): ask(client, line).status_code for line in raw_lines()}


def test_all_roles_at_once_open_nothing_to_the_host_city(
    browse: Browse, demo: Database
) -> None:
    host = browse("mentee-officer")
    with demo.writing() as session:
        everything_else(session, seed_id("demonstration", "person", "mentee-officer"))
    found = statuses(host)
    assert len(found) >= 7
    assert {route for route, status in found.items() if status != 404} == set()
    program = bearing(browse, token_of(host, "read"))
    for path in ("evidence", f"evidence/{NOTE}"):
        assert program.get(f"/api/v1/visits/{REVIEW}/{path}").status_code == 404


def test_the_same_roles_open_everything_to_somebody_of_another_city(
    browse: Browse, demo: Database
) -> None:
    other = browse("other-pair-officer")
    assert set(statuses(other).values()) == {404}
    with demo.writing() as session:
        everything_else(
            session, seed_id("demonstration", "person", "other-pair-officer")
        )
    assert set(statuses(other).values()) == {200}


def test_a_city_that_has_left_the_pair_is_denied_still_and_given_nothing(
    browse: Browse, demo: Database
) -> None:
    host = browse("mentee-officer")
    city = seed_id("demonstration", "city", "val-daubre")
    with demo.writing() as session:
        for part in session.exec(select(PairCity).where(PairCity.city_id == city)):
            part.former, part.until_on = True, date(2026, 1, 1)
            session.add(part)
    assert host.get(f"/visits/{REVIEW}").status_code == 404
    with demo.writing() as session:
        everything_else(session, seed_id("demonstration", "person", "mentee-officer"))
    assert host.get(f"/visits/{REVIEW}").status_code == 200
    assert set(statuses(host).values()) == {404}


def test_who_is_on_the_team_no_more_reads_nothing(
    browse: Browse, demo: Database
) -> None:
    member = browse("member")
    assert set(statuses(member).values()) == {200}
    person = seed_id("demonstration", "person", "member")
    with demo.writing() as session:
        for own in session.exec(
            select(TeamMember).where(TeamMember.person_id == person)
        ):
            own.removed_at = now()
            session.add(own)
    assert set(statuses(member).values()) == {404}


def test_a_tablet_without_an_open_seat_reads_nothing(
    demo: Database, demo_app: FastAPI
) -> None:
    client = client_of(demo_app, TABLET)
    with demo.writing() as session:
        for seat in session.exec(select(OpenSeat)):
            seat.ended_at = now()
            session.add(seat)
    assert {ask(client, one).status_code for one in raw_lines()} <= REFUSED
    with demo.writing() as session:
        for tablet in session.exec(select(Tablet)):
            tablet.ejected_at = now()
            session.add(tablet)
    assert {ask(client, one).status_code for one in raw_lines()} <= REFUSED


def test_who_is_disabled_is_nobody_at_once(browse: Browse, demo: Database) -> None:
    member = browse("member")
    program = bearing(browse, token_of(member, "read"))
    with demo.writing() as session:
        person = session.get(Person, seed_id("demonstration", "person", "member"))
        assert person is not None
        person.disabled_at = now()
        session.add(person)
    for line in raw_lines():
        assert ask(member, line).status_code in (303, 401), line["route"]
    answer = program.get(f"/api/v1/visits/{REVIEW}/evidence")
    assert answer.status_code == 401


def test_a_role_given_back_counts_no_more(demo: Database) -> None:
    with demo.writing() as session:
        held = session.exec(
            select(Membership).where(col(Membership.role) == Role.FACILITATOR)
        ).all()
        for one in held:
            one.removed_at = now()
            session.add(one)
    with demo.reading() as session:
        person = session.get(Person, seed_id("demonstration", "person", "facilitator"))
        assert person is not None
        actor = load_actor(session, person, now().date())
    assert actor.facilitated | actor.facilitated_pairs == frozenset()
