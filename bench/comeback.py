"""A hundred tablets come back at once: 50 notes and 5 photos each, sealed as they send them.

Every answer has to be a receipt of the bytes that were sent, and every note and file has
to be in the database afterwards; else there is no figure.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import col, func, select

from app.db import Database
from app.evidence.outcomes import digest_of
from app.evidence.visit_keys import Keyring
from app.models import Attachment, Evidence
from bench.comeback_sending import Job, Sent
from bench.intake import BODY, VISIT, copied
from bench.photos import write_photo
from bench.results import Result
from bench.served import demo_database, postgres_demo, served
from tests.actors import enrolled_token

#: As many at once, and what each holds.
TABLETS, NOTES, PHOTOS = 100, 50, 5
#: What a demo that is given no secret seals its keys with.
SECRET = "demo"


@dataclass(frozen=True)
class Counts:
    notes: int
    files: int


def measure(quick: bool) -> Iterator[Result]:
    tablets, notes, photos = (20, 10, 1) if quick else (TABLETS, NOTES, PHOTOS)
    for engine, workers, made in (
        ("sqlite", 1, demo_database),
        ("postgres", 2, postgres_demo),
    ):
        with made() as url, prepared(url, tablets) as job:
            job = {**job, "notes": notes, "photos": photos}
            yield from came_back(engine, workers, url, job)


@contextmanager
def prepared(url: str, tablets: int) -> Iterator[dict[str, Any]]:
    """The tablets joined and have the visit's key; a photo is on each."""
    database = Database(url)
    try:
        tokens = [enrolled_token(database) for _ in range(tablets)]
        public = Keyring(lambda: database, SECRET).public_key(VISIT)
    finally:
        database.close()
    with TemporaryDirectory() as folder:
        photo = write_photo(Path(folder) / "photo.jpg")
        yield {"tokens": tokens, "key": public, "photo": photo}


def came_back(
    engine: str, workers: int, url: str, job: dict[str, Any]
) -> Iterator[Result]:
    with copied(url) as own:
        before = counted(own, job)
        with served(own, workers=workers) as address:
            sent = send(Job(address=address, visit=str(VISIT), body=BODY, **job))
        after = counted(own, job)
    came = Counts(after.notes - before.notes, after.files - before.files)
    asked = Counts(len(sent.notes), len(sent.photos))
    if came != asked:
        raise RuntimeError(f"{asked} were acknowledged, {came} are there")
    said = f"{asked.notes:,} notes and {asked.files:,} photos in {sent.seconds:.1f} s, all acknowledged; p95 of a photo {p95_ms(sent.photos):.0f} ms; {workers} process{'es' if workers > 1 else ''}"
    name, rate = f"comeback/{engine}/{len(job['tokens'])}", asked.notes / sent.seconds
    yield Result(name, rate, "notes/s", p95_ms(sent.notes), note=said)


def p95_ms(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000


def send(job: Job) -> Sent:
    """From a process of its own; raises where one answer was no receipt."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.comeback_sending"],
        input=json.dumps(asdict(job)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Sent(**json.loads(done.stdout))


def counted(url: str, job: dict[str, Any]) -> Counts:
    """Files whole by their digest."""
    photo = digest_of(Path(job["photo"]).read_bytes())
    database = Database(url)
    try:
        with database.reading() as session:
            notes = select(func.count(col(Evidence.id)))
            files = select(func.count(col(Attachment.id))).where(
                Attachment.received_sha256 == photo
            )
            return Counts(session.exec(notes).one(), session.exec(files).one())
    finally:
        database.close()
