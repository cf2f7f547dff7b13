"""Roles given and taken, accounts closed, and what hangs on the last coordinator."""

import pytest
from hypothesis import given, strategies as st
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.access import Actor
from app.access_roles import Grant, may_disable, may_give, may_invite
from app.db import Database
from app.ids import seed_id, uuid7
from app.models import (
    ApiToken,
    AuditEntry,
    Login,
    Membership,
    Person,
    TeamMember,
)
from app.people.rules import invitation_state, link_state
from app.values_people import InvitationState, LinkState
from tests.conftest import Browse, Counting

DEMO = "demonstration"
PROGRAMME = seed_id(DEMO, "programme", DEMO)
PERSON = seed_id(DEMO, "person", "mentee-officer")
AT = f"/people/{PERSON}"
moments = st.none() | st.datetimes()


@pytest.fixture
def coordinator(browse: Browse) -> TestClient:
    browser = browse("coordinator")
    browser.post("/account/confirmation/demo", data={})
    return browser


@given(st.datetimes(), moments, moments, st.datetimes())
def test_a_link_is_open_exactly_while_nothing_ended_it(until, revoked, used, at):  # type: ignore[no-untyped-def]
    state = link_state(until, revoked, used, at)
    assert (state is LinkState.OPEN) == (not revoked and not used and until > at)


@given(moments, moments, moments, st.datetimes())
def test_an_invitation_waits_exactly_while_its_link_is_open(  # type: ignore[no-untyped-def]
    accepted, removed, until, at
):
    state = invitation_state(accepted, removed, until, at)
    waits = not accepted and not removed and until is not None and until > at
    assert (state is InvitationState.WAITING) == waits


def test_nobody_gives_what_is_not_theirs_to_give() -> None:
    own, other = uuid7(), uuid7()
    actor = Actor(person_id=uuid7(), coordinated=frozenset({own}))
    assert may_give(actor, Grant(own))
    assert not may_give(actor, Grant(other))
    assert not may_give(actor, Grant(own, visit_id=uuid7()))
    assert not may_invite(actor, other, None)
    assert not may_disable(actor, uuid7(), {own, other})
    assert not may_disable(actor, actor.person_id or own, {own})


def roles_of(demo: Database, key: str) -> list[str]:
    with demo.reading() as session:
        held = session.exec(
            select(Membership.role).where(
                Membership.person_id == seed_id(DEMO, "person", key),
                col(Membership.removed_at).is_(None),
            )
        ).all()
    return sorted(str(role) for role in held)


def verbs(demo: Database) -> list[str]:
    with demo.reading() as session:
        of_people = select(AuditEntry).where(AuditEntry.subject == "person")
        return [
            one.verb for one in session.exec(of_people.order_by(col(AuditEntry.at)))
        ]


def test_a_role_is_given_and_taken_and_the_history_says_so(
    coordinator: TestClient, demo: Database
) -> None:
    form = {"programme_id": str(PROGRAMME), "facilitates": "on"}
    assert coordinator.post(f"{AT}/roles", data=form).status_code == 303
    assert roles_of(demo, "mentee-officer") == ["facilitator", "officer"]
    with demo.reading() as session:
        made = session.exec(
            select(Membership).where(Membership.person_id == PERSON)
        ).all()
    held = next(one for one in made if one.role.value == "facilitator")
    taking = {"revision": str(held.revision)}
    answer = coordinator.post(f"{AT}/roles/{held.id}/removal", data=taking)
    assert answer.status_code == 303
    assert roles_of(demo, "mentee-officer") == ["officer"]
    page = coordinator.get(AT).text
    assert page.count("by Claire Aubanelle") == 2
    assert "taken away" in page
    assert verbs(demo) == ["gave-role", "took-role"]
    gone = coordinator.post(f"{AT}/roles/{held.id}/removal", data=taking)
    assert gone.status_code == 404


def test_two_roles_make_one_home(browse: Browse, coordinator: TestClient) -> None:
    officer = browse("mentee-officer")
    before = officer.get("/").text
    visit = str(seed_id(DEMO, "pair", "lindhaven-monteverro"))
    form = {"programme_id": str(PROGRAMME), "pairs": [visit]}
    coordinator.post(f"{AT}/roles", data=form)
    after = officer.get("/").text
    assert officer.get(f"/pairs/{visit}").status_code == 200
    assert [one in after for one in ("Your visits", "Your programmes")] == [True, True]
    assert len(after) >= len(before)


def test_a_role_without_being_asked_again_is_not_given(
    browse: Browse, demo: Database
) -> None:
    form = {"programme_id": str(PROGRAMME), "coordinates": "on"}
    answer = browse("coordinator").post(f"{AT}/roles", data=form)
    assert answer.headers["location"].startswith("/account/confirmation?next=")
    assert roles_of(demo, "mentee-officer") == ["officer"]


def own_role(demo: Database) -> Membership:
    with demo.reading() as session:
        return session.exec(
            select(Membership).where(
                Membership.person_id == seed_id(DEMO, "person", "coordinator"),
                Membership.programme_id == PROGRAMME,
            )
        ).one()


