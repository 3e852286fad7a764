"""Certificates that this machine trusts for a test, and settings that name a mail server."""

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from quarterdeck.core.settings import Settings

SENDER = "Quarterdeck <performance@example.test>"
PUBLIC = "https://performance.example.test"


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The certificate of a server on 127.0.0.1, whose issuer is trusted as an operator would set it."""
    authority = trustme.CA()
    issuers = tmp_path / "issuers.pem"
    authority.cert_pem.write_to_path(str(issuers))
    monkeypatch.setenv("SSL_CERT_FILE", str(issuers))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def mail_settings() -> Callable[..., Settings]:
    """Settings of an installation whose mail server listens on a port of this machine."""

    def made(port: int, **more: Any) -> Settings:
        given = {
            "mail_host": "127.0.0.1",
            "mail_port": port,
            "mail_security": "none",
            "mail_from": SENDER,
            "public_base_url": PUBLIC,
            **more,
        }
        return Settings.model_validate(given)

    return made
