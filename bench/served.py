"""A server of its own for a measurement: a process, a fresh database, a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.db import Database
from app.migrating import migrate
from seed.load import load_everything
from tests.postgres import fresh_database

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def demo_database() -> Iterator[str]:
    """Address of a new SQLite database with the whole demo."""
    with TemporaryDirectory(prefix="repere-bench-") as folder:
        url = f"sqlite:///{folder}/demo.db"
        fill(url)
        yield url


@contextmanager
def postgres_demo() -> Iterator[str]:
    """The same on PostgreSQL."""
    url = fresh_database("repere_bench")
    fill(url)
    yield url


def fill(url: str) -> None:
    database = Database(url)
    migrate(database)
    load_everything(database)
    database.close()


@contextmanager
def served(
    url: str, *, factory: str = "app.main:create_app", workers: int = 1
) -> Iterator[str]:
    """The application on a free port; yields its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "REPERE_DEMO": "1",
        "REPERE_DATABASE_URL": url,
        "REPERE_PUBLIC_URL": address,
        "REPERE_LOG_LEVEL": "ERROR",
        "REPERE_FILES_URL": files_beside(url),
    }
    command = [
        sys.executable, "-m", "uvicorn", "--factory", factory,
        "--port", str(port), "--no-access-log", "--log-level", "error",
        "--workers", str(workers),
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        wait_for(f"{address}/healthz")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def files_beside(url: str) -> str:
    """On the same disk as an SQLite database."""
    if url.startswith("sqlite"):
        return f"file:{url.removeprefix('sqlite:///')}-files"
    return os.environ.get("REPERE_FILES_URL", "file:var/bench-files")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(address)
