"""What a tablet is told when it reports: what it may let go, and what is new."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import AtTablet
from app.evidence.pack import pack_version
from app.models import Erasure, Instance, Tablet, Visit
from app.people.tablet_rules import takes_deposits
from app.values import VisitStatus


def told(
    session: Session, visit: Visit, at: AtTablet, holding: Collection[UUID]
) -> dict[str, Any]:
    """`backup_covers_at`: what was received until then is safe without the tablet."""
    now = datetime.now(UTC)
    own = session.get_one(Tablet, at.id)
    return {
        "server_time": now,
        "gone": gone_of(session, visit, holding),
        "backup_covers_at": session.exec(select(Instance.backup_covers_at)).first(),
        "pack": pack_version(session, visit),
        "expires_at": own.expires_at,
        "ended": at.ended,
        "seat": at.member_id,
        "visit_closed": is_closed(visit, own, now),
    }


def gone_of(session: Session, visit: Visit, holding: Collection[UUID]) -> list[UUID]:
    if not holding:
        return []
    return list(
        session.exec(
            select(Erasure.subject_id).where(
                Erasure.visit_id == visit.id, col(Erasure.subject_id).in_(holding)
            )
        )
    )


def is_closed(visit: Visit, tablet: Tablet, now: datetime) -> bool:
    """Over, or called off, and too late for a deposit: nothing is taken any more."""
    if visit.status not in (VisitStatus.DONE, VisitStatus.CANCELLED):
        return False
    return not takes_deposits(
        [day.day_on for day in visit.days], tablet.expires_at, now
    )
