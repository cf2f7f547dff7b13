"""Having a file cleaned, in a process of its own that a hostile file may well bring down."""

import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from app.evidence.cleaning_limits import (
    CLEANING_SECONDS,
    Cleaned,
    Refusal,
    Unclean,
    family_of,
)

log = logging.getLogger("repere.cleaning")

#: Each may take as much memory as `CLEANING_MEMORY`.
AT_ONCE = threading.BoundedSemaphore(2)


def clean_file(source: Path, target: Path, announced: str | None = None) -> Cleaned:
    """Writes `target`, and for a photo a small one beside it, `target.preview`.

    Waits for its turn; raises `Unclean`, also for what is of another family than the
    media type announced: a consent was asked for a recording or a photo, not for the other.
    """
    with AT_ONCE:
        said = answer_of(source, target)
    if "refused" in said:
        log.info("file refused", extra={"reason": said})
        raise Unclean(Refusal(said["refused"]))
    cleaned = Cleaned(**said)
    other = family_of(announced or cleaned.media_type)
    if other is not family_of(cleaned.media_type):
        raise Unclean(Refusal.OTHER_KIND)
    return cleaned


def answer_of(source: Path, target: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "app.evidence.cleaning_process"]
    own = {n: v for n, v in os.environ.items() if n in ("PATH", "PYTHONPATH", "LANG")}
    try:
        done = subprocess.run(  # noqa: S603
            [*command, source.absolute(), target.absolute()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CLEANING_SECONDS,
            env=own,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (
        subprocess.SubprocessError,
        ValueError,
    ):  # too slow, killed, or out of memory
        return {"refused": Refusal.TOO_HEAVY.value}
    return found
