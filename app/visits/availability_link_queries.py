"""Whom those who plan have asked when they can come, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from app.errors import NotFound
from app.models import AccessLink, Availability, Message, Visit
from app.models.base import now
from app.people.links import state_of
from app.values import VisitStatus
from app.values_people import LinkPurpose, LinkState
from app.visits.availability_queries import (
    Subject,
    Who,
    named,
    table_of,
    windows_of,
)
from app.visits.telling_queries import addressees
from app.visits.telling_rules import Reader, Seat

TABLES = {Subject.MEMBER: "team_member", Subject.STAKEHOLDER: "stakeholder", Subject.INTERPRETER: "interpreter"}  # fmt: skip
SEATS = {Subject.MEMBER: Seat.MEMBER, Subject.STAKEHOLDER: Seat.PERSON_MET, Subject.INTERPRETER: Seat.INTERPRETER}  # fmt: skip
#: Names of letters: the first one, and those after it.
ASK, ASK_AGAIN = "availability", "availability-again"


@dataclass(frozen=True)
class Asked:
    """One person: `asked_at` last, null where never; `said_at` null where nothing is said,
    `by_link` where they said it themselves through a link. `links`: how many of theirs
    work. `person_id` of an account."""

    has_address: bool
    person_id: UUID | None
    times: int
    asked_at: datetime | None
    links: int
    said_at: datetime | None
    by_link: bool

    @property
    def is_open(self) -> bool:
        return self.links > 0

    @property
    def waits(self) -> bool:
        """Asked, and nothing said."""
        return self.asked_at is not None and self.said_at is None


def asked_of(
    session: Session, visit: Visit, people: Sequence[Who], at: datetime
) -> dict[Who, Asked]:
    """Of each of `people`; the same number of queries however many there are."""
    reached = {one.reader: one for one in addressees(session, visit, None)}
    links: dict[tuple[str, UUID], list[AccessLink]] = {}
    for link in links_for(session, visit):
        links.setdefault((link.subject, link.subject_id), []).append(link)
    rows = windows_of(session, visit)
    found = {}
    for who in people:
        whom = reached.get(Reader(SEATS[who.kind], who.id))
        own = links.get((TABLES[who.kind], who.id), [])
        said = rows.get((who.kind, who.id), [])
        has_address = whom is not None and whom.has_address
        person_id = whom.person_id if whom else None
        found[who] = Asked(has_address, person_id, *_links(own, at), *_said(said))
    return found


def _links(own: Sequence[AccessLink], at: datetime) -> tuple[int, datetime | None, int]:
    last = max((link.made_at for link in own), default=None)
    return len(own), last, sum(state_of(link, at) is LinkState.OPEN for link in own)


def _said(rows: Sequence[Availability]) -> tuple[datetime | None, bool]:
    last = max(rows, key=lambda row: row.at, default=None)
    return (last.at, last.by is None) if last else (None, False)


def links_for(
    session: Session, visit: Visit, who: Who | None = None
) -> Sequence[AccessLink]:
    asked = select(AccessLink).where(
        AccessLink.visit_id == visit.id,
        AccessLink.purpose == LinkPurpose.AVAILABILITY,
    )
    if who is not None:
        subject = AccessLink.subject == TABLES[who.kind]
        asked = asked.where(subject, AccessLink.subject_id == who.id)
    return session.exec(asked).all()


def who_with(session: Session, link: AccessLink, visit: Visit) -> Who:
    """Whoever a link is for; raises `NotFound` where they are no longer of the visit."""
    kind = next((k for k, name in TABLES.items() if name == link.subject), None)
    one: Any = session.get(table_of(kind), link.subject_id) if kind else None
    if kind is None or one is None or one.removed_at is not None:
        raise NotFound
    return named(session, visit, [one])[0]


def can_be_said(visit: Visit, at: datetime) -> bool:
    """Until the last day begins, where it is; not of a visit that does not take place."""
    if visit.status in (VisitStatus.CANCELLED, VisitStatus.DONE) or not visit.days:
        return False
    return at < closes_at(visit)


def closes_at(visit: Visit) -> datetime:
    """When the last day begins, in its own zone."""
    last = visit.days[-1]
    return datetime.combine(last.day_on, time(), ZoneInfo(last.time_zone))


def is_answered(session: Session, message: Message) -> bool:
    """Whether a letter that asks has become needless: they said it, or it can no longer
    be said."""
    visit = session.exec(
        select(Visit)
        .where(Visit.id == message.visit_id)
        .options(selectinload(Visit.days))  # type: ignore[arg-type]
    ).one()
    if not can_be_said(visit, now()):
        return True
    if message.template == ASK:
        return False
    said = windows_of(session, visit)
    own: Mapping[Subject, UUID | None] = {
        Subject.MEMBER: message.member_id,
        Subject.STAKEHOLDER: message.stakeholder_id,
        Subject.INTERPRETER: message.interpreter_id,
    }
    return any(id_ and said.get((kind, id_)) for kind, id_ in own.items())
