"""Who somebody can be towards a visit, and what every predicate says of them."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any, TypeVar, get_args
from uuid import UUID

from sqlmodel import SQLModel

from app import access_predicates, access_preparing, access_roles, access_standing
from app.access import NOBODY, Actor, AtTablet, Grant
from app.ids import seed_id
from app.models import Pair, Stakeholder, TeamMember, Visit
from app.values import Purpose, Role, TokenScope

R = TypeVar("R", bound=SQLModel)


def an_id(name: str) -> UUID:
    return seed_id("standing", name)


def ids(*names: str) -> frozenset[UUID]:
    return frozenset(an_id(name) for name in names)


def actor(**values: Any) -> Actor:
    """Somebody signed in; every value is a space-separated list of names."""
    named: dict[str, Any] = {n: ids(*value.split()) for n, value in values.items()}
    if "teams" in values:
        named["teams"] = {an_id(v): an_id("own-seat") for v in values["teams"].split()}
    return Actor(person_id=an_id("reader"), **named)


def by_token(who: Actor, *scopes: TokenScope) -> Actor:
    return Actor(**{**vars(who), "scopes": frozenset(scopes)})


def at_tablet(visit: str = "visit", seat: str = "", **also: Any) -> Actor:
    """A tablet of that visit; with that member's seat open on it, where one is named."""
    member = an_id(seat) if seat else None
    now_open = an_id(f"open-{seat}") if seat else None
    at = AtTablet(
        an_id("tablet"),
        an_id(visit),
        1,
        member_id=member,
        open_seat_id=now_open,
        **also,
    )
    return Actor(tablet=at)


HOST = {"cities": "host-city", "pairs": "pair", "learning": "pair"}
SUCCESSOR = {"cities": "new-city", "pairs": "pair", "replaced": "host-city"}
ON_TEAM = {"teams": "visit", "team_pairs": "pair"}
#: Known to have written, with no seat open now.
WRITER = AtTablet(an_id("tablet"), an_id("visit"), 0, member_id=an_id("seat"))
ENDED_WRITER = replace(WRITER, ended=True)
OPENED = {"coordinated": "programme", "opened": "visit"}

#: `…-elsewhere`: the same standing in another programme, pair or visit.
STANDINGS: dict[str, Actor] = {
    "nobody": NOBODY,
    "stranger": actor(),
    "coordinator": actor(coordinated="programme"),
    "coordinator-of-both": actor(coordinated="programme other-programme"),
    "coordinator-elsewhere": actor(coordinated="other-programme empty-programme"),
    "coordinator-glass": actor(**OPENED),
    "coordinator-glass-elsewhere": actor(
        coordinated="programme", opened="other-visit unhosted"
    ),
    "glass-of-a-former-coordinator": actor(opened="visit"),
    "glass-of-an-association": actor(opened="visit", associated="pair"),
    "coordinator-glass-by-token": by_token(actor(**OPENED), *TokenScope),
    "coordinator-glass-of-host": actor(**OPENED, **HOST),
    "coordinator-of-host": actor(coordinated="programme", **HOST),
    "facilitator": actor(facilitated="programme"),
    "facilitator-of-pair": actor(facilitated_pairs="pair"),
    "facilitator-elsewhere": actor(facilitated="other-programme empty-programme"),
    "facilitator-of-other-pair": actor(facilitated_pairs="other-pair"),
    "facilitator-of-host": actor(facilitated="programme", **HOST),
    "host-officer": actor(**HOST),
    "former-host-officer": actor(cities="host-city"),
    "visiting-officer": actor(cities="visiting-city", pairs="pair"),
    "learning-officer": actor(cities="visiting-city", pairs="pair", learning="pair"),
    "successor-of-host": actor(
        cities="new-city", pairs="pair", learning="pair", replaced="host-city"
    ),
    "successor-of-host-in-team": actor(**SUCCESSOR, **ON_TEAM),
    "successor-of-host-leading": actor(**SUCCESSOR, **ON_TEAM, led="visit"),
    "successor-of-visiting": actor(
        cities="new-city", pairs="pair", replaced="visiting-city"
    ),
    "successor-coordinating": actor(**SUCCESSOR, coordinated="programme"),
    "successor-facilitating": actor(**SUCCESSOR, facilitated="programme"),
    "successor-facilitating-the-pair": actor(**SUCCESSOR, facilitated_pairs="pair"),
    "officer-elsewhere": actor(
        cities="other-city", pairs="other-pair", learning="other-pair"
    ),
    "member": actor(**ON_TEAM),
    "lead": actor(**ON_TEAM, led="visit"),
    "member-elsewhere": actor(
        teams="other-visit", team_pairs="other-pair", led="other-visit"
    ),
    "member-of-host": actor(**ON_TEAM, **HOST),
    "lead-of-host": actor(**ON_TEAM, **HOST, led="visit"),
    "member-and-visiting-officer": actor(
        **ON_TEAM, cities="visiting-city", pairs="pair"
    ),
    "association": actor(associated="pair", organisations="association"),
    "association-elsewhere": actor(
        associated="other-pair", organisations="other-association"
    ),
    "association-of-nobody": actor(organisations="association"),
    "tablet-locked": at_tablet(),
    "tablet-with-seat": at_tablet(seat="own-seat"),
    "tablet-with-seat-of-another-member": at_tablet(seat="seat"),
    "tablet-elsewhere": at_tablet("other-visit", seat="own-seat"),
    "tablet-of-a-removed-visit": at_tablet("removed-visit", seat="own-seat"),
    "tablet-ended": at_tablet(ended=True),
    "tablet-ended-with-seat": at_tablet(seat="own-seat", ended=True),
    "tablet-ended-elsewhere": at_tablet("other-visit", seat="own-seat", ended=True),
    # Who accepts what a tablet deposited acts in the name of the seat that wrote it.
    "lead-for-a-tablet": replace(actor(**ON_TEAM, led="visit"), tablet=WRITER),
    "host-for-a-tablet": replace(actor(**HOST), tablet=ENDED_WRITER),
    # What an incomplete membership must never come to: nothing is of no city's.
    "officer-of-no-city": Actor(
        person_id=an_id("reader"),
        cities=frozenset({None}),  # type: ignore[arg-type]
        pairs=ids("pair"),
    ),
}


