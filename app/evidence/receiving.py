"""From the bytes a tablet sends to a write, or to quarantine where they cannot be read."""

from datetime import UTC, datetime

from sqlmodel import Session

from app.access import Actor, may_deposit, may_record
from app.errors import NotPermitted, Rejected
from app.evidence.deposits import count_write, deposit, set_aside
from app.evidence.forms import EvidenceForm
from app.evidence.outcomes import (
    Outcome,
    Replayed,
    Sent,
    Write,
    digest_of,
)
from app.evidence.reading import form_version_of, read_json
from app.evidence.recording import receipt_of, record_evidence
from app.evidence.rules import FORM_VERSION
from app.forms import check
from app.models import Visit


def receive_bytes(session: Session, actor: Actor, visit: Visit, sent: Sent) -> Outcome:
    """Bytes known already get their receipt, even if they would not be read today."""
    digest = digest_of(sent.body)
    if may_deposit(actor, visit):
        return deposit(session, actor, visit, sent)
    if not may_record(actor, visit):
        raise NotPermitted
    if actor.tablet is not None:
        count_write(session, actor.tablet, datetime.now(UTC))
    key = (sent.id, sent.base_revision, digest)
    if sent.plain is None:
        known = receipt_of(session.connection(), visit.id, key)
        return Replayed(known) if known else set_aside(session, actor, visit, sent, "unreadable")  # fmt: skip
    try:
        values = read_json(sent.plain)
        if form_version_of(values) > FORM_VERSION:
            return set_aside(session, actor, visit, sent, "form-version")
        form = check(EvidenceForm, values)
    except Rejected:
        if known := receipt_of(session.connection(), visit.id, key):
            return Replayed(known)
        raise
    write = Write(sent.id, sent.base_revision, digest, form)
    return record_evidence(session, actor, visit, write)
