"""What the way somebody came in allows, beside who they are."""

from datetime import UTC, datetime

from app.access_actor import Actor
from app.errors import AskAgain, NotPermitted
from app.people.rules import ASKED_AGAIN, FRESH
from app.values import TokenScope


def was_asked_again(actor: Actor) -> bool:
    """A passkey or a second code within the last ten minutes."""
    asked_at = actor.asked_again_at
    return asked_at is not None and datetime.now(UTC) - asked_at < ASKED_AGAIN


def must_be_asked_again(actor: Actor) -> None:
    """For break-glass, roles and tokens. Raises `AskAgain`; a program cannot be asked."""
    if actor.scopes is not None:
        raise NotPermitted
    if not was_asked_again(actor):
        raise AskAgain


def may_add_passkey(actor: Actor) -> bool:
    """Just signed in or asked again: a session left open does not get a key of its own."""
    began_at = actor.signed_in_at
    fresh = began_at is not None and datetime.now(UTC) - began_at < FRESH
    return fresh or was_asked_again(actor)


def scope_of(method: str, path: str) -> TokenScope | None:
    """What a program's request needs; null is for people only."""
    if not path.startswith("/api/v1/"):
        return None
    if method in ("GET", "HEAD"):
        return TokenScope.EXPORT if "/export" in path else TokenScope.READ
    is_evidence = path.startswith("/api/v1/visits/") and "/evidence" in path
    return TokenScope.EVIDENCE if is_evidence else None


def refuse_beyond_scope(actor: Actor, method: str, path: str) -> None:
    """Raises `NotPermitted` where a token does not reach; people have no scopes."""
    if actor.scopes is not None and scope_of(method, path) not in actor.scopes:
        raise NotPermitted
