"""What a file may be, and why one is refused: numbers and values alone.

The process that cleans imports this and no more of the service.
"""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1_000_000
#: A photo of a present phone has 3 to 12 MB and 12 to 48 million pixels.
MOST_IMAGE_BYTES = 20 * MEGABYTE
MOST_PIXELS = 50_000_000
LONG_SIDE = 2_560
PREVIEW_SIDE = 640
MOST_PDF_BYTES = 20 * MEGABYTE
MOST_PAGES = 200
MOST_PDF_OBJECTS = 100_000
#: An hour of speech as phones record it, at 128 kbit/s.
MOST_AUDIO_BYTES = 60 * MEGABYTE
MOST_SECONDS = 3_600
MOST_BYTES = max(MOST_IMAGE_BYTES, MOST_PDF_BYTES, MOST_AUDIO_BYTES)

#: Of the process that cleans one file (docs/decisions/11-files-cleaned-apart.md).
CLEANING_MEMORY = 1_024 * 1_024 * 1_024
CLEANING_CPU_SECONDS = 60
CLEANING_SECONDS = 90


class Family(StrEnum):
    """What somebody sends; the value is what the media types begin with."""

    PHOTO = "image/"
    PDF = "application/pdf"
    AUDIO = "audio/"


BYTES_OF = {
    Family.PHOTO: MOST_IMAGE_BYTES,
    Family.PDF: MOST_PDF_BYTES,
    Family.AUDIO: MOST_AUDIO_BYTES,
}


class Refusal(StrEnum):
    EMPTY = "empty"
    UNKNOWN = "unknown"
    HEIC = "heic"
    FILM = "film"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_LONG = "too-long"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_HEAVY = "too-heavy"
    OTHER_KIND = "other-kind"
    #: Sealed to a key that this service does not have, or damaged since.
    UNREADABLE = "unreadable"


class Unclean(Exception):
    """This file cannot be taken, for a reason that can be said."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Cleaned:
    """What was made of a file; `seconds` of audio, `width` and `height` in pixels."""

    media_type: str
    width: int | None = None
    height: int | None = None
    seconds: int | None = None
    pages: int | None = None


def family_of(media_type: str) -> Family | None:
    return next((one for one in Family if media_type.startswith(one.value)), None)


def family_in(head: bytes) -> Family:
    """By the first bytes; raises `Unclean`. The decoders then look at all of it."""
    if not head:
        raise Unclean(Refusal.EMPTY)
    if is_image(head):
        return Family.PHOTO
    if head.startswith(b"%PDF-"):
        return Family.PDF
    if head[4:8] == b"ftyp" and head[8:12] in HEIC:
        raise Unclean(Refusal.HEIC)
    if demuxer_for(head):
        return Family.AUDIO
    raise Unclean(Refusal.UNKNOWN)


HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"avif"})


def is_image(head: bytes) -> bool:
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8"))


def demuxer_for(head: bytes) -> str | None:
    """FFmpeg's name of what reads this; only what browsers and phones record."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "mov"
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return "mp3" if head.startswith(b"ID3") or is_frame else None


def sealed_size(plain: int) -> int:
    """The most that so many bytes become: base64, and a head for each second of sound."""
    return plain * 3 // 2 + 4 * MEGABYTE
