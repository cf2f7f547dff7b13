"""The one sender of mail. A message is claimed, sent and then written off, each for itself.

A sender that dies between sending and writing off sends once more: twice is better than
never. What a message must keep to itself is gone as soon as it is sent or given up.
"""

import logging
import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.db import Database
from app.i18n import day, of, speaking
from app.labels import label
from app.mail_server import MailServer
from app.models import (
    Deadline,
    Invitation,
    Message,
    MessageState,
    Person,
    Programme,
)
from app.models.base import now
from app.people.letters import REMINDER, Letter, composed
from app.settings import Settings

log = logging.getLogger("repere.mail")
#: How long one sender may take before another tries.
LEASE = timedelta(minutes=5)
MOST_TRIES = 6
SECONDS = 10


@dataclass
class Post:
    sent: int = 0
    failed: int = 0


def send_waiting(database: Database, settings: Settings) -> Post:
    """Everything that is due. Without a mail server nothing is touched."""
    post = Post()
    if (server := settings.mail) is None:
        return post
    while (letter := database.write(claim)) is not None:
        try:
            sent = deliver(database, server, letter, settings.origin)
        except OSError as error:  # the server itself: the others would fare no better
            log.warning("mail server", extra={"why": type(error).__name__})
            database.write(partial(put_back, message_id=letter.id))
            post.failed += 1
            break
        post.sent += sent
        post.failed += not sent
    return post


def claim(session: Session) -> Letter | None:
    """The oldest message that is due, ours for a while; expired ones are given up."""
    while True:
        found = session.exec(
            select(Message, Person, Invitation)
            .outerjoin(Person, col(Person.id) == col(Message.person_id))
            .outerjoin(Invitation, col(Invitation.id) == col(Message.subject_id))
            .where(
                or_(col(Person.id).is_not(None), col(Invitation.id).is_not(None)),
                col(Message.state).in_([MessageState.WAITING, MessageState.SENDING]),
                col(Message.due_at) <= now(),
            )
            .order_by(col(Message.created_at))
            .limit(1)
            .with_for_update(of=Message, skip_locked=True)
        ).first()
        if found is None:
            return None
        message, person, invitation = found
        if not is_late(message) and not is_settled(session, message, person):
            break
        close(session, message, MessageState.EXPIRED)
        session.flush()  # the next look must not find it again
    message.state, message.due_at = MessageState.SENDING, now() + LEASE
    message.tries += 1
    session.add(message)
    reader = person or invitation
    return Letter(
        message.id,
        message.template,
        reader.name,
        message.to_address or reader.email,
        reader.language,
        message.secret or "",
        named_in(session, message, reader.language),
    )


def named_in(session: Session, message: Message, language: str) -> dict[str, str]:
    """The programme a message is about, and whoever invites to it; or the step."""
    if message.template == REMINDER:
        return step_named(session.get_one(Deadline, message.subject_id), language)
    if message.programme_id is None:
        return {}
    about = message.subject_id
    invitation = session.get(Invitation, about) if about else None
    maker = invitation.created_by if invitation else None
    by = session.get_one(Person, maker).name if maker else ""
    with speaking("fr" if language.startswith("fr") else "en"):
        programme = of(session.get_one(Programme, message.programme_id).name)
    return {"programme": programme, "by": by}


def step_named(step: Deadline, language: str) -> dict[str, str]:
    at = f"/visits/{step.visit_id}/preparation"
    with speaking("fr" if language.startswith("fr") else "en"):
        return {
            "step": label(step.step),
            "date": day(step.due_on),
            "at": at if step.visit_id else f"/pairs/{step.pair_id}#cycle",
            "late": "late" if step.due_on < now().date() else "",
        }


def is_settled(session: Session, message: Message, person: Person | None) -> bool:
    """A reminder of what is done by now, or to somebody who wants none any more."""
    if message.template != REMINDER:
        return False
    step = session.get(Deadline, message.subject_id)
    if step is None or step.done_on is not None or step.removed_at is not None:
        return True
    return (
        person is None or person.disabled_at is not None or not person.wants_reminders
    )


def is_late(message: Message) -> bool:
    return message.expires_at is not None and message.expires_at <= now()


def deliver(database: Database, server: MailServer, letter: Letter, site: str) -> bool:
    """Raises OSError where the server cannot be reached."""
    try:
        hand_over(server, letter, site)
    except smtplib.SMTPException as error:
        log.warning("mail not sent", extra={"why": type(error).__name__})
        database.write(partial(put_back, message_id=letter.id))
        return False
    except ValueError:
        log.warning("mail refused: its address holds a line break")
        state = MessageState.FAILED
    else:
        state = MessageState.SENT
    database.write(partial(finish, message_id=letter.id, state=state))
    return state is MessageState.SENT


def hand_over(server: MailServer, letter: Letter, site: str) -> None:
    message = composed(letter, server.sender, site)
    with connected(server) as smtp:
        if server.user:
            smtp.login(server.user, server.password)
        smtp.send_message(message)


def connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS, context=context
        )
    smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.turns_to_tls:
        smtp.starttls(context=context)
    return smtp


def put_back(session: Session, message_id: UUID) -> None:
    """Tried again after 1, 2, 4… minutes, then given up."""
    message = session.get_one(Message, message_id)
    if message.tries >= MOST_TRIES:
        close(session, message, MessageState.FAILED)
        return
    message.state = MessageState.WAITING
    message.due_at = now() + timedelta(minutes=2 ** (message.tries - 1))
    session.add(message)


def finish(session: Session, message_id: UUID, state: MessageState) -> None:
    close(session, session.get_one(Message, message_id), state)


def close(session: Session, message: Message, state: MessageState) -> None:
    message.state, message.secret, message.to_address = state, None, None
    if state is MessageState.SENT:
        message.sent_at = now()
    session.add(message)
