"""Signing in by a typed code: asked for by address, mailed, typed in the same browser."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.access import Actor
from app.audit import note_about
from app.i18n import _
from app.models import Message, MessageState, PendingFor, PendingSignIn, Person
from app.people.attempts import note_attempt, wait_for
from app.people.rules import (
    ACCOUNT_MISTYPED,
    CODE_LIFE,
    CODES_ASKED,
    CODES_MISTYPED,
    NO_WAIT,
    as_typed,
    new_code,
    own_address,
    waiting_words,
)
from app.values_audit import Verb


@dataclass(frozen=True)
class Asked:
    """`secret` is for the asking browser's cookie; empty where somebody has to wait."""

    secret: str = ""
    wait: timedelta = NO_WAIT


@dataclass(frozen=True)
class Tried:
    """What came of a typed code: the pending sign-in it settles, or what is wrong."""

    settled: PendingSignIn | None = None
    problem: str = ""


def ask_for_code(
    session: Session, key: bytes, address: str, then: str, at: datetime
) -> Asked:
    """The same rows and the same answer whether the address is somebody's or not."""
    person = session.exec(
        select(Person)
        .where(
            func.lower(Person.email) == address.lower(),
            col(Person.disabled_at).is_(None),
        )
        .order_by(col(Person.id))
    ).first()
    pending = PendingSignIn(
        purpose=PendingFor.SIGN_IN,
        browser_hash="",
        person_id=person.id if person else None,
        account_key=sealed(key, "account", address.lower()),
        then=own_address(then),
        expires_at=at + CODE_LIFE,
    )
    return _asked(session, key, pending, at)


def ask_for_second_code(
    session: Session, key: bytes, actor: Actor, then: str, at: datetime
) -> Asked:
    """To the account's own address, for the session that asks."""
    person = session.get_one(Person, actor.person_id)
    pending = PendingSignIn(
        purpose=PendingFor.CONFIRMATION,
        browser_hash="",
        person_id=person.id,
        login_id=actor.login_id,
        account_key=sealed(key, "account", person.email.lower()),
        then=own_address(then),
        expires_at=at + CODE_LIFE,
    )
    return _asked(session, key, pending, at)


def _asked(session: Session, key: bytes, pending: PendingSignIn, at: datetime) -> Asked:
    if wait := wait_for(session, CODES_ASKED, pending.account_key, at):
        return Asked(wait=wait)
    if note_attempt(session, CODES_ASKED, pending.account_key, at):
        note_limit(session, Verb.ASKED_TOO_OFTEN, pending)
    session.execute(
        delete(PendingSignIn).where(
            col(PendingSignIn.expires_at) < at - timedelta(days=1)
        )
    )
    secret, code = secrets.token_urlsafe(32), new_code()
    pending.browser_hash = browser_hash(secret)
    pending.code_hmac = sealed(key, str(pending.id), code)
    session.add(pending)
    session.add(
        Message(
            template="sign-in-code",
            person_id=pending.person_id,
            subject_id=pending.id,
            secret=code if pending.person_id else None,
            state=MessageState.WAITING if pending.person_id else MessageState.TO_NOBODY,
            expires_at=pending.expires_at,
        )
    )
    return Asked(secret)


def try_code(
    session: Session, key: bytes, pending: PendingSignIn | None, code: str, at: datetime
) -> Tried:
    """Settles the pending sign-in, once. A wrong code is an outcome: it is counted."""
    if pending is None:
        return Tried(problem=_("This code no longer counts. Ask for a new one."))
    if wait_for(session, CODES_MISTYPED, str(pending.id), at):
        return Tried(problem=_("The code was mistyped too often. Ask for a new one."))
    if wait := wait_for(session, ACCOUNT_MISTYPED, pending.account_key, at):
        return Tried(problem=waiting_words(wait))
    right = hmac.compare_digest(
        pending.code_hmac, sealed(key, str(pending.id), as_typed(code))
    )
    if not right or pending.person_id is None:
        last = note_attempt(session, CODES_MISTYPED, str(pending.id), at)
        last |= note_attempt(session, ACCOUNT_MISTYPED, pending.account_key, at)
        if last:
            note_limit(session, Verb.MISTYPED_CODES, pending)
        return Tried(problem=_("This is not the code we sent. Read it once more."))
    return Tried(settle(session, pending, at))


def note_limit(session: Session, verb: Verb, pending: PendingSignIn) -> None:
    """For an address nobody has too: what is written must not tell the two apart."""
    note_about(session, verb, pending.person_id)


def settle(session: Session, pending: PendingSignIn, at: datetime) -> PendingSignIn:
    pending.used_at = at
    session.add(pending)
    return pending


def pending_in(
    session: Session,
    secret: str,
    purpose: PendingFor,
    at: datetime,
    login_id: UUID | None = None,
) -> PendingSignIn | None:
    """What this browser was asked for and may still answer; locked, since it is for once."""
    found = session.exec(
        select(PendingSignIn)
        .where(
            PendingSignIn.browser_hash == browser_hash(secret),
            PendingSignIn.purpose == purpose,
            PendingSignIn.login_id == login_id,
            col(PendingSignIn.used_at).is_(None),
            col(PendingSignIn.expires_at) > at,
        )
        .with_for_update()
    ).first()
    return found if secret else None


def browser_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def sealed(key: bytes, scope: str, text: str) -> str:
    """Nobody who reads the database alone can try codes or addresses against it."""
    said = f"{scope}:{text}".encode("utf-8", "replace")
    return hmac.new(key, said, hashlib.sha256).hexdigest()
