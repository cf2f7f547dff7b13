"""Tries that are limited, counted in the database: several processes share them."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

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


def note_attempt(session: Session, limit: Limit, key: str, at: datetime) -> None:
    session.execute(delete(Attempt).where(col(Attempt.at) < at - KEPT))
    session.add(Attempt(kind=limit.kind, key=key, at=at))
