"""Files people sent, in a folder of `REPERE_FILES_URL`: nothing here is served by address.

`arriving/` holds what is still coming, `intake/` what has a receipt and is not cleaned
yet, `stored/{visit}/{attachment}/{sha256}` what may be given to who may read it. A file
is whole and on disk under its last name, or it is not there: it is written beside, synced,
renamed, and its folder is synced after. `unfinished/{visit}/{attachment}/` holds what comes
in pieces (`app/evidence/uploads.py`): there, what is on disk is how far it has come.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from app.ids import uuid7

ARRIVING, INTAKE, STORED = "arriving", "intake", "stored"
UNFINISHED = "unfinished"
PREVIEW = "preview"
#: What has been arriving for longer was left by a crash: no upload takes a day.
FORGOTTEN_SECONDS = 24 * 3600
#: What comes in pieces may wait for the next one over a weekend without a network.
UNFINISHED_SECONDS = 3 * 24 * 3600


def folder_of(url: str) -> Path:
    """`file:///srv/files` or, from where the service runs, `file:var/files`."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        raise ValueError("REPERE_FILES_URL is a folder, such as file:///srv/repere")
    return Path(unquote(parts.path))


class Files:
    """One folder for every process of the service."""

    def __init__(self, url: str) -> None:
        self.root = folder_of(url)

    @contextmanager
    def coming(self) -> Iterator[Path]:
        """A place of its own for bytes that come; what is left there afterwards goes."""
        place = self.root / ARRIVING / uuid7().hex
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield place
        finally:
            for left in place.parent.glob(f"{place.name}*"):
                left.unlink(missing_ok=True)

    def received(self, visit_id: UUID, attachment_id: UUID, sha256: str) -> Path:
        """Where the bytes as they came lie until they are cleaned."""
        return self.root / INTAKE / str(visit_id) / str(attachment_id) / sha256

    def unfinished(self, visit_id: UUID, attachment_id: UUID) -> Path:
        """The folder of what comes in pieces."""
        return self.root / UNFINISHED / str(visit_id) / str(attachment_id)

    def stored(self, visit_id: UUID, attachment_id: UUID, sha256: str) -> Path:
        return self.root / STORED / str(visit_id) / str(attachment_id) / sha256

    def preview(self, visit_id: UUID, attachment_id: UUID) -> Path:
        return self.root / STORED / str(visit_id) / str(attachment_id) / PREVIEW

    def erase(self, visit_id: UUID, attachment_id: UUID) -> None:
        """Every copy; nothing happens where none is left."""
        for area in (INTAKE, STORED, UNFINISHED):
            folder = self.root / area / str(visit_id) / str(attachment_id)
            if folder.exists():
                shutil.rmtree(folder)
                sync(folder.parent)

    def sweep(self, older_than: float = FORGOTTEN_SECONDS) -> int:
        """Takes away what a crash left half arrived, and pieces that nobody goes on with;
        how many files. Age in seconds since the last byte."""
        left = [
            path
            for path in (self.root / ARRIVING).glob("*")
            if is_older(path, older_than)
        ]
        pieces = (self.root / UNFINISHED).glob("*/*/*")
        left += [path for path in pieces if is_older(path, UNFINISHED_SECONDS)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def older(self, than: float) -> dict[UUID, list[Path]]:
        """Attachment → its files that were written so many seconds ago, and more."""
        found: dict[UUID, list[Path]] = {}
        for area in (INTAKE, STORED):
            for path in (self.root / area).glob("*/*/*"):
                if time.time() - path.stat().st_mtime >= than:
                    found.setdefault(UUID(path.parent.name), []).append(path)
        return found


def is_older(path: Path, seconds: float) -> bool:
    return time.time() - path.stat().st_mtime >= seconds


def keep(written: Path, place: Path) -> None:
    """On disk under its name when this returns."""
    sync(written)
    made(place.parent)
    written.replace(place)
    sync(place.parent)


def take_away(place: Path) -> None:
    place.unlink(missing_ok=True)
    if place.parent.exists():
        sync(place.parent)


def made(folder: Path) -> None:
    """Each new folder is named on disk too, by the one above it."""
    if folder.is_dir():
        return
    made(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
