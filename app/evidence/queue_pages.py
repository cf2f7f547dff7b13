"""The queues that tablets handed over as files: what was read in, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.evidence.queries import zone_of
from app.i18n import lazy
from app.models import HandedQueue, Person, Tablet, Visit
from app.values_evidence import Fate, Sealed

#: The newest first; older ones are in the audit.
MOST = 50

#: What becomes of a thing, and what there is to do.
FATES: dict[Fate, str] = {
    Fate.RECEIVED: lazy("received"),
    Fate.KNOWN: lazy("here already"),
    Fate.TWO_TEXTS: lazy("kept beside a newer text: somebody chooses on the note's page"),
    Fate.SET_ASIDE: lazy("set aside: accept or refuse under “Notes set aside”"),
    Fate.ERASED: lazy("erased for good before"),
    Fate.FULL: lazy("not taken: this tablet has handed in all it may. Settle what was set aside, then read the file in again"),
    Fate.NO_NOTE: lazy("not taken: the note it belongs to is not here. Read that in first"),
    Fate.OTHER_BYTES: lazy("not taken: another file was received under its reference"),
    Fate.ELSEWHERE: lazy("not taken: its reference stands in another visit"),
    Fate.DAMAGED: lazy("not taken: its bytes are damaged. Hand over again on the tablet"),
}  # fmt: skip
KINDS: dict[Sealed, str] = {
    Sealed.NOTE: lazy("Notes"),
    Sealed.SPEAKER: lazy("People who spoke"),
    Sealed.FILE: lazy("Files"),
}


@dataclass(frozen=True)
class ReadIn:
    """Times are local to the visit. `came`: a kind, and (how many, what became of them)."""

    id: UUID
    number: int
    name: str
    made: datetime
    read: datetime
    by: str
    came: list[tuple[str, list[tuple[int, str]]]]
    whole: bool


def queues_page(session: Session, visit: Visit) -> dict[str, Any]:
    rows = session.exec(
        select(HandedQueue, Tablet.number, Tablet.name, Person.name)
        .join(Tablet, col(Tablet.id) == col(HandedQueue.tablet_id))
        .outerjoin(Person, col(Person.id) == col(HandedQueue.read_by))
        .where(HandedQueue.visit_id == visit.id)
        .order_by(col(HandedQueue.read_at).desc(), col(HandedQueue.id).desc())
        .limit(MOST)
    ).all()
    zone = zone_of(visit)
    return {
        "visit": visit,
        "queues": [
            ReadIn(
                id=queue.id,
                number=number,
                name=name,
                made=queue.made_at.astimezone(zone),
                read=queue.read_at.astimezone(zone),
                by=by or "",
                came=came_of(queue.fates),
                whole=queue.whole,
            )
            for queue, number, name, by in rows
        ],
    }


def came_of(
    fates: dict[str, dict[str, int]],
) -> list[tuple[str, list[tuple[int, str]]]]:
    return [
        (words, [(fates[kind][fate], said) for fate, said in FATES.items() if fate in fates[kind]])
        for kind, words in KINDS.items()
        if kind in fates
    ]  # fmt: skip
