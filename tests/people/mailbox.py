"""A real SMTP server on this machine, and what it was handed."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

CODE = re.compile(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b")


class Mailbox:
    """`messages`: envelope recipients and the message, oldest first."""

    def __init__(self) -> None:
        self.url = ""
        self.messages: list[tuple[list[str], EmailMessage]] = []
        self.refusing = False

    @property
    def last_text(self) -> str:
        return str(self.messages[-1][1].get_content())

    @property
    def last_code(self) -> str:
        found = CODE.search(self.last_text)
        assert found
        return found[1]


class Handler:
    """Apart from the mailbox: the server looks at every attribute of its handler."""

    def __init__(self, kept: Mailbox) -> None:
        self.kept = kept

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.kept.refusing:
            return "451 try again later"
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.kept.messages.append((list(envelope.rcpt_tos), message))
        return "250 kept"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    kept = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Handler(kept), hostname="127.0.0.1", port=port)
    controller.start()
    kept.url = f"smtp://127.0.0.1:{port}?from=repere@example.org"
    yield kept
    controller.stop()
