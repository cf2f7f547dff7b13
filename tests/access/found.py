"""What the scoped queries and `load_actor` find in the world of the standings."""

import inspect
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app import access_scopes
from app.access import load_actor, only_coordinator_of, planners_of
from app.errors import NotFound
from app.models import Person, Visit
from app.values import VisitStatus
from tests.access.named import NAMES, E, P, Q
from tests.access.standings import STANDINGS, an_id, functions_of
from tests.access.world import PEOPLE, TODAY

#: What is asked for by an id or a slug, and where to look for it.
ASKED_FOR: dict[str, tuple[str, ...]] = {
    "pair_id": ("pair", "other-pair", "removed-pair", "left-pair"),
    "visit_id": ("visit", "unhosted", "other-visit", "removed-visit", "left-visit"),
    "slug": (P, Q, E),
}


def seen(session: Session) -> dict[str, dict[str, list[str]]]:
    """Each scoped query → who finds what by it; those who find nothing are left out."""
    found = {}
    for name, scope in functions_of(access_scopes).items():
        if name.startswith("_"):
            continue  # a part of the others
        by = {who: sorted(rows_of(session, scope, who, name)) for who in STANDINGS}
        found[name] = {who: rows for who, rows in by.items() if rows}
    return found


def rows_of(
    session: Session, scope: Callable[..., Any], who: str, name: str
) -> list[str]:
    wanted = list(inspect.signature(scope).parameters)
    if wanted == ["actor"]:
        rows = session.exec(scope(STANDINGS[who])).all()
        return [NAMES[row.id] for row in rows]
    assert wanted[:2] == ["session", "actor"], (
        f"{name}: say in tests/access/found.py how it is asked"
    )
    assert wanted[2] in ASKED_FOR, (
        f"{name} asks for “{wanted[2]}”: say in tests/access/found.py, ASKED_FOR, "
        "which ones there are"
    )
    return [
        one
        for one in ASKED_FOR[wanted[2]]
        if is_found(scope, session, who, one if wanted[2] == "slug" else an_id(one))
    ]


def is_found(scope: Any, session: Session, who: str, key: Any) -> bool:
    try:
        row = scope(session, STANDINGS[who], key)
    except NotFound:
        return False
    assert key in (row.id, getattr(row, "slug", None))
    return True


#: Pairs whose visits somebody plans, and their programmes.
PAIRS = {"pair": P, "left-pair": P, "ended-pair": P, "ending-pair": P, "dropped-pair": P, "other-pair": Q}  # fmt: skip


def planning(session: Session) -> dict[str, list[str]]:
    """Who plans a visit of each pair, as mail about it asks."""
    return {
        pair: sorted(NAMES[one.id] for one in session.exec(planners_of(visit, TODAY)))
        for pair, programme in PAIRS.items()
        for visit in [a_visit(an_id(pair), an_id(programme))]
    }


def a_visit(pair_id: UUID, programme_id: UUID) -> Visit:
    status = VisitStatus.PLANNING
    return Visit(pair_id=pair_id, programme_id=programme_id, round=1, status=status)


LOADED = [
    "coordinated",
    "facilitated",
    "facilitated_pairs",
    "cities",
    "pairs",
    "replaced",
    "learning",
    "associated",
    "organisations",
    "teams",
    "team_pairs",
    "led",
    "opened",
]


def loaded(session: Session) -> dict[str, dict[str, list[str]]]:
    """Each person of this world → what `load_actor` finds that they are."""
    found = {}
    for name in PEOPLE:
        person = session.get_one(Person, an_id(name))
        actor = load_actor(session, person, TODAY)
        assert (actor.person_id, actor.signed_in) == (person.id, True)
        of = {field: sorted(names(getattr(actor, field))) for field in LOADED}
        of["only_coordinator_of"] = sorted(
            names(only_coordinator_of(session, person.id))
        )
        found[name] = {field: value for field, value in of.items() if value}
    return found


def names(ids: Any) -> list[str]:
    if isinstance(ids, dict):
        return [f"{NAMES[key]}: {NAMES[value]}" for key, value in ids.items()]
    return [NAMES[one] for one in ids]
