"""Asking people which days suit them, and keeping what they say."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import DateAnswer, DateQuestion, DaySet, Message, Visit
from app.models.base import now
from app.values_people import LinkPurpose, Suits
from app.visits.dates_actions import check_open
from app.visits.dates_forms import AskingForm, SuitsForm
from app.visits.dates_queries import (
    COLUMN,
    Asked,
    Said,
    askable,
    asked_of,
    key_of,
    said_of,
    sets_of,
)
from app.visits.telling import MAIL_LIFE, link_for, scope
from app.visits.telling_queries import DATES, DATES_AGAIN, Addressee

#: Nobody is written to about the same question more often.
BETWEEN = timedelta(hours=20)


def ask(
    session: Session, actor: Actor, visit: Visit, form: AskingForm
) -> list[Addressee]:
    """Those who are asked now and were not before; who has an address gets a letter."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    check_open(session, visit)
    if not sets_of(session, visit):
        raise Rejected(Problem("", _("Propose days first: there is nothing to ask yet.")))  # fmt: skip
    people = {key_of(one.reader): one for one in askable(session, visit)}
    if not set(form.whom) <= people.keys():
        raise Rejected(Problem("whom", _("This is not known in this visit.")))
    asked = {key_of(one.whom.reader) for one in asked_of(session, visit)}
    chosen = [people[key] for key in people if key in set(form.whom) - asked]
    if not chosen:
        raise Rejected(Problem("whom", _("Choose whom to ask.")))
    for whom in chosen:
        question = DateQuestion(programme_id=visit.programme_id, visit_id=visit.id)
        setattr(question, COLUMN[whom.reader.seat], whom.reader.id)
        session.add(question)
        session.flush()  # the letter is about it
        write_to(session, actor, visit, Asked(question, whom))
    return chosen


def write_to(session: Session, actor: Actor, visit: Visit, asked: Asked) -> None:
    """Those who plan sign in; whoever asks is not written to about it."""
    whom = asked.whom
    asks = whom.person_id is not None and whom.person_id == actor.person_id
    if asks or not whom.has_address:
        return
    about: dict[str, Any] = scope(visit, whom)
    template = DATES_AGAIN if asked.question.told_at else DATES
    letter = Message(template=template, **about)
    letter.subject_id = asked.question.id
    letter.secret = link_for(session, actor, visit, whom, LinkPurpose.POLL)
    letter.expires_at = now() + MAIL_LIFE
    asked.question.told_at = now()
    session.add_all([letter, asked.question])


def remind(session: Session, actor: Actor, visit: Visit) -> list[Addressee]:
    """Writes again to those who have not said anything, once a day at most."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    check_open(session, visit)
    asked, said = asked_of(session, visit), said_of(session, visit)
    waiting = still_open(asked, said, sets_of(session, visit))
    late = [one for one in waiting if can_be_reminded(one)]
    for one in late:
        write_to(session, actor, visit, one)
    return [one.whom for one in late]


def still_open(
    asked: Iterable[Asked], said: Said, proposed: Iterable[DaySet]
) -> list[Asked]:
    """Those who have not said of every proposal whether it suits."""
    every = {one.id for one in proposed}
    return [one for one in asked if every - said.get(one.question.id, {}).keys()]


def can_be_reminded(one: Asked) -> bool:
    told_at = one.question.told_at
    return one.whom.has_address and told_at is not None and now() - told_at >= BETWEEN


def say(
    session: Session, visit: Visit, question: DateQuestion, form: SuitsForm
) -> None:
    """All of it at once, in place of what was said before. Raises `Rejected`."""
    check_open(session, visit)
    said = suits(form.answers, {one.id for one in sets_of(session, visit)})
    if not said:
        raise Rejected(Problem("answers", _("Say at least of some days whether they suit.")))  # fmt: skip
    session.execute(
        delete(DateAnswer).where(col(DateAnswer.question_id) == question.id)
    )
    for set_id, word in said.items():
        session.add(
            DateAnswer(
                programme_id=visit.programme_id,
                visit_id=visit.id,
                question_id=question.id,
                day_set_id=set_id,
                suits=word,
            )
        )
    question.answered_at, question.remark = now(), form.remark
    session.add(question)


def suits(answers: Iterable[str], sets: Collection[UUID]) -> dict[UUID, Suits]:
    """Raises `Rejected` for days that are no longer proposed, and for other words."""
    found = {}
    for one in answers:
        if not one:
            continue
        known, _colon, word = one.partition(":")
        own = next((id_ for id_ in sets if str(id_) == known), None)
        if own is None:
            raise Rejected(Problem("answers", _("Other days are proposed by now. Look at them and answer again.")))  # fmt: skip
        if word not in set(Suits):
            raise Rejected(Problem("answers", _("Choose one of the words offered.")))
        found[own] = Suits(word)
    return found
