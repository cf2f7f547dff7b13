"""Everything that lets a person in or waits for them: what ends, and what is forgotten.

One list for closing an account and for erasing a person; a test holds it to the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col

from app.models import (
    AccessLink,
    ApiToken,
    Attempt,
    BreakGlass,
    CalendarFeed,
    HeldForm,
    Login,
    Message,
    Passkey,
    PendingSignIn,
)


@dataclass(frozen=True)
class Way:
    """`ended` is the column of the moment that ends it; null where closing leaves it.

    `goes` where closing deletes it; `stays` where what was done with it is answered for
    by those it was done to, also after its person is erased.
    """

    table: Any
    ended: str | None = None
    goes: bool = False
    stays: bool = False


#: In an order the references allow. A passkey and a letter open nothing by themselves.
WAYS: Sequence[Way] = (
    Way(PendingSignIn, "used_at"),
    Way(HeldForm, goes=True),
    Way(Message),
    Way(Passkey),
    Way(ApiToken, "revoked_at"),
    Way(AccessLink, "revoked_at"),
    Way(CalendarFeed, "revoked_at"),
    Way(BreakGlass, "ended_at", stays=True),
    Way(Login, "ended_at"),
)


def end_ways(session: Session, person_id: UUID, at: datetime) -> None:
    """From now on nothing opens; what is left is for opening the account again."""
    for way in WAYS:
        theirs = col(way.table.person_id) == person_id
        if way.goes:
            session.execute(delete(way.table).where(theirs))
        if way.ended:
            still_open = col(getattr(way.table, way.ended)).is_(None)
            ended = update(way.table).where(theirs, still_open)
            session.execute(ended.values(**{way.ended: at}))


def forget_ways(session: Session, person_id: UUID) -> None:
    for way in [one for one in WAYS if not one.stays]:
        theirs = col(way.table.person_id) == person_id
        session.execute(delete(way.table).where(theirs))
    session.execute(delete(Attempt).where(col(Attempt.key) == str(person_id)))
