"""Point 2: pages per second and server time, at the demo's size and far beyond it."""

from collections.abc import Iterator
from statistics import median

from app.db import Database
from app.ids import seed_id
from bench.grow import more_evidence, more_pairs
from bench.load import enter, hammer
from bench.results import Result
from bench.served import demo_database, served

VISIT = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}"
PAGES = {
    "board": ("coordinator", "/programmes/demonstration"),
    "pair": (
        "facilitator",
        f"/pairs/{seed_id('demonstration', 'pair', 'rivemont-val-daubre')}",
    ),
    "agenda": ("facilitator", f"{VISIT}/agenda"),
    "evidence": ("facilitator", f"{VISIT}/evidence"),
    "findings": ("facilitator", f"{VISIT}/findings"),
}


def measure(quick: bool) -> Iterator[Result]:
    """Value: pages per second at 1 client; `ratio`: against the demo's size."""
    seconds, rounds = (1.0, 1) if quick else (3.0, 3)
    base: dict[str, float] = {}
    for size, copies in (("demo", 0), ("x100", 100), ("x10000", 10_000)):
        with demo_database() as url:
            if copies:
                grown(url, copies)
            with served(url) as address:
                for name, (persona, path) in PAGES.items():
                    rate, p95 = page(address, persona, path, seconds, rounds)
                    base.setdefault(name, rate)
                    yield Result(
                        f"page/{name}/{size}",
                        rate,
                        "/s",
                        p95,
                        base[name],
                        rate / base[name],
                    )
    yield from long_list(seconds, rounds)


def grown(url: str, copies: int) -> None:
    database = Database(url)
    more_pairs(database, copies)
    database.close()


def long_list(seconds: float, rounds: int) -> Iterator[Result]:
    with demo_database() as url:
        database = Database(url)
        more_evidence(database, 10_000)
        database.close()
        with served(url) as address:
            path = f"/api/v1{VISIT}/evidence"
            rate, p95 = page(address, "facilitator", path, seconds, rounds)
            yield Result(
                "list/evidence-10000/100", 1000 / rate, "ms", p95, note="mean, 1 client"
            )


def page(
    address: str, persona: str, path: str, seconds: float, rounds: int
) -> tuple[float, float]:
    cookie = enter(address, persona)
    found = [
        hammer("get", address + path, clients=1, seconds=seconds, cookie=cookie)
        for _ in range(rounds)
    ]
    return median(r.per_second for r in found), median(r.p95_ms for r in found)
