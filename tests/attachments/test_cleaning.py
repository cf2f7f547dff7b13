"""What is made of files, as phones and browsers make them, and of hostile ones."""

import io
import resource
import subprocess
import sys
from pathlib import Path

import av
import pikepdf
import pytest
from PIL import Image

from app.evidence.attachment_rules import refusal_words
from app.evidence.cleaning import clean_file
from app.evidence.cleaning_limits import (
    LONG_SIDE,
    MOST_IMAGE_BYTES,
    MOST_PAGES,
    MOST_SECONDS,
    Cleaned,
    Refusal,
    Unclean,
)
from tests.attachments import making
from tests.attachments.making import SECRET


def cleaned(
    folder: Path, content: bytes, said: str | None = None
) -> tuple[Cleaned, bytes]:
    source, target = folder / "source", folder / "target"
    source.write_bytes(content)
    return clean_file(source, target, said), target.read_bytes()


def refusal(folder: Path, content: bytes, said: str | None = None) -> Refusal:
    with pytest.raises(Unclean) as raised:
        cleaned(folder, content, said)
    return raised.value.reason


def test_a_photo_loses_its_place_and_keeps_its_pixels(tmp_path: Path) -> None:
    sent = making.photo()
    assert sent.count(SECRET.encode()) >= 4
    what, stored = cleaned(tmp_path, sent)
    small = (tmp_path / "target.preview").read_bytes()
    assert what == Cleaned("image/jpeg", width=320, height=200)
    for kept in (stored, small):
        image = Image.open(io.BytesIO(kept))
        assert SECRET.encode() not in kept
        assert b"Exif" not in kept
        assert (dict(image.getexif()), image.info.get("icc_profile")) == ({}, None)
    red, green, _blue = Image.open(io.BytesIO(stored)).getpixel((20, 20))  # type: ignore[misc]
    assert red < 60 < 160 < green


def test_a_photo_stands_as_the_camera_was_held(tmp_path: Path) -> None:
    what, stored = cleaned(tmp_path, making.photo(turned=True))
    assert what == Cleaned("image/jpeg", width=200, height=320)
    assert Image.open(io.BytesIO(stored)).size == (200, 320)


def test_a_large_photo_is_made_smaller(tmp_path: Path) -> None:
    what, _stored = cleaned(tmp_path, making.photo((4_000, 3_000)))
    assert what == Cleaned("image/jpeg", width=LONG_SIDE, height=1_920)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_kept(tmp_path: Path, kind: str) -> None:
    what, stored = cleaned(tmp_path, making.moving(kind))
    image = Image.open(io.BytesIO(stored))
    assert what == Cleaned("image/jpeg", width=40, height=30)
    assert getattr(image, "n_frames", 1) == 1
    red, _green, blue = image.getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > 50 > blue


@pytest.mark.parametrize(
    "tail", [making.zipped(), b"<html><script>alert(1)</script></html>"]
)
def test_what_hangs_on_a_photo_is_left_behind(tmp_path: Path, tail: bytes) -> None:
    what, stored = cleaned(tmp_path, making.photo() + tail)
    assert what.media_type == "image/jpeg"
    assert (tail in stored, b"<script" in stored, making.Z in stored) == (False,) * 3


RECORDINGS = [
    ("webm", "libopus", "audio/webm"),
    ("ogg", "libopus", "audio/webm"),
    ("mp4", "aac", "audio/mp4"),
    ("wav", "pcm_s16le", "audio/wav"),
]


@pytest.mark.parametrize(("container", "codec", "media_type"), RECORDINGS)
def test_a_recording_is_written_anew_without_its_tags(
    tmp_path: Path, container: str, codec: str, media_type: str
) -> None:
    sent = making.sound(container, codec)
    assert SECRET.encode() in sent
    what, stored = cleaned(tmp_path, sent)
    assert what == Cleaned(media_type, seconds=2)
    assert (SECRET.encode() in stored, b"48.85" in stored) == (False, False)
    with av.open(io.BytesIO(stored), "r") as again:
        heard = sum(int(frame.samples) for frame in again.decode(audio=0))
    assert heard == pytest.approx(2 * 48_000, rel=0.05)


