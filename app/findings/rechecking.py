"""What becomes of a finding when a note it rests on is changed, taken out or erased."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import Session, col, delete

from app import records
from app.findings.queries import conclusion_of, resting_on
from app.findings.rules import finding_problems
from app.models import Finding, FindingEvidence, Visit
from app.values import FindingStatus


def recheck_findings(
    session: Session, visit: Visit, evidence_ids: Collection[UUID], by: UUID | None
) -> list[Finding]:
    """Agreed findings that can no longer stand go back to draft, out of the host's sight.

    What they rest on is kept as it was chosen: a note brought back is used again.
    """
    return reopen(session, visit, resting_on(session, visit, evidence_ids), by)


def forget_evidence(
    session: Session, visit: Visit, evidence_ids: Collection[UUID], by: UUID | None
) -> list[Finding]:
    """Before evidence is erased: no finding names it any more. Answers like a recheck."""
    findings = resting_on(session, visit, evidence_ids)
    session.execute(
        delete(FindingEvidence).where(
            col(FindingEvidence.evidence_id).in_(evidence_ids),
            col(FindingEvidence.visit_id) == visit.id,
        )
    )
    for finding in findings:
        records.touch(session, finding, by=by)
    return reopen(session, visit, findings, by)


def reopen(
    session: Session, visit: Visit, findings: Iterable[Finding], by: UUID | None
) -> list[Finding]:
    reopened = [
        finding
        for finding in findings
        if finding.status is FindingStatus.AGREED
        and finding_problems(conclusion_of(session, visit, finding))
    ]
    for finding in reopened:
        values = {"status": FindingStatus.DRAFT}
        records.change(session, finding, values, revision=None, by=by)
    return reopened
