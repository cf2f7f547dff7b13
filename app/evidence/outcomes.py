"""A write of evidence, and everything that can become of it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.evidence.forms import EvidenceForm
from app.values_evidence import WrittenOn


@dataclass(frozen=True)
class Write:
    """One write as sent; `at` is when it is received, now unless a seed says otherwise.

    `written_on` is what the writer sits at, unless it says otherwise.
    """

    id: UUID
    base_revision: int
    sha256: str
    form: EvidenceForm
    at: datetime | None = None
    removed: bool = False
    written_on: WrittenOn | None = None

    @property
    def key(self) -> tuple[UUID, int, str]:
        return self.id, self.base_revision, self.sha256


@dataclass(frozen=True)
class Sent:
    """What came in, not yet read. `opened` is what was sealed, null where it cannot be."""

    id: UUID
    base_revision: int
    body: bytes
    sealed: bool = False
    opened: bytes | None = None

    @property
    def plain(self) -> bytes | None:
        return self.opened if self.sealed else self.body


@dataclass(frozen=True)
class Receipt:
    """What the server vouches for: these bytes are on its disk, as this revision."""

    id: UUID
    revision: int
    sha256: str
    received_at: datetime


@dataclass(frozen=True)
class Recorded:
    """`reopened`: the factors whose agreed finding is a draft again because of it."""

    receipt: Receipt
    created: bool
    reopened: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replayed:
    """A write that was here before: its own receipt again."""

    receipt: Receipt


@dataclass(frozen=True)
class Rival:
    """A write on an old base. Both texts are kept: `theirs` stands, `yours` waits."""

    id: UUID
    revision: int
    theirs: dict[str, Any]
    yours: dict[str, Any]
    settled: bool


@dataclass(frozen=True)
class Gone:
    """Erased, or somebody it quotes has withdrawn."""

    id: UUID


@dataclass(frozen=True)
class Quarantined:
    """Kept raw for the visit's lead: it cannot be read here yet, and is not refused."""

    id: UUID
    sha256: str
    reason: str


@dataclass(frozen=True)
class Full:
    """An ended tablet has handed in as much as is kept unseen; nothing was taken."""


Outcome = Recorded | Replayed | Rival | Gone | Quarantined | Full


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of_values(values: Any) -> str:
    """For writes that are not made of bytes: pages, undo, seeds."""
    return digest_of(json.dumps(values, sort_keys=True, default=str).encode())
