"""Whatever roles somebody holds at once: nobody of the host city is given raw evidence,
and apart from that a role more never takes anything away."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from sqlmodel import select

from app import access_predicates, access_scopes, access_standing
from app.access import Actor
from app.db import Database
from app.ids import seed_id, uuid7
from app.models import (
    Pair,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.values import Method, PairStatus, TeamPart, VisitStatus, Voice

HOST, OTHER, ELSEWHERE, NEW = (uuid7() for _ in range(4))
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
    "successor of the host": {
        "cities": of(NEW),
        "pairs": of(PAIR),
        "replaced": of(HOST),
    },
    "member elsewhere": {"teams": {uuid7(): uuid7()}, "team_pairs": of(uuid7())},
}
DENYING = frozenset({"host", "host that has left the pair"})
#: Takes away what a visiting officer reads: the city it replaced was the host.
LESSENING = DENYING | {"successor of the host"}
roles = st.frozensets(st.sampled_from(sorted(GIVES)))

#: What tells of raw evidence or lets one work on it: never for the host city.
RAW = frozenset(
    {
        "has_broken_glass",
        "may_break_glass",
        "may_correct",
        "may_debrief",
        "may_note_for",
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
    "may_run_tablets",
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
    id=VISIT,
    programme_id=PROGRAMME,
    pair_id=PAIR,
    host_city_id=HOST,
    round=1,
    status=VisitStatus.PLANNING,
)
THINGS: Mapping[str, Any] = {
    "visit": VISITED,
    "pair": Pair(
        id=PAIR,
        programme_id=PROGRAMME,
        number=1,
        method=Method.MENTORING,
        status=PairStatus.ACTIVE,
    ),
    "programme_id": PROGRAMME,
    "member": TeamMember(
        visit_id=VISIT,
        person_id=uuid7(),
        position=1,
        shown_name="M",
        part=TeamPart.MEMBER,
    ),
    "person": Stakeholder(
        visit_id=VISIT,
        name="Mayor",
        category=Voice.ELECTED_LEADERS,
        invited_by_city_id=OTHER,
    ),
    "author_id": uuid7(),
    "city_id": OTHER,
    "programmes": of(PROGRAMME),
}
PREDICATES: dict[str, Callable[..., bool]] = {
    name: function
    for module in (access_standing, access_predicates)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
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
        "tablet",  # nobody's role; tests/access has tablets
    }
    assert given_names == about_roles


@given(roles)
def test_whoever_is_of_the_host_city_is_given_nothing_raw(held: Roles) -> None:
    for denying in DENYING:
        actor = holding(held | {denying})
        assert [name for name in sorted(RAW) if says(name, actor)] == []


@pytest.mark.parametrize("role", sorted(GIVES))
def test_raw_evidence_is_for_these_roles_alone(role: str) -> None:
    reading = {"opened", "facilitator", "facilitator of the pair", "member", "lead"}
    assert says("may_read_raw", holding(frozenset({role}))) == (role in reading)
    working = reading - {"opened"}
    assert says("works_on", holding(frozenset({role}))) == (role in working)


@given(roles, roles)
def test_a_role_more_takes_nothing_away_but_by_deny(held: Roles, more: Roles) -> None:
    before, after = holding(held), holding(held | more)
    was_denied = bool(held & DENYING)
    lost = {name for name in PREDICATES if says(name, before) and not says(name, after)}
    if was_denied or not more & LESSENING:
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


def test_a_voice_is_no_role() -> None:
    """Whom one meets says nothing of what one may."""
    met = Stakeholder(visit_id=VISIT, name="Group", category=Voice.MIGRANTS)
    visiting = holding(frozenset({"visiting"}))
    assert not access_predicates.may_see_contact(visiting, VISITED, met)
