"""An authenticator in software: makes a key pair and answers what a site asks of it.

As a device does (WebAuthn 3, sections 5.8.1 and 6.1), so that each part of an answer can
be made wrong by itself.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from sqlmodel import Session
from webauthn.helpers import bytes_to_base64url

from app.models import Passkey

#: User present, user verified; with an attested credential.
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftwareKey:
    site: str = "localhost"
    origin: str = "http://localhost:8000"
    user: bytes = b""
    flags: int = PRESENT | VERIFIED
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def public(self) -> bytes:
        """COSE, algorithm ES256."""
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def seen(self, extra: int = 0) -> bytes:
        """The authenticator's own part of an answer."""
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([self.flags | extra]) + self.count.to_bytes(4, "big")

    def told(self, kind: str, challenge: str) -> bytes:
        """The browser's part."""
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps({**said, "crossOrigin": False}).encode()

    def enrolment(self, challenge: str) -> str:
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self.public
        seen = self.seen(ATTESTED) + credential
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": seen})
        return self.answer(
            clientDataJSON=self.told("webauthn.create", challenge),
            attestationObject=attested,
        )

    def assertion(self, challenge: str) -> str:
        self.count += 1
        seen, told = self.seen(), self.told("webauthn.get", challenge)
        signed = seen + hashlib.sha256(told).digest()
        return self.answer(
            clientDataJSON=told,
            authenticatorData=seen,
            signature=self.key.sign(signed, ec.ECDSA(SHA256())),
            userHandle=self.user,
        )

    def answer(self, **response: bytes) -> str:
        own = bytes_to_base64url(self.id)
        parts = {name: bytes_to_base64url(value) for name, value in response.items()}
        sent = {"id": own, "rawId": own, "type": "public-key", "response": parts}
        return json.dumps({**sent, "clientExtensionResults": {}})


def make_passkey(
    session: Session, person_id: UUID, key: SoftwareKey | None = None
) -> Passkey:
    """The public half of a key, as adding it to an account would have kept it."""
    key = key or SoftwareKey()
    key.user = person_id.bytes
    passkey = Passkey(
        person_id=person_id,
        credential_id=bytes_to_base64url(key.id),
        public_key=key.public,
        sign_count=key.count,
        name="In software",
    )
    session.add(passkey)
    session.flush()  # it is found by its id
    return passkey
