"""What was set aside, read as it came or through the seal."""

from app.evidence.visit_keys import Keyring
from app.models import Quarantine


def raw_of(keyring: Keyring, item: Quarantine) -> bytes:
    """The JSON that was sent; raises `Unreadable` where it cannot be opened."""
    raw = item.raw.encode()
    return keyring.opened(item.visit_id, raw) if item.sealed else raw
