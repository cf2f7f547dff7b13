"""Whether the host city's comments answer what a finding says today."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, visible_visits
from app.findings.history import changed_since
from app.models import Finding, HostReply, RecordRevision, Visit
from app.values import FindingStatus


def changed_after_reply(
    session: Session, replies: Mapping[UUID, HostReply]
) -> dict[UUID, datetime]:
    """When each finding changed, of those that changed since their comments were kept.

    By finding id, as `replies` is; one query, however many.
    """
    ids = {*replies, *(reply.id for reply in replies.values())}
    rows = session.exec(
        select(RecordRevision)
        .where(
            col(RecordRevision.table).in_(("finding", "host_reply")),
            col(RecordRevision.record_id).in_(ids),
        )
        .order_by(col(RecordRevision.revision).desc())
    ).all()
    past: dict[UUID, list[RecordRevision]] = {}
    for row in rows:
        past.setdefault(row.record_id, []).append(row)
    found = {
        finding_id: changed_since(past[finding_id], past[reply.id][0].at)
        for finding_id, reply in replies.items()
        if finding_id in past and reply.id in past
    }
    return {finding_id: at for finding_id, at in found.items() if at is not None}


def replies_to_read_again(session: Session, actor: Actor) -> list[Finding]:
    """Agreed findings that changed since this person's city commented on them."""
    rows = session.exec(
        select(Finding, HostReply)
        .join(HostReply, col(HostReply.finding_id) == Finding.id)
        .join(Visit, col(Visit.id) == Finding.visit_id)
        .where(
            col(Visit.host_city_id).in_(actor.cities),
            col(Visit.removed_at).is_(None),
            col(Visit.id).in_(visible_visits(actor).with_only_columns(col(Visit.id))),
            Finding.status == FindingStatus.AGREED,
            col(Finding.removed_at).is_(None),
            col(HostReply.removed_at).is_(None),
        )
    ).all()
    changed = changed_after_reply(session, {f.id: reply for f, reply in rows})
    return [finding for finding, _reply in rows if finding.id in changed]
