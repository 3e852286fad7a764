"""A real mail server (SMTP) on this machine, which keeps what it takes and can be told to refuse."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class MailServer:
    """What it took, as (whom for, the mail); whether encrypted, and by whom; what it answers meanwhile."""

    port: int
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    signed_in_as: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refuse_recipient: str = ""
    refuse_letter: str = ""

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_letter:
            return self.refuse_letter
        message: Any = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        self.taken.append((list(envelope.rcpt_tos), message))
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None,
    *,
    starttls: bool = False,
    password: str = "",
    made: type[MailServer] = MailServer,
) -> Iterator[MailServer]:
    """Run one. tls: its certificate, for STARTTLS or from the first byte on. password: what it wants to be told."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = made(port)

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == password.encode()
        if right:
            kept.signed_in_as.append(given.login.decode())
        return AuthResult(success=right, handled=False)

    options: dict[str, Any] = {}
    if starttls:
        options |= {"tls_context": tls, "require_starttls": True}
    if password:
        options |= {"authenticator": check, "auth_required": True, "auth_require_tls": starttls}
    running = Controller(
        kept,
        hostname="127.0.0.1",
        port=port,
        ssl_context=None if starttls else tls,
        **options,
    )
    running.start()
    try:
        yield kept
    finally:
        running.stop()
