"""Evidence and findings for tests; smallest valid things."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from app.access import Actor
from app.findings.actions import agree_finding, save_finding
from app.findings.forms import FindingForm
from app.ids import uuid7
from app.models import Evidence, EvidenceFactor, Finding, Visit
from app.values import Bearing, Heard, Judgement, Kind, Voice

FACTOR = "factor-1"


def make_evidence(
    session: Session, visit: Visit, *factors: str, **changes: Any
) -> Evidence:
    """An interview with city staff about `factor-1`, unless said otherwise."""
    values = {
        "id": uuid7(),
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "text": "The table stands in the corridor.",
        "language": "en",
        "kind": Kind.INTERVIEW,
        "voice": Voice.CITY_STAFF,
        "heard": Heard.DIRECTLY,
        "bearing": Bearing.SUPPORTS,
        "captured_at": datetime(2027, 4, 26, 9, 0, tzinfo=UTC),
    }
    evidence = Evidence(**{**values, **changes})
    session.add(evidence)
    session.flush()  # its factors refer to it
    for slug in factors or (FACTOR,):
        link = EvidenceFactor(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            evidence_id=evidence.id,
            slug=slug,
        )
        session.add(link)
    session.flush()  # queries below do not flush by themselves
    return evidence


def finding_form(**changes: Any) -> FindingForm:
    values = {
        "sentence": "The plan rests on what people said.",
        "word": Judgement.WORKS,
        "reason": "Three sources say so.",
        "language": "en",
    }
    return FindingForm.model_validate({**values, **changes})


def make_draft(session: Session, visit: Visit, actor: Actor, **changes: Any) -> Finding:
    """A draft on `factor-1` that rests on one interview."""
    rests_on = [make_evidence(session, visit).id]
    form = finding_form(**{"evidence_for": rests_on, **changes})
    return save_finding(session, actor, visit, FACTOR, form)


def make_agreed(session: Session, visit: Visit, actor: Actor) -> Finding:
    draft = make_draft(session, visit, actor)
    return agree_finding(session, actor, visit, FACTOR, draft.revision)
