"""The rows behind the standings."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel

from app.models import (
    BreakGlass,
    City,
    Membership,
    Organisation,
    Pair,
    PairCity,
    Person,
    Programme,
    TeamMember,
    Visit,
)
from app.values import (
    Method,
    OrganisationKind,
    PairStatus,
    Part,
    Role,
    TeamPart,
    VisitStatus,
)
from tests.access.kept import audit, invitations, shared
from tests.access.named import GONE, NOW, E, P, Q, made, named
from tests.access.standings import an_id

TODAY = date(2026, 6, 15)
PEOPLE = [
    "reader",
    "other",
    "staff",
    "former-staff",
    "coordinator",
    "coordinator-of-a-pair",
    "facilitator",
    "facilitator-of-pair",
    "host-officer",
    "visiting-officer",
    "officer-elsewhere",
    "former-officer",
    "successor-officer",
    "officer-of-a-dropped-part",
    "association",
    "association-for-a-city",
    "member",
    "lead",
    "former-member",
    "member-of-a-removed-visit",
    "facilitator-with-glass",
    "stranger",
    "coordinator-of-nothing",
    "former-coordinator",
    "only-coordinator",
    "disabled-coordinator",
    "officer-of-no-city",
    "facilitator-elsewhere",
    "facilitator-of-left-pair",
    "former-facilitator",
    "disabled-facilitator",
    "erased-facilitator",
]


def build(session: Session) -> None:
    """Everything twice: in one programme, and elsewhere."""
    for rows in (
        places(),
        pairs(),
        visits(),
        roles(),
        seats(),
        audit(),
        shared(),
        invitations(),
    ):
        for row in rows:
            session.add(row)
            session.flush()  # what comes next refers to it


def places() -> list[SQLModel]:
    rows: list[SQLModel] = [made(Programme, id=named(p), slug=p) for p in (P, Q, E)]
    rows += [
        made(
            Person,
            id=named(n),
            name=n,
            email=f"{n}@example.org",
            disabled_at=NOW if n.startswith("disabled-") else None,
            erased_at=NOW if n.startswith("erased-") else None,
        )
        for n in PEOPLE
    ]
    for name, programme in (("association", P), ("other-association", Q)):
        rows.append(
            made(
                Organisation,
                id=named(name),
                programme_id=an_id(programme),
                kind=next(iter(OrganisationKind)),
            )
        )
    for name, programme, by in (
        ("host-city", P, "association"),
        ("visiting-city", P, None),
        ("other-city", Q, "other-association"),
        ("new-city", P, "association"),
        ("late-city", P, None),
    ):
        rows.append(
            made(
            City,
                id=named(name), slug=name, country="FR", programme_id=an_id(programme),
                organisation_id=an_id(by) if by else None,
            )
        )  # fmt: skip
    return rows


def pairs() -> list[SQLModel]:
    left = {"former": True}
    parts: list[tuple[str, str, Part, dict[str, Any]]] = [
        ("pair", "host-city", Part.MENTEE, {}),
        ("pair", "visiting-city", Part.MENTOR, {}),
        ("other-pair", "other-city", Part.EQUAL, {}),
        ("removed-pair", "other-city", Part.EQUAL, GONE),
        ("left-pair", "host-city", Part.MENTEE, left),
        ("left-pair", "new-city", Part.MENTEE, {"replaces_id": "host-city"}),
        ("left-pair", "late-city", Part.MENTEE, GONE | {"replaces_id": "host-city"}),
        ("ended-pair", "host-city", Part.MENTEE, {"until_on": TODAY - timedelta(1)}),
        ("ending-pair", "host-city", Part.MENTOR, {"until_on": TODAY}),
        ("dropped-pair", "host-city", Part.MENTEE, GONE),
    ]
    rows: list[SQLModel] = []
    for name in dict.fromkeys(name for name, *_ in parts):
        programme = Q if name == "other-pair" else P
        rows.append(
            made(
            Pair,
                id=named(name), programme_id=an_id(programme), number=1,
                method=Method.MENTORING, status=PairStatus.ACTIVE,
                **(GONE if name == "removed-pair" else {}),
            )
        )  # fmt: skip
    rows += [
        made(
            PairCity,
            id=named(f"{city} in {pair}"),
            pair_id=an_id(pair),
            city_id=an_id(city),
            part=part,
            **{**also, **replacing(pair, also)},
        )
        for pair, city, part, also in parts
    ]
    return rows


def replacing(pair: str, also: dict[str, Any]) -> dict[str, UUID]:
    before = also.get("replaces_id")
    return {"replaces_id": an_id(f"{before} in {pair}")} if before else {}


def visits() -> list[SQLModel]:
    told: list[tuple[str, str, str, str | None, dict[str, Any]]] = [
        ("visit", P, "pair", "host-city", {}),
        ("unhosted", P, "pair", None, {}),
        ("removed-visit", P, "pair", "host-city", GONE),
        ("other-visit", Q, "other-pair", "other-city", {}),
        ("left-visit", P, "left-pair", "host-city", {}),
    ]
    return [
        made(
            Visit,
            id=named(name), programme_id=an_id(programme), pair_id=an_id(pair), round=1,
            host_city_id=an_id(host) if host else None,
            status=VisitStatus.PLANNING, **also,
        )
        for name, programme, pair, host, also in told
    ]  # fmt: skip


def roles() -> list[SQLModel]:
    officer = Role.OFFICER
    held: list[tuple[str, Role, dict[str, str], dict[str, Any]]] = [
        ("staff", officer, {"city_id": "host-city"}, {}),
        ("former-staff", officer, {"city_id": "host-city"}, GONE),
        ("coordinator", Role.COORDINATOR, {"programme_id": P}, {}),
        ("coordinator-of-a-pair", Role.COORDINATOR, {"programme_id": P, "pair_id": "pair"}, {}),
        ("facilitator", Role.FACILITATOR, {"programme_id": P}, {}),
        ("facilitator-of-pair", Role.FACILITATOR, {"programme_id": P, "pair_id": "pair"}, {}),
        ("facilitator-with-glass", Role.FACILITATOR, {"programme_id": P}, {}),
        ("facilitator-elsewhere", Role.FACILITATOR, {"programme_id": Q}, {}),
        ("facilitator-of-left-pair", Role.FACILITATOR, {"programme_id": P, "pair_id": "left-pair"}, {}),
        ("former-facilitator", Role.FACILITATOR, {"programme_id": P}, GONE),
        ("disabled-facilitator", Role.FACILITATOR, {"programme_id": P}, {}),
        ("erased-facilitator", Role.FACILITATOR, {"programme_id": P}, {}),
        ("host-officer", officer, {"programme_id": P, "city_id": "host-city"}, {}),
        ("visiting-officer", officer, {"programme_id": P, "city_id": "visiting-city"}, {}),
        ("officer-elsewhere", officer, {"programme_id": Q, "city_id": "other-city"}, {}),
        ("former-officer", officer, {"programme_id": P, "city_id": "host-city"}, GONE),
        ("successor-officer", officer, {"programme_id": P, "city_id": "new-city"}, {}),
        ("officer-of-a-dropped-part", officer, {"programme_id": P, "city_id": "late-city"}, {}),
        ("former-coordinator", Role.COORDINATOR, {"programme_id": Q}, GONE),
        ("only-coordinator", Role.COORDINATOR, {"programme_id": Q}, {}),
        ("disabled-coordinator", Role.COORDINATOR, {"programme_id": Q}, {}),
        ("association", Role.ASSOCIATION, {"organisation_id": "association"}, {}),
        ("coordinator-of-nothing", Role.COORDINATOR, {}, {}),
        ("officer-of-no-city", officer, {"programme_id": P}, {}),
        ("association-for-a-city", Role.ASSOCIATION, {"city_id": "host-city"}, {}),
    ]  # fmt: skip
    return [
        made(
            Membership,
            person_id=an_id(person), role=role, **also,
            **{column: an_id(name) for column, name in where.items()},
        )
        for person, role, where, also in held
    ]  # fmt: skip


def seats() -> list[SQLModel]:
    told = [
        ("member", "visit", TeamPart.MEMBER, {}),
        ("lead", "visit", TeamPart.LEAD, {}),
        ("former-member", "visit", TeamPart.LEAD, GONE),
        ("member-of-a-removed-visit", "removed-visit", TeamPart.LEAD, {}),
    ]
    rows: list[SQLModel] = [
        made(
            TeamMember,
            id=named(f"seat-of-{person}"), visit_id=an_id(visit), person_id=an_id(person),
            programme_id=an_id(P), position=1, shown_name=person, part=part, **also,
        )
        for person, visit, part, also in told
    ]  # fmt: skip
    later, earlier = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    for person, visit, until, ended in (
        ("coordinator", "visit", later, None),
        ("coordinator", "unhosted", earlier, None),
        ("coordinator", "removed-visit", later, NOW),
        ("other", "other-visit", later, None),
        ("facilitator-with-glass", "visit", later, None),
    ):
        rows.append(
            made(
            BreakGlass,
                visit_id=an_id(visit), person_id=an_id(person), reason="why",
                until=until, ended_at=ended,
            )
        )  # fmt: skip
    return rows
