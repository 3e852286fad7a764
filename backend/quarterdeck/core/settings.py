"""Settings of one installation, read from the environment (`QUARTERDECK_…`)."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs between installations. Without any of it, an embedded SQLite file serves."""

    model_config = SettingsConfigDict(env_prefix="QUARTERDECK_", extra="ignore")

    data_dir: Path = Field(
        default=Path("quarterdeck-data"), description="Where the embedded database and evidence files live."
    )
    database_url: str = Field(default="", description="SQLAlchemy URL; empty for SQLite in the data folder.")
    public_base_url: str = Field(
        default="", description="The address people use, e.g. https://performance.example.gov.uk."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="The least to log.")
    log_format: Literal["json", "text"] = Field(
        default="json", description="One JSON object a line, or text to read at a terminal."
    )
    session_hours: int = Field(default=8, ge=1, le=8, description="Hours until a signed-in person signs in again.")
    max_body_bytes: int = Field(default=1_048_576, ge=1024, description="Largest request body outside upload routes.")
    max_evidence_bytes: int = Field(default=20_971_520, ge=1024, description="Largest evidence file.")
    database_pool_size: int = Field(
        default=8, ge=1, le=64, description="How many requests read, and how many write, at the same time."
    )
    lock_timeout_ms: int = Field(
        default=5000, ge=100, description="How long a change waits for another before it is told to retry."
    )
    idle_timeout_ms: int = Field(
        default=60_000, ge=0, description="When PostgreSQL ends a transaction in which nothing happens; 0 for never."
    )
    worker_in_server: bool = Field(default=True, description="Run the worker inside `quarterdeck serve`.")
    shutdown_seconds: int = Field(
        default=7, ge=1, le=60, description="How long requests in flight may take when the server is told to stop."
    )
    trusted_proxies: str = Field(default="127.0.0.1", description="Addresses whose X-Forwarded-* headers are believed.")
    front_end_dir: Path | None = Field(
        default=None, description="The built front end; found beside the package when empty."
    )

    @property
    def url(self) -> str:
        """The database's SQLAlchemy URL; PostgreSQL always goes through psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'quarterdeck.sqlite3'}"
        for prefix in ("postgresql://", "postgres://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url

    @property
    def secure(self) -> bool:
        """Whether people reach us by https, so that cookies may be `__Host-` and Secure."""
        return self.public_base_url.startswith("https://")
