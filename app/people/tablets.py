"""The credential of a shared tablet, and whose seat is open on it.

A tablet is nobody: its cookie opens no account, and a seat on it has no token of its own.
Whether a seat is open stands in the database alone, so locking needs no cookie to go.
"""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, func, select
from sqlmodel import Session, col

from app.access import NOBODY, Actor, AtTablet
from app.models import (
    FieldRules,
    Membership,
    OpenSeat,
    Person,
    Seat,
    Tablet,
    TeamMember,
    Visit,
    VisitDay,
)
from app.people.tablet_rules import IDLE_MINUTES, is_idle, takes_deposits
from app.people.tokens import SEEN_EVERY, token_hash

PREFIX = "tablet_"

LAST_DAY = (
    select(func.max(col(VisitDay.day_on)))
    .where(
        col(VisitDay.visit_id) == col(Tablet.visit_id),
        col(VisitDay.removed_at).is_(None),
    )
    .scalar_subquery()
)
#: Deny wins here too: nobody of the host city has a seat, whatever team they are on.
OF_HOST = exists().where(
    col(Membership.person_id) == col(TeamMember.person_id),
    col(Membership.city_id) == col(Visit.host_city_id),
    col(Membership.removed_at).is_(None),
)
#: Everything about a tablet in one statement, built once.
TABLET: Any = (
    select(
        col(Tablet.id),
        col(Tablet.visit_id),
        col(Tablet.number),
        col(Tablet.name),
        col(Tablet.expires_at),
        col(Tablet.ejected_at),
        col(Tablet.last_seen_at),
        col(Tablet.sent),
        col(Tablet.sent_since),
        col(Visit.language),
        LAST_DAY.label("last_day"),
        col(FieldRules.by_touch),
        col(FieldRules.idle_minutes),
        col(OpenSeat.id).label("open_seat_id"),
        col(OpenSeat.last_used_at),
        col(OpenSeat.expires_at).label("seat_expires_at"),
        col(TeamMember.id).label("member_id"),
        col(TeamMember.shown_name),
        col(TeamMember.languages),
        col(Person.disabled_at),
        OF_HOST.label("of_host"),
    )
    .select_from(Tablet)
    .join(Visit, col(Visit.id) == col(Tablet.visit_id))
    .outerjoin(FieldRules, col(FieldRules.visit_id) == col(Tablet.visit_id))
    .outerjoin(
        OpenSeat,
        and_(col(OpenSeat.tablet_id) == col(Tablet.id), col(OpenSeat.ended_at).is_(None)),
    )
    .outerjoin(Seat, col(Seat.id) == col(OpenSeat.seat_id))
    .outerjoin(
        TeamMember,
        and_(col(TeamMember.id) == col(Seat.member_id), col(TeamMember.removed_at).is_(None)),
    )
    .outerjoin(Person, col(Person.id) == col(TeamMember.person_id))
    .where(col(Tablet.token_hash) == bindparam("token"), col(Visit.removed_at).is_(None))
)  # fmt: skip


def new_tablet_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def is_tablet_token(token: str) -> bool:
    return token.startswith(PREFIX)


def tablet_actor(
    session: Session, token: str, at: datetime
) -> tuple[Actor, UUID | None]:
    """The tablet, and its id where its being seen is to be noted. One query."""
    asked = {"token": token_hash(token)}
    row = session.connection().execute(TABLET, asked).first()
    if row is None or not is_still_taken(row, at):
        return NOBODY, None
    idle = row.idle_minutes or IDLE_MINUTES
    seated = is_seated(row, idle, at)
    ended = row.ejected_at is not None or row.expires_at <= at
    tablet = AtTablet(
        id=row.id,
        visit_id=row.visit_id,
        number=row.number,
        name=row.name,
        ended=ended,
        member_id=row.member_id if seated and not ended else None,
        open_seat_id=row.open_seat_id if seated and not ended else None,
        shown_name=row.shown_name if seated and not ended else "",
        by_touch=bool(row.by_touch),
        idle_minutes=idle,
        sent=row.sent,
        sent_since=row.sent_since,
    )
    languages = row.languages if seated and row.languages else [row.language]
    actor = Actor(language=languages[0], tablet=tablet)
    return actor, row.id if at - row.last_seen_at > SEEN_EVERY else None


def is_still_taken(row: Any, at: datetime) -> bool:
    days = [row.last_day] if row.last_day else []
    open_now = row.ejected_at is None and row.expires_at > at
    return open_now or takes_deposits(days, row.expires_at, at)


def is_seated(row: Any, idle_minutes: int, at: datetime) -> bool:
    return (
        row.member_id is not None
        and row.seat_expires_at > at
        and not is_idle(row.last_used_at, idle_minutes, at)
        and row.disabled_at is None
        and not row.of_host
    )
