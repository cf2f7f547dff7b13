"""Identifiers: UUID version 7, minted by whoever creates the row."""

import hashlib
import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Time in the first 48 bits, random after; nothing is ordered by it (RFC 9562, 5.7)."""
    return _version7(time.time_ns() // 1_000_000, os.urandom(10))


def seed_id(*key: str) -> UUID:
    """The same key gives the same id, so that loading a seed twice changes nothing."""
    digest = hashlib.sha256("/".join(key).encode()).digest()
    return _version7(1_767_225_600_000, digest[:10])


def _version7(milliseconds: int, tail: bytes) -> UUID:
    number = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(tail, "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    return UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
