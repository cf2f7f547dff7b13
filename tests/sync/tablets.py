"""A tablet as design section 5 wants it: what is stored survives a crash, the rest does not.

It writes offline, keeps the bytes it sent, and offers again what it holds when another
database answers.
"""

import hashlib
import hmac
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from joserfc.jwe import encrypt_compact
from joserfc.jwk import ECKey
from joserfc.registry import Header

from app.evidence.codes import code_hash
from app.ids import uuid7
from tests.evidence.notes import SMALLEST
from tests.sync.calling import Answer, Asked
from tests.sync.promise import Said, Sending

ALGORITHMS = ("ECDH-ES", "A256GCM")
State = Literal["waiting", "received", "kept", "gone", "attention"]
Kind = Literal["note", "file", "speaker"]


@dataclass
class Draft:
    """A note being written; `typed` is what was not stored yet."""

    id: UUID
    seat: UUID
    base: int = 0
    text: str = ""
    typed: str | None = None
    speakers: tuple[UUID, ...] = ()
    files: tuple[tuple[UUID, bytes], ...] = ()


@dataclass
class Item:
    """What waits to be sent, or was: the very bytes, and what came of them."""

    kind: Kind
    id: UUID
    body: bytes
    seat: UUID
    base: int = 0
    said: Said = field(default_factory=lambda: Said(""))
    #: Of a file, its note.
    of: UUID | None = None
    state: State = "waiting"
    receipt: str = ""
    #: Sealed to the visit's key, as a tablet does; plain as another program may.
    sealed: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass
class Storage:
    """`seat` is who holds it; `skew` is by how much its clock is wrong."""

    id: UUID
    visit: UUID
    cookie: str
    epoch: str = ""
    seat: UUID | None = None
    skew: timedelta = timedelta(0)
    #: The visit's public key; and whose card was held here without a network: proofs.
    key: ECKey | None = None
    proofs: dict[UUID, str] = field(default_factory=dict)
    drafts: dict[UUID, Draft] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    def crash(self) -> None:
        """Battery, browser or hand: what was typed and not stored is gone."""
        for draft in self.drafts.values():
            draft.typed = None
        self.seat = None

    def store(self, draft: Draft) -> None:
        if draft.typed is not None:
            draft.text, draft.typed = draft.typed, None

    def finish(self, draft: Draft) -> None:
        """Its bytes are made once, and its files follow it."""
        self.store(draft)
        del self.drafts[draft.id]
        said = Said(draft.text, draft.speakers, tuple(f for f, _ in draft.files))
        content = self.content(draft)
        body, is_sealed = self.written(content, plain=len(draft.text) % 3 == 0)
        self.items.append(
            Item("note", draft.id, body, draft.seat, draft.base, said, sealed=is_sealed)
        )
        known = {one.id for one in self.items}
        self.items += [
            Item("file", file, content, draft.seat, of=draft.id)
            for file, content in draft.files
            if file not in known
        ]

    def meet(self, seat: UUID, code: str, *, plain: bool) -> Item:
        """Somebody who spoke: the tablet makes their code, and keeps its hash."""
        told = {
            "voice": "migrants",
            "consents": ["notes"],
            "withdrawal_code_hash": code_hash(code),
        }
        body, is_sealed = self.written(told, plain=plain)
        item = Item("speaker", uuid7(), body, seat, sealed=is_sealed)
        self.items.append(item)
        return item

    def written(self, content: dict[str, Any], *, plain: bool) -> tuple[bytes, bool]:
        """The bytes that are sent, again and again: mostly sealed."""
        body = json.dumps(content).encode()
        if self.key is None or plain:
            return body, False
        head: Header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": self.key.kid}
        return encrypt_compact(head, body, self.key, list(ALGORITHMS)).encode(), True

    def content(self, draft: Draft) -> dict[str, Any]:
        at = datetime.now(UTC) + self.skew
        return {
            **SMALLEST,
            "text": draft.text,
            "captured_at": at.isoformat(),
            "clock_skew_seconds": int(self.skew.total_seconds()),
            "speakers": [str(one) for one in draft.speakers],
            "attachments": [announced(file, content) for file, content in draft.files],
        }

    def correct(self, item: Item) -> Draft:
        """On the base this tablet knows: what it was told, or what it expects."""
        latest = max(one.base for one in self.items if one.id == item.id)
        said = next(
            one.said for one in self.items if one.id == item.id and one.base == latest
        )
        files = tuple((f, self.bytes_of(f)) for f in said.files)
        draft = Draft(
            item.id, item.seat, latest + 1, said.text, None, said.speakers, files
        )
        self.drafts[item.id] = draft
        return draft

    def bytes_of(self, file: UUID) -> bytes:
        return next(one.body for one in self.items if one.id == file)


