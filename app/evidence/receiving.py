"""From the bytes a tablet sends to a write, or to quarantine where they cannot be read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json
from sqlmodel import Session

from app.access import Actor, may_record
from app.errors import NotPermitted, Problem, Rejected
from app.evidence.forms import INT32, EvidenceForm
from app.evidence.outcomes import (
    Outcome,
    Quarantined,
    Replayed,
    Sent,
    Write,
    digest_of,
)
from app.evidence.recording import receipt_of, record_evidence
from app.evidence.rows import QUARANTINE, inserted
from app.evidence.rules import FORM_VERSION
from app.forms import check
from app.i18n import _
from app.ids import seed_id
from app.models import Visit


def receive_bytes(session: Session, actor: Actor, visit: Visit, sent: Sent) -> Outcome:
    """Bytes known already get their receipt, even if they would not be read today."""
    if not may_record(actor, visit):
        raise NotPermitted
    digest = digest_of(sent.body)
    try:
        values = read_json(sent.body)
        if form_version_of(values) > FORM_VERSION:
            return quarantine(session, actor, visit, sent)
        form = check(EvidenceForm, values)
    except Rejected:
        connection = session.connection()
        key = (sent.id, sent.base_revision, digest)
        if known := receipt_of(connection, visit.id, key):
            return Replayed(known)
        raise
    write = Write(sent.id, sent.base_revision, digest, form)
    return record_evidence(session, actor, visit, write)


def read_json(body: bytes) -> Any:
    """Raises `Rejected`: for what is no JSON, for NaN, for nesting without end."""
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        raise Rejected(Problem("", _("This is not valid JSON."))) from None


def form_version_of(values: Any) -> int:
    version = values.get("form_version") if isinstance(values, Mapping) else None
    is_number = isinstance(version, int) and not isinstance(version, bool)
    return version if is_number and version <= INT32 else 0  # type: ignore[return-value,operator]


def quarantine(session: Session, actor: Actor, visit: Visit, sent: Sent) -> Quarantined:
    """Kept as it came, once; its id is made of the bytes, so that a retry finds it."""
    digest = digest_of(sent.body)
    row = {
        "id": seed_id("quarantine", str(visit.id), str(sent.id), digest),
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "item_id": sent.id,
        "form_version": form_version_of(read_json(sent.body)),
        "raw": sent.body.decode(),
        "reason": "form-version",
        "by": actor.person_id,
        "received_at": datetime.now(UTC),
        "settled_at": None,
    }
    inserted(session.connection(), QUARANTINE, row)
    return Quarantined(sent.id, digest, "form-version")
