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
from app.i18n import speaking
from app.mail_server import MailServer
from app.models import (
    Deadline,
    Interpreter,
    Invitation,
    Message,
    MessageState,
    Person,
    Stakeholder,
    Visit,
)
from app.models.base import now
from app.people.letter_names_queries import named_in
from app.people.letters import REMINDER, Letter, composed
from app.people.mail_rules import Failure, mail_failure
from app.settings import Settings
from app.values_people import MailFailure
from app.visits.availability_link_queries import ASK, ASK_AGAIN, is_answered
from app.visits.dates_actions import is_decided
from app.visits.dates_queries import has_said
from app.visits.telling_queries import (
    AGENDA,
    DATES,
    DATES_AGAIN,
    SESSION,
    address_in,
)
from app.visits.told_queries import told_by, written_in

log = logging.getLogger("repere.mail")
#: How long one sender may take before another tries.
LEASE = timedelta(minutes=5)
MOST_TRIES = 6
SECONDS = 10


@dataclass(frozen=True)
class Reader:
    name: str
    address: str
    language: str


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
            unreachable = Failure(MailFailure.UNREACHABLE, is_final=False)
            database.write(partial(put_back, message_id=letter.id, why=unreachable))
            post.failed += 1
            break
        post.sent += sent
        post.failed += not sent
    return post


def claim(session: Session) -> Letter | None:
    """The oldest message that is due, ours for a while; what cannot go out is given up."""
    while (found := due(session)) is not None:
        message, reader = found
        if is_late(message) or is_settled(session, message):
            close(session, message, MessageState.EXPIRED)
        elif letter := letter_of(session, message, reader):
            message.state, message.due_at = MessageState.SENDING, now() + LEASE
            message.tries += 1
            session.add(message)
            return letter
        else:
            close(session, message, MessageState.FAILED)
        session.flush()  # the next look must not find it again
    return None


def due(session: Session) -> tuple[Message, Reader] | None:
    """A code for an address that nobody has is for nobody, so it is never due."""
    has_reader = (
        col(table.id).is_not(None)
        for table in (Person, Invitation, Stakeholder, Interpreter)
    )
    message = session.exec(
        select(Message)
        .outerjoin(Person, col(Person.id) == col(Message.person_id))
        .outerjoin(Invitation, col(Invitation.id) == col(Message.subject_id))
        .outerjoin(Stakeholder, col(Stakeholder.id) == col(Message.stakeholder_id))
        .outerjoin(Interpreter, col(Interpreter.id) == col(Message.interpreter_id))
        .where(
            or_(*has_reader),
            col(Message.state).in_([MessageState.WAITING, MessageState.SENDING]),
            col(Message.due_at) <= now(),
        )
        .order_by(col(Message.created_at))
        .limit(1)
        .with_for_update(of=Message, skip_locked=True)
    ).first()
    return (message, reader_of(session, message)) if message else None


def reader_of(session: Session, message: Message) -> Reader:
    """Whoever has no account is reached as those who plan wrote it down, as it is now."""
    if met := met_by(session, message):
        visit = session.get_one(Visit, met.visit_id)
        read = met.languages if isinstance(met, Stakeholder) else []
        return Reader(met.name, address_in(met.contact), written_in(read, visit))
    account = (
        session.get(Person, message.person_id)
        if message.person_id
        else session.get(Invitation, message.subject_id)
    )
    assert account, "it is due for somebody"
    address = message.to_address or account.email
    return Reader(account.name, address, account.language)


def met_by(session: Session, message: Message) -> Stakeholder | Interpreter | None:
    if message.stakeholder_id:
        return session.get(Stakeholder, message.stakeholder_id)
    if message.interpreter_id:
        return session.get(Interpreter, message.interpreter_id)
    return None


def letter_of(session: Session, message: Message, reader: Reader) -> Letter | None:
    """None, with the reason on the message, where there is nobody or nothing to write."""
    if not reader.address:
        message.reason = MailFailure.NO_ADDRESS
        return None
    told = None
    if message.template in (AGENDA, SESSION):
        with speaking("fr" if reader.language.startswith("fr") else "en"):
            told = told_by(session, message)
        if told is None:
            message.reason = MailFailure.OVERTAKEN
            return None
    return Letter(
        message.id,
        message.template,
        reader.name,
        reader.address,
        reader.language,
        message.secret or "",
        {} if told else named_in(session, message, reader.language),
        told,
    )


def is_settled(session: Session, message: Message) -> bool:
    """A reminder of what is done by now, or to somebody who wants none any more; a
    question that is answered by now, or about days that are chosen."""
    if message.template in (DATES, DATES_AGAIN):
        visit = session.get_one(Visit, message.visit_id)
        return is_decided(session, visit) or has_said(session, message)
    if message.template in (ASK, ASK_AGAIN):
        return is_answered(session, message)
    if message.template != REMINDER:
        return False
    step = session.get(Deadline, message.subject_id) if message.subject_id else None
    if step is None or step.done_on is not None or step.removed_at is not None:
        return True
    person = session.get(Person, message.person_id) if message.person_id else None
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
        why = failure_of(error)
        database.write(partial(put_back, message_id=letter.id, why=why))
        return False
    except ValueError:
        log.warning("mail refused: its address holds a line break")
        bad = Failure(MailFailure.NO_ADDRESS, is_final=True)
        database.write(partial(put_back, message_id=letter.id, why=bad))
        return False
    sent = MessageState.SENT
    database.write(partial(finish, message_id=letter.id, state=sent))
    return True


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


def failure_of(error: smtplib.SMTPException) -> Failure:
    """As the server said it, of the one address a message goes to."""
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return Failure(MailFailure.UNREACHABLE, is_final=False)
    text = said if isinstance(said, str) else said.decode("ascii", "replace")
    ours = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused)
    return mail_failure(code, text, is_about_us=isinstance(error, ours))


def put_back(session: Session, message_id: UUID, why: Failure) -> None:
    """Tried again after 1, 2, 4… minutes, then given up; at once where it is final."""
    message = session.get_one(Message, message_id)
    message.reason = why.reason
    if why.is_final or message.tries >= MOST_TRIES:
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
        message.sent_at, message.reason = now(), None
    session.add(message)
