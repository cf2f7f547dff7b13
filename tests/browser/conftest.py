"""A real server on a copy of the demo, and a real browser that notes every complaint."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    sync_playwright,
)

from app.settings import ROOT

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: A blocked script, style or address is told on the console, where the test hears it.
LISTEN = """addEventListener('securitypolicyviolation', event =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""
#: Refusals are shown in the page, and the browser notes them on the console as well.
EXPECTED = (
    "the server responded with a status of 4",
    "net::ERR_INTERNET_DISCONNECTED",  # a test took the network away
)

Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def served_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database behind `server`."""
    copy = tmp_path_factory.mktemp("server") / "demo.db"
    shutil.copy(demo_file, copy)
    return copy


@pytest.fixture(scope="session")
def server(served_file: Path) -> Iterator[str]:
    """The address of the demo, served by a process of its own."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "REPERE_DEMO": "1",
        "REPERE_DATABASE_URL": f"sqlite:///{served_file}",
        "REPERE_FILES_URL": f"file:{served_file.parent}/files",
        "REPERE_PUBLIC_URL": address,
    }
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        "tests.browser.sources:create_demo",
    ]
    command += ["--port", str(port), "--log-level", "warning"]
    with running(command, environment, address):
        yield address


@contextmanager
def running(
    command: list[str], environment: dict[str, str], address: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that answers at `address`, ended however this ends."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            wait_for(address)
            yield process
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=1):
                return
        except OSError:  # another process: nothing here tells when it listens
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def enter(server: str, chromium: Browser) -> Iterator[Enter]:
    """`enter("member", locale="fr-FR")`: a fresh browser, signed in ("" is nobody).

    At the end nothing may have been blocked, thrown or left missing.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def as_persona(persona: str = "", **options: Any) -> Page:
        context = fresh_context(chromium, server, persona, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        return page

    yield as_persona
    for context in contexts:
        context.close()
    assert complaints == []


def note(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type == "error" and not any(one in message.text for one in EXPECTED):
        complaints.append(message.text)


def fresh_context(
    browser: Browser, server: str, persona: str, **options: Any
) -> BrowserContext:
    settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
    settings |= {"locale": "en-GB", "base_url": server, **options}
    context = browser.new_context(**settings)
    context.set_default_timeout(10_000)
    context.add_init_script(LISTEN)
    if persona:
        answer = context.request.post(
            "/sign-in/demo", form={"persona": persona}, headers={"Origin": server}
        )
        assert answer.ok, f"{persona}: {answer.status}"
    return context
