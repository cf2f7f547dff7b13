"""Findings and what they rest on, as their readers may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.access import Actor, may_read_draft_findings, may_read_raw
from app.errors import NotFound
from app.findings.rules import Conclusion, Piece
from app.models import (
    AgendaSession,
    ContextualFactor,
    Evidence,
    EvidenceFactor,
    Finding,
    FindingEvidence,
    HostReply,
    KeyFactor,
    TeamMember,
    Visit,
)
from app.values import Bearing, FindingStatus


@dataclass(frozen=True)
class FindingRow:
    """A key factor with its finding and the host's comments, where there are any."""

    factor: KeyFactor
    finding: Finding | None
    reply: HostReply | None


@dataclass(frozen=True)
class Note:
    """A piece of evidence as the team reads it. `session_number` is null outside one."""

    evidence: Evidence
    session_number: int | None
    author: str | None


@dataclass(frozen=True)
class Gone:
    """A note a finding rests on that was taken out, or is about its factor no more."""

    id: UUID
    bearing: Bearing
    removed: bool


def factors_of(session: Session, version_id: UUID | None) -> Sequence[KeyFactor]:
    """The key factors of a version in their own order; none where none is adopted."""
    return session.exec(
        select(KeyFactor)
        .where(KeyFactor.version_id == version_id)
        .order_by(col(KeyFactor.number))
    ).all()


def contexts_of(
    session: Session, version_id: UUID | None
) -> Sequence[ContextualFactor]:
    return session.exec(
        select(ContextualFactor)
        .where(ContextualFactor.version_id == version_id)
        .order_by(col(ContextualFactor.position))
    ).all()


