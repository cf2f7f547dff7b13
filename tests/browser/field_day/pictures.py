"""Photos as a telephone takes them: they say where and with what."""

from io import BytesIO

from PIL import Image

MAKE, GPS, LATITUDE = 0x010F, 0x8825, 2
CAMERA = "Zxcamera"


def photo(number: int) -> bytes:
    """Its colour is its own; as noisy as a wall, so that it weighs what a photo does."""
    exif = Image.Exif()
    exif[MAKE] = CAMERA
    exif.get_ifd(GPS)[LATITUDE] = (48.0, 51.0, 24.0)
    noise = Image.effect_noise((1_200, 900), 60).convert("RGB")
    colour = Image.new("RGB", noise.size, (40 * number % 256, 90, 160))
    kept = BytesIO()
    Image.blend(noise, colour, 0.3).save(kept, "JPEG", exif=exif, quality=90)
    return kept.getvalue()
