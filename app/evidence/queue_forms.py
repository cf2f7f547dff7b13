"""The file in which a tablet hands over its queue, line by line of JSON.

As `static/field/handover.js` writes it: a head, each thing sealed as it would be sent,
the pieces of a file after it, and an end that counts. Nothing in it can be read but who
sends what when.
"""

import hashlib
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.errors import Problem, Rejected
from app.evidence.cleaning_limits import MOST_BYTES, sealed_size
from app.evidence.forms import INT32
from app.evidence.reading import read_json
from app.forms import FormModel, check
from app.i18n import _
from app.values_evidence import Sealed

FORMAT, VERSION = "repere-handover", 1
#: A note of a million letters, sealed, with what is said of it; a piece has fewer.
MOST_LINE = 2_000_000
#: Of a file; a recording has one for each second.
MOST_PIECES = 10_000

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Head(FormModel):
    format: Literal["repere-handover"]
    version: int
    visit: UUID
    tablet: UUID
    made_at: AwareDatetime


class Item(FormModel):
    """One write of the queue; `of` is the note that a file belongs to."""

    kind: Sealed
    id: UUID
    of: UUID | None = None
    base: Annotated[int, Field(ge=0, le=INT32)] = 0
    seat: UUID | None = None
    proof: Annotated[str, Field(max_length=100)] = ""
    captured: AwareDatetime | None = None
    sha256: Digest
    sealed: Annotated[str, Field(max_length=MOST_LINE)] = ""
    pieces: Annotated[int, Field(ge=0, le=MOST_PIECES)] = 0


class QueueFile:
    """Read once, from its beginning; `is_whole` once its end was met."""

    def __init__(self, lines: BinaryIO) -> None:
        self.lines = lines
        self.count = 0
        self.is_whole = False

    def head(self, visit_id: UUID) -> Head:
        """Raises `Rejected` for what is no queue of this visit that we can read."""
        values = self.line()
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise not_ours()
        if values.get("version") != VERSION:
            said = _("A newer release of Repère wrote this file. It can be read in once this service has that release.")  # fmt: skip
            raise Rejected(Problem("queue", said))
        try:
            found = check(Head, values)
        except Rejected:
            raise not_ours() from None
        if found.visit != visit_id:
            said = _("This file is of another visit. Read it in on that visit's page.")
            raise Rejected(Problem("queue", said))
        return found

    def next(self) -> Item | None:
        """Null at the end, wherever that is. What stands on a line that cannot be read is
        passed over; the end then says that something lacks."""
        while (values := self.line()) is not None:
            if isinstance(values, dict) and "end" in values:
                self.is_whole = values["end"] == self.count
                return None
            try:
                found = check(Item, values)
            except Rejected:
                continue
            self.count += 1
            return found
        return None

    def pieces_into(self, place: Path, item: Item) -> tuple[str, int]:
        """Writes the sealed lines of a file; their digest and how many bytes they are."""
        digest, room = hashlib.sha256(), sealed_size(MOST_BYTES)
        with place.open("wb") as disk:
            for n in range(item.pieces):
                piece = self.piece()
                sealed = b"\n" * bool(n) + piece
                room -= len(sealed)
                if not piece or room < 0:
                    break
                digest.update(sealed)
                disk.write(sealed)
            return digest.hexdigest(), disk.tell()

    def piece(self) -> bytes:
        values = self.line()
        found = values.get("piece") if isinstance(values, dict) else None
        return found.encode() if isinstance(found, str) else b""

    def line(self) -> Any:
        """Null where there is none, `False` where it is no JSON or never ends."""
        raw = self.lines.readline(MOST_LINE)
        if not raw:
            return None
        try:
            return read_json(raw)
        except Rejected:
            return False


def not_ours() -> Rejected:
    said = _("This is not a file that a tablet handed over. On the tablet, choose “Hand over as a file” under “Queue”.")  # fmt: skip
    return Rejected(Problem("queue", said))
