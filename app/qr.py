"""A QR code as the one path of an SVG: black squares on the page's white, no style."""

from dataclasses import dataclass

import segno

#: Light modules around the code, without which readers do not find it (ISO/IEC 18004).
QUIET = 4


@dataclass(frozen=True)
class Picture:
    """`size` is the length of a side in modules, the quiet zone included."""

    size: int
    path: str


def qr_picture(text: str) -> Picture:
    matrix = segno.make(text, error="m", micro=False).matrix
    runs = [
        f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in dark_runs(row)
    ]
    return Picture(len(matrix) + 2 * QUIET, "".join(runs))


def dark_runs(row: bytearray) -> list[tuple[int, int]]:
    """(start, length) of each stretch of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, module in enumerate(row):
        if not module:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
