"""Who was asked when they can come, or which days suit them, and has said nothing is asked
once more: in another letter with another link, of which each run writes what is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.access import NOBODY
from app.db import Database
from app.models import AccessLink, DateQuestion, Pair, Person, Visit
from app.models.base import now
from app.programmes.reminding_rules import FORGOTTEN, question_due
from app.values import PairStatus, VisitStatus
from app.values_people import LinkPurpose
from app.visits import availability_asking, dates_asking
from app.visits.availability_link_queries import (
    SEATS,
    Asked as AskedHours,
    asked_of as asked_hours_of,
)
from app.visits.availability_queries import Who, named, of_visit
from app.visits.dates_actions import is_decided
from app.visits.dates_queries import (
    Asked as AskedDays,
    asked_of as asked_days_of,
    sets_of,
    taken_back,
)
from app.visits.dates_rules import read
from app.visits.telling_rules import Seat


@dataclass(frozen=True)
class AskedAgain:
    """Who is asked what again; by ids, since this is printed and kept in logs."""

    question: LinkPurpose
    visit_id: UUID
    seat: Seat
    id: UUID | None

    @property
    def words(self) -> str:
        """For the command's output."""
        about = f"{self.question.value}, visit {self.visit_id}"
        return f"asked again: {about}, to {self.seat.value} {self.id}"


def ask_again(database: Database, today: date, *, dry_run: bool) -> list[AskedAgain]:
    """By visit, each in a transaction of its own. `dry_run` writes nothing."""
    found: list[AskedAgain] = []
    for id_ in database.read(partial(visits_asked, today=today)):
        about = partial(ask_about, visit_id=id_, today=today, dry_run=dry_run)
        found += database.read(about) if dry_run else database.write(about)
    return found


def ask_about(
    session: Session, visit_id: UUID, today: date, *, dry_run: bool
) -> list[AskedAgain]:
    """The visit is locked: a second run waits, and then finds them asked."""
    asked = select(Visit).where(Visit.id == visit_id)
    held = asked if dry_run else asked.with_for_update(of=Visit)
    visit = session.exec(held.options(selectinload(Visit.days))).one()  # type: ignore[arg-type]
    found = []
    for who, hours in hours_due(session, visit, today):
        if not dry_run:
            availability_asking.write_to(session, NOBODY, visit, who, hours)
        found.append(AskedAgain(LinkPurpose.AVAILABILITY, visit.id, SEATS[who.kind], who.id))  # fmt: skip
    for days in days_due(session, visit, today):
        if not dry_run:
            dates_asking.write_to(session, NOBODY, visit, days)
        reader = days.whom.reader
        found.append(AskedAgain(LinkPurpose.POLL, visit.id, reader.seat, reader.id))
    return found


def visits_asked(session: Session, today: date) -> Sequence[UUID]:
    """Those that go on and of which somebody was asked not long ago."""
    since = datetime.combine(today - FORGOTTEN, time.min, now().tzinfo)
    about_hours = select(AccessLink.visit_id).where(
        AccessLink.purpose == LinkPurpose.AVAILABILITY,
        col(AccessLink.revoked_at).is_(None),
        col(AccessLink.made_at) >= since,
    )
    about_days = select(DateQuestion.visit_id).where(
        col(DateQuestion.answered_at).is_(None), col(DateQuestion.told_at) >= since
    )
    return session.exec(
        select(Visit.id)
        .join(Pair, col(Pair.id) == col(Visit.pair_id))
        .where(
            or_(col(Visit.id).in_(about_hours), col(Visit.id).in_(about_days)),
            visit_stands(),
            Visit.status != VisitStatus.DONE,
            pair_stands(),
        )
        .order_by(col(Visit.id))
    ).all()


def visit_stands() -> ColumnElement[bool]:
    return and_(
        col(Visit.removed_at).is_(None), col(Visit.status) != VisitStatus.CANCELLED
    )


def pair_stands() -> ColumnElement[bool]:
    return and_(col(Pair.status) != PairStatus.CLOSED, col(Pair.removed_at).is_(None))


def hours_due(
    session: Session, visit: Visit, today: date
) -> list[tuple[Who, AskedHours]]:
    """By whom one link works: who has two was asked again already, and who has none had
    it taken back."""
    if not visit.days:
        return []
    begins_on = visit.days[0].day_on
    people = named(session, visit, of_visit(session, visit))
    found = [
        (who, asked)
        for who, asked in asked_hours_of(session, visit, people, now()).items()
        if asked.waits
        and asked.links == 1
        and asked.has_address
        and asked.asked_at
        and question_due(asked.asked_at.date(), begins_on, today)
    ]
    unwilling = without_reminders(session, (asked.person_id for _who, asked in found))
    return [(who, asked) for who, asked in found if asked.person_id not in unwilling]


def days_due(session: Session, visit: Visit, today: date) -> list[AskedDays]:
    """As soon as it is due for one of the proposals, and before the visit's own days."""
    begun = visit.days and visit.days[0].day_on <= today
    if begun or is_decided(session, visit):
        return []
    firsts = [read(one.days)[0].on for one in sets_of(session, visit)]
    found = [
        one
        for one in asked_days_of(session, visit)
        if one.question.answered_at is None
        and one.whom.has_address
        and was_told_once(one.question)
        and any(question_due(one.question.asked_at.date(), first, today) for first in firsts)
    ]  # fmt: skip
    unwilling = without_reminders(session, (one.whom.person_id for one in found))
    shut = taken_back(session, visit)
    return [
        one
        for one in found
        if one.whom.person_id not in unwilling and one.whom.reader not in shut
    ]


def was_told_once(question: DateQuestion) -> bool:
    """Nobody is written to twice within `BETWEEN`, so a later letter was another one."""
    told_at = question.told_at
    return told_at is not None and told_at - question.asked_at < dates_asking.BETWEEN


def without_reminders(session: Session, people: Iterable[UUID | None]) -> set[UUID]:
    """Of people with an account, those who want none."""
    rows = session.exec(
        select(Person.id).where(
            col(Person.id).in_({one for one in people if one}),
            col(Person.wants_reminders).is_(False),
        )
    )
    return set(rows)
