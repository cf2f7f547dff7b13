"""Pure ASGI middleware: request id and log, security headers, origin check, language.

Pure because each BaseHTTPMiddleware costs more CPU than the rest of a small request.
"""

import json
import logging
import re
import time
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import i18n
from app.ids import uuid7

log = logging.getLogger("repere.request")

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
}
#: What carries a token in its address; the page of withdrawals asks for a typed code.
TOKEN = re.compile(r"^/(links|calendar)/(?!withdraw$)[^/]+")
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class RequestLog:
    """One structured line per request, with an id that the answer carries too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, started, status = uuid7().hex, time.perf_counter(), 500
        scope.setdefault("state", {})["request_id"] = request_id

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        finally:
            log.info(
                "request",
                extra={
                    "request_id": request_id,
                    "method": scope["method"],
                    "path": without_token(scope["path"]),
                    "status": status,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
            )


def guard(headers: MutableHeaders, secure: bool) -> None:
    """The headers of every answer; pages are `no-store` unless they say otherwise."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    headers.setdefault("Cache-Control", "no-store")


def without_token(path: str) -> str:
    """As it may be written down: a log must open nothing."""
    return TOKEN.sub(r"/\1/…", path)


class SecurityHeaders:
    """Guards every answer but a fault's, which is made outside (`error_pages.broken`)."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                guard(MutableHeaders(scope=message), self.secure)
            await send(message)

        await self.app(scope, receive, with_headers)


class SameOrigin:
    """Refuse unsafe requests that another site made the browser send.

    `Sec-Fetch-Site` where the browser sends it, else `Origin` against `Host`; a client
    that sends neither is no browser and carries nobody's cookies unknowingly.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or same_origin(scope):
            await self.app(scope, receive, send)
            return
        kind, body = refusal(scope["path"])
        headers = [(b"content-type", kind)]
        await send({"type": "http.response.start", "status": 403, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def refusal(path: str) -> tuple[bytes, bytes]:
    """For a program rather than a person: no page of ours sends such a request."""
    said = "Cross-site request refused."
    if not path.startswith("/api/"):
        return b"text/plain; charset=utf-8", said.encode()
    problem = {"type": "about:blank", "title": said, "status": 403}
    content = {**problem, "detail": said, "errors": []}
    return b"application/problem+json", json.dumps(content).encode()


def same_origin(scope: MutableMapping[str, Any]) -> bool:
    headers = Headers(scope=scope)
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class SpeaksLanguage:
    """Sets the reader's language for everything below."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            cookie: SimpleCookie = SimpleCookie()
            try:
                cookie.load(headers.get("cookie", ""))
            except CookieError:  # a malformed cookie is no cookie
                cookie.clear()
            own = cookie["language"].value if "language" in cookie else None
            i18n.use(i18n.chosen(own, headers.get("accept-language")))
        await self.app(scope, receive, send)
