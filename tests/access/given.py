"""What a role is said to give, and what a tablet is said to be."""

from typing import Any

from app.access import granted, is_coordination, is_facilitation, is_office
from app.ids import seed_id
from app.models import InvitedRole, Membership
from app.values import Role, TeamPart
from tests.access.standings import STANDINGS, an_id, made

NAMED = {
    an_id(name): name
    for name in (
        *("programme", "pair", "host-city", "association", "visit"),
        *("tablet", "own-seat", "seat"),
    )
}
WHERE: dict[Role, dict[str, Any]] = {
    Role.COORDINATOR: {},
    Role.FACILITATOR: {"pair_id": an_id("pair")},
    Role.OFFICER: {"city_id": an_id("host-city")},
    Role.ASSOCIATION: {"organisation_id": an_id("association")},
}


def given() -> dict[str, dict[str, str]]:
    """Each kind of membership and of invitation → what it gives."""
    programme = {"programme_id": an_id("programme")}
    found = {}
    for role, where in WHERE.items():
        held = made(
            Membership, person_id=an_id("reader"), role=role, **where, **programme
        )
        asked = {
            "an office": is_office,
            "a coordination": is_coordination,
            "a facilitation": is_facilitation,
        }
        is_ = {name: "yes" for name, question in asked.items() if question(held)}
        found[f"held: {role}"] = words(vars(granted(held))) | is_
    place = {"visit_id": an_id("visit"), "part": TeamPart.LEAD}
    brings: dict[str, dict[str, Any]] = {
        "a role": {"role": Role.OFFICER},
        "a place": place,
    }
    for name, values in brings.items():
        invited = made(
            InvitedRole,
            invitation_id=seed_id("standing", "asked"),
            **values,
            **programme,
        )
        found[f"invited: {name}"] = words(vars(granted(invited)))
    return found


def at_tablets() -> dict[str, dict[str, str]]:
    """Each standing with a tablet → which one, and whose seat is open."""
    told = {
        who: words({"tablet": one.tablet_id, "seat": one.seat})
        for who, one in STANDINGS.items()
    }
    return {who: said for who, said in told.items() if said}


def words(values: dict[str, Any]) -> dict[str, str]:
    return {
        name: NAMED.get(value, str(value))
        for name, value in values.items()
        if value is not None
    }
