"""What waits for one person, whatever their roles; a constant number of queries."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, and_, col, or_, select

from app.access import Actor, visible_pairs, visible_visits, working_visits
from app.evidence.listing import is_to_complete
from app.findings.reply_queries import replies_to_read_again
from app.models import (
    Action,
    Deadline,
    Evidence,
    Finding,
    HostReply,
    Membership,
    Pair,
    PairCity,
    Person,
    Visit,
    VisitDay,
)
from app.plans.rules import OPEN
from app.values import FindingStatus, VisitStatus

#: How far ahead one looks: what comes later stands on the pages of the pairs.
AHEAD = timedelta(weeks=8)
#: How long a visit that is over stays among one's own.
BEHIND = timedelta(weeks=8)
MOST = 60
MOST_VISITS = 12


@dataclass(frozen=True)
class Counted:
    """So many things of one kind wait in one visit."""

    visit_id: UUID
    count: int


def steps_waiting(
    session: Session, actor: Actor, today: date
) -> Sequence[tuple[Deadline, Person | None]]:
    """Open steps that this person or their city sees to, by date; late ones also for who
    coordinates the programme or accompanies a city."""
    officers = select(Membership.person_id).where(
        col(Membership.city_id).in_(actor.cities),
        col(Membership.removed_at).is_(None),
    )
    late = and_(
        col(Deadline.due_on) < today,
        or_(
            col(Deadline.programme_id).in_(actor.coordinated),
            col(Deadline.pair_id).in_(actor.associated),
        ),
    )
    own = or_(
        col(Deadline.owner_id) == actor.person_id, col(Deadline.owner_id).in_(officers)
    )
    pairs = visible_pairs(actor).with_only_columns(col(Pair.id))
    return session.exec(
        select(Deadline, Person)
        .join(Person, col(Person.id) == Deadline.owner_id, isouter=True)
        .where(
            col(Deadline.done_on).is_(None),
            col(Deadline.removed_at).is_(None),
            col(Deadline.due_on) <= today + AHEAD,
            or_(own, late),
            col(Deadline.pair_id).in_(pairs),
        )
        .order_by(col(Deadline.due_on), col(Deadline.id))
        .limit(MOST)
    ).all()


def is_alone(session: Session, actor: Actor) -> bool:
    """Whether somebody is the one officer of their city; nothing is asked for others."""
    if not actor.cities:
        return False
    officers = session.exec(
        select(Membership.city_id, func.count())
        .where(
            col(Membership.city_id).in_(actor.cities),
            col(Membership.removed_at).is_(None),
        )
        .group_by(col(Membership.city_id))
    ).all()
    return any(count == 1 for _city, count in officers)


def own_visits(session: Session, actor: Actor, today: date) -> Sequence[Visit]:
    """Visits ahead and those just over, by their first day; without days last."""
    days = (
        select(
            col(VisitDay.visit_id).label("visit_id"),
            func.min(VisitDay.day_on).label("first"),
            func.max(VisitDay.day_on).label("last"),
        )
        .where(col(VisitDay.removed_at).is_(None))
        .group_by(col(VisitDay.visit_id))
        .subquery()
    )
    ahead = (VisitStatus.PLANNING, VisitStatus.CONFIRMED, VisitStatus.UNDER_WAY)
    return session.exec(
        visible_visits(actor)
        .outerjoin(days, days.c.visit_id == Visit.id)
        .where(
            col(Visit.status) != VisitStatus.CANCELLED,
            or_(col(Visit.status).in_(ahead), days.c.last >= today - BEHIND),
        )
        .order_by(days.c.first.asc().nulls_last(), col(Visit.id))
        .limit(MOST_VISITS)
        .options(*WITH_WORDS)
    ).all()


#: What is needed to name a visit and say when it is.
WITH_WORDS = (
    joinedload(Visit.host_city),  # type: ignore[arg-type]
    selectinload(Visit.days),  # type: ignore[arg-type]
)


def visits_by_id(
    session: Session, actor: Actor, ids: Collection[UUID]
) -> dict[UUID, Visit]:
    found = session.exec(
        visible_visits(actor).where(col(Visit.id).in_(ids)).options(*WITH_WORDS)
    ).all()
    return {visit.id: visit for visit in found}


def pairs_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Pair]:
    found = session.exec(
        select(Pair)
        .where(col(Pair.id).in_(ids))
        .options(selectinload(Pair.cities).joinedload(PairCity.city))  # type: ignore[arg-type]
    ).all()
    return {pair.id: pair for pair in found}


def drafts_to_agree(session: Session, actor: Actor) -> list[Counted]:
    """Draft findings of the visits whose findings this person writes."""
    visits = working_visits(actor).with_only_columns(col(Visit.id))
    rows = session.exec(
        select(Finding.visit_id, func.count())
        .where(
            col(Finding.visit_id).in_(visits),
            Finding.status == FindingStatus.DRAFT,
            col(Finding.removed_at).is_(None),
        )
        .group_by(col(Finding.visit_id))
    ).all()
    return [Counted(visit_id, count) for visit_id, count in rows]


def findings_to_answer(session: Session, actor: Actor) -> list[Counted]:
    """Agreed findings on which the host city, this person's, has said nothing yet."""
    answered = select(HostReply.finding_id).where(col(HostReply.removed_at).is_(None))
    rows = session.exec(
        select(Finding.visit_id, func.count())
        .join(Visit, col(Visit.id) == Finding.visit_id)
        .where(
            col(Visit.host_city_id).in_(actor.cities),
            col(Visit.removed_at).is_(None),
            col(Visit.id).in_(visible_visits(actor).with_only_columns(col(Visit.id))),
            Finding.status == FindingStatus.AGREED,
            col(Finding.removed_at).is_(None),
            col(Finding.id).not_in(answered),
        )
        .group_by(col(Finding.visit_id))
    ).all()
    return [Counted(visit_id, count) for visit_id, count in rows]


def findings_to_read_again(session: Session, actor: Actor) -> list[Counted]:
    """Findings that changed since the host city, this person's, commented on them."""
    if not actor.cities:
        return []
    found = Counter(one.visit_id for one in replies_to_read_again(session, actor))
    return [Counted(visit_id, count) for visit_id, count in found.items()]


def notes_to_complete(session: Session, actor: Actor) -> list[Counted]:
    """One's own notes of which something is still to say."""
    visits = working_visits(actor).with_only_columns(col(Visit.id))
    rows = session.exec(
        select(Evidence.visit_id, func.count())
        .where(
            col(Evidence.author_id).in_(list(actor.teams.values())),
            col(Evidence.visit_id).in_(visits),
            col(Evidence.removed_at).is_(None),
            is_to_complete(list(actor.teams)),
        )
        .group_by(col(Evidence.visit_id))
    ).all()
    return [Counted(visit_id, count) for visit_id, count in rows]


def actions_waiting(session: Session, actor: Actor, today: date) -> Sequence[Action]:
    """Open actions of the pairs in which a city of theirs learns, by date."""
    return session.exec(
        select(Action)
        .where(
            col(Action.pair_id).in_(actor.learning),
            col(Action.removed_at).is_(None),
            col(Action.status).in_(OPEN),
            col(Action.due_on) <= today + AHEAD,
        )
        .order_by(col(Action.due_on), col(Action.id))
        .limit(MOST)
    ).all()
