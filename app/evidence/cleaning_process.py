"""The process that cleans one file: `python -m app.evidence.cleaning_process IN OUT`.

It limits itself before it reads a byte, knows no database and no secret, and says on its
standard output, as JSON, what it made or why it would not.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from app.evidence.cleaning_limits import (
    BYTES_OF,
    CLEANING_CPU_SECONDS,
    CLEANING_MEMORY,
    MOST_BYTES,
    Cleaned,
    Family,
    Refusal,
    Unclean,
    family_in,
)


def main(source: Path, target: Path) -> dict[str, object]:
    limit_itself()
    try:
        return asdict(clean(source, target))
    except Unclean as unclean:
        return {"refused": unclean.reason.value}
    except MemoryError:
        return {"refused": Refusal.TOO_HEAVY.value}
    except Exception as error:  # a decoder may raise anything over hostile bytes
        return {"refused": Refusal.DAMAGED.value, "because": repr(error)[:300]}


def limit_itself() -> None:
    for what, most in (
        (resource.RLIMIT_AS, CLEANING_MEMORY),
        (resource.RLIMIT_CPU, CLEANING_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 2 * MOST_BYTES),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def clean(source: Path, target: Path) -> Cleaned:
    with source.open("rb") as file:
        family = family_in(file.read(32))
    if source.stat().st_size > BYTES_OF[family]:
        raise Unclean(Refusal.TOO_LARGE)
    # Each library is loaded where it is needed only: it takes longer than most files.
    if family is Family.PHOTO:
        from app.evidence.cleaning_images import clean_image

        return clean_image(source, target, target.with_suffix(".preview"))
    if family is Family.PDF:
        from app.evidence.cleaning_pdf import clean_pdf

        return clean_pdf(source, target)
    from app.evidence.cleaning_audio import clean_audio

    return clean_audio(source, target)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
