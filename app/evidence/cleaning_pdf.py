"""PDFs, written anew: the pages as they look, without anything that acts or tells."""

from pathlib import Path
from typing import Any

import pikepdf

from app.evidence.cleaning_limits import (
    MOST_PAGES,
    MOST_PDF_OBJECTS,
    Cleaned,
    Refusal,
    Unclean,
)

#: Out of what packs it, and still a JPEG.
UNPACKED = pikepdf.StreamDecodeLevel.generalized
#: What a page needs to be seen (ISO 32000-2, table 31).
PAGE = frozenset(
    {
        "/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
        "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group",
    }
)  # fmt: skip
#: What acts, embeds, leads out of the file or tells about its making, wherever it stands.
ACTING = (
    "/A", "/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/URI", "/EF", "/AF",
    "/EmbeddedFiles", "/XFA", "/AcroForm", "/Annots", "/RichMedia", "/Metadata",
    "/PieceInfo", "/LastModified", "/Ref", "/OPI", "/Alternates", "/StructParents",
)  # fmt: skip


def clean_pdf(source: Path, target: Path) -> Cleaned:
    """Notes and forms stay as they are drawn on the page; links and fields do not."""
    try:
        old = pikepdf.open(source, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Unclean(Refusal.ENCRYPTED) from None
    with old:
        if old.is_encrypted:
            raise Unclean(Refusal.ENCRYPTED)
        if len(old.objects) > MOST_PDF_OBJECTS:
            raise Unclean(Refusal.TOO_HEAVY)
        count = len(old.pages)
        if not 1 <= count <= MOST_PAGES:
            raise Unclean(Refusal.TOO_MANY_PAGES if count else Refusal.DAMAGED)
        old.flatten_annotations("all")
        write_pages(old, target)
    return Cleaned("application/pdf", pages=count)


def write_pages(old: pikepdf.Pdf, target: Path) -> None:
    """Into a new file: the catalogue, and all that hangs on it, stays behind."""
    with pikepdf.new() as new:
        for page in old.pages:
            for key in set(page.obj.keys()) - PAGE:
                del page.obj[key]
            new.pages.append(page)
        for one in new.objects:
            strip(one)
        new.save(target, deterministic_id=True, fix_metadata_version=False)


def strip(one: Any) -> None:
    """Out of an object, and out of what is written inside it."""
    if isinstance(one, pikepdf.Stream):
        strip_stream(one)
    if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in ACTING:
            if key in one and not is_resource(one, key):
                del one[key]
        for key in one.keys():  # noqa: SIM118
            strip_inside(one[key])
    elif isinstance(one, pikepdf.Array):
        for value in one:
            strip_inside(value)


def strip_inside(value: Any) -> None:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        strip(value)


def is_resource(one: Any, key: str) -> bool:
    """`/A` is also what a picture may be called; an action is a dictionary with `/S`."""
    value = one[key]
    return key == "/A" and not (isinstance(value, pikepdf.Dictionary) and "/S" in value)


def strip_stream(one: pikepdf.Stream) -> None:
    if "/F" in one or "/FFilter" in one:  # its bytes are somewhere else
        raise Unclean(Refusal.DAMAGED)
    filters = filters_of(one)
    if filters[-1:] == ["/DCTDecode"]:
        raw = one.read_raw_bytes() if len(filters) == 1 else one.read_bytes(UNPACKED)
        one.write(without_segments(raw), filter=pikepdf.Name.DCTDecode)


def filters_of(one: pikepdf.Stream) -> list[str]:
    said = one.get("/Filter")
    if said is None:
        return []
    return [str(n) for n in said] if isinstance(said, pikepdf.Array) else [str(said)]


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without what cameras write beside the picture; its pixels are untouched."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not (marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != 0xEE)):
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    end = jpeg.rfind(b"\xff\xd9")
    kept.append(jpeg[at : end + 2] if end >= at else jpeg[at:])
    return b"".join(kept)
