"""A server played by the test: it answers a tablet as the contract of decision 26 says."""

import base64
import hashlib
import hmac
import json
import os
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from playwright.sync_api import Route

from app.ids import seed_id
from app.people.tokens import token_hash

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
TABLET = seed_id("tests", "tablet", "of-the-modules")
NADIA = seed_id("tests", "member", "nadia")
TOMAS = seed_id("tests", "member", "tomas")
EPOCH = "0b5a9f0e-3f0d-4a43-9d5c-6f2f4a7d7b01"
SESSION = seed_id("tests", "session", "morning")
Answer = Callable[[Route], None]


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signed(card: str, words: str) -> str:
    key = token_hash(card).encode()
    return base64url(hmac.digest(key, words.encode(), "sha256"))


def seat_in_pack(card: str, member: UUID, shown_name: str) -> dict[str, str]:
    """As the server seals it to a pass card: `dir` with A256GCM, compact."""
    secret = token_hash(card).encode()
    key = HKDF(SHA256(), 32, salt=b"", info=b"repere seat").derive(secret)
    about = {"member": str(member), "shown_name": shown_name, "languages": ["fr"]}
    header = base64url(b'{"alg":"dir","enc":"A256GCM"}')
    nonce = os.urandom(12)
    closed = AESGCM(key).encrypt(nonce, json.dumps(about).encode(), header.encode())
    parts = [header, "", *map(base64url, (nonce, closed[:-16], closed[-16:]))]
    return {"lookup": signed(card, "lookup"), "sealed": ".".join(parts)}


