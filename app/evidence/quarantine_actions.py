"""What was set aside becomes evidence, or is refused and kept, marked."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app import audit
from app.access import Actor, AtTablet, may_run_tablets
from app.audit import deed
from app.errors import NotPermitted, Problem, Rejected
from app.evidence.forms import EvidenceForm
from app.evidence.outcomes import Gone, Outcome, Write, digest_of
from app.evidence.quarantine_queries import raw_of
from app.evidence.reading import form_version_of, is_speaker, read_json
from app.evidence.recording import record_evidence
from app.evidence.rules import FORM_VERSION
from app.evidence.sealing import Unreadable
from app.evidence.speaker_actions import register_speaker
from app.evidence.speaker_forms import SpeakerForm
from app.evidence.speaker_receiving import Registered
from app.evidence.visit_keys import Keyring
from app.forms import check
from app.i18n import _
from app.ids import uuid7
from app.models import Quarantine, Visit
from app.models.base import now
from app.values_audit import Verb
from app.values_evidence import WrittenOn


def accept(
    session: Session, keyring: Keyring, actor: Actor, visit: Visit, item: Quarantine
) -> Outcome | Registered:
    """Through the same door as every note, in the name of the seat where it is known.

    Raises `Rejected` for what cannot be evidence. What was erased meanwhile goes for good.
    """
    if not may_run_tablets(actor, visit):
        raise NotPermitted
    values = read_json(plain_of(keyring, item))
    if form_version_of(values) > FORM_VERSION:
        said = _("A newer release wrote this note. It can be accepted once this service has that release.")  # fmt: skip
        raise Rejected(Problem("", said))
    if is_speaker(values):
        return accept_speaker(session, actor, visit, item, values)
    form = check(EvidenceForm, values)
    digest = digest_of(item.raw.encode())
    came = WrittenOn.TABLET if item.tablet_id else WrittenOn.DESK
    write = Write(item.item_id, item.base_revision, digest, form, written_on=came)
    outcome = record_evidence(session, writer(actor, visit, item), visit, write)
    if isinstance(outcome, Gone):
        session.delete(item)
        return outcome
    settle(session, actor, visit, item, "accepted")
    item.names = ""
    item.raw = ""  # it stands in the evidence now, and words are not kept twice
    return outcome


def accept_speaker(
    session: Session, actor: Actor, visit: Visit, item: Quarantine, values: Any
) -> Gone | Registered:
    """First, or the notes that name them cannot be accepted."""
    form = check(SpeakerForm, {**values, "id": str(item.item_id)})
    made = register_speaker(session, actor, visit, form)
    if isinstance(made, Gone):
        session.delete(item)
        return made
    settle(session, actor, visit, item, "accepted")
    item.names = item.raw = ""
    return Registered(True, made.created_at)


def plain_of(keyring: Keyring, item: Quarantine) -> bytes:
    """Raises `Rejected` for what cannot be opened here."""
    try:
        return raw_of(keyring, item)
    except Unreadable:
        said = _("This note was sealed to a key that this service does not have. It is kept as it came.")  # fmt: skip
        raise Rejected(Problem("", said)) from None


def writer(actor: Actor, visit: Visit, item: Quarantine) -> Actor:
    """Accepted by the lead, written by the seat; by nobody in particular if not known."""
    at = AtTablet(item.tablet_id or uuid7(), visit.id, 0, member_id=item.member_id)
    return replace(actor, tablet=at)


def refuse(session: Session, actor: Actor, visit: Visit, item: Quarantine) -> None:
    if not may_run_tablets(actor, visit):
        raise NotPermitted
    settle(session, actor, visit, item, "refused")


def settle(
    session: Session, actor: Actor, visit: Visit, item: Quarantine, outcome: str
) -> None:
    item.settled_at, item.settled_by = now(), actor.person_id
    item.outcome = outcome
    session.add(item)
    verb = Verb.ACCEPTED_NOTE if outcome == "accepted" else Verb.REFUSED_NOTE
    audit.append(session, actor, deed(verb, visit, "quarantine", item.id))
