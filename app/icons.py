"""The mark as pictures for the screen of a tablet, drawn from the same lines as the SVG."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

#: In a square of 24, as in app/static/mark.svg.
LINES = (((4, 5), (20, 5)), ((12, 5), (12, 20)), ((12, 5), (5.5, 20)), ((12, 5), (18.5, 20)))  # fmt: skip
WIDTH = 2.4
PAPER, ACCENT = "#fbfaf7", "#8a3b12"
SIZES = (180, 192, 512)
#: Systems cut icons round or square: the mark stays within the circle they leave.
SHARE = 0.62
#: Drawn this much larger, then made smaller: Pillow's lines have no soft edges.
FINER = 4


@lru_cache
def icon(size: int) -> bytes:
    """A PNG of `size` pixels each way."""
    whole = size * FINER
    scale = whole * SHARE / 24
    offset = whole * (1 - SHARE) / 2
    picture = Image.new("RGB", (whole, whole), PAPER)
    draw = ImageDraw.Draw(picture)
    for ends in LINES:
        points = [(offset + x * scale, offset + y * scale) for x, y in ends]
        draw.line(points, ACCENT, round(WIDTH * scale))
        for x, y in points:
            draw.circle((x, y), WIDTH * scale / 2, ACCENT)
    kept = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(
        kept, "PNG", optimize=True
    )
    return kept.getvalue()
