"""What the reviewed city and the team wrote before a visit, factor by factor."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.access import Actor, may_read_assessment, may_read_raw
from app.errors import NotFound
from app.findings.queries import contexts_of, factors_of
from app.models import (
    AssessmentDocument,
    ContextualFactor,
    DeskNote,
    KeyFactor,
    SelfAssessment,
    Visit,
)

CONTEXT = "context."


@dataclass(frozen=True)
class Subjects:
    """What there is to say something about, in the benchmark's order."""

    factors: Sequence[KeyFactor]
    contexts: Sequence[ContextualFactor]

    @property
    def keys(self) -> list[str]:
        """As the fields of the page name them."""
        own = [factor.slug for factor in self.factors]
        return [*own, *(CONTEXT + one.slug for one in self.contexts)]


def subjects_of(session: Session, visit: Visit) -> Subjects:
    version = visit.pair.benchmark_version_id
    return Subjects(factors_of(session, version), contexts_of(session, version))


def assessments_of(
    session: Session, actor: Actor, visit: Visit
) -> dict[str, SelfAssessment]:
    """Key → what the city says; raises `NotFound` for whom it is not."""
    if not may_read_assessment(actor, visit):
        raise NotFound
    rows = session.exec(
        select(SelfAssessment).where(
            SelfAssessment.visit_id == visit.id,
            col(SelfAssessment.removed_at).is_(None),
        )
    ).all()
    return {row.factor or CONTEXT + row.context: row for row in rows}


def documents_of(session: Session, visit: Visit) -> Sequence[AssessmentDocument]:
    """Oldest first; asked for by who may read the assessment."""
    return session.exec(
        select(AssessmentDocument)
        .where(
            AssessmentDocument.visit_id == visit.id,
            col(AssessmentDocument.removed_at).is_(None),
        )
        .order_by(col(AssessmentDocument.created_at), col(AssessmentDocument.id))
    ).all()


def desk_notes_of(session: Session, actor: Actor, visit: Visit) -> dict[str, DeskNote]:
    """Factor → what the team wrote; raises `NotFound` for whom it is not."""
    if not may_read_raw(actor, visit):
        raise NotFound
    rows = session.exec(
        select(DeskNote).where(
            DeskNote.visit_id == visit.id, col(DeskNote.removed_at).is_(None)
        )
    ).all()
    return {row.factor: row for row in rows}
