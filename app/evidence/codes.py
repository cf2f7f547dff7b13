"""The withdrawal code: shown once to the speaker's helper, kept only as its hash.

Sixteen letters and digits without look-alikes, 78 bits: a tablet without a connection can
make one, and a plain hash of it cannot be searched through.
"""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16


def new_code() -> str:
    """Such as `K7QF-2MXP-9TRC-HW4N`."""
    letters = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
    return "-".join(letters[n : n + 4] for n in range(0, LENGTH, 4))


def code_hash(typed: str) -> str | None:
    """However it was typed; None for what cannot be a code."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return hashlib.sha256(letters.encode()).hexdigest()
