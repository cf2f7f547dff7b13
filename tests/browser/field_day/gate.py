"""A network between one tablet and the service: it can be away, or break in the middle."""

import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self

CHUNK = 16_384
#: The other side hears that it broke, and not that it ended well.
RESET = struct.pack("ii", 1, 0)


class Gate:
    """A port that leads to the service's; what passes is counted on its way up."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.is_open = True
        self._ways: set[socket.socket] = set()
        self._left = 0
        self._then: Callable[[], object] | None = None
        self._lock = Lock()
        gate = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                gate._carry(self.request)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self.close()
        self._server.shutdown()
        self._server.server_close()

    def close(self) -> None:
        """The network goes away, also from under what is on its way."""
        self.is_open = False
        for way in list(self._ways):
            broken(way)

    def open(self) -> None:
        self.is_open = True

    def after(self, bytes_up: int, do: Callable[[], object]) -> None:
        """Once so many bytes more went up, `do()`, before the next of them goes."""
        with self._lock:
            self._left, self._then = bytes_up, do

    @property
    def has_happened(self) -> bool:
        """Whether what `after` was told has begun."""
        return self._then is None

    def _carry(self, tablet: socket.socket) -> None:
        if not self.is_open:
            return broken(tablet)
        try:
            service = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            return broken(tablet)
        self._ways |= {tablet, service}
        back = Thread(target=self._pass, args=(service, tablet), daemon=True)
        back.start()
        self._pass(tablet, service, counted=True)
        back.join()
        self._ways -= {tablet, service}
        service.close()
        return None

    def _pass(
        self, from_: socket.socket, to: socket.socket, *, counted: bool = False
    ) -> None:
        with suppress(OSError):
            while chunk := from_.recv(CHUNK):
                if counted:
                    self._count(len(chunk))
                to.sendall(chunk)
        for way in (from_, to):
            with suppress(OSError):
                way.shutdown(socket.SHUT_RDWR)

    def _count(self, many: int) -> None:
        with self._lock:
            self._left -= many
            do, is_now = self._then, self._left <= 0
            if is_now:
                self._then = None
        if is_now and do is not None:
            do()


def broken(way: socket.socket) -> None:
    with suppress(OSError):
        way.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        way.shutdown(socket.SHUT_RDWR)
