"""Reminders of steps and of questions, written into the outbox once each, however often
this runs."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, and_, col, or_, select

from app.db import Database
from app.models import (
    Deadline,
    Membership,
    Message,
    Pair,
    PairCity,
    Person,
    Reminder,
    Visit,
)
from app.models.base import now
from app.people.letters import REMINDER
from app.programmes.reminding_rules import DAYS
from app.values import ReminderKind, Step
from app.visits.asked_again import AskedAgain, ask_again, pair_stands, visit_stands

#: Written in one transaction, so that no page waits long.
BATCH = 100
#: After this a reminder that could not be sent says too little.
KEPT = timedelta(days=3)


@dataclass(frozen=True)
class Reminded:
    """Who is reminded of what; by ids, since this is printed and kept in logs."""

    step: Step
    kind: ReminderKind
    due_on: date
    deadline_id: UUID
    person_id: UUID

    @property
    def words(self) -> str:
        """For the command's output."""
        about = f"{self.kind.value}: {self.step.value}, due {self.due_on}"
        return f"{about}, to {self.person_id}"


def remind(
    database: Database, today: date, *, dry_run: bool
) -> list[Reminded | AskedAgain]:
    """Everything due today: steps by kind and date, then questions by visit. `dry_run`
    writes nothing."""
    steps = remind_of_steps(database, today, dry_run=dry_run)
    return [*steps, *ask_again(database, today, dry_run=dry_run)]


def remind_of_steps(
    database: Database, today: date, *, dry_run: bool
) -> list[Reminded]:
    found: list[Reminded] = []
    for kind in ReminderKind:
        if dry_run:
            with database.reading() as session:
                found += [told(one, kind) for one in due(session, kind, today)]
            continue
        while batch := database.write(partial(write, kind=kind, today=today)):
            found += batch
    return found


def write(session: Session, kind: ReminderKind, today: date) -> list[Reminded]:
    """The next ones of a kind that nobody has been sent."""
    steps = due(session, kind, today, limit=BATCH)
    for step in steps:
        session.add(reminder_of(step, kind))
        session.add(
            Message(
                programme_id=step.programme_id,
                template=REMINDER,
                person_id=step.owner_id,
                subject_id=step.id,
                expires_at=now() + KEPT,
            )
        )
    return [told(step, kind) for step in steps]


def due(
    session: Session, kind: ReminderKind, today: date, limit: int | None = None
) -> list[Deadline]:
    """Open steps whose owner is to be reminded, by date; those to be written about, up to `limit`, are
    locked against a second run."""
    first, last = DAYS[kind]
    asked = (
        select(Deadline)
        .join(Person, col(Person.id) == Deadline.owner_id)
        .join(Pair, col(Pair.id) == Deadline.pair_id)
        .join(Visit, col(Visit.id) == Deadline.visit_id, isouter=True)
        .where(
            col(Deadline.due_on).between(
                today - timedelta(days=last), today - timedelta(days=first)
            ),
            col(Deadline.done_on).is_(None),
            col(Deadline.removed_at).is_(None),
            wants_it(),
            goes_on(),
            still_of_the_pair(),
            ~already(kind),
        )
        .order_by(col(Deadline.due_on), col(Deadline.id))
        .limit(limit)
    )
    held = asked.with_for_update(of=Deadline) if limit else asked
    return list(session.exec(held).all())


def wants_it() -> ColumnElement[bool]:
    return and_(
        col(Person.wants_reminders),
        col(Person.disabled_at).is_(None),
        col(Person.erased_at).is_(None),
    )


def goes_on() -> ColumnElement[bool]:
    """Neither the pair is closed nor the visit cancelled or taken out."""
    of_pair = col(Deadline.visit_id).is_(None)
    return and_(pair_stands(), or_(of_pair, visit_stands()))


def still_of_the_pair() -> ColumnElement[bool]:
    """Who has left their city or the programme is told nothing of it any more."""
    cities = select(PairCity.city_id).where(
        PairCity.pair_id == Deadline.pair_id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    in_programme = and_(
        col(Membership.city_id).is_(None),
        col(Membership.organisation_id).is_(None),
        Membership.programme_id == Deadline.programme_id,
        or_(col(Membership.pair_id).is_(None), Membership.pair_id == Deadline.pair_id),
    )
    return exists().where(
        col(Membership.person_id) == Deadline.owner_id,
        col(Membership.removed_at).is_(None),
        or_(col(Membership.city_id).in_(cities), in_programme),
    )


def already(kind: ReminderKind) -> ColumnElement[bool]:
    """A step with another date or another owner is a new one to remind of."""
    return exists().where(
        col(Reminder.deadline_id) == Deadline.id,
        col(Reminder.person_id) == Deadline.owner_id,
        col(Reminder.due_on) == Deadline.due_on,
        col(Reminder.kind) == kind,
    )


def reminder_of(step: Deadline, kind: ReminderKind) -> Reminder:
    assert step.owner_id
    return Reminder(
        programme_id=step.programme_id,
        deadline_id=step.id,
        person_id=step.owner_id,
        kind=kind,
        due_on=step.due_on,
    )


def told(step: Deadline, kind: ReminderKind) -> Reminded:
    assert step.owner_id
    return Reminded(step.step, kind, step.due_on, step.id, step.owner_id)
