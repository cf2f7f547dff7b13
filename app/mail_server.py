"""Where mail goes out: `smtp://name:word@host:587?from=repere@example.org`, read once."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

#: RFC 8314, 3.3 (465 with TLS from the start) and RFC 6409, 3.1 (587).
PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class MailServer:
    """`smtps` is TLS from the start; `smtp` turns to TLS, save on this very machine."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str

    @property
    def turns_to_tls(self) -> bool:
        return self.scheme == "smtp" and self.host not in LOOPBACK


def mail_server(url: str, public_host: str) -> MailServer:
    """Raises ValueError for what is no such address."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("REPERE_MAIL_URL must look like smtp://host:587")
    sender = parse_qs(parts.query).get("from", [f"repere@{public_host}"])[0]
    return MailServer(
        parts.scheme,
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        sender,
    )
