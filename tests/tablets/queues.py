"""Files as tablets hand them over, made here."""

import hashlib
import json
from typing import Any
from uuid import UUID

from joserfc.jwk import ECKey
from starlette.testclient import TestClient

from app.evidence.sealing import seal
from tests.tablets.making import AT, VISIT

PIECE = 20_000
MADE_AT = "2026-10-12T18:30:00Z"


def head(tablet: UUID, /, **changes: Any) -> bytes:
    said = {"format": "repere-handover", "version": 1, "visit": str(VISIT), "tablet": str(tablet), "made_at": MADE_AT}  # fmt: skip
    return line({**said, **changes})


def line(values: Any) -> bytes:
    return json.dumps(values).encode() + b"\n"


def item(kind: str, own_id: UUID, sealed: str, **more: Any) -> bytes:
    sha256 = hashlib.sha256(sealed.encode()).hexdigest()
    said = {"kind": kind, "id": str(own_id), "of": None, "base": 0, "seat": None, "proof": "", "captured": MADE_AT}  # fmt: skip
    return line({**said, "sha256": sha256, "sealed": sealed, **more})


def written(kind: str, own_id: UUID, values: Any, key: ECKey, **more: Any) -> bytes:
    return item(kind, own_id, seal(json.dumps(values).encode(), key), **more)


def file_of(own_id: UUID, note: UUID, content: bytes, key: ECKey) -> bytes:
    """The line that says it, and a line for each sealed piece."""
    places = range(0, len(content), PIECE)
    pieces = [seal(content[at : at + PIECE], key) for at in places]
    sha256 = hashlib.sha256("\n".join(pieces).encode()).hexdigest()
    said = {"kind": "file", "id": str(own_id), "of": str(note), "base": 0, "seat": None, "proof": "", "captured": MADE_AT}  # fmt: skip
    first = line({**said, "sha256": sha256, "pieces": len(pieces)})
    return first + b"".join(line({"piece": one}) for one in pieces)


def end(count: int) -> bytes:
    return line({"end": count})


def read_in(client: TestClient, content: bytes) -> Any:
    files = {"queue": ("tablet-1.jsonl", content, "application/x-ndjson")}
    return client.post(f"{AT}/queues", files=files)
