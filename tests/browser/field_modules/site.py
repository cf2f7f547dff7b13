"""A small site of the test's own, so that a worker's requests can be cut and changed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from app.middleware import CSP
from app.settings import ROOT
from tests.browser.field_modules.desk import VISIT, Desk
from tests.browser.sources import field_modules

SCOPE = f"/visits/{VISIT}/field"
WORKER = ROOT / "app" / "static" / "field" / "worker.js"


@dataclass
class Site:
    """`cut` names an address whose answer breaks off in the middle."""

    desk: Desk
    version: str = "one"
    cut: str = ""
    asked: list[str] = field(default_factory=list)
    address: str = ""
    modules: dict[str, bytes] = field(
        default_factory=lambda: {one.address: one.content for one in field_modules()}
    )

    @property
    def precache(self) -> list[str]:
        pages = [f"{SCOPE}/page?language={code}" for code in ("en", "fr")]
        return [*pages, *self.modules]

    def content(self, path: str) -> tuple[str, bytes] | None:
        if path in self.modules:
            return "text/javascript", self.modules[path]
        if path == f"{SCOPE}/worker.js":
            told = {"version": self.version, "scope": SCOPE, "precache": self.precache}
            script = f"const RELEASE = {json.dumps(told)};\n".encode()
            return "text/javascript", script + WORKER.read_bytes()
        if path.startswith(f"{SCOPE}/page"):
            words = f"{path[-2:]} {self.version}"
            return "text/html", f"<!doctype html><title>{words}</title>".encode()
        if path.startswith(SCOPE):
            return "text/html", b"<!doctype html><title>from the server</title>"
        return None


class Asked:
    """A request of the site as `Desk` knows it from Playwright."""

    def __init__(self, handler: Any, body: bytes) -> None:
        self.handler, self.request = handler, self
        self.url, self.method = handler.path, handler.command
        self.headers = {n.lower(): value for n, value in handler.headers.items()}
        self.post_data_buffer, self.post_data = body, body.decode(errors="replace")

    def fulfill(self, status: int = 200, headers: Any = None, body: str = "") -> None:
        self.handler.answer(status, headers or {}, body.encode())

    def abort(self, _why: str) -> None:
        self.handler.close_connection = True


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            found = site.content(self.path)
            if found is None:
                size = int(self.headers.get("Content-Length") or 0)
                site.desk.answer(Asked(self, self.rfile.read(size)))  # type: ignore[arg-type]
                return
            headers = {"Content-Type": found[0], "Service-Worker-Allowed": SCOPE}
            self.answer(200, headers, found[1], cut=self.path == site.cut)

        do_PUT = do_POST = do_GET  # noqa: N815 (the library's names)

        def answer(
            self, status: int, headers: dict[str, str], body: bytes, cut: bool = False
        ) -> None:
            self.send_response(status)
            sized = {"Content-Length": str(len(body)), "Content-Security-Policy": CSP}
            for name, value in (headers | sized).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
            self.close_connection = True

        def log_message(self, *_said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()