def opened(sealed: str, private: ec.EllipticCurvePrivateKey) -> bytes:
    """What a compact JWE of ECDH-ES and A256GCM holds (RFC 7518, section 4.6)."""
    header, _, nonce, closed, tag = sealed.split(".")
    said = json.loads(from_base64url(header))
    x, y = (int.from_bytes(from_base64url(said["epk"][name])) for name in "xy")
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    shared = private.exchange(ec.ECDH(), public)
    name = b"A256GCM"
    other = len(name).to_bytes(4) + name + bytes(8) + (256).to_bytes(4)
    key = hashlib.sha256((1).to_bytes(4) + shared + other).digest()
    content = from_base64url(closed) + from_base64url(tag)
    return AESGCM(key).decrypt(from_base64url(nonce), content, header.encode())


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Desk:
    """Takes writes in; `next` answers come before its own, in their order."""

    def __init__(self, cards: dict[str, tuple[UUID, str]]) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.cards = cards
        self.epoch = EPOCH
        self.online = True
        self.next: list[Answer] = []
        self.puts: list[tuple[str, dict[str, str], bytes]] = []
        self.reports: list[dict[str, Any]] = []
        self.told: dict[str, Any] = {}
        self.rivals: list[dict[str, Any]] = []
        self.chosen: list[Any] = []
        self.pack_changes: dict[str, Any] = {}

    @property
    def pack(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        point = {n: base64url(getattr(numbers, n).to_bytes(32)) for n in "xy"}
        factor = {"slug": "governance", "number": 1, "title": {"en": "Governance"}, "questions": []}  # fmt: skip
        pack = {
            "version": "one",
            "release": "release-1",
            "form_version": 1,
            "visit": {"id": str(VISIT), "language": "fr", "zone": "Europe/Paris"},
            "tablet": {"id": str(TABLET), "number": 3, "idle_minutes": 5, "expires_at": "2027-04-26T20:00:00+00:00"},
            "days": [{"id": "d1", "on": "2027-04-26", "zone": "Europe/Paris"}],
            "sessions": [
                {"id": str(SESSION), "number": 1, "day": "d1", "title": {"text": "Town hall"}, "starts": "2027-04-26T07:00:00+00:00", "place": "Room 1", "kind": "group-discussion", "voice": "migrants", "language": "fr"},
            ],
            "factors": [factor],
            "contexts": [],
            "key": {"kty": "EC", "crv": "P-256", "kid": "key-1", **point},
            "seats": [seat_in_pack(c, *who) for c, who in self.cards.items()],
        }  # fmt: skip
        return pack | self.pack_changes

    def answer(self, route: Route) -> None:
        if not self.online:
            route.abort("internetdisconnected")
            return
        path, method = route.request.url.partition("?")[0], route.request.method
        if method == "PUT":
            self.take(route, path)
        elif path.endswith("/pack"):
            self.give(route, self.pack)
        elif path.endswith("/tablet"):
            self.reports.append(json.loads(route.request.post_data or ""))
            self.give(route, self.report())
        elif path.endswith("/evidence"):
            self.give(route, {"items": [], "next": None})
        elif path.endswith("/field/seat"):
            self.give(route, {"member": str(NADIA), "shown_name": "Nadia", "languages": ["fr"]})  # fmt: skip
        elif "/rivals" in path:
            self.of_texts(route, path)
        else:
            route.fulfill(status=204)

    def of_texts(self, route: Route, path: str) -> None:
        if path.endswith("/rivals"):
            self.give(route, {"items": self.rivals, "next": None})
            return
        self.chosen.append(json.loads(route.request.post_data or ""))
        self.give(route, {"id": self.rivals.pop()["evidence_id"], "revision": 3})

    def report(self) -> dict[str, Any]:
        return {
            "server_time": "2027-04-26T08:00:00Z",
            "gone": [],
            "backup_covers_at": None,
            "pack": self.pack["version"],
            "expires_at": "2027-04-26T20:00:00+00:00",
            "ended": False,
            "seat": None,
            "visit_closed": False,
        } | self.told

    def take(self, route: Route, path: str) -> None:
        body = route.request.post_data_buffer or b""
        self.puts.append((path, route.request.headers, body))
        if self.next:
            self.next.pop(0)(route)
        else:
            self.received(route)

    def received(self, route: Route, **changes: Any) -> None:
        path = route.request.url.partition("?")[0]
        body = route.request.post_data_buffer or b""
        base = re.sub(r"\D", "", route.request.headers.get("if-match", "")) or "0"
        receipt = {
            "id": path.rsplit("/", 1)[1],
            "revision": int(base) + 1,
            "sha256": hashlib.sha256(body).hexdigest(),
            "received_at": "2027-04-26T08:00:01.000000Z",
        }
        self.give(route, receipt | changes, 201)

    def give(self, route: Route, value: Any, status: int = 200, **headers: str) -> None:
        kind = "application/json" if status < 400 else "application/problem+json"
        headers = {"Content-Type": kind, "Repere-Epoch": self.epoch} | headers
        route.fulfill(status=status, headers=headers, body=json.dumps(value))

    def refusing(self, status: int, **more: Any) -> Answer:
        problem = {"type": "about:blank", "title": "-", "status": status, "errors": []}
        headers = more.pop("headers", {})
        return lambda route: self.give(route, problem | more, status, **headers)

    def written(self, index: int = -1) -> Any:
        """The note that was sent, opened with the visit's private key."""
        return json.loads(opened(self.puts[index][2].decode(), self.private))


class Uploads:
    """tus 1.0 as far as a tablet goes; of so many parts the answer is lost."""

    def __init__(self, desk: Desk, lost: int) -> None:
        self.desk, self.lost = desk, lost
        self.got = bytearray()
        self.asked: list[str] = []
        self.length = 0

    def answer(self, route: Route) -> None:
        asked = route.request
        self.asked.append(asked.method)
        if asked.method == "POST":
            self.length = int(asked.headers["upload-length"])
            self.said(route, 201, {"Location": f"{asked.url}?one"})
        elif asked.method == "HEAD":
            self.said(route, 200, {"Upload-Length": str(self.length)})
        else:
            assert int(asked.headers["upload-offset"]) == len(self.got)
            self.got += asked.post_data_buffer or b""
            self.taken(route)

    def taken(self, route: Route) -> None:
        if self.lost:
            self.lost -= 1
            route.abort("connectionreset")
        elif len(self.got) < self.length:
            self.said(route, 204, {})
        else:
            path = route.request.url.partition("/upload")[0]
            receipt = {
                "id": path.rsplit("/", 1)[1],
                "received_at": "2027-04-26T08:00:01Z",
            }
            digest = hashlib.sha256(self.got).hexdigest()
            self.said(
                route,
                200,
                {"Content-Type": "application/json"},
                receipt | {"sha256": digest},
            )

    def said(
        self, route: Route, status: int, headers: dict[str, str], body: Any = None
    ) -> None:
        offset = {"Upload-Offset": str(len(self.got)), "Tus-Resumable": "1.0.0"}
        common = {"Repere-Epoch": self.desk.epoch, "Cache-Control": "no-store"}
        text = json.dumps(body) if body else ""
        route.fulfill(status=status, headers=offset | common | headers, body=text)
