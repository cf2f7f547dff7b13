"""Signing in and out. Sessions live on the server; the cookie is a key kept hashed."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select as sql_select
from sqlmodel import Session, col, select

from app.access import NOBODY, Actor, load_actor
from app.db import Database
from app.models import Login, Person

LENGTH = timedelta(hours=12)
#: How often "last seen" is written; more often only costs writes.
SEEN_EVERY = timedelta(minutes=5)


#: Asked with every request, so built once.
LOGIN: Any = (
    sql_select(
        col(Login.id).label("login_id"),
        col(Login.last_seen_at),
        col(Person.id),
        col(Person.name),
        col(Person.language),
    )
    .join(Person, col(Person.id) == col(Login.person_id))
    .where(
        col(Login.token_hash) == bindparam("token"),
        col(Login.ended_at).is_(None),
        col(Login.expires_at) > bindparam("at"),
        col(Person.disabled_at).is_(None),
    )
)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin_login(session: Session, person: Person) -> str:
    """A new session; the answer is its token, stored nowhere else."""
    token = secrets.token_urlsafe(32)
    login = Login(
        token_hash=hashed(token),
        person_id=person.id,
        expires_at=datetime.now(UTC) + LENGTH,
    )
    session.add(login)
    return token


def end_login(session: Session, token: str) -> None:
    login = session.exec(select(Login).where(Login.token_hash == hashed(token))).first()
    if login is not None and login.ended_at is None:
        login.ended_at = datetime.now(UTC)
        session.add(login)


def actor_of_token(database: Database, token: str) -> Actor:
    """Who the token belongs to, or nobody; notes "last seen" in its own transaction."""
    with database.reading() as session:
        actor, unnoted = actor_in(session, token)
    if unnoted is not None:
        note_seen(database, unnoted)
    return actor


def actor_in(session: Session, token: str) -> tuple[Actor, UUID | None]:
    """Who the token belongs to, and the login whose "last seen" is to be noted."""
    at = datetime.now(UTC)
    asked = {"token": hashed(token), "at": at}
    found = session.connection().execute(LOGIN, asked).first()
    if found is None:
        return NOBODY, None
    long_ago = at - found.last_seen_at > SEEN_EVERY
    actor = load_actor(session, found, at.date())
    return actor, found.login_id if long_ago else None


def note_seen(database: Database, login_id: UUID) -> None:
    with database.writing() as session:
        if (login := session.get(Login, login_id)) is not None:
            login.last_seen_at = datetime.now(UTC)
            session.add(login)


def person_of_persona(session: Session, persona: str) -> Person | None:
    return session.exec(select(Person).where(Person.persona == persona)).first()
