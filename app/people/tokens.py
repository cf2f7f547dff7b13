"""Tokens of the API: a program's way in for one person, within a scope."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.access import NOBODY, Actor, load_actor
from app.db import Database
from app.models import ApiToken, Person
from app.models.base import now
from app.people.attempts import spend
from app.people.rules import TOKEN_USED
from app.values import TokenScope

#: So that a leaked one is recognised, by people and by scanners of code.
PREFIX = "repere_"
SEEN_EVERY = timedelta(minutes=1)

#: Asked with every request of a program, so built once.
HOLDER: Any = (
    select(
        col(ApiToken.id).label("token_id"),
        col(ApiToken.last_used_at),
        col(ApiToken.scopes),
        col(Person.id),
        col(Person.name),
        col(Person.language),
    )
    .join(Person, col(Person.id) == col(ApiToken.person_id))
    .where(
        col(ApiToken.token_hash) == bindparam("token"),
        col(ApiToken.revoked_at).is_(None),
        col(ApiToken.expires_at) > bindparam("at"),
        col(Person.disabled_at).is_(None),
    )
)


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def is_api_token(token: str) -> bool:
    return token.startswith(PREFIX)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_actor(
    session: Session, token: str, at: datetime
) -> tuple[Actor, UUID | None]:
    """Who the token stands for, and the token whose use is to be noted."""
    asked = {"token": token_hash(token), "at": at}
    found = session.connection().execute(HOLDER, asked).first()
    if found is None:
        return NOBODY, None
    last = found.last_used_at
    actor = replace(
        load_actor(session, found, at.date()),
        scopes=frozenset(TokenScope(one) for one in found.scopes),
    )
    return actor, None if last and at - last < SEEN_EVERY else found.token_id


def count_use(database: Database, token: str) -> None:
    """One request more of a token that is known. Raises `TooMany` where none is left."""
    with database.writing() as session:
        spend(session, TOKEN_USED, token_hash(token), now())
