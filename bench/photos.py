"""Point 1: notes with a photo of 200 kB per second, received and on disk.

Cleaning goes on beside it, in the processes it always has: what it takes is taken from
the machine that is measured. The limit per person is lifted, since here one sends all.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from PIL import Image

from app.evidence import attachment_rules
from bench.intake import BODY, VISIT, copied
from bench.load import Rate, enter, hammer
from bench.results import Result
from bench.served import demo_database, served

CLIENTS = 8


def create_generous() -> FastAPI:
    from app.main import create_app

    attachment_rules.MOST_UPLOADS = 10**9
    attachment_rules.MOST_UPLOAD_BYTES = 10**15
    return create_app()


def measure(quick: bool) -> Iterator[Result]:
    rounds, seconds = (1, 2.0) if quick else (3, 5.0)
    ours, floors = [], []
    with demo_database() as url, TemporaryDirectory() as folder:
        photo = write_photo(Path(folder) / "photo.jpg")
        for _ in range(rounds):
            ours.append(send(url, "bench.photos:create_generous", photo, seconds))
            floors.append(send(url, "bench.floor:create_floor", photo, seconds))
    value = median(rate.per_second for rate in ours)
    floor = median(rate.per_second for rate in floors)
    yield Result(
        f"intake-photo/sqlite/{CLIENTS}",
        value,
        "/s",
        median(rate.p95_ms for rate in ours),
        floor,
        value / floor,
        f"note and photo, median of {rounds} × {seconds:g} s",
    )


def send(url: str, factory: str, photo: str, seconds: float) -> Rate:
    with copied(url) as own, served(own, factory=factory) as address:
        is_ours = factory.startswith("bench.photos")
        cookie = enter(address, "migrant-member") if is_ours else ""
        path = f"/api/v1/visits/{VISIT}/evidence" if is_ours else "/floor-photo"
        kind = "photo" if is_ours else "bare-photo"
        return hammer(
            kind,
            address + path,
            clients=CLIENTS,
            seconds=seconds,
            cookie=cookie,
            body=BODY,
            photo=photo,
        )


def write_photo(path: Path) -> str:
    """A JPEG of about 200 kB; noise does not compress."""
    noise = Image.effect_noise((600, 460), 60)
    noise.convert("RGB").save(path, "JPEG", quality=90)
    return str(path)
