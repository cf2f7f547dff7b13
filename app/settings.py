"""Configuration, from `REPERE_…` variables or a `.env` file; a wrong value stops the start."""

from functools import lru_cache
from pathlib import Path

from pydantic import AnyHttpUrl, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


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


@lru_cache
def settings() -> Settings:
    return Settings()