class Tablet(Storage):
    """What it sends, and what it learns from the answers."""

    def waiting(self) -> list[Item]:
        """Text before files, speakers before both; else the oldest first."""
        order = {"speaker": 0, "note": 1, "file": 2}
        due = [one for one in self.items if one.state == "waiting"]
        return sorted(due, key=lambda one: order[one.kind])

    def learn(self, item: Item, answer: Answer) -> None:
        """What an answer says is all a tablet knows."""
        self.notice(answer)
        state: State = STATES.get(answer.status, "waiting")
        if answer.status == 403 and answer.json().get("state") == "quarantined":
            state = "kept"
        item.state = state
        if state == "received":
            item.receipt = answer.body.decode()

    def notice(self, answer: Answer) -> None:
        """Another database answers: everything that is held is offered again."""
        epoch = answer.headers.get("repere-epoch", "")
        if epoch and epoch != self.epoch:
            for one in self.items:
                one.state = "waiting"
            self.epoch = epoch

    def asked(self, item: Item, visit: UUID | None = None) -> Asked:
        where = f"/api/v1/visits/{visit or self.visit}"
        headers = {"cookie": self.cookie, "content-type": "application/json"}
        if item.sealed:
            headers["content-type"] = "application/jose"
        if item.kind == "speaker":
            return Asked("PUT", f"{where}/speakers/{item.id}", item.body, headers)
        if item.kind == "file":
            digest = b64encode(hashlib.sha256(item.body).digest()).decode()
            headers |= {"content-digest": f"sha-256=:{digest}:"}
            headers["content-type"] = "application/octet-stream"
            path = f"{where}/evidence/{item.of}/attachments/{item.id}"
            return Asked("PUT", path, item.body, headers)
        headers |= {"repere-seat": str(item.seat)}
        if item.seat in self.proofs:
            headers["repere-seat-proof"] = self.proofs[item.seat]
        if item.base:
            headers |= {"if-match": f'"{item.base}"'}
        return Asked("PUT", f"{where}/evidence/{item.id}", item.body, headers)

    def sending(self, item: Item) -> Sending:
        write = (item.id, item.base, item.sha256, item.seat, item.said)
        proven, is_speaker = item.seat in self.proofs, item.kind == "speaker"
        return Sending(self.id, self.visit, *write, proven, is_speaker)


STATES: dict[int, State] = {
    200: "received",
    201: "received",
    202: "kept",
    403: "attention",
    409: "attention",
    410: "gone",
    422: "attention",
}


def announced(file: UUID, content: bytes) -> dict[str, Any]:
    return {
        "id": str(file),
        "media_type": "image/jpeg",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def new_draft(seat: UUID, text: str, speakers: Sequence[UUID]) -> Draft:
    return Draft(uuid7(), seat, typed=text, speakers=tuple(speakers))


def proof_of(card: str, tablet: UUID) -> str:
    """As the contract has it: an HMAC under the card's hash, in its hexadecimal letters."""
    key = hashlib.sha256(card.encode()).hexdigest().encode()
    mark = hmac.digest(key, f"sends {tablet}".encode(), "sha256")
    return urlsafe_b64encode(mark).rstrip(b"=").decode()
