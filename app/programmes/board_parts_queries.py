"""What the board's rows are made of, for all its pairs at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, visible_visits
from app.models import Action, BenchmarkVersion, Deadline, Finding, Visit
from app.values import ActionStatus, FindingStatus, VisitStatus

#: A visit that has begun.
BEGUN = (VisitStatus.DONE, VisitStatus.UNDER_WAY)


def versions_by_id(session: Session, ids: set[UUID]) -> dict[UUID, BenchmarkVersion]:
    found = session.exec(
        select(BenchmarkVersion)
        .where(col(BenchmarkVersion.id).in_(ids))
        .options(
            joinedload(BenchmarkVersion.benchmark),  # type: ignore[arg-type]
            selectinload(BenchmarkVersion.factors),  # type: ignore[arg-type]
        )
    ).all()
    return {version.id: version for version in found}


def steps_by_pair(
    session: Session, pairs: Sequence[UUID]
) -> dict[UUID, list[Deadline]]:
    rows = session.exec(
        select(Deadline).where(
            col(Deadline.pair_id).in_(pairs), col(Deadline.removed_at).is_(None)
        )
    ).all()
    found: dict[UUID, list[Deadline]] = {}
    for row in rows:
        found.setdefault(row.pair_id, []).append(row)
    return found


def findings_by_pair(
    session: Session, actor: Actor, pairs: Sequence[UUID]
) -> dict[UUID, list[Finding]]:
    """Agreed findings of the visits this person may see, by round."""
    visible = visible_visits(actor).with_only_columns(col(Visit.id))
    rows = session.exec(
        select(Visit.pair_id, Finding)
        .join(Finding, col(Finding.visit_id) == Visit.id)
        .where(
            col(Visit.pair_id).in_(pairs),
            col(Visit.id).in_(visible),
            Finding.status == FindingStatus.AGREED,
            col(Finding.removed_at).is_(None),
        )
        .order_by(col(Visit.round), col(Visit.created_at))
    ).all()
    found: dict[UUID, list[Finding]] = {}
    for pair_id, finding in rows:
        found.setdefault(pair_id, []).append(finding)
    return found


def last_visits_by_pair(
    session: Session, actor: Actor, pairs: Sequence[UUID]
) -> dict[UUID, Visit]:
    """The last visit that has begun, of those this person may see."""
    rows = session.exec(
        visible_visits(actor)
        .where(col(Visit.pair_id).in_(pairs), col(Visit.status).in_(BEGUN))
        .order_by(col(Visit.round))
        .options(
            joinedload(Visit.host_city),  # type: ignore[arg-type]
            selectinload(Visit.days),  # type: ignore[arg-type]
        )
    ).all()
    return {visit.pair_id: visit for visit in rows}


def actions_by_pair(
    session: Session, pairs: Sequence[UUID]
) -> dict[UUID, tuple[int, int]]:
    """(done, all) by pair; those dropped are not counted."""
    rows = session.exec(
        select(Action.pair_id, Action.status, func.count())
        .where(
            col(Action.pair_id).in_(pairs),
            col(Action.removed_at).is_(None),
            Action.status != ActionStatus.DROPPED,
        )
        .group_by(col(Action.pair_id), col(Action.status))
    ).all()
    found: dict[UUID, tuple[int, int]] = {}
    for pair_id, status, count in rows:
        done, total = found.get(pair_id, (0, 0))
        more = count if status is ActionStatus.DONE else 0
        found[pair_id] = (done + more, total + count)
    return found
