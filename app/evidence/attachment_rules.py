"""Files of notes: what is said of them, when they are deleted, how many may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.evidence.cleaning_limits import (
    MEGABYTE,
    MOST_AUDIO_BYTES,
    MOST_IMAGE_BYTES,
    MOST_PAGES,
    MOST_PDF_BYTES,
    MOST_PIXELS,
    MOST_SECONDS,
    Family,
    Refusal,
    family_of,
)
from app.i18n import _, lazy, ngettext
from app.values import FileState

#: Source: domain.md, section 6: deleted once transcribed, within 30 days. What could not
#: be cleaned is kept out of sight as long: it may be all there is of what was said.
KEPT_AT_MOST = timedelta(days=30)

#: Per person. A day of visits without a connection brings some 50 notes at once.
UPLOADS_WITHIN = timedelta(hours=1)
MOST_UPLOADS = 400
MOST_UPLOAD_BYTES = 3_000 * MEGABYTE

NUMBERS: dict[str, Any] = {
    "image": MOST_IMAGE_BYTES // MEGABYTE,
    "pdf": MOST_PDF_BYTES // MEGABYTE,
    "audio": MOST_AUDIO_BYTES // MEGABYTE,
    "pixels": MOST_PIXELS // 1_000_000,
    "pages": MOST_PAGES,
    "minutes": MOST_SECONDS // 60,
}
WORDS: dict[Refusal, str] = {
    Refusal.EMPTY: lazy("This file is empty. Choose it again, or take it anew."),
    Refusal.UNKNOWN: lazy("This kind of file is not taken. Send a photo (JPEG, PNG, WebP or GIF), a PDF, or a recording (WebM, M4A, Ogg, MP3 or WAV)."),
    Refusal.HEIC: lazy("HEIC photos are not taken. Send the photo as JPEG: on an iPhone, choose “Most compatible” under Settings, Camera, Formats."),
    Refusal.FILM: lazy("Films are not taken, since they show faces and places. Send the sound alone, or a photo."),
    Refusal.TOO_LARGE: lazy("This file is too large. A photo may have up to %(image)s MB, a PDF %(pdf)s MB, a recording %(audio)s MB."),
    Refusal.TOO_MANY_PIXELS: lazy("This picture is too large: up to %(pixels)s million pixels are taken. Send it smaller."),
    Refusal.TOO_MANY_PAGES: lazy("This PDF is too long: up to %(pages)s pages are taken. Send the pages that matter."),
    Refusal.TOO_LONG: lazy("This recording is too long: up to %(minutes)s minutes are taken. Send it in parts."),
    Refusal.ENCRYPTED: lazy("This PDF is protected by a password. Save it without one and send it again."),
    Refusal.DAMAGED: lazy("This file cannot be read to its end. Open it on your device, save or print it anew as JPEG, PDF or M4A, and send that."),
    Refusal.TOO_HEAVY: lazy("This file took too much to read, so it was left alone. Save or print it anew, smaller, and send that."),
    Refusal.OTHER_KIND: lazy("This file is something else than the note says: a photo, a PDF and a recording are agreed to apart. Add it to the note again."),
    Refusal.UNREADABLE: lazy("This file was sealed to a key that this service does not have, or it was damaged. It is kept as it came; the tablet that sent it still holds it."),
}  # fmt: skip


FAMILIES: dict[Family, str] = {
    Family.PHOTO: lazy("Photo"),
    Family.PDF: lazy("PDF"),
    Family.AUDIO: lazy("Recording"),
}


def refusal_words(reason: Refusal) -> str:
    """Why, and what can be sent instead."""
    return str(WORDS[reason]) % NUMBERS


@dataclass(frozen=True)
class FileShown:
    """A file as its note announces it, and what became of it; `state` null: to come."""

    id: str
    alt: str
    media_type: str
    state: FileState | None = None
    received_at: datetime | None = None
    seconds: int | None = None
    pages: int | None = None
    problem: str = ""
    transcribed: bool = False

    @property
    def family(self) -> Family | None:
        return family_of(self.media_type)

    @property
    def is_readable(self) -> bool:
        return self.state is FileState.CLEAN

    @property
    def has_preview(self) -> bool:
        return self.is_readable and self.family is Family.PHOTO

    @property
    def is_heard(self) -> bool:
        return self.is_readable and self.family is Family.AUDIO

    @property
    def delete_on(self) -> datetime | None:
        """When it goes by itself; null where it stays."""
        if self.received_at and (self.is_heard or self.state is FileState.REFUSED):
            return self.received_at + KEPT_AT_MOST
        return None

    @property
    def family_words(self) -> str:
        return str(FAMILIES[self.family]) if self.family else _("File")

    @property
    def length_words(self) -> str:
        """Of a recording in minutes and seconds, of a PDF in pages."""
        if self.seconds:
            return f"{self.seconds // 60}:{self.seconds % 60:02}"
        if not self.pages:
            return ""
        said = ngettext("%(pages)s page", "%(pages)s pages", self.pages)
        return said % {"pages": self.pages}

    @property
    def because(self) -> str:
        return refusal_words(Refusal(self.problem)) if self.problem else ""


def to_come(files: Sequence[FileShown]) -> int:
    """How many announced files have no receipt; none: the note is complete."""
    return sum(one.state is None for one in files)


def to_come_words(files: Sequence[FileShown]) -> str:
    """Empty where the note is complete."""
    left = to_come(files)
    if not left:
        return ""
    return ngettext(
        "%(left)s of %(all)s file is still to come.",
        "%(left)s of %(all)s files are still to come.",
        left,
    ) % {"left": left, "all": len(files)}


def upload_wait(
    count: int, size: int, first: datetime | None, at: datetime
) -> timedelta:
    """How long until this person may send another file.

    Within the last hour they sent `count` of `size` bytes, the `first` of them then.
    """
    if first is None or (count < MOST_UPLOADS and size < MOST_UPLOAD_BYTES):
        return timedelta(0)
    return first + UPLOADS_WITHIN - at


def taken_words() -> str:
    """What may be sent, before anybody chooses a file."""
    said = _(
        "Photos (JPEG, PNG, WebP, GIF; up to %(image)s MB), PDF (%(pdf)s MB, %(pages)s pages) or recordings (WebM, M4A, Ogg, MP3, WAV; %(audio)s MB, %(minutes)s minutes). Place, device and author are taken out. A photo or recording of somebody needs their consent."
    )
    return said % NUMBERS


def upload_words() -> str:
    return _(
        "You have sent as many files as one person may within an hour: %(count)s, or %(size)s MB.",
        count=MOST_UPLOADS,
        size=MOST_UPLOAD_BYTES // MEGABYTE,
    )
