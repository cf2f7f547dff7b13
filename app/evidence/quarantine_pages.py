"""Notes set aside, as the lead reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound, Problem, Rejected
from app.evidence.forms import EvidenceForm
from app.evidence.quarantine_queries import raw_of
from app.evidence.queries import zone_of
from app.evidence.reading import form_version_of, is_speaker, read_json
from app.evidence.rules import FORM_VERSION
from app.evidence.sealing import Unreadable
from app.evidence.speaker_forms import SpeakerForm
from app.evidence.visit_keys import Keyring
from app.forms import check
from app.labels import label
from app.models import Person, Quarantine, Tablet, TeamMember, Visit

MOST = 200


@dataclass(frozen=True)
class Aside:
    """`text` is null where this release cannot read the note, or cannot open it, and of
    somebody who spoke: `spoke` is their role."""

    id: UUID
    reason: str
    outcome: str
    tablet: int | None
    author: str
    received: datetime
    text: str | None
    spoke: str
    language: str
    is_newer: bool
    is_locked: bool


@dataclass(frozen=True)
class Heap:
    """What waits of one tablet, where it is more than one thing."""

    tablet_id: UUID
    number: int
    count: int


def aside_page(
    session: Session,
    keyring: Keyring,
    visit: Visit,
    problems: Sequence[Problem] = (),
) -> dict[str, Any]:
    rows = session.exec(
        select(Quarantine, Tablet.number, TeamMember.shown_name, Person.name)
        .outerjoin(Tablet, col(Tablet.id) == col(Quarantine.tablet_id))
        .outerjoin(TeamMember, col(TeamMember.id) == col(Quarantine.member_id))
        .outerjoin(Person, col(Person.id) == col(Quarantine.by))
        .where(Quarantine.visit_id == visit.id, Quarantine.outcome != "accepted")
        .order_by(
            col(Quarantine.outcome) != "",
            col(Quarantine.received_at),
            col(Quarantine.id),
        )
        .limit(MOST)
    ).all()
    shown = [
        aside(visit, item, readable(keyring, item), number, seat or person or "")
        for item, number, seat, person in rows
    ]
    return {
        "visit": visit,
        "waiting": [one for one in shown if not one.outcome],
        "refused": [one for one in shown if one.outcome],
        "heaps": heaps_of(session, visit),
        "most": MOST if len(rows) == MOST else None,
        "problems": problems,
    }


def heaps_of(session: Session, visit: Visit) -> list[Heap]:
    many = func.count(col(Quarantine.id))
    rows = session.exec(
        select(Tablet.id, Tablet.number, many)
        .join(Quarantine, col(Quarantine.tablet_id) == col(Tablet.id))
        .where(Quarantine.visit_id == visit.id, Quarantine.outcome == "")
        .group_by(col(Tablet.id), col(Tablet.number))
        .having(many > 1)
        .order_by(col(Tablet.number))
    )
    return [Heap(*row) for row in rows]


def aside(
    visit: Visit,
    item: Quarantine,
    form: EvidenceForm | SpeakerForm | None,
    tablet: int | None,
    author: str,
) -> Aside:
    return Aside(
        id=item.id,
        reason=item.reason,
        outcome=item.outcome,
        tablet=tablet,
        author=author,
        received=item.received_at.astimezone(zone_of(visit)),
        text=form.text if isinstance(form, EvidenceForm) else None,
        spoke=(form.role or label(form.voice)) if isinstance(form, SpeakerForm) else "",
        language=getattr(form, "language", None) or visit.language,
        is_newer=item.form_version > FORM_VERSION,
        is_locked=item.sealed and item.form_version == 0,
    )


def readable(keyring: Keyring, item: Quarantine) -> EvidenceForm | SpeakerForm | None:
    try:
        values = read_json(raw_of(keyring, item))
        if is_speaker(values):
            return check(SpeakerForm, {**values, "id": str(item.item_id)})
        if form_version_of(values) > FORM_VERSION:
            return None
        return check(EvidenceForm, values)
    except (Rejected, Unreadable):
        return None


def aside_for(session: Session, visit: Visit, item_id: UUID) -> Quarantine:
    """One that may still be settled: what was refused may be accepted after all."""
    found = session.get(Quarantine, item_id, with_for_update=True)
    if found is None or found.visit_id != visit.id or found.outcome == "accepted":
        raise NotFound
    return found
