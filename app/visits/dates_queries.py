"""Proposed days of a visit, who was asked about them, and what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda
from app.errors import NotFound, NotPermitted
from app.models import AccessLink, DateAnswer, DateQuestion, DaySet, Message, Visit
from app.values_people import LinkPurpose, Suits
from app.visits.attendance_queries import reader_with
from app.visits.telling_queries import Addressee, addressees, reader_of
from app.visits.telling_rules import Reader, Seat

#: Question → set of days → what is said of it.
Said = Mapping[UUID, Mapping[UUID, Suits]]


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked; `whom` has their name as those who plan may read it."""

    question: DateQuestion
    whom: Addressee


def sets_of(session: Session, visit: Visit) -> Sequence[DaySet]:
    """In the order in which they were proposed."""
    return session.exec(
        select(DaySet)
        .where(DaySet.visit_id == visit.id, col(DaySet.removed_at).is_(None))
        .order_by(col(DaySet.created_at), col(DaySet.id))
    ).all()


def set_for(
    session: Session,
    actor: Actor,
    visit: Visit,
    set_id: UUID,
    *,
    removed: bool = False,
) -> DaySet:
    """For who prepares the visit; also one taken back, if `removed`."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = session.get(DaySet, set_id)
    if found is None or found.visit_id != visit.id or (found.removed_at and not removed):  # fmt: skip
        raise NotFound
    return found


def questions_of(session: Session, visit: Visit) -> Sequence[DateQuestion]:
    return session.exec(
        select(DateQuestion)
        .where(DateQuestion.visit_id == visit.id)
        .order_by(col(DateQuestion.asked_at), col(DateQuestion.id))
    ).all()


def asked_reader(one: DateQuestion) -> Reader:
    return reader_of(one.member_id, one.stakeholder_id, one.interpreter_id, one.person_id)  # fmt: skip


def asked_of(session: Session, visit: Visit) -> list[Asked]:
    """Team, people met, interpreters, planners; who is gone from the visit is left out."""
    questions = {asked_reader(one): one for one in questions_of(session, visit)}
    return [
        Asked(questions[one.reader], one)
        for one in askable(session, visit)
        if one.reader in questions
    ]


def askable(session: Session, visit: Visit) -> list[Addressee]:
    """Whom those who plan may ask: everybody of the visit that stands, themselves too."""
    return [one for one in addressees(session, visit, None) if one.stands]


def said_of(session: Session, visit: Visit) -> Said:
    rows = session.exec(select(DateAnswer).where(DateAnswer.visit_id == visit.id)).all()
    found: dict[UUID, dict[UUID, Suits]] = {}
    for row in rows:
        found.setdefault(row.question_id, {})[row.day_set_id] = row.suits
    return found


def own_question(session: Session, actor: Actor, visit: Visit) -> DateQuestion | None:
    """Of whoever is signed in: as a member of the team, or as somebody who plans."""
    for one in questions_of(session, visit):
        if is_own(actor, visit, one):
            return one
    return None


def is_own(actor: Actor, visit: Visit, one: DateQuestion) -> bool:
    return (one.person_id or one.member_id) in {
        actor.person_id,
        actor.teams.get(visit.id),
    } - {None}


def question_with(session: Session, link: AccessLink, visit: Visit) -> DateQuestion:
    """Of whoever a link is for; raises `NotFound` where they are no longer asked."""
    reader = reader_with(link)
    for one in questions_of(session, visit):
        if asked_reader(one) == reader:
            return one
    raise NotFound


def has_said(session: Session, message: Message) -> bool:
    """Whether whoever a letter asks has answered since it was written."""
    about = session.get(DateQuestion, message.subject_id)
    answered_at = about.answered_at if about else None
    return answered_at is not None and answered_at >= message.created_at


def taken_back(session: Session, visit: Visit) -> set[Reader]:
    """Whose link to answer was revoked."""
    links = select(AccessLink).where(
        AccessLink.visit_id == visit.id,
        AccessLink.purpose == LinkPurpose.POLL,
        col(AccessLink.revoked_at).is_not(None),
    )
    return {reader_with(link) for link in session.exec(links)}


def key_of(reader: Reader) -> str:
    return f"{reader.seat.value}:{reader.id}"


COLUMN = {Seat.MEMBER: "member_id", Seat.PERSON_MET: "stakeholder_id", Seat.INTERPRETER: "interpreter_id", Seat.PLANNING: "person_id"}  # fmt: skip
