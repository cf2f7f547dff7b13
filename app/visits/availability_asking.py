"""Asking people when they can come: a letter with a link each; taking the link back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import Message, Visit
from app.models.base import now
from app.people.links import About, make_link, recall_mail, revoke_link, state_of
from app.values_people import LinkPurpose, LinkState
from app.visits.availability_link_queries import (
    ASK,
    ASK_AGAIN,
    SEATS,
    TABLES,
    Asked,
    asked_of,
    can_be_said,
    closes_at,
    links_for,
)
from app.visits.availability_queries import Subject, Who
from app.visits.telling import COLUMNS, MAIL_LIFE

#: So long nobody is written to again: a second press asks nobody twice.
PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Outcome:
    """Who was written to; who has no address; who was written to a moment ago."""

    asked: list[Who] = field(default_factory=list)
    unreachable: list[Who] = field(default_factory=list)
    just_asked: list[Who] = field(default_factory=list)


def ask(session: Session, actor: Actor, visit: Visit, whom: Sequence[Who]) -> Outcome:
    """Those of `whom` that can be reached. Raises `Rejected` where it is too early or late."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    at = now()
    if problem := _too_early_or_late(visit, at):
        raise Rejected(problem)
    known = asked_of(session, visit, whom, at)
    found = Outcome()
    for who, asked in known.items():
        _sorted_into(found, asked, at).append(who)
    for who in found.asked:
        write_to(session, actor, visit, who, known[who])
    return found


def silent(known: Mapping[Who, Asked]) -> list[Who]:
    """Of whom nothing is said."""
    return [who for who, asked in known.items() if asked.said_at is None]


def _too_early_or_late(visit: Visit, at: datetime) -> Problem | None:
    if not visit.days:
        return Problem("", _("The visit has no days yet: there is nothing to ask."))
    if not can_be_said(visit, at):
        return Problem("", _("The last day of the visit has begun, or it does not take place: nobody is asked any more."))  # fmt: skip
    return None


def _sorted_into(found: Outcome, asked: Asked, at: datetime) -> list[Who]:
    recent = asked.is_open and asked.asked_at and asked.asked_at > at - PAUSE
    if recent:
        return found.just_asked
    return found.asked if asked.has_address else found.unreachable


def write_to(
    session: Session, actor: Actor, visit: Visit, who: Who, asked: Asked
) -> None:
    token = new_link(session, actor, visit, who, asked.person_id)
    about: dict[str, Any] = {
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "person_id": asked.person_id,
        COLUMNS[SEATS[who.kind]]: who.id,
        "subject_id": who.id,
        "expires_at": now() + MAIL_LIFE,
    }
    template = ASK_AGAIN if asked.times else ASK
    session.add(Message(template=template, secret=token, **about))


def new_link(
    session: Session, actor: Actor, visit: Visit, who: Who, person_id: UUID | None
) -> str:
    """The token. Earlier links of the same person stay good."""
    about = About(
        LinkPurpose.AVAILABILITY,
        TABLES[who.kind],
        who.id,
        visit.programme_id,
        visit.id,
        person_id=person_id,
        stakeholder_id=who.id if who.kind is Subject.STAKEHOLDER else None,
    )
    life = closes_at(visit) - now()
    return make_link(session, about, life, actor.person_id)[1]


def link_again(session: Session, actor: Actor, visit: Visit, message: Message) -> str:
    """For a letter that failed; raises `Rejected` where it is too late for it."""
    if problem := _too_early_or_late(visit, now()):
        raise Rejected(problem)
    ids = (message.member_id, message.stakeholder_id, message.interpreter_id)
    kind = next(k for k, id_ in zip(Subject, ids, strict=True) if id_)
    assert message.subject_id
    who = Who(kind, message.subject_id, "")
    return new_link(session, actor, visit, who, message.person_id)


def take_back(session: Session, actor: Actor, visit: Visit, who: Who) -> None:
    """No link of theirs opens any more, and what waits is not sent; what they said stays."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    for link in links_for(session, visit, who):
        if state_of(link, now()) is LinkState.OPEN:
            revoke_link(session, link)
    recall_mail(session, who.id)
