"""Whatever roles somebody holds at once: nobody of the host city is given raw evidence,
and apart from that a role more never takes anything away."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app import access_predicates, access_scopes
from app.access import Actor
from app.access_actor import load_actor
from app.db import Database
from app.ids import seed_id, uuid7
from app.models import (
    BreakGlass,
    Membership,
    Pair,
    PairCity,
    Person,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.models.base import now
from app.values import Role, TeamPart, Voice
from tests.actors import Line, address_of, ask, expected, lines
from tests.conftest import Browse
from tests.people.test_tokens import bearing, token_of

HOST, OTHER, ELSEWHERE = (uuid7() for _ in range(3))
PROGRAMME, PAIR, VISIT, PERSON, OWN = (uuid7() for _ in range(5))
ASSOCIATION = uuid7()
REVIEW = seed_id("demonstration", "visit", "val-daubre-review")
NOTE = seed_id("demonstration", "evidence", "val-daubre-review/e17")
Roles = frozenset[str]


def of(*ids: UUID) -> frozenset[UUID]:
    return frozenset(ids)


#: What each role adds to a reader; `host` is the one that denies.
GIVES: dict[str, dict[str, Any]] = {
    "host": {"cities": of(HOST), "pairs": of(PAIR), "learning": of(PAIR)},
    "host that has left the pair": {"cities": of(HOST)},
    "visiting": {"cities": of(OTHER), "pairs": of(PAIR)},
    "of another pair": {"cities": of(ELSEWHERE), "pairs": of(uuid7())},
    "coordinator": {"coordinated": of(PROGRAMME)},
    "opened": {"coordinated": of(PROGRAMME), "opened": of(VISIT)},
    "opened, coordinating no more": {"opened": of(VISIT)},
    "coordinator elsewhere": {"coordinated": of(uuid7())},
    "facilitator": {"facilitated": of(PROGRAMME)},
    "facilitator of the pair": {"facilitated_pairs": of(PAIR)},
    "association": {"organisations": of(ASSOCIATION), "associated": of(PAIR)},
    "member": {"teams": {VISIT: OWN}, "team_pairs": of(PAIR)},
    "lead": {"teams": {VISIT: OWN}, "team_pairs": of(PAIR), "led": of(VISIT)},
    "member elsewhere": {"teams": {uuid7(): uuid7()}, "team_pairs": of(uuid7())},
}
DENYING = frozenset({"host", "host that has left the pair"})
roles = st.frozensets(st.sampled_from(sorted(GIVES)))

#: What tells of raw evidence or lets one work on it: never for the host city.
RAW = frozenset(
    {
        "has_broken_glass",
        "may_break_glass",
        "may_correct",
        "may_debrief",
        "may_pass_released",
        "may_read_debrief",
        "may_read_draft_findings",
        "may_read_raw",
        "may_read_take_home",
        "may_record",
        "may_see_found_counts",
        "may_write_findings",
        "may_write_released",
        "may_write_take_home",
        "works_on",
    }
)
#: What belonging to the host city takes away beside: it meets the team by shown names.
DENIED = RAW | {
    "is_visiting_officer",
    "may_edit_team",
    "may_see_pay",
    "may_see_whole_team",
}


def holding(held: Roles) -> Actor:
    """One reader with all of these roles."""
    values: dict[str, Any] = {"person_id": PERSON}
    for role in held:
        for name, given_by_role in GIVES[role].items():
            values[name] = values.get(name, type(given_by_role)()) | given_by_role
    return Actor(**values)


VISITED = Visit(
    id=VISIT, programme_id=PROGRAMME, pair_id=PAIR, host_city_id=HOST, round=1
)
THINGS: Mapping[str, Any] = {
    "visit": VISITED,
    "pair": Pair(id=PAIR, programme_id=PROGRAMME, number=1),
    "programme_id": PROGRAMME,
    "member": TeamMember(visit_id=VISIT, person_id=uuid7(), position=1, shown_name="M"),
    "person": Stakeholder(visit_id=VISIT, name="Mayor", invited_by_city_id=OTHER),
    "author_id": uuid7(),
    "city_id": OTHER,
}
PREDICATES: dict[str, Callable[..., bool]] = {
    name: function
    for name, function in inspect.getmembers(access_predicates, inspect.isfunction)
    if function.__module__ == access_predicates.__name__ and not name.startswith("_")
}


def says(name: str, actor: Actor) -> bool:
    asked = list(inspect.signature(PREDICATES[name]).parameters)[1:]
    return PREDICATES[name](actor, *(THINGS[one] for one in asked))


def test_every_predicate_is_asked() -> None:
    assert RAW <= DENIED <= set(PREDICATES)
    given_names = {name for gives in GIVES.values() for name in gives}
    about_roles = {one.name for one in fields(Actor)} - {
        *("person_id", "name", "language", "scopes"),
        *("login_id", "signed_in_at", "asked_again_at"),
    }
    assert given_names == about_roles


@given(roles)
def test_whoever_is_of_the_host_city_is_given_nothing_raw(held: Roles) -> None:
    for denying in DENYING:
        actor = holding(held | {denying})
        assert [name for name in sorted(RAW) if says(name, actor)] == []


@given(roles, roles)
def test_a_role_more_takes_nothing_away_but_by_deny(held: Roles, more: Roles) -> None:
    before, after = holding(held), holding(held | more)
    was_denied = bool(held & DENYING)
    lost = {name for name in PREDICATES if says(name, before) and not says(name, after)}
    if was_denied or not more & DENYING:
        assert lost == set()
    assert lost <= DENIED


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_nobody_may_do_anything_without_a_role(name: str) -> None:
    by_itself = {"is_in_person"}
    assert not says(name, Actor(person_id=PERSON)) or name in by_itself


@pytest.fixture(scope="module")
def known(demo_file: Any) -> Any:
    """The visits of the demonstration."""
    database = Database(f"sqlite:///{demo_file}")
    yield database
    database.close()


@given(roles, roles)
def test_queries_give_what_predicates_allow(
    known: Database, held: Roles, more: Roles
) -> None:
    with known.reading() as session:
        visit = session.exec(select(Visit).where(Visit.id == REVIEW)).one()
        before, after = (there(holding(some), visit) for some in (held, held | more))
        for actor in (before, after):
            raw = session.exec(access_scopes.raw_visits(actor)).all()
            working = session.exec(access_scopes.working_visits(actor)).all()
            assert (visit in raw) == access_predicates.may_read_raw(actor, visit)
            assert (visit in working) == access_predicates.works_on(actor, visit)
        for scope in (access_scopes.visible_visits, access_scopes.visible_pairs):
            seen = {one.id for one in session.exec(scope(before)).all()}
            assert seen <= {one.id for one in session.exec(scope(after)).all()}


def there(actor: Actor, visit: Visit) -> Actor:
    """The same roles, about a visit of the demonstration."""
    stands_for = {
        VISIT: visit.id,
        PAIR: visit.pair_id,
        PROGRAMME: visit.programme_id,
        HOST: visit.host_city_id,
    }

    def other(value: Any) -> Any:
        if isinstance(value, dict):
            return {stands_for.get(id_, id_): own for id_, own in value.items()}
        return frozenset(stands_for.get(id_, id_) for id_ in value)

    names = {name for gives in GIVES.values() for name in gives}
    return replace(actor, **{name: other(getattr(actor, name)) for name in names})


# The same with people of the demonstration, on every address there is.

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


def test_a_voice_is_no_role() -> None:
    """Whom one meets says nothing of what one may."""
    met = Stakeholder(visit_id=VISIT, name="Group", category=Voice.MIGRANTS)
    visiting = holding(frozenset({"visiting"}))
    assert not access_predicates.may_see_contact(visiting, VISITED, met)
