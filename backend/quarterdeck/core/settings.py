"""Settings of one installation, read from the environment (`QUARTERDECK_…`)."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# Microsoft's addresses that stand for any tenant: whoever owns one could sign in.
ANY_TENANT = frozenset({"common", "organizations", "consumers"})
ENTRA_HOSTS = frozenset(
    {"login.microsoftonline.com", "sts.windows.net", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}
)
RoleWords = Annotated[str, Field(min_length=1, max_length=200)]


class Settings(BaseSettings):
    """Everything that differs between installations. Without any of it, an embedded SQLite file serves."""

    # What is wrong with a setting is said without the others: a password may be among them.
    model_config = SettingsConfigDict(env_prefix="QUARTERDECK_", extra="ignore", hide_input_in_errors=True)

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
    ready_answer_bytes: int = Field(
        default=33_554_432, ge=0, description="Memory for answers kept ready, in each process; 0 keeps none."
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
    mail_host: str = Field(default="", description="The SMTP server that takes our mail; empty for no mail.")
    mail_port: int = Field(default=587, ge=1, le=65_535, description="Its port: 587 for starttls, 465 for tls.")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection is encrypted; none for a relay on this machine or network."
    )
    mail_user: str = Field(default="", description="The name we sign in to it with; empty where it asks for none.")
    mail_password: SecretStr = Field(default=SecretStr(""), description="The password we sign in to it with.")
    mail_from: str = Field(default="", description="The sender, e.g. Quarterdeck <performance@example.gov.uk>.")
    local_passwords: bool = Field(
        default=True, description="Whether people may sign in with a password kept here; false needs single sign-on."
    )
    oidc_issuer: str = Field(
        default="", description="The OpenID provider's issuer, exactly as it calls itself; empty for no single sign-on."
    )
    oidc_client_id: str = Field(default="", description="What the provider calls this installation.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="What we show the provider in return.")
    oidc_name: str = Field(
        default="your council account", max_length=60, description="The button reads: Sign in with …"
    )
    oidc_scopes: str = Field(default="openid profile email", description="The scopes asked for; openid among them.")
    oidc_kind: Literal["", "standard", "entra"] = Field(
        default="", description="entra: people are told apart by tenant and object id; empty: found by the issuer."
    )
    oidc_email_trusted: bool = Field(
        default=False, description="Whether every e-mail address in this provider is vouched for, said so or not."
    )
    oidc_roles_claim: str = Field(
        default="roles", min_length=1, description="The claim with a person's app roles; dots lead into it."
    )
    oidc_roles: Annotated[dict[RoleWords, list[RoleWords]], NoDecode] = Field(
        default={},
        description='JSON: which roles an app role gives, e.g. {"Managers": ["service_manager unit:HOUSING"]}.',
    )
    oidc_council: str = Field(default="", description="Their council's code, where there are several councils.")
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

    @property
    def mail_enabled(self) -> bool:
        """Whether mail is set up."""
        return bool(self.mail_host)

    @property
    def oidc_enabled(self) -> bool:
        """Whether people sign in through an OpenID provider."""
        return bool(self.oidc_issuer)

    @property
    def oidc_is_entra(self) -> bool:
        """Whether the provider is Microsoft Entra ID, which tells people apart by tenant and object id."""
        return self.oidc_kind == "entra" or (not self.oidc_kind and urlsplit(self.oidc_issuer).hostname in ENTRA_HOSTS)

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def _read_roles(cls, given: Any) -> Any:
        """The environment's text as JSON; what is none is said as such."""
        if not isinstance(given, str):
            return given
        try:
            return json.loads(given or "{}")
        except ValueError as error:
            raise ValueError(f"QUARTERDECK_OIDC_ROLES is not JSON: {error}.") from None

    @model_validator(mode="after")
    def _single_sign_on_is_whole(self) -> Self:
        """Half set up, it would be found out by whoever wants to sign in."""
        if not self.oidc_issuer:
            if self.oidc_client_id or self.oidc_roles:
                raise ValueError("QUARTERDECK_OIDC_CLIENT_ID and _ROLES need QUARTERDECK_OIDC_ISSUER too.")
            if not self.local_passwords:
                raise ValueError("QUARTERDECK_LOCAL_PASSWORDS=false leaves nobody a way in without QUARTERDECK_OIDC_…")
            return self
        if not (self.oidc_client_id and self.oidc_client_secret.get_secret_value() and self.public_base_url):
            raise ValueError(
                "QUARTERDECK_OIDC_ISSUER needs QUARTERDECK_OIDC_CLIENT_ID, QUARTERDECK_OIDC_CLIENT_SECRET and "
                "QUARTERDECK_PUBLIC_BASE_URL too."
            )
        address = urlsplit(self.oidc_issuer)
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
            raise ValueError("QUARTERDECK_OIDC_ISSUER begins with https://.")
        if ANY_TENANT & set(address.path.split("/")) and address.hostname in ENTRA_HOSTS:
            raise ValueError("QUARTERDECK_OIDC_ISSUER names your own tenant, not common, organizations or consumers.")
        if "openid" not in self.oidc_scopes.split():
            raise ValueError("QUARTERDECK_OIDC_SCOPES holds openid.")
        return self

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        """Mail that is set up by half would be found out by whoever waits for it."""
        if not self.mail_host:
            return self
        if not (self.mail_from and self.public_base_url):
            raise ValueError("QUARTERDECK_MAIL_HOST needs QUARTERDECK_MAIL_FROM and QUARTERDECK_PUBLIC_BASE_URL too.")
        if self.mail_user and self.mail_security == "none":
            raise ValueError("QUARTERDECK_MAIL_USER needs QUARTERDECK_MAIL_SECURITY to be starttls or tls.")
        return self
