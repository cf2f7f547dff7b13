"""Signing in and out. Sessions live on the server; the cookie is a key kept hashed."""

import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select as sql_select
from sqlmodel import Session, col, select

from app.access import NOBODY, Actor, load_actor
from app.audit import note_own
from app.db import Database
from app.models import ApiToken, Login, Person, Tablet
from app.people.tablets import is_tablet_token, tablet_actor
from app.people.tokens import count_use, is_api_token, token_actor
from app.values import SignInMethod
from app.values_audit import Verb

#: Issue 3, point 1: staff stay signed in for a working day, and 30 minutes unattended.
LENGTH = timedelta(hours=12)
IDLE = timedelta(minutes=30)
#: How often "last seen" is written; more often only costs writes.
SEEN_EVERY = timedelta(minutes=1)
#: What was typed in a session that ended since is still taken back for so long.
REMEMBERED = timedelta(hours=24)


#: Asked with every request, so built once.
LOGIN: Any = (
    sql_select(
        col(Login.id).label("login_id"),
        col(Login.last_seen_at),
        col(Login.created_at),
        col(Login.asked_again_at),
        col(Person.id),
        col(Person.name),
        col(Person.language),
    )
    .join(Person, col(Person.id) == col(Login.person_id))
    .where(
        col(Login.token_hash) == bindparam("token"),
        col(Login.ended_at).is_(None),
        col(Login.expires_at) > bindparam("at"),
        col(Login.last_seen_at) > bindparam("idle_since"),
        col(Person.disabled_at).is_(None),
    )
)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin_login(
    session: Session,
    person: Person,
    *,
    method: SignInMethod = SignInMethod.DEMO,
    browser: str = "",
    instead_of: str = "",
) -> str:
    """A new session; the answer is its token, stored nowhere else.

    `instead_of` is the token the browser came with: whoever planted it gains nothing.
    """
    end_login(session, instead_of)
    token, at = secrets.token_urlsafe(32), datetime.now(UTC)
    login = Login(
        token_hash=hashed(token),
        person_id=person.id,
        expires_at=at + LENGTH,
        method=method,
        browser=browser[:80],
        asked_again_at=at if method is SignInMethod.PASSKEY else None,
    )
    session.add(login)
    note_own(session, Verb.SIGNED_IN, login, method)
    return token


def end_login(session: Session, token: str) -> None:
    login = session.exec(select(Login).where(Login.token_hash == hashed(token))).first()
    if login is not None and login.ended_at is None:
        login.ended_at = datetime.now(UTC)
        session.add(login)
        note_own(session, Verb.SIGNED_OUT, login)


def actor_of_token(database: Database, token: str, *, noting: bool = True) -> Actor:
    """Who the token belongs to, or nobody; notes "last seen" in its own transaction.

    Raises `TooMany` for a token that asks too often.
    """
    with database.reading() as session:
        actor, unnoted = actor_in(session, token)
    if actor.scopes is not None:
        count_use(database, token)
    if unnoted is not None and noting:
        note_seen(database, unnoted)
    return actor


def actor_in(session: Session, token: str) -> tuple[Actor, UUID | None]:
    """Who the token belongs to, and what of theirs has its "last seen" to be noted."""
    at = datetime.now(UTC)
    if is_api_token(token):
        return token_actor(session, token, at)
    if is_tablet_token(token):
        return tablet_actor(session, token, at)
    asked = {"token": hashed(token), "at": at, "idle_since": at - IDLE}
    found = session.connection().execute(LOGIN, asked).first()
    if found is None:
        return NOBODY, None
    long_ago = at - found.last_seen_at > SEEN_EVERY
    actor = replace(
        load_actor(session, found, at.date()),
        login_id=found.login_id,
        signed_in_at=found.created_at,
        asked_again_at=found.asked_again_at,
    )
    return actor, found.login_id if long_ago else None


def note_seen(database: Database, used_id: UUID) -> None:
    """Of a session, a token or a tablet."""
    at = datetime.now(UTC)
    with database.writing() as session:
        if (login := session.get(Login, used_id)) is not None:
            login.last_seen_at = at
            session.add(login)
        elif (token := session.get(ApiToken, used_id)) is not None:
            if token.last_used_at is None:
                note_own(session, Verb.USED_TOKEN, token)
            token.last_used_at = at
            session.add(token)
        elif (tablet := session.get(Tablet, used_id)) is not None:
            tablet.last_seen_at = at
            session.add(tablet)


def whose_was(session: Session, token: str) -> UUID | None:
    """Whose session this was that went idle or ran out; null where it was ended."""
    at = datetime.now(UTC)
    return session.exec(
        select(Login.person_id)
        .join(Person, col(Person.id) == col(Login.person_id))
        .where(
            Login.token_hash == hashed(token),
            col(Login.ended_at).is_(None),
            col(Login.created_at) > at - REMEMBERED,
            col(Person.disabled_at).is_(None),
        )
    ).first()


def person_of_persona(session: Session, persona: str) -> Person | None:
    return session.exec(select(Person).where(Person.persona == persona)).first()
