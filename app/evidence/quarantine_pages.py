"""Notes set aside, as the lead reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.errors import NotFound, Problem, Rejected
from app.evidence.forms import EvidenceForm
from app.evidence.queries import zone_of
from app.evidence.reading import form_version_of, read_json
from app.evidence.rules import FORM_VERSION
from app.forms import check
from app.models import Person, Quarantine, Tablet, TeamMember, Visit

MOST = 200


@dataclass(frozen=True)
class Aside:
    """`text` is null where this release cannot read the note."""

    id: UUID
    reason: str
    outcome: str
    tablet: int | None
    author: str
    received: datetime
    text: str | None
    language: str
    is_newer: bool


def aside_page(
    session: Session, visit: Visit, problems: Sequence[Problem] = ()
) -> dict[str, Any]:
    rows = session.exec(
        select(Quarantine, Tablet.number, TeamMember.shown_name, Person.name)
        .outerjoin(Tablet, col(Tablet.id) == col(Quarantine.tablet_id))
        .outerjoin(TeamMember, col(TeamMember.id) == col(Quarantine.member_id))
        .outerjoin(Person, col(Person.id) == col(Quarantine.by))
        .where(Quarantine.visit_id == visit.id, Quarantine.outcome != "accepted")
        .order_by(col(Quarantine.received_at), col(Quarantine.id))
        .limit(MOST)
    ).all()
    shown = [
        aside(visit, item, number, seat or person or "")
        for item, number, seat, person in rows
    ]
    return {
        "visit": visit,
        "waiting": [one for one in shown if not one.outcome],
        "refused": [one for one in shown if one.outcome],
        "problems": problems,
    }


def aside(visit: Visit, item: Quarantine, tablet: int | None, author: str) -> Aside:
    form = readable(item)
    return Aside(
        id=item.id,
        reason=item.reason,
        outcome=item.outcome,
        tablet=tablet,
        author=author,
        received=item.received_at.astimezone(zone_of(visit)),
        text=form.text if form else None,
        language=(form.language if form else None) or visit.language,
        is_newer=item.form_version > FORM_VERSION,
    )


def readable(item: Quarantine) -> EvidenceForm | None:
    try:
        values = read_json(item.raw.encode())
        if form_version_of(values) > FORM_VERSION:
            return None
        return check(EvidenceForm, values)
    except Rejected:
        return None


def aside_for(session: Session, visit: Visit, item_id: UUID) -> Quarantine:
    """One that may still be settled: what was refused may be accepted after all."""
    found = session.get(Quarantine, item_id, with_for_update=True)
    if found is None or found.visit_id != visit.id or found.outcome == "accepted":
        raise NotFound
    return found
