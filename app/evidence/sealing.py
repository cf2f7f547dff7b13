"""JWE as notes are sealed: ECDH-ES to a visit's P-256 key, AES-256-GCM, compact.

Source: design, section 5. Nothing else is opened: no other algorithm, no compression.
"""

from collections.abc import Callable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, GuestProtocol, OctKey
from joserfc.registry import Header

ALGORITHMS = ("ECDH-ES", "A256GCM")
WRAPPING = ("dir", "A256GCM")
#: A note of a million bytes, in letters.
MOST_SEALED = 1_500_000


class Unreadable(Exception):
    """It cannot be opened here: sealed to another key, damaged, or no JWE at all."""


class Sealing(jwe.JWERegistry):
    max_ciphertext_length = MOST_SEALED


OPENING = Sealing(algorithms=ALGORITHMS)


def seal(plain: bytes, public: ECKey) -> str:
    head: Header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": public.kid}
    return jwe.encrypt_compact(head, plain, public, registry=OPENING)


def unseal(sealed: bytes, key_of: Callable[[str], ECKey]) -> bytes:
    """`key_of` finds the private key by its id. Raises `Unreadable`, whatever the bytes."""

    def named(recipient: GuestProtocol) -> ECKey:
        return key_of(recipient.headers()["kid"])

    try:
        opened = jwe.decrypt_compact(sealed, named, registry=OPENING)
    except Exception as error:  # hostile bytes, inside two libraries
        raise Unreadable from error
    return opened.plaintext or b""


def new_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "enc"}, private=True)


def wrap(private: ECKey, secret: str) -> str:
    """The private key, to be kept beside what it opens: the service's secret is not."""
    head: Header = {"alg": "dir", "enc": "A256GCM"}
    plain = private.as_bytes(private=True)
    return jwe.encrypt_compact(head, plain, wrapping_key(secret), list(WRAPPING))


def unwrap(wrapped: str, secret: str) -> ECKey:
    """Raises `Unreadable` where the service has another secret now."""
    try:
        opened = jwe.decrypt_compact(wrapped, wrapping_key(secret), list(WRAPPING))
        return ECKey.import_key(opened.plaintext or b"")
    except (JoseError, ValueError) as error:
        raise Unreadable from error


def wrapping_key(secret: str) -> OctKey:
    derived = HKDF(SHA256(), 32, None, b"repere visit key").derive(secret.encode())
    return OctKey.import_key(derived)
