"""A note of several speakers, one of whom has withdrawn: hidden until it is redacted.

The redacted text is a note of its own, with a new id: the old id stays erased, so that a
tablet that syncs late cannot bring the old text back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select, update

from app import audit
from app.access import Actor, may_correct
from app.errors import NotFound, NotPermitted
from app.evidence.erasing import erase_note
from app.evidence.forms import EvidenceForm, RedactionForm
from app.evidence.outcomes import Recorded, Write, digest_of_values
from app.evidence.queries import factors_of
from app.evidence.recording import record_evidence
from app.evidence.withdrawing import Gone
from app.forms import check
from app.models import Erasure, Evidence, FindingEvidence, Visit
from app.values_audit import Verb


@dataclass(frozen=True)
class Gaps:
    """What a withdrawal left: notes erased, and notes this reader may redact or not."""

    erased: int
    to_redact: Sequence[UUID]
    waiting: int


def gaps_of(session: Session, actor: Actor, visit: Visit) -> Gaps:
    erased = select(func.count()).where(
        Erasure.visit_id == visit.id, Erasure.subject == "evidence"
    )
    hidden = session.exec(
        select(Evidence.id, Evidence.author_id).where(
            Evidence.visit_id == visit.id, col(Evidence.hidden_at).is_not(None)
        )
    ).all()
    own = [one for one, author in hidden if may_correct(actor, visit, author)]
    return Gaps(session.exec(erased).one(), own, len(hidden) - len(own))


def is_gone(session: Session, visit: Visit, evidence_id: UUID) -> bool:
    asked = select(Erasure.id).where(
        Erasure.visit_id == visit.id, Erasure.subject_id == evidence_id
    )
    return session.exec(asked).first() is not None


def hidden_note(
    session: Session, actor: Actor, visit: Visit, evidence_id: UUID
) -> Evidence:
    """For who may take the withdrawn words out; to others it is not there."""
    found = session.get(Evidence, evidence_id)
    if found is None or found.visit_id != visit.id or found.hidden_at is None:
        raise NotFound
    if not may_correct(actor, visit, found.author_id):
        raise NotPermitted
    return found


def redact(
    session: Session, actor: Actor, visit: Visit, note: Evidence, form: RedactionForm
) -> list[Gone]:
    """The old text is erased; findings rest on the new one. What to keep outside."""
    values = {n: getattr(note, n) for n in EvidenceForm.model_fields if n != "factors"}
    values |= {"factors": factors_of(session, [note.id])[note.id]}
    values |= {"text": form.text, "quote": False, "attachments": []}
    made = check(EvidenceForm, values)
    write = Write(form.id, 0, digest_of_values({"redacts": str(note.id)}), made)
    if not isinstance(record_evidence(session, actor, visit, write), Recorded):
        raise NotFound
    session.execute(
        update(FindingEvidence)
        .where(col(FindingEvidence.evidence_id) == note.id)
        .values(evidence_id=form.id)
        .execution_options(synchronize_session=False)
    )
    gone = Gone("evidence", str(note.id), visit.id, visit.programme_id)
    erase_note(session, note)
    audit.append(session, actor, redacted(visit, form.id))
    return [gone]


def redacted(visit: Visit, evidence_id: UUID) -> audit.Deed:
    return audit.deed(Verb.REDACTED, visit, "evidence", evidence_id)
