"""Point 6: clean checkout to first page, and again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.results import Result
from bench.served import ROOT, free_port, wait_for


def measure(quick: bool) -> Iterator[Result]:
    """A clone of the committed tree, with the package caches of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="repere-clean-"))
    try:
        subprocess.run(
            ["git", "clone", "-q", str(ROOT), str(folder / "repere")], check=True
        )
        for name in ("start/clean", "start/again"):
            yield Result(name, seconds_to_first_page(folder / "repere"), "s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seconds_to_first_page(checkout: Path) -> float:
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=checkout,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", seconds=300)
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
