"""Point 1: durable evidence per second at 1, 8 and 32 clients, beside its floor."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from app.ids import seed_id
from bench.load import enter, hammer
from bench.results import Result
from bench.served import demo_database, postgres_demo, served

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
BODY = {
    "text": "Deux mères disent être venues parce qu'une voisine a frappé à leur porte.",
    "factors": ["contacts-with-migrant-groups"],
    "kind": "interview",
    "voice": "migrants",
    "captured_at": datetime(2026, 10, 12, 9, 30, tzinfo=UTC).isoformat(),
    "language": "fr",
    "bearing": "supports",
    "heard": "directly",
}


def measure(quick: bool) -> Iterator[Result]:
    rounds, seconds = (1, 2.0) if quick else (3, 5.0)
    with demo_database() as url:
        yield from compared("sqlite", url, rounds, seconds)
    with postgres_demo() as url:
        yield from compared("postgres", url, rounds, seconds)


def compared(engine: str, url: str, rounds: int, seconds: float) -> Iterator[Result]:
    """Ours and the floor take turns, so that both meet the same machine."""
    for clients in (1, 8, 32):
        ours, floors, p95 = [], [], []
        for _ in range(rounds):
            rate = put(url, "app.main:create_app", clients, seconds)
            ours.append(rate.per_second)
            p95.append(rate.p95_ms)
            floors.append(
                put(url, "bench.floor:create_floor", clients, seconds).per_second
            )
        value, floor = median(ours), median(floors)
        yield Result(
            f"intake/{engine}/{clients}",
            value,
            "/s",
            median(p95),
            floor,
            value / floor,
            f"median of {rounds} × {seconds:g} s",
        )


def put(url: str, factory: str, clients: int, seconds: float):  # type: ignore[no-untyped-def]
    with copied(url) as own, served(own, factory=factory) as address:
        ours = factory.startswith("app.")
        cookie = enter(address, "migrant-member") if ours else ""
        path = f"/api/v1/visits/{VISIT}/evidence" if ours else "/floor"
        return hammer(
            "put",
            address + path,
            clients=clients,
            seconds=seconds,
            cookie=cookie,
            body=BODY,
        )


@contextmanager
def copied(url: str) -> Iterator[str]:
    """A fresh copy for SQLite; PostgreSQL goes on with what is there."""
    if not url.startswith("sqlite"):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="repere-bench-") as folder:
        target = Path(folder) / "copy.db"
        shutil.copy(url.removeprefix("sqlite:///"), target)
        yield f"sqlite:///{target}"
