"""Evidence as the API gives it: raw to the team, released to everybody of the visit."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from app.answers import Answer, Texts
from app.evidence.outcomes import Receipt
from app.evidence.queries import Note
from app.evidence.rows import iso
from app.values import Bearing, Heard, Kind, Sensitivity, Voice
from app.values_evidence import WrittenOn

EXAMPLE_ID = "01963f6e-8c00-7000-8000-0000000000a1"
EXAMPLE_NOTE: dict[str, Any] = {
    "text": "The office opens at nine; most of the women we met start work at six.",
    "factors": ["contacts-with-migrant-groups"],
    "kind": "group-discussion",
    "voice": "migrants",
    "who": ["women"],
    "heard": "interpreted",
    "bearing": "qualifies",
    "language": "en",
    "captured_at": "2027-04-24T09:42:10Z",
    "questions": ["contacts-with-migrant-groups/forum"],
    "form_version": 1,
}
EXAMPLE_RECEIPT: dict[str, Any] = {
    "id": EXAMPLE_ID,
    "revision": 1,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "received_at": "2027-04-24T09:42:12.413021Z",
}


class ReceiptAnswer(Answer):
    """These bytes are on the server's disk, as this revision."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_RECEIPT]})

    id: UUID
    revision: int
    sha256: str
    received_at: str


class QuarantineAnswer(Answer):
    """Kept raw, for the visit's lead to look at."""

    id: UUID
    sha256: str
    state: Literal["quarantined"]
    reason: str


class EvidenceAnswer(Answer):
    """`author` is a shown name; `translations` are of the text as it stands.

    `complete` is false while a file it announces has no receipt.
    """

    id: UUID
    revision: int
    text: str
    language: str
    translations: Texts
    factors: list[str]
    questions: list[str]
    contexts: list[str]
    kind: Kind
    voice: Voice
    who: list[str]
    heard: Heard | None
    bearing: Bearing | None
    quote: bool
    sensitivity: Sensitivity
    session_id: UUID | None
    author: str
    speakers: list[str]
    attachments: list[dict[str, Any]]
    complete: bool
    captured_at: datetime
    received_at: datetime
    form_version: int
    written_on: WrittenOn | None


class ReleasedAnswer(Answer):
    """Factor, broad voice and text; a null voice is "a person met".

    Never session, date, number or language (design, section 6).
    """

    factor: str
    voice: Voice | None
    text: str


def receipt_answer(receipt: Receipt) -> dict[str, Any]:
    """The same bytes every time a write is answered."""
    return {
        "id": str(receipt.id),
        "revision": receipt.revision,
        "sha256": receipt.sha256,
        "received_at": iso(receipt.received_at),
    }


def received_key(note: Note) -> str:
    return f"{iso(note.received_at)} {note.id}"
