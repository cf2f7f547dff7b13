"""What one tablet handed in, accepted at one go as far as that goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import NotFound, Rejected
from app.evidence.outcomes import Gone, Rival
from app.evidence.quarantine_actions import accept, plain_of
from app.evidence.reading import is_speaker, read_json
from app.evidence.visit_keys import Keyring
from app.models import Quarantine, Visit

#: Settled in one request; the page says how many are left.
AT_ONCE = 100


@dataclass(frozen=True)
class Settled:
    """How many became evidence, a second text of it, nothing any more; `left` wait still."""

    accepted: int = 0
    rivals: int = 0
    erased: int = 0
    left: int = 0


def accept_all(
    session: Session, keyring: Keyring, actor: Actor, visit: Visit, tablet_id: UUID
) -> Settled:
    """As if each were accepted by itself; whoever spoke comes before what names them."""
    waiting = session.exec(
        select(Quarantine)
        .where(
            Quarantine.visit_id == visit.id,
            Quarantine.tablet_id == tablet_id,
            Quarantine.outcome == "",
        )
        .order_by(col(Quarantine.received_at), col(Quarantine.id))
        .limit(AT_ONCE)
        .with_for_update()
    ).all()
    came = [
        accepted_or_left(session, keyring, actor, visit, item)
        for item in speakers_first(keyring, waiting)
    ]
    return Settled(
        *(came.count(what) for what in ("accepted", "rival", "erased", "left"))
    )


def accepted_or_left(
    session: Session, keyring: Keyring, actor: Actor, visit: Visit, item: Quarantine
) -> str:
    try:
        with session.begin_nested():
            outcome = accept(session, keyring, actor, visit, item)
    except (Rejected, NotFound):
        return "left"
    if isinstance(outcome, Gone):
        return "erased"
    return "rival" if isinstance(outcome, Rival) else "accepted"


def speakers_first(
    keyring: Keyring, items: Sequence[Quarantine]
) -> Sequence[Quarantine]:
    return sorted(items, key=lambda item: not spoke(keyring, item))


def spoke(keyring: Keyring, item: Quarantine) -> bool:
    try:
        return is_speaker(read_json(plain_of(keyring, item)))
    except Rejected:
        return False
