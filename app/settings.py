"""Configuration, from `REPERE_…` variables or a `.env` file; a wrong value stops the start."""

import secrets
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

from pydantic import AnyHttpUrl, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.files import folder_of
from app.mail_server import MailServer, mail_server

ROOT = Path(__file__).resolve().parent.parent
#: The demo's own key lasts as long as its process.
DEMO_KEY = secrets.token_bytes(32)


class Settings(BaseSettings):
    """`secret_key` has no default: only the demo makes one for itself."""

    model_config = SettingsConfigDict(
        env_prefix="REPERE_", env_file=".env", extra="ignore", frozen=True
    )

    database_url: str = "sqlite:///var/repere.db"
    erasures_file: Path = Path("var/erasures.jsonl")
    files_url: str = "file:var/files"
    secret_key: SecretStr | None = None
    mail_url: str | None = None
    public_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8000")
    demo: bool = False
    max_body_bytes: int = 1_000_000
    threads: int = 8
    log_level: str = "INFO"

    @model_validator(mode="after")
    def secret_is_given(self) -> "Settings":
        if self.secret_key is None and not self.demo:
            raise ValueError("REPERE_SECRET_KEY is required outside the demo")
        return self

    @model_validator(mode="after")
    def files_have_a_folder(self) -> "Settings":
        assert folder_of(self.files_url)
        return self

    @model_validator(mode="after")
    def mail_is_readable(self) -> "Settings":
        assert self.mail or not self.mail_url
        return self

    @property
    def mail(self) -> MailServer | None:
        """Null where no mail is set up."""
        if not self.mail_url:
            return None
        return mail_server(self.mail_url, self.public_url.host or "localhost")

    @property
    def key(self) -> bytes:
        """What codes are sealed with."""
        given = self.secret_key
        return given.get_secret_value().encode() if given else DEMO_KEY

    @property
    def origin(self) -> str:
        """As browsers name it: without the port that goes by itself."""
        url = self.public_url
        usual = {"http": 80, "https": 443}[url.scheme]
        port = "" if url.port in (None, usual) else f":{url.port}"
        return f"{url.scheme}://{url.host}{port}"

    @property
    def has_passkeys(self) -> bool:
        """Passkeys belong to a name and never to a number (WebAuthn 3, 5.1.2)."""
        try:
            ip_address((self.public_url.host or "").strip("[]"))
        except ValueError:
            return True
        return False

    @property
    def secure(self) -> bool:
        return self.public_url.scheme == "https"

    @property
    def secret(self) -> str:
        """The demo, which keeps nothing that needs one, may have none."""
        return self.secret_key.get_secret_value() if self.secret_key else "demo"

    @property
    def cookie_name(self) -> str:
        """`__Host-` needs a secure address; plain http on localhost has to do without."""
        return "__Host-repere" if self.secure else "repere"

    @property
    def tablet_cookie_name(self) -> str:
        """A tablet's credential is nobody's session, so it has a place of its own."""
        return f"{self.cookie_name}-tablet"


@lru_cache
def settings() -> Settings:
    return Settings()
