"""Files as phones and browsers make them, and as somebody hostile would."""

import base64
import hashlib
import io
import struct
import zipfile
import zlib
from typing import Any

import av
import pikepdf
from PIL import Image

from app.evidence.forms import AttachmentForm
from app.ids import uuid7

#: Planted wherever a file can tell more than it shows.
SECRET = "PLANTED-SECRET"
Z = b"PK\x03\x04"


def photo(size: tuple[int, int] = (320, 200), *, turned: bool = False) -> bytes:
    """A JPEG with a place, a device, XMP, a comment, and the camera held upright."""
    picture = Image.new("RGB", size, (120, 80, 40))
    picture.paste((20, 200, 40), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x010F] = SECRET
    exif[0x0112] = 6 if turned else 1
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 51.0, 24.0)
    place[29] = SECRET
    file = io.BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    picture.save(file, "JPEG", exif=exif, xmp=xmp, comment=SECRET)
    return file.getvalue()


def picture(kind: str, **more: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, kind, **more)
    return file.getvalue()


def moving(kind: str) -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as folder:
        folder.writestr("word/document.xml", SECRET)
    return file.getvalue()


def pixel_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 2.5 thousand million pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return (
            struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
        )  # fmt: skip

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000), 9)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def sound(container: str, codec: str, seconds: float = 2, rate: int = 48_000) -> bytes:
    """Silence, with a title and a place."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        out.metadata.update(title=SECRET, location="+48.85+2.35/", comment=SECRET)
        track: Any = out.add_stream(codec, rate=rate, layout="mono")
        kind, width = (
            ("fltp", 4) if codec == "aac" else ("s16p" if "mp3" in codec else "s16", 2)
        )
        size, at = 960, 0
        for _n in range(max(1, round(seconds * rate / size))):
            frame = av.AudioFrame(format=kind, layout="mono", samples=size)
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            assert frame.planes[0].buffer_size >= size * width
            frame.sample_rate, frame.pts = rate, at
            at += size
            out.mux(track.encode(frame))
        out.mux(track.encode(None))
    return file.getvalue()


def film() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        track = out.add_stream("mpeg4", rate=5)
        track.width, track.height, track.pix_fmt = 64, 48, "yuv420p"
        for _n in range(5):
            out.mux(track.encode(av.VideoFrame(64, 48, "yuv420p")))
        out.mux(track.encode(None))
    return file.getvalue()


def lying_wav(seconds: int = 5) -> bytes:
    """Its header says four thousand million bytes; there are a few."""
    whole = sound("wav", "pcm_s16le", seconds, 8_000)
    at = whole.index(b"data") + 4
    return whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :]


def pdf(pages: int = 1, **encryption: Any) -> bytes:
    """With everything that acts: scripts, actions, embedded files, forms, metadata."""
    with pikepdf.new() as made:
        for _n in range(pages):
            made.add_blank_page(page_size=(200, 200))
        acting(made)
        draw(made, made.pages[0].obj)
        with made.open_metadata() as told:
            told["dc:title"] = SECRET
        made.docinfo["/Author"] = SECRET
        file = io.BytesIO()
        made.save(file, compress_streams=False, **encryption)
    return file.getvalue()


def acting(made: pikepdf.Pdf) -> None:
    root, page = made.Root, made.pages[0].obj
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
    root.OpenAction = made.make_indirect(script)
    root.AA = pikepdf.Dictionary(WC=script)
    named = pikepdf.Dictionary(Names=[pikepdf.String("x"), script])
    root.Names = pikepdf.Dictionary(JavaScript=named)
    made.attachments[f"{SECRET}.exe"] = b"MZ" + SECRET.encode()
    form = made.make_stream(f"<xdp>{SECRET}</xdp>".encode())
    root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=form)
    page.AA = pikepdf.Dictionary(O=script)
    page.PieceInfo = pikepdf.Dictionary(X=pikepdf.String(SECRET))
    actions = [
        pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String(SECRET)),
        pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://{SECRET}.example"),
        pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=pikepdf.String(SECRET)),
    ]
    page.Annots = pikepdf.Array(made.make_indirect(link(one)) for one in actions)


def link(action: pikepdf.Dictionary) -> pikepdf.Dictionary:
    kind, name = pikepdf.Name.Link, pikepdf.Name.Annot
    return pikepdf.Dictionary(Type=name, Subtype=kind, Rect=[0, 0, 9, 9], A=action)


def draw(made: pikepdf.Pdf, page: Any) -> None:
    """A photo as scanners and phones put it in: as it was taken, with its place."""
    scanned = made.make_stream(photo())
    scanned.Type, scanned.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    scanned.Width, scanned.Height, scanned.BitsPerComponent = 320, 200, 8
    scanned.ColorSpace, scanned.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=scanned))
    page.Contents = made.make_stream(b"q 200 0 0 200 0 0 cm /A Do Q")


def locked_pdf() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


def announced(content: bytes, media_type: str, alt: str = "") -> dict[str, Any]:
    """As a note says that it will come."""
    made = AttachmentForm(
        id=uuid7(),
        media_type=media_type,
        bytes=max(1, len(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        alt=alt,
    )
    return made.model_dump(mode="json")


def digest(content: bytes) -> dict[str, str]:
    hashed = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return {"Content-Digest": f"sha-256=:{hashed}:"}
