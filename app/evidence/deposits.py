"""What a shared tablet sends: for whom, how much, and where it goes once it has ended.

An ended tablet's notes are kept as they came, for the lead, within a quota, so that the
tablet knows they are safe; none of them is evidence until somebody of the visit says so.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from math import ceil
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app.access import Actor, AtTablet
from app.errors import Rejected
from app.evidence.forms import EvidenceForm
from app.evidence.outcomes import (
    Full,
    Gone,
    Outcome,
    Quarantined,
    Replayed,
    Sent,
    digest_of,
)
from app.evidence.reading import form_version_of, read_json
from app.evidence.recording import receipt_of
from app.evidence.rows import QUARANTINE, inserted, is_erased
from app.forms import check
from app.ids import seed_id
from app.models import Quarantine, Seat, Tablet, Visit
from app.people.seat_pack import proof_of_card
from app.people.seat_queries import sat_here
from app.people.tablet_rules import MOST_DEPOSITED_BYTES, MOST_DEPOSITS, WRITES

#: An id, or the hash of the code by which somebody withdraws.
ID = re.compile(
    rb"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\"[0-9a-f]{64}\""
)


def claimed(
    session: Session, actor: Actor, member_id: UUID | None, proof: str = ""
) -> Actor:
    """The tablet sending for a member who sat there; for nobody where they never did.

    Their seat was opened here, or, without a network, their card was: `proof`.
    """
    assert actor.tablet
    if member_id is None or member_id == actor.tablet.member_id:
        return actor
    sat = sat_here(session, actor.tablet.id, member_id) or has_card(
        session, actor.tablet, member_id, proof
    )
    at = replace(actor.tablet, member_id=member_id if sat else None, open_seat_id=None)
    return replace(actor, tablet=at)


def has_card(session: Session, at: AtTablet, member_id: UUID, proof: str) -> bool:
    """Whether the proof is of the card that the member has now, held to a tablet of this
    visit: one that lost its credential and joined again still holds what it wrote before.
    """
    asked = select(Seat.card_hash).where(
        Seat.member_id == member_id, Seat.visit_id == at.visit_id
    )
    card = session.exec(asked).first() if proof else None
    if not card:
        return False
    others = select(Tablet.id).where(
        Tablet.visit_id == at.visit_id, col(Tablet.ejected_at).is_(None)
    )
    return any(
        compare_digest(proof_of_card(card, one).encode(), proof.encode())
        for one in [at.id, *session.exec(others)]
    )


def writes_left(tablet: AtTablet, at: datetime) -> int:
    """Seconds until the tablet may write again; 0 where it may now."""
    since = tablet.sent_since or at
    passed = at - since
    if tablet.sent < WRITES.most or passed >= WRITES.within:
        return 0
    return max(1, ceil((WRITES.within - passed) / timedelta(seconds=1)))


def count_write(session: Session, tablet: AtTablet, at: datetime) -> None:
    """One statement; a new stretch of time begins when the last one is over."""
    over = tablet.sent_since is None or at - tablet.sent_since >= WRITES.within
    counted = {"sent": 1, "sent_since": at} if over else {"sent": Tablet.sent + 1}
    session.execute(
        update(Tablet)
        .where(col(Tablet.id) == tablet.id)
        .values(**counted)
        .execution_options(synchronize_session=False)
    )


def deposit(session: Session, actor: Actor, visit: Visit, sent: Sent) -> Outcome:
    """Known bytes get the receipt they had; what was erased does not come back."""
    assert actor.tablet
    connection = session.connection()
    digest = digest_of(sent.body)
    key = (sent.id, sent.base_revision, digest)
    if known := receipt_of(connection, visit.id, key):
        return Replayed(known)
    if is_erased(connection, sent.id, speakers_in(sent.plain)):
        return Gone(sent.id)
    reason = "ended"
    if not is_here(session, actor.tablet.id, place_of(visit, sent)) and is_full(
        session, actor.tablet.id, len(sent.body)
    ):
        return Full()
    count_write(session, actor.tablet, datetime.now(UTC))
    return set_aside(session, actor, visit, sent, reason)


def speakers_in(body: bytes | None) -> list[UUID]:
    """Whom the note names, where it can be read at all."""
    if body is None:
        return []
    try:
        return list(check(EvidenceForm, read_json(body)).speakers)
    except Rejected:
        return []


def place_of(visit: Visit, sent: Sent) -> UUID:
    """Made of the bytes, so that a retry finds its own row."""
    return seed_id("quarantine", str(visit.id), str(sent.id), digest_of(sent.body))


def is_here(session: Session, tablet_id: UUID, row_id: UUID) -> bool:
    found = session.get(Quarantine, row_id)
    return found is not None and found.tablet_id == tablet_id


def is_full(session: Session, tablet_id: UUID, more: int) -> bool:
    """What waits counts, and what was refused: it is kept as well."""
    count, size = session.execute(
        select(func.count(), func.coalesce(func.sum(Quarantine.size_bytes), 0)).where(
            Quarantine.tablet_id == tablet_id, Quarantine.outcome != "accepted"
        )
    ).one()
    return bool(count >= MOST_DEPOSITS or size + more > MOST_DEPOSITED_BYTES)


def set_aside(
    session: Session, actor: Actor, visit: Visit, sent: Sent, reason: str
) -> Quarantined:
    """Kept as it came, once."""
    row = {
        "id": place_of(visit, sent),
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "item_id": sent.id,
        "form_version": version_in(sent.plain),
        "raw": sent.body.decode(errors="replace").replace("\0", ""),
        "reason": reason,
        "by": actor.person_id,
        "received_at": datetime.now(UTC),
        "settled_at": None,
        "outcome": "",
        "settled_by": None,
        "tablet_id": actor.tablet_id,
        "member_id": actor.tablet.member_id if actor.tablet else None,
        "base_revision": sent.base_revision,
        "size_bytes": len(sent.body),
        "sealed": sent.sealed,
        "names": ids_in(sent.opened or b""),
    }
    inserted(session.connection(), QUARANTINE, row)
    return Quarantined(sent.id, digest_of(sent.body), reason)


def ids_in(plain: bytes) -> str:
    """In what is sealed, of whatever version: it is not searched as it lies here."""
    found = {one.decode().lower().strip('"') for one in ID.findall(plain)}
    return " ".join(sorted(found))


def version_in(body: bytes | None) -> int:
    if body is None:
        return 0
    try:
        return form_version_of(read_json(body))
    except Rejected:
        return 0
