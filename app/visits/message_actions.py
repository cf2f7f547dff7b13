"""Sending again what failed, and holding back what waits."""

from sqlmodel import Session, col, func, select

from app.access import Actor, coordinates, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import AgendaRelease, Message, MessageState, Visit
from app.models.base import now
from app.values_people import LinkPurpose
from app.visits.availability_asking import link_again
from app.visits.availability_link_queries import ASK, ASK_AGAIN
from app.visits.telling import MAIL_LIFE, link_for
from app.visits.telling_queries import (
    AGENDA,
    DATES,
    DATES_AGAIN,
    LOST,
    SESSION,
    Addressee,
    reader_of,
)

#: What needs nothing that only its reader may see.
PLAIN = ("taken-over", "handed-over")
POLL = (DATES, DATES_AGAIN)


def may_handle(actor: Actor, message: Message, visit: Visit | None) -> bool:
    """The coordinator all of the programme, those who plan a visit what is of it."""
    planning = visit is not None and may_edit_agenda(actor, visit)
    return planning or coordinates(actor, message.programme_id)


def can_be_sent_again(message: Message) -> bool:
    known = (*PLAIN, AGENDA, SESSION, *POLL, ASK, ASK_AGAIN)
    return message.state is MessageState.FAILED and message.template in known


def send_again(
    session: Session, actor: Actor, message: Message, visit: Visit | None
) -> None:
    """To the address as it is known now, with a new link."""
    if not may_handle(actor, message, visit):
        raise NotPermitted
    if not can_be_sent_again(message):
        raise Rejected(Problem("", _("Only what has failed can be sent again.")))
    if visit is not None:
        renew_link(session, actor, message, visit)
    message.state, message.tries, message.reason = MessageState.WAITING, 0, None
    message.due_at, message.expires_at = now(), now() + MAIL_LIFE
    session.add(message)


def renew_link(session: Session, actor: Actor, message: Message, visit: Visit) -> None:
    """The first one was never read."""
    if message.template in (ASK, ASK_AGAIN):
        message.secret = link_again(session, actor, visit, message)
        return
    if message.template not in POLL and is_overtaken(session, message):
        said = _("They have been told of a later version meanwhile, so this one is not sent any more.")  # fmt: skip
        raise Rejected(Problem("", said))
    reader = reader_of(message.member_id, message.stakeholder_id, message.interpreter_id, message.person_id)  # fmt: skip
    whom = Addressee(reader, "", has_address=True, person_id=message.person_id)
    purpose = LinkPurpose.POLL if message.template in POLL else LinkPurpose.ATTENDANCE
    message.secret = link_for(session, actor, visit, whom, purpose)


def is_overtaken(session: Session, message: Message) -> bool:
    """Whether a later release has been written to them about."""
    number = session.exec(
        select(AgendaRelease.number).where(AgendaRelease.id == message.subject_id)
    ).one()
    same = (
        getattr(Message, name) == getattr(message, name)
        for name in ("visit_id", "person_id", "member_id", "stakeholder_id", "interpreter_id")
    )  # fmt: skip
    later = session.exec(
        select(func.count())
        .select_from(Message)
        .join(AgendaRelease, col(AgendaRelease.id) == col(Message.subject_id))
        .where(*same, col(Message.state).not_in(LOST), AgendaRelease.number > number)
    ).one()
    return bool(later)


def hold_back(
    session: Session, actor: Actor, message: Message, visit: Visit | None
) -> None:
    """What is on its way this moment cannot be."""
    if not may_handle(actor, message, visit):
        raise NotPermitted
    if message.state is not MessageState.WAITING:
        said = _("It no longer waits, so it cannot be held back.")
        raise Rejected(Problem("", said))
    message.state, message.secret, message.to_address = MessageState.EXPIRED, None, None
    session.add(message)
