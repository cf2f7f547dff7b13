"""`/api/v1/visits/{id}/findings`: the agreed findings, with the drafts for the team."""

from uuid import UUID

from app.answers import ListOf
from app.findings.answers import FindingAnswer, finding_answer
from app.findings.queries import rows_shown
from app.translations import translations_of
from app.visits.queries import visit_shown
from app.web import DbSession, SignedIn, router as new_router

router = new_router(prefix="/api/v1", tags=["findings"])


@router.get("/visits/{visit_id}/findings")
def list_findings(
    session: DbSession, actor: SignedIn, visit_id: UUID
) -> ListOf[FindingAnswer]:
    """In the order of the key factors, all at once: a benchmark has a dozen of them."""
    visit = visit_shown(session, actor, visit_id)
    rows = [row for row in rows_shown(session, actor, visit) if row.finding]
    findings = [row.finding.id for row in rows if row.finding]
    replies = [row.reply.id for row in rows if row.reply]
    translated = {
        **translations_of(session, "finding", findings),
        **translations_of(session, "host_reply", replies),
    }
    return ListOf(items=[finding_answer(row, translated) for row in rows], next=None)
