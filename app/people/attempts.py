"""Tries that are limited, counted in the database: several processes share them."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.errors import TooMany
from app.models import Attempt
from app.people.rules import Limit, wait_needed

KEPT = timedelta(days=1)


def wait_for(session: Session, limit: Limit, key: str, at: datetime) -> timedelta:
    tries = session.exec(
        select(Attempt.at).where(
            Attempt.kind == limit.kind,
            Attempt.key == key,
            col(Attempt.at) > at - limit.within,
        )
    ).all()
    return wait_needed(tries, limit, at)


def spend(session: Session, limit: Limit, key: str, at: datetime) -> None:
    """One try more. Raises `TooMany` where none is left for now."""
    if wait := wait_for(session, limit, key, at):
        raise TooMany(wait)
    note_attempt(session, limit, key, at)


def note_attempt(session: Session, limit: Limit, key: str, at: datetime) -> bool:
    """Whether this was the last one for now."""
    session.execute(delete(Attempt).where(col(Attempt.at) < at - KEPT))
    session.add(Attempt(kind=limit.kind, key=key, at=at))
    session.flush()  # it counts among the tries looked at now
    return bool(wait_for(session, limit, key, at))
