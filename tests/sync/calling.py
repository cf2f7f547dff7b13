"""The application called in this process, over a line that loses and repeats.

The real routes, middleware and threads, without sockets: a request costs milliseconds,
so that a model can take thousands of steps.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI

HOST = "127.0.0.1:8000"


@dataclass(frozen=True)
class Asked:
    """One request. `heard` is how many bytes of the body come before its sender hangs
    up; null where all of them do."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    heard: int | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Caller:
    """One event loop for all that is asked; close it at the end."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.loop = asyncio.new_event_loop()

    def close(self) -> None:
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def ask(self, asked: Asked) -> Answer:
        return self.at_once(asked)[0]

    def at_once(self, *asked: Asked) -> list[Answer]:
        """Several at the same moment; a fault of the application is raised here."""

        async def all_of_them() -> list[Answer]:
            return await asyncio.gather(*(self._answer(one) for one in asked))

        return self.loop.run_until_complete(all_of_them())

    async def _answer(self, asked: Asked) -> Answer:
        gone, came = asyncio.Event(), []
        waiting = pieces(asked)

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop(0)
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            came.append(message)

        await self.app(scope_of(asked), receive, send)
        gone.set()
        start = next(one for one in came if one["type"] == "http.response.start")
        body = b"".join(one.get("body", b"") for one in came)
        headers = {k.decode().lower(): v.decode() for k, v in start["headers"]}
        return Answer(start["status"], headers, body)


def pieces(asked: Asked) -> list[dict[str, Any]]:
    """The body as a server hands it on: in two pieces, or cut and hung up."""
    if asked.heard is not None:
        part = asked.body[: asked.heard]
        heard = {"type": "http.request", "body": part, "more_body": True}
        return [heard, {"type": "http.disconnect"}]
    half = len(asked.body) // 2
    return [
        {"type": "http.request", "body": asked.body[:half], "more_body": True},
        {"type": "http.request", "body": asked.body[half:], "more_body": False},
    ]


def scope_of(asked: Asked) -> dict[str, Any]:
    headers = {"host": HOST, "content-length": str(len(asked.body)), **asked.headers}
    path, _, query = asked.path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }


def posted(path: str, cookie: str, **values: str) -> Asked:
    """A form, as a page of ours sends it."""
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "cookie": cookie,
        "origin": f"http://{HOST}",
    }
    return Asked("POST", path, urlencode(values).encode(), headers)
