"""Bounded load from a process of its own: closed loop, one connection per client."""

import base64
import hashlib
import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

from app.ids import uuid7


@dataclass(frozen=True)
class Rate:
    """Answers per second, and the 95th percentile of their times in milliseconds."""

    per_second: float
    p95_ms: float


def hammer(
    kind: str, address: str, *, clients: int, seconds: float, **more: Any
) -> Rate:
    """Runs `kind` (a name of MAKERS) in another process and returns what it measured."""
    job = {"kind": kind, "address": address, "clients": clients, "seconds": seconds}
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", json.dumps(job | more)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return Rate(found["per_second"], found["p95_ms"])


def enter(address: str, persona: str) -> str:
    """The cookie of a persona."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in/demo", f"persona={persona}", headers)
    answer = connection.getresponse()
    cookie = answer.headers["set-cookie"].split(";")[0]
    connection.close()
    return cookie


def client(job: dict[str, Any], times: list[float]) -> None:
    parts = urlsplit(job["address"])
    connection = http.client.HTTPConnection(parts.netloc)
    requests = MAKERS[job["kind"]](job)
    end = time.monotonic() + job["seconds"]
    while time.monotonic() < end:
        started = time.perf_counter()
        for method, path, body, headers in next(requests):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (200, 201, 303):
                raise RuntimeError(f"{answer.status} {method} {path}")
        times.append(time.perf_counter() - started)
    connection.close()


Request = tuple[str, str, bytes | None, dict[str, str]]


def gets(job: dict[str, Any]) -> Iterator[list[Request]]:
    path = urlsplit(job["address"]).path
    headers = {"Cookie": job["cookie"], "Accept-Encoding": "br"}
    while True:
        yield [("GET", path, None, headers)]


def puts(job: dict[str, Any]) -> Iterator[list[Request]]:
    base = urlsplit(job["address"]).path
    headers = {"Cookie": job["cookie"], "Content-Type": "application/json"}
    body = json.dumps(job["body"]).encode()
    while True:
        yield [("PUT", f"{base}/{uuid7()}", body, headers)]


def photos(job: dict[str, Any]) -> Iterator[list[Request]]:
    """A note that announces a photo, and the photo."""
    base, photo = urlsplit(job["address"]).path, Path(job["photo"]).read_bytes()
    digest = hashlib.sha256(photo)
    told = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    own = {"Cookie": job["cookie"]}
    file = {"media_type": "image/jpeg", "bytes": len(photo)}
    while True:
        note, file_id = f"{base}/{uuid7()}", str(uuid7())
        coming = {**file, "id": file_id, "sha256": digest.hexdigest()}
        body = json.dumps({**job["body"], "attachments": [coming]}).encode()
        yield [
            ("PUT", note, body, own | {"Content-Type": "application/json"}),
            ("PUT", f"{note}/attachments/{file_id}", photo, own | {"Content-Digest": told}),
        ]  # fmt: skip


def bare_photos(job: dict[str, Any]) -> Iterator[list[Request]]:
    """The floor's: the photo alone, its note is made there."""
    base, photo = urlsplit(job["address"]).path, Path(job["photo"]).read_bytes()
    while True:
        yield [("PUT", f"{base}/{uuid7()}", photo, {})]


def moves(job: dict[str, Any]) -> Iterator[list[Request]]:
    """A session is moved by a quarter of an hour, and back; `revision` is its first."""
    path, revision = urlsplit(job["address"]).path, job["revision"]
    kind = "application/x-www-form-urlencoded"
    headers = {"Cookie": job["cookie"], "Content-Type": kind}
    for minutes in cycle((15, -15)):
        form = f"minutes={minutes}&revision={revision}"
        revision += 1
        yield [("POST", path, form.encode(), headers)]


MAKERS: dict[str, Callable[[dict[str, Any]], Iterator[list[Request]]]] = {
    "get": gets,
    "put": puts,
    "photo": photos,
    "bare-photo": bare_photos,
    "move": moves,
}


def main(job: dict[str, Any]) -> None:
    times: list[float] = []
    threads = [
        threading.Thread(target=client, args=(job, times))
        for _ in range(job["clients"])
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - started
    p95 = quantiles(times, n=20)[-1] * 1000 if len(times) > 1 else 0.0
    print(json.dumps({"per_second": len(times) / elapsed, "p95_ms": p95}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
