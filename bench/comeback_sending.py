"""Tablets that send what they hold, each over one connection: notes first, then files.

As `app/static/field/` does: one write after another, each sealed to the visit's key. What
is sealed is made before the clock starts, since the tablets made it during the day.
"""

import base64
import hashlib
import http.client
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from joserfc.jwk import ECKey

from app.evidence.sealing import seal
from app.ids import uuid7

#: A file is sealed in pieces, one a line.
PIECE = 256 * 1024
JOSE = "application/jose"


@dataclass(frozen=True)
class Job:
    """`tokens`: the credential of each tablet; each sends so many `notes` and `photos`."""

    address: str
    visit: str
    tokens: list[str]
    key: dict[str, Any]
    body: dict[str, Any]
    photo: str
    notes: int
    photos: int


@dataclass
class Sent:
    """Seconds that each answer took, and all of it together."""

    seconds: float = 0.0
    notes: list[float] = field(default_factory=list)
    photos: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Write:
    path: str
    body: bytes
    digest: str
    headers: dict[str, str]


def main(job: Job) -> Sent:
    sealer = Sealer(job)
    queues = [sealer.queue(token) for token in job.tokens]
    sent, failed = Sent(), list[str]()
    threads = [
        threading.Thread(target=come_back, args=(job, queue, sent, failed))
        for queue in queues
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.seconds = time.perf_counter() - started
    if failed:
        raise SystemExit("\n".join(failed[:5]))
    return sent


class Sealer:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.key = ECKey.import_key(job.key)
        self.photo = Path(job.photo).read_bytes()
        parts = range(0, len(self.photo), PIECE)
        pieces = [seal(self.photo[n : n + PIECE], self.key) for n in parts]
        self.sealed_photo = "\n".join(pieces).encode()

    def queue(self, token: str) -> tuple[list[Write], list[Write]]:
        """The first notes announce a photo each."""
        own = {"Cookie": f"repere-tablet={token}", "Content-Type": JOSE}
        notes, photos = [], []
        for n in range(self.job.notes):
            at = f"/api/v1/visits/{self.job.visit}/evidence/{uuid7()}"
            files = [self.announced()] if n < self.job.photos else []
            said = {**self.job.body, "text": f"Note {n}", "attachments": files}
            body = seal(json.dumps(said).encode(), self.key).encode()
            notes.append(Write(at, body, sha256(body), own))
            photos += [self.following(at, file["id"], own) for file in files]
        return notes, photos

    def announced(self) -> dict[str, Any]:
        kind, size = "image/jpeg", len(self.photo)
        own = {"id": str(uuid7()), "sha256": sha256(self.photo)}
        return {**own, "media_type": kind, "bytes": size, "alt": "A door"}

    def following(self, note: str, file: str, own: dict[str, str]) -> Write:
        digest = hashlib.sha256(self.sealed_photo).digest()
        told = f"sha-256=:{base64.b64encode(digest).decode()}:"
        at = f"{note}/attachments/{file}"
        return Write(
            at, self.sealed_photo, digest.hex(), own | {"Content-Digest": told}
        )


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def come_back(
    job: Job, queue: tuple[list[Write], list[Write]], sent: Sent, failed: list[str]
) -> None:
    connection = http.client.HTTPConnection(urlsplit(job.address).netloc)
    try:
        for writes, times in zip(queue, (sent.notes, sent.photos), strict=True):
            for write in writes:
                times.append(acknowledged(connection, write))
    except Exception as error:
        failed.append(repr(error))
    finally:
        connection.close()


def acknowledged(connection: http.client.HTTPConnection, write: Write) -> float:
    """Seconds until the receipt of these bytes was here."""
    started = time.perf_counter()
    connection.request("PUT", write.path, write.body, write.headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 201 or json.loads(said)["sha256"] != write.digest:
        raise RuntimeError(f"{answer.status} {write.path}: {said[:200]!r}")
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(asdict(main(Job(**json.load(sys.stdin))))))
