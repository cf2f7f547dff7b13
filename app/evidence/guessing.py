"""Codes that fitted nobody are counted in the database, whichever process they meet.

A delegation shares an address, so the limit of a sender is generous and short; the limit
of all senders together only slows down who has many addresses. A code has 78 bits.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.models import WithdrawalAttempt

MOST, WITHIN = 20, timedelta(minutes=15)
MOST_OF_ALL, OF_ALL_WITHIN = 300, timedelta(hours=1)


def sender_of(secret: str, address: str) -> str:
    """No address is kept, and without the key none can be found again."""
    return hmac.new(secret.encode(), address.encode(), hashlib.sha256).hexdigest()


def minutes_to_wait(session: Session, sender: str, now: datetime) -> int:
    """0 where the next code may be tried; else whole minutes, rounded up."""
    own = col(WithdrawalAttempt.sender) == sender
    waits = (
        waiting(session, now, MOST, WITHIN, own),
        waiting(session, now, MOST_OF_ALL, OF_ALL_WITHIN),
    )
    return -(-max(waits) // timedelta(minutes=1))


def waiting(
    session: Session, now: datetime, most: int, within: timedelta, *whose: object
) -> timedelta:
    tried = [col(WithdrawalAttempt.at) > now - within, *whose]
    asked = select(func.count(), func.min(WithdrawalAttempt.at)).where(*tried)  # type: ignore[arg-type]
    count, first = session.exec(asked).one()
    return first + within - now if first and count >= most else timedelta()


def note_attempt(session: Session, sender: str, now: datetime) -> None:
    """After an hour nobody needs to know of it."""
    long_ago = col(WithdrawalAttempt.at) < now - OF_ALL_WITHIN
    session.execute(delete(WithdrawalAttempt).where(long_ago))
    session.add(WithdrawalAttempt(sender=sender, at=now))