def test_a_pdf_keeps_its_pages_and_nothing_that_acts(tmp_path: Path) -> None:
    sent = making.pdf(pages=3)
    assert sent.count(SECRET.encode()) >= 10
    what, stored = cleaned(tmp_path, sent)
    assert what == Cleaned("application/pdf", pages=3)
    for word in (
        b"JavaScript",
        b"OpenAction",
        b"/AA",
        b"Launch",
        b"/URI",
        b"SubmitForm",
    ):
        assert word in sent
        assert word not in stored
    for word in (b"EmbeddedFile", b"XFA", b"/Annots", b"/Metadata", SECRET.encode()):
        assert word not in stored
    with pikepdf.open(io.BytesIO(stored)) as again:
        drawn = again.pages[0].obj.Resources.XObject["/A"]
        assert drawn.Filter == "/DCTDecode"
        assert Image.open(io.BytesIO(drawn.read_raw_bytes())).size == (320, 200)
        assert b"/A Do" in again.pages[0].Contents.read_bytes()


REFUSED = {
    "zero bytes": (b"", Refusal.EMPTY),
    "a zip": (making.zipped(), Refusal.UNKNOWN),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Refusal.UNKNOWN),
    "HTML as .jpg": (b"<!doctype html><script>alert(1)</script>", Refusal.UNKNOWN),
    "a program": (b"MZ" + bytes(200), Refusal.UNKNOWN),
    "HTML that begins as a JPEG": (
        b"\xff\xd8\xff<html><script>alert(1)</script></html>" + bytes(200),
        Refusal.DAMAGED,
    ),
    "a zip that begins as a GIF": (b"GIF89a" + making.zipped(), Refusal.DAMAGED),
    "a pixel bomb": (making.pixel_bomb(), Refusal.TOO_MANY_PIXELS),
    "half a photo": (making.photo()[:900], Refusal.DAMAGED),
    "half a PNG": (making.picture("PNG")[:60], Refusal.DAMAGED),
    "a BMP": (making.picture("BMP"), Refusal.UNKNOWN),
    "a TIFF": (making.picture("TIFF"), Refusal.UNKNOWN),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(100), Refusal.HEIC),
    "half a PDF": (making.pdf()[:-300], Refusal.DAMAGED),
    "a PDF in words only": (b"%PDF-1.7\n<script>", Refusal.DAMAGED),
    "a locked PDF": (making.locked_pdf(), Refusal.ENCRYPTED),
    "a long PDF": (making.pdf(pages=MOST_PAGES + 1), Refusal.TOO_MANY_PAGES),
    "half an M4A": (making.sound("mp4", "aac")[:400], Refusal.DAMAGED),
    "a film": (making.film(), Refusal.FILM),
    "a playlist as MP3": (b"ID3\x03" + b"#EXTM3U\nfile:///etc/passwd\n" * 9, Refusal.DAMAGED),
    "a huge image": (making.photo() + bytes(MOST_IMAGE_BYTES), Refusal.TOO_LARGE),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_and_broken_files_are_refused(tmp_path: Path, name: str) -> None:
    content, reason = REFUSED[name]
    assert refusal(tmp_path, content) is reason
    assert "%(" not in refusal_words(reason)


def test_a_recording_too_long_is_counted_and_not_believed(tmp_path: Path) -> None:
    long = making.sound("wav", "pcm_s16le", MOST_SECONDS + 2, 8_000)
    assert refusal(tmp_path, long) is Refusal.TOO_LONG


def test_a_header_that_lies_about_the_length_changes_nothing(tmp_path: Path) -> None:
    what, stored = cleaned(tmp_path, making.lying_wav(5))
    assert what == Cleaned("audio/wav", seconds=5)
    assert len(stored) < 100_000


def test_a_recording_announced_as_a_document_is_refused(tmp_path: Path) -> None:
    """Else it would be kept without the consent that a recording needs."""
    sent = making.sound("webm", "libopus")
    assert refusal(tmp_path, sent, "application/pdf") is Refusal.OTHER_KIND
    assert refusal(tmp_path, sent, "text/plain") is Refusal.OTHER_KIND
    what, _stored = cleaned(tmp_path, sent, "audio/mp4")
    assert what.media_type == "audio/webm"


def test_the_cleaning_process_limits_itself() -> None:
    asked = (
        "import resource; from app.evidence.cleaning_process import limit_itself; "
        "limit_itself(); print(resource.getrlimit(resource.RLIMIT_AS)[0]); bytearray(2**31)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (1, b"1073741824")
    assert b"MemoryError" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != 1_073_741_824


def test_a_process_that_dies_is_a_file_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.evidence.cleaning.CLEANING_SECONDS", 0.01)
    assert refusal(tmp_path, making.photo()) is Refusal.TOO_HEAVY
