"""Files that come in pieces (tus 1.0): how far one has come is what is on disk, no more.

All that is known of an upload stands in its name, so that nothing beside the bytes can
be torn or disagree with them: `unfinished/{visit}/{attachment}/{sha256}.{length}.{kind}`.
Only one writes at a time, in whatever process: the file itself is locked.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from app.files import UNFINISHED_SECONDS, made, sync, take_away

SEALED, PLAIN = "jose", "plain"
#: Of one file: another beginning takes away the one that rested longest.
MOST_AT_ONCE = 3


class Busy(Exception):
    """Somebody else is writing to it now."""


class NoUpload(Exception):
    """Never begun, finished, or rested too long."""


@dataclass(frozen=True)
class Upload:
    """`sha256` and `length` (bytes) are of what is sent, sealed where it is `sealed`."""

    path: Path
    sha256: str
    length: int
    sealed: bool

    @property
    def offset(self) -> int:
        return self.stat().st_size

    @property
    def expires_at(self) -> datetime:
        last = datetime.fromtimestamp(self.stat().st_mtime, UTC)
        return last + timedelta(seconds=UNFINISHED_SECONDS)

    def stat(self) -> os.stat_result:
        try:
            return self.path.stat()
        except FileNotFoundError:
            raise NoUpload from None

    @contextmanager
    def locked(self) -> Iterator[BinaryIO]:
        """Open at its end, nobody else's until it is closed. Raises `Busy`, `NoUpload`."""
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:
            raise NoUpload from None
        with os.fdopen(handle, "ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            # It may have been finished between opening and locking.
            if os.fstat(file.fileno()).st_ino != self.stat().st_ino:
                raise NoUpload
            yield file

    def discard(self) -> None:
        take_away(self.path)


def append(file: BinaryIO, piece: bytes) -> None:
    """On disk when this returns."""
    file.write(piece)
    file.flush()
    os.fsync(file.fileno())


def upload_at(path: Path) -> Upload:
    sha256, length, kind = path.name.split(".")
    return Upload(path, sha256, int(length), kind == SEALED)


def find_upload(folder: Path, sha256: str) -> Upload:
    """`sha256` in hexadecimal, checked before. Raises `NoUpload`."""
    found = sorted(folder.glob(f"{sha256}.*"))
    if not found:
        raise NoUpload
    upload = upload_at(found[0])
    if upload.expires_at < datetime.now(UTC):
        upload.discard()
        raise NoUpload
    return upload


def begin_upload(folder: Path, sha256: str, length: int, *, sealed: bool) -> Upload:
    """The one that is there already, if these bytes were begun before."""
    path = folder / f"{sha256}.{length}.{SEALED if sealed else PLAIN}"
    if not path.exists():
        made(folder)
        make_room(folder, sha256)
        path.touch()
        sync(folder)
    return upload_at(path)


def make_room(folder: Path, sha256: str) -> None:
    there = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    same = [path for path in there if path.name.startswith(f"{sha256}.")]
    others = [path for path in there if path not in same]
    for path in same + others[: max(0, len(others) - MOST_AT_ONCE + 1)]:
        path.unlink(missing_ok=True)
