"""What became of a note, as its page says it: its revisions, and texts to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.evidence.correcting import contents_of_note
from app.evidence.forms import EvidenceForm
from app.evidence.history import rivals_of
from app.evidence.queries import Note, zone_of
from app.forms import check
from app.i18n import lazy
from app.models import EvidenceRevision, RivalText, Visit

#: Fields whose change the history names.
FIELDS: dict[str, str] = {
    "text": lazy("Text"),
    "factors": lazy("Factors"),
    "session_id": lazy("Session"),
    "kind": lazy("Kind"),
    "voice": lazy("Voice"),
    "who": lazy("Who"),
    "heard": lazy("How they were heard"),
    "bearing": lazy("Bearing"),
    "quote": lazy("Quotation"),
    "questions": lazy("Guiding questions"),
    "contexts": lazy("Contextual factors"),
    "language": lazy("Language"),
    "sensitivity": lazy("Sensitivity"),
    "attachments": lazy("Attachments"),
    "speakers": lazy("Speakers"),
}


@dataclass(frozen=True)
class Step:
    """One revision in the history; `changed` names the fields, `at` is local."""

    revision: int
    by: str
    at: datetime
    changed: list[str]
    text: str
    language: str
    removed: bool


@dataclass(frozen=True)
class RivalShown:
    id: UUID
    by: str
    at: datetime
    text: str
    language: str
    changed: list[str]
    removed: bool


def steps_shown(
    revisions: Sequence[tuple[EvidenceRevision, str]], note: Note, zone: ZoneInfo
) -> list[Step]:
    """Newest first; each beside the one before it says what changed."""
    before = [dict(older.values) for older, _by in revisions[1:]]
    return [
        step_of(row, by or note.author, before[n] if n < len(before) else None, zone)
        for n, (row, by) in enumerate(revisions)
    ]


def rivals_shown(
    session: Session, visit: Visit, notes: Sequence[Note]
) -> dict[UUID, list[RivalShown]]:
    """By note. What a tablet sent is its author's: no one else's seat may change it."""
    by_id = {note.id: note for note in notes if note.has_rivals}
    found: dict[UUID, list[RivalShown]] = {}
    for rival, by in rivals_of(session, by_id.keys()) if by_id else ():
        note = by_id[rival.evidence_id]
        found.setdefault(note.id, []).append(rival_shown(visit, note, rival, by))
    return found


def rival_shown(visit: Visit, note: Note, rival: RivalText, by: str) -> RivalShown:
    stands = check(EvidenceForm, contents_of_note(note)).model_dump(mode="json")
    return RivalShown(
        rival.id,
        by or note.author,
        rival.received_at.astimezone(zone_of(visit)),
        rival.values["text"],
        rival.values.get("language") or note.language,
        changed_between(stands, rival.values),
        bool(rival.values.get("removed")),
    )


def step_of(row: Any, by: str, before: dict[str, Any] | None, zone: Any) -> Step:
    return Step(
        revision=row.revision,
        by=by,
        at=row.received_at.astimezone(zone),
        changed=changed_between(before, row.values) if before is not None else [],
        text=row.values["text"],
        language=row.values.get("language") or "",
        removed=bool(row.values.get("removed")),
    )


def changed_between(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The words for the fields in which two contents differ."""
    return [
        str(words)
        for name, words in FIELDS.items()
        if before.get(name) != after.get(name)
    ]