def made(model: type[R], **values: Any) -> R:
    """In memory, with what access asks about it and no more."""
    return model(**values)


PAIR: Any = {"pair_id": an_id("pair"), "programme_id": an_id("programme")}
VISITS = {
    "visit": made(Visit, id=an_id("visit"), host_city_id=an_id("host-city"), **PAIR),
    "study": made(
        Visit,
        id=an_id("visit"),
        host_city_id=an_id("host-city"),
        purpose=Purpose.STUDY,
        **PAIR,
    ),
    "unhosted": made(Visit, id=an_id("unhosted"), host_city_id=None, **PAIR),
}
BOTH = ("programme", "other-programme")
GRANTS = {
    "a role": Grant(an_id("programme"), Role.OFFICER, city_id=an_id("host-city")),
    "a role elsewhere": Grant(an_id("other-programme"), Role.COORDINATOR),
    "a place on the team": Grant(an_id("programme"), visit_id=an_id("visit")),
}


def invited_by(city: str | None) -> Stakeholder:
    return made(Stakeholder, invited_by_city_id=an_id(city) if city else None)


#: What a predicate is asked about, by the name of its argument; a new name needs a line.
SUBJECTS: dict[str, dict[str, Any]] = {
    "visit": VISITS,
    "pair": {"": made(Pair, id=an_id("pair"), programme_id=an_id("programme"))},
    "programme_id": {"": an_id("programme"), "none": None},
    "member": {
        "own seat": made(TeamMember, id=an_id("own-seat"), person_id=an_id("reader")),
        "another's seat": made(TeamMember, id=an_id("seat"), person_id=an_id("other")),
        "nobody's seat": made(TeamMember, id=an_id("free-seat"), person_id=None),
    },
    "author_id": {
        "own note": an_id("own-seat"),
        "another's note": an_id("seat"),
        "nobody's note": None,
    },
    "person": {
        "invited by the host": invited_by("host-city"),
        "invited by the visitors": invited_by("visiting-city"),
        "invited by neither": invited_by(None),
    },
    "city_id": {"": an_id("host-city")},
    "person_id": {"themself": an_id("reader"), "another": an_id("other")},
    "programmes": {"in it": ids(BOTH[0]), "in both": ids(*BOTH), "in none": ids()},
    "grant": GRANTS,
}


def functions_of(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions a module defines itself, in their order."""
    return {
        name: one
        for name, one in vars(module).items()
        if inspect.isfunction(one) and one.__module__ == module.__name__
    }


def predicates() -> dict[str, Callable[..., Any]]:
    """What the three modules ask of an actor; the rest of them makes values."""
    found: dict[str, Callable[..., Any]] = {}
    for module in (
        access_standing,
        access_predicates,
        access_preparing,
        access_roles,
    ):
        found |= functions_of(module)
    return {n: one for n, one in found.items() if "actor" in parameters_of(one)}


def parameters_of(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(function).parameters)


def subjects_of(predicate: Callable[..., Any], parameter: str) -> dict[str, Any]:
    """Also nothing, where the predicate takes that."""
    about = SUBJECTS[parameter]
    may_lack = type(None) in get_args(parameters_of(predicate)[parameter].annotation)
    lacks = may_lack and None not in about.values()
    return about | {f"no {parameter}": None} if lacks else about


def questions() -> dict[str, tuple[Callable[..., bool], dict[str, Any]]]:
    """`may_see_pay, visit, own seat` → the predicate, and its arguments beside the actor."""
    asked: dict[str, tuple[Callable[..., bool], dict[str, Any]]] = {}
    for name, predicate in predicates().items():
        told: list[tuple[str, dict[str, Any]]] = [(name, {})]
        for parameter in list(parameters_of(predicate))[1:]:
            assert parameter in SUBJECTS, (
                f"{name} asks about “{parameter}”: say in tests/access/standings.py, "
                "SUBJECTS, which ones there are to ask about"
            )
            told = [
                (", ".join(filter(None, (key, label))), {**values, parameter: value})
                for key, values in told
                for label, value in subjects_of(predicate, parameter).items()
            ]
        asked |= {key: (predicate, values) for key, values in told}
    return asked


def may() -> dict[str, list[str]]:
    """Each question → the standings for which the answer is yes."""
    return {
        question: [who for who, one in STANDINGS.items() if predicate(one, **about)]
        for question, (predicate, about) in questions().items()
    }
