"""Files as tablets seal them: on each line one compact JWE, a piece of the file in each.

Source: design, section 5. A piece has at most 256 KiB, so no file is whole in memory.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.evidence.sealing import Unreadable

#: 256 KiB in base64, with the head of a JWE.
MOST_LINE = 400_000


def unsealed_into(
    target: Path, source: Path, opened: Callable[[bytes], bytes]
) -> tuple[str, int]:
    """Writes `target`; the digest and the number of its bytes.

    Raises `Unreadable` where one line cannot be opened: a part of a file is no file.
    """
    digest, count = hashlib.sha256(), 0
    with source.open("rb") as lines, target.open("wb") as plain:
        while line := lines.readline(MOST_LINE):
            piece = opened(line.rstrip(b"\n"))
            digest.update(piece)
            plain.write(piece)
            count += len(piece)
    if not count:
        raise Unreadable
    return digest.hexdigest(), count
