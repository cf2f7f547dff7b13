"""Photos, drawn anew: the pixels upright and in sRGB, and nothing else of the file."""

import io
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageCms, ImageFile, ImageOps

from app.evidence.cleaning_limits import (
    LONG_SIDE,
    MOST_PIXELS,
    PREVIEW_SIDE,
    Cleaned,
    Refusal,
    Unclean,
)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY, PREVIEW_QUALITY = 85, 75

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = None  # we count ourselves, and refuse rather than warn


def clean_image(source: Path, target: Path, preview: Path) -> Cleaned:
    """Of what moves, the first picture. JPEG, or PNG where something is see-through."""
    image = opened(source)
    image = upright(image)
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    image.info.clear()
    if image.mode == "RGBA":
        image.save(target, "PNG", optimize=False)
        media_type = "image/png"
    else:
        image.save(target, "JPEG", quality=QUALITY)
        media_type = "image/jpeg"
    draw_preview(image, preview)
    return Cleaned(media_type, width=image.width, height=image.height)


def opened(source: Path) -> Image.Image:
    image = Image.open(source, formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise Unclean(Refusal.TOO_MANY_PIXELS)
    image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is read smaller at once
    image.load()
    return image


def upright(image: Image.Image) -> Image.Image:
    """The way it was held, in sRGB: both are said in what is thrown away after."""
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    see_through = "A" in turned.getbands() or "transparency" in turned.info
    plain = turned.convert("RGBA" if see_through else "RGB")
    if profile and turned.mode in ("RGB", "RGBA"):
        with suppress(ImageCms.PyCMSError, OSError):  # a broken profile says nothing
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            ImageCms.profileToProfile(plain, own, srgb, inPlace=True)
    if see_through and plain.getchannel("A").getextrema() == (255, 255):
        return plain.convert("RGB")
    return plain


def draw_preview(image: Image.Image, preview: Path) -> None:
    small = image.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    small.save(preview, "JPEG", quality=PREVIEW_QUALITY)
