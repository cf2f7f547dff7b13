"""From the bytes a tablet sends about somebody who spoke to a speaker of the visit."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_deposit, may_record
from app.errors import NotPermitted, Problem, Rejected
from app.evidence.deposits import count_write, deposit, set_aside
from app.evidence.outcomes import Gone, Outcome, Sent
from app.evidence.reading import read_json
from app.evidence.rows import is_erased
from app.evidence.speaker_actions import (
    erasure_of,
    has_withdrawn,
    register_speaker,
)
from app.evidence.speaker_forms import SpeakerForm
from app.forms import check
from app.i18n import _
from app.models import Speaker, Visit


@dataclass(frozen=True)
class Registered:
    created: bool
    at: datetime


def receive_speaker(
    session: Session, actor: Actor, visit: Visit, sent: Sent
) -> Registered | Outcome:
    """Once, however often it comes. What cannot be opened is kept for the lead."""
    if may_deposit(actor, visit):
        return hand_in_speaker(session, actor, visit, sent)
    if not may_record(actor, visit):
        raise NotPermitted
    if actor.tablet is not None:
        count_write(session, actor.tablet, datetime.now(UTC))
    if sent.plain is None:
        return set_aside(session, actor, visit, sent, "unreadable")
    form = speaker_in(sent.plain, sent.id)
    is_new = session.get(Speaker, form.id) is None
    made = register_speaker(session, actor, visit, form)
    return made if isinstance(made, Gone) else Registered(is_new, made.created_at)


def hand_in_speaker(
    session: Session, actor: Actor, visit: Visit, sent: Sent
) -> Registered | Outcome:
    """By a tablet that has ended: whoever is known stays so, others wait for the lead."""
    known = session.get(Speaker, sent.id)
    if known is not None and known.visit_id == visit.id:
        return Registered(False, known.created_at)
    is_known_gone = is_erased(session.connection(), sent.id, [])
    if not is_known_gone and has_withdrawn(session, code_hash_in(sent)):
        session.add(erasure_of(visit, sent.id))
        return Gone(sent.id)
    return deposit(session, actor, visit, sent)


def code_hash_in(sent: Sent) -> str | None:
    """Null where it cannot be read, or they were given no code."""
    try:
        return speaker_in(sent.plain or b"", sent.id).withdrawal_code_hash
    except Rejected:
        return None


def speaker_in(body: bytes, speaker_id: UUID) -> SpeakerForm:
    """Raises `Rejected`."""
    values = read_json(body)
    if not isinstance(values, dict):
        raise Rejected(Problem("", _("This is not valid JSON.")))
    return check(SpeakerForm, {**values, "id": str(speaker_id)})
