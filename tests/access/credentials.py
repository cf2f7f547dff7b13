"""What the way somebody came in allows: by the age of the proof, by scope and address."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.access import (
    NOBODY,
    may_add_passkey,
    must_be_asked_again,
    refuse_beyond_scope,
    was_asked_again,
)
from app.access_actor import Actor
from app.access_credentials import scope_of
from app.errors import AskAgain, NotPermitted
from app.values import TokenScope
from tests.access.standings import STANDINGS, by_token

VISIT = "/api/v1/visits/0190"
ADDRESSES = (
    "/",
    "/visits/0190/evidence",
    "/api/v1/programmes",
    "/api/v1/programmes/a/export",
    "/api/v1/evidence",
    f"{VISIT}",
    f"{VISIT}/evidence",
    f"{VISIT}/evidence/0190",
)
METHODS = ("GET", "HEAD", "POST", "PUT")


def proofs() -> dict[str, Actor]:
    """Somebody who proved who they are so many minutes ago, or only signed in then."""
    at, reader = datetime.now(UTC), STANDINGS["stranger"]
    found = {"no session": reader}
    for minutes in (1, 9, 11):
        ago = at - timedelta(minutes=minutes)
        found[f"asked again {minutes} min ago"] = replace(reader, asked_again_at=ago)
        found[f"signed in {minutes} min ago"] = replace(reader, signed_in_at=ago)
    found["a token"] = by_token(reader, *TokenScope)
    just_now = replace(reader, asked_again_at=at)
    found["a token with a proof"] = by_token(just_now, *TokenScope)
    return found


def proven() -> dict[str, list[str]]:
    who = proofs()
    return {
        "was_asked_again": [n for n, one in who.items() if was_asked_again(one)],
        "may_add_passkey": [n for n, one in who.items() if may_add_passkey(one)],
        "must_be_asked_again": [n for n, one in who.items() if demand(one) == ""],
        "must_be_asked_again: refused": [
            n for n, one in who.items() if demand(one) == "NotPermitted"
        ],
    }


def demand(one: Actor) -> str:
    try:
        must_be_asked_again(one)
    except (AskAgain, NotPermitted) as error:
        return type(error).__name__
    return ""


def scopes() -> dict[str, str]:
    """Each request a program might send → the scope it needs; people's are left out."""
    needed = {f"{m} {a}": scope_of(m, a) for m in METHODS for a in ADDRESSES}
    return {request: scope.value for request, scope in needed.items() if scope}


def passes() -> dict[str, list[str]]:
    """Each kind of credential → the requests that it lets through."""
    held = {
        "a session": STANDINGS["stranger"],
        "nobody": NOBODY,
        "no scope": by_token(STANDINGS["stranger"]),
        **{scope.value: by_token(STANDINGS["stranger"], scope) for scope in TokenScope},
    }
    return {name: reached(one) for name, one in held.items()}


def reached(one: Actor) -> list[str]:
    requests = [(m, a) for m in METHODS for a in ADDRESSES]
    return [f"{m} {a}" for m, a in requests if gets_through(one, m, a)]


def gets_through(one: Actor, method: str, address: str) -> bool:
    try:
        refuse_beyond_scope(one, method, address)
    except NotPermitted:
        return False
    return True
