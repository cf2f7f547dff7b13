"""What a tablet handed over in a file comes in by the same doors as over a network."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app import audit
from app.access import Actor, AtTablet
from app.audit import deed
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.evidence.attachment_actions import FileGone, FileOutcome, FileReceipt
from app.evidence.deposits import claimed, set_aside
from app.evidence.outcomes import (
    Full,
    Gone,
    Outcome,
    Quarantined,
    Recorded,
    Rival,
    Sent,
)
from app.evidence.queue_forms import Item
from app.evidence.receiving import receive_bytes
from app.evidence.speaker_receiving import Registered, receive_speaker
from app.i18n import _
from app.models import HandedQueue, Tablet, Visit
from app.people.tablet_queries import state_of
from app.values_audit import Verb
from app.values_evidence import Fate, Sealed


def sender_of(session: Session, visit: Visit, tablet_id: UUID, at: datetime) -> Actor:
    """The tablet as if it sent by itself: one that has ended only deposits."""
    found = session.get(Tablet, tablet_id)
    if found is None or found.visit_id != visit.id:
        said = _("The tablet that handed this over is not one of this visit.")
        raise Rejected(Problem("queue", said))
    ended = state_of(found, at) != "at-work"
    sits = AtTablet(found.id, visit.id, found.number, found.name, ended=ended)
    return Actor(language=visit.language, tablet=sits)


def take_in(
    session: Session, sender: Actor, visit: Visit, item: Item, sent: Sent
) -> Fate:
    """A note, or somebody who spoke. What the intake refuses waits for the lead: the
    tablet may be gone, and this file the only copy."""
    who = claimed(session, sender, item.seat, item.proof)
    receive = receive_speaker if item.kind is Sealed.SPEAKER else receive_bytes
    try:
        return fate_of(receive(session, who, visit, sent))
    except NotFound:
        return Fate.ELSEWHERE
    except (Rejected, NotPermitted):
        set_aside(session, who, visit, sent, "rejected")
        return Fate.SET_ASIDE


def fate_of(outcome: Outcome | Registered) -> Fate:
    match outcome:
        case Registered(created=True) | Recorded():
            return Fate.RECEIVED
        case Rival():
            return Fate.TWO_TEXTS
        case Gone():
            return Fate.ERASED
        case Quarantined():
            return Fate.SET_ASIDE
        case Full():
            return Fate.FULL
    return Fate.KNOWN


def fate_of_file(outcome: FileOutcome) -> Fate:
    match outcome:
        case FileGone():
            return Fate.ERASED
        case FileReceipt(created=True, waits=waits):
            return Fate.SET_ASIDE if waits else Fate.RECEIVED
        case FileReceipt():
            return Fate.KNOWN
    return Fate.OTHER_BYTES


def keep_queue(
    session: Session,
    actor: Actor,
    visit: Visit,
    queue: HandedQueue,
    came: Sequence[tuple[Sealed, Fate]],
) -> None:
    """That it was read in, by whom, and what became of how many."""
    queue.programme_id, queue.visit_id = visit.programme_id, visit.id
    queue.read_by = actor.person_id
    queue.fates = counted(came)
    session.add(queue)
    session.flush()
    done = deed(Verb.READ_QUEUE, visit, "handed_queue", queue.id)
    audit.append(session, actor, done)


def counted(came: Sequence[tuple[Sealed, Fate]]) -> dict[str, dict[str, int]]:
    """Kind → fate → how many."""
    found: dict[str, dict[str, int]] = {}
    for kind, fate in came:
        of_kind = found.setdefault(kind.value, {})
        of_kind[fate.value] = of_kind.get(fate.value, 0) + 1
    return found