def test_the_last_coordinator_stays_until_there_is_another(
    coordinator: TestClient, demo: Database
) -> None:
    held = own_role(demo)
    own = f"/people/{held.person_id}"
    taking = {"revision": "1"}
    answer = coordinator.post(f"{own}/roles/{held.id}/removal", data=taking)
    assert answer.status_code == 422
    assert "Nobody else coordinates this programme" in answer.text
    assert "coordinator" in roles_of(demo, "coordinator")
    form = {"programme_id": str(PROGRAMME), "coordinates": "on"}
    coordinator.post(f"{AT}/roles", data=form)
    answer = coordinator.post(f"{own}/roles/{held.id}/removal", data=taking)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_coordinator_whose_account_is_closed_does_not_count(
    coordinator: TestClient, demo: Database
) -> None:
    form = {"programme_id": str(PROGRAMME), "coordinates": "on"}
    coordinator.post(f"{AT}/roles", data=form)
    coordinator.post(f"{AT}/disabling")
    held = own_role(demo)
    address = f"/people/{held.person_id}/roles/{held.id}/removal"
    assert coordinator.post(address, data={"revision": "1"}).status_code == 422


def test_nobody_closes_their_own_account_nor_one_that_works_elsewhere(
    coordinator: TestClient, demo: Database
) -> None:
    own = own_role(demo).person_id
    assert coordinator.post(f"/people/{own}/disabling").status_code == 403
    with demo.writing() as session:
        from tests.factories import make_programme

        other = make_programme(session)
        there = session.get_one(Membership, seed_id(DEMO, "membership", "mentee-officer/officer/val-daubre"))  # fmt: skip
        session.add(
            Membership(person_id=PERSON, role=there.role, programme_id=other.id)
        )
    assert coordinator.post(f"{AT}/disabling").status_code == 403
    with demo.reading() as session:
        assert session.get_one(Person, PERSON).disabled_at is None


def test_closing_an_account_ends_every_way_in_at_once(
    coordinator: TestClient, browse: Browse, demo: Database
) -> None:
    officer = browse("mentee-officer")
    officer.post("/account/confirmation/demo", data={})
    form = {"name": "A program", "scopes": ["read"], "days": "30"}
    made = officer.post("/account/tokens", data=form).text
    token = made.split('class="secret">')[1].split("<")[0]
    program = browse("")
    program.headers["Authorization"] = f"Bearer {token}"
    assert program.get("/api/v1/programmes").status_code == 200
    assert coordinator.post(f"{AT}/disabling").status_code == 303
    assert officer.get("/account").status_code == 303
    assert program.get("/api/v1/programmes").status_code == 401
    assert coordinator.post(f"{AT}/enabling").status_code == 303
    assert officer.get("/account").status_code == 303, "an ended session stays ended"
    assert program.get("/api/v1/programmes").status_code == 401
    with demo.reading() as session:
        logins = session.exec(select(Login).where(Login.person_id == PERSON)).all()
        tokens = session.exec(select(ApiToken)).all()
    assert [one.ended_at is None for one in logins] == [False]
    assert [one.revoked_at is None for one in tokens] == [False]
    assert verbs(demo)[-2:] == ["disabled-person", "enabled-person"]
    assert browse("mentee-officer").get("/account").status_code == 200


def test_the_hosts_own_staff_is_not_put_on_the_team(
    coordinator: TestClient, demo: Database
) -> None:
    with demo.reading() as session:
        before = len(session.exec(select(TeamMember)).all())
    visit = hosted_ahead(demo)
    form = {"programme_id": str(PROGRAMME), "visits": [visit], "part": "member"}
    assert coordinator.post(f"{AT}/roles", data=form).status_code == 303
    with demo.reading() as session:
        assert len(session.exec(select(TeamMember)).all()) == before


def hosted_ahead(demo: Database) -> str:
    """A visit that is still to come to the town of this officer."""
    from app.models import Visit

    with demo.writing() as session:
        host = seed_id(DEMO, "city", "val-daubre")
        visits = session.exec(select(Visit).where(Visit.host_city_id == host)).all()
        visit = visits[0]
        visit.status = "planning"  # type: ignore[assignment]
        session.add(visit)
        return str(visit.id)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=corvenne", ["Anne-Lise Corvenne"]),
        ("q=MENTEE-OFFICER@", ["Anne-Lise Corvenne"]),
        ("q=%25", []),
        ("role=coordinator", ["Claire Aubanelle"]),
        (f"city={seed_id(DEMO, 'city', 'val-daubre')}", ["Anne-Lise Corvenne"]),
        ("role=association", ["Odile Verrasson"]),
        ("page=9", []),
    ],
)
def test_the_list_is_narrowed(
    coordinator: TestClient, query: str, names: list[str]
) -> None:
    page = coordinator.get(f"/people?{query}").text
    found = [one.split("</a>")[0].split(">")[-1] for one in page.split('scope="row">')[1:]]  # fmt: skip
    assert found == names


def test_the_list_costs_as_much_for_one_as_for_many(
    coordinator: TestClient, count_queries: Counting
) -> None:
    with count_queries() as one:
        coordinator.get("/people?q=corvenne")
    with count_queries() as many:
        coordinator.get("/people")
    assert len(many) <= len(one) + 3


def test_an_account_of_another_programme_is_not_there(
    coordinator: TestClient, demo: Database
) -> None:
    with demo.writing() as session:
        from tests.factories import make_person, make_programme

        stranger = make_person(session, "Zora Stranger")
        other = make_programme(session)
        held = session.get_one(Membership, seed_id(DEMO, "membership", "mentee-officer/officer/val-daubre"))  # fmt: skip
        session.add(
            Membership(person_id=stranger.id, role=held.role, programme_id=other.id)
        )
    at = f"/people/{stranger.id}"
    form = {"programme_id": str(PROGRAMME), "coordinates": "on"}
    answers = [
        coordinator.get(at),
        coordinator.post(f"{at}/roles", data=form),
        coordinator.post(f"{at}/disabling"),
        coordinator.get(f"{at}/handover"),
    ]
    assert [one.status_code for one in answers] == [404] * 4
    assert "Zora Stranger" not in coordinator.get("/people").text