def factor_of(session: Session, visit: Visit, slug: str) -> KeyFactor:
    """A key factor of the visit's adopted version; raises `NotFound`."""
    found = session.exec(
        select(KeyFactor).where(
            KeyFactor.version_id == visit.pair.benchmark_version_id,
            KeyFactor.slug == slug,
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def findings_of(session: Session, actor: Actor, visit: Visit) -> Sequence[Finding]:
    """The findings this person may read: the agreed ones, with the drafts for some."""
    query = select(Finding).where(
        Finding.visit_id == visit.id, col(Finding.removed_at).is_(None)
    )
    if not may_read_draft_findings(actor, visit):
        query = query.where(Finding.status == FindingStatus.AGREED)
    return session.exec(query).all()


def finding_for(
    session: Session, actor: Actor, visit: Visit, factor: str
) -> Finding | None:
    """The finding on one factor, if there is one that this person may read."""
    found = findings_of(session, actor, visit)
    return next((finding for finding in found if finding.factor == factor), None)


def replies_to(session: Session, findings: Iterable[Finding]) -> dict[UUID, HostReply]:
    """The host's comments by finding; those on a draft wait with it."""
    ids = [f.id for f in findings if f.status is FindingStatus.AGREED]
    rows = session.exec(
        select(HostReply).where(
            col(HostReply.finding_id).in_(ids), col(HostReply.removed_at).is_(None)
        )
    ).all()
    return {reply.finding_id: reply for reply in rows}


def rows_shown(session: Session, actor: Actor, visit: Visit) -> list[FindingRow]:
    """One row per key factor, in the benchmark's order and in no other."""
    findings = {f.factor: f for f in findings_of(session, actor, visit)}
    replies = replies_to(session, findings.values())
    return [
        FindingRow(factor, found, replies.get(found.id) if found else None)
        for factor in factors_of(session, visit.pair.benchmark_version_id)
        for found in [findings.get(factor.slug)]
    ]


def notes_about(
    session: Session, actor: Actor, visit: Visit, factor: str
) -> list[Note]:
    """The visit's raw evidence about a factor, oldest first; empty for other readers."""
    if not may_read_raw(actor, visit):
        return []
    rows = session.exec(
        select(Evidence, AgendaSession.number, TeamMember.shown_name)
        .join(EvidenceFactor, col(EvidenceFactor.evidence_id) == Evidence.id)
        .join(AgendaSession, col(AgendaSession.id) == Evidence.session_id, isouter=True)
        .join(TeamMember, col(TeamMember.id) == Evidence.author_id, isouter=True)
        .where(
            Evidence.visit_id == visit.id,
            EvidenceFactor.slug == factor,
            col(Evidence.removed_at).is_(None),
        )
        .order_by(col(Evidence.captured_at), col(Evidence.id))
    ).all()
    return [Note(evidence, number, author) for evidence, number, author in rows]


def uses_of(session: Session, finding: Finding | None) -> dict[UUID, Bearing]:
    """Evidence id → for (supports) or against (contradicts)."""
    if finding is None:
        return {}
    rows = session.exec(
        select(FindingEvidence).where(FindingEvidence.finding_id == finding.id)
    ).all()
    return {row.evidence_id: row.bearing for row in rows}


def gone_from(session: Session, finding: Finding | None) -> list[Gone]:
    """What a finding was to rest on and cannot, in the order it was heard."""
    if finding is None:
        return []
    about = select(EvidenceFactor.evidence_id).where(
        EvidenceFactor.visit_id == finding.visit_id,
        EvidenceFactor.slug == finding.factor,
    )
    rows = session.exec(
        select(Evidence.id, FindingEvidence.bearing, Evidence.removed_at)
        .join(FindingEvidence, col(FindingEvidence.evidence_id) == Evidence.id)
        .where(
            FindingEvidence.finding_id == finding.id,
            or_(col(Evidence.removed_at).is_not(None), col(Evidence.id).not_in(about)),
        )
        .order_by(col(Evidence.captured_at), col(Evidence.id))
    ).all()
    return [Gone(id_, Bearing(use), at is not None) for id_, use, at in rows]


def resting_on(
    session: Session, visit: Visit, evidence_ids: Iterable[UUID]
) -> Sequence[Finding]:
    """The findings of the visit that use one of these pieces, drafts too."""
    using = select(FindingEvidence.finding_id).where(
        col(FindingEvidence.evidence_id).in_(set(evidence_ids))
    )
    return session.exec(
        select(Finding)
        .where(
            Finding.visit_id == visit.id,
            col(Finding.removed_at).is_(None),
            col(Finding.id).in_(using),
        )
        .order_by(Finding.factor)
    ).all()


def pieces_of(session: Session, visit: Visit, ids: Iterable[UUID]) -> dict[UUID, Piece]:
    """What the rules need of these pieces of evidence; removed ones are left out.

    Read anew: intake writes past the session.
    """
    wanted = set(ids)
    rows = session.exec(
        select(Evidence)
        .where(col(Evidence.id).in_(wanted), col(Evidence.removed_at).is_(None))
        .execution_options(populate_existing=True)
    ).all()
    factors: dict[UUID, set[str]] = {}
    for row in session.exec(
        select(EvidenceFactor).where(col(EvidenceFactor.evidence_id).in_(wanted))
    ).all():
        factors.setdefault(row.evidence_id, set()).add(row.slug)
    return {
        e.id: Piece(
            kind=e.kind,
            voice=e.voice,
            heard=e.heard,
            factors=frozenset(factors.get(e.id, ())),
            of_this_visit=e.visit_id == visit.id,
            lacks_consent=bool(e.consent_lack),
        )
        for e in rows
    }


def conclusion_of(session: Session, visit: Visit, finding: Finding) -> Conclusion:
    """The finding as it would be agreed, with the evidence that still stands."""
    used = pieces_of(session, visit, uses_of(session, finding))
    return Conclusion(
        factor=finding.factor,
        sentence=finding.sentence,
        word=finding.word,
        reason=finding.reason,
        support=finding.support,
        dissent=finding.dissent,
        evidence=tuple(used.values()),
    )
