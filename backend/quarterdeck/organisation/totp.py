"""Codes of an authenticator app: time-based one-time passwords (RFC 6238, 4226), SHA-1, six digits, 30 seconds."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
"""As long as the hash, which RFC 4226 recommends."""
DRIFT = 1
"""How many steps the phone's clock may be off, either way."""


def code_at(secret: bytes, step: int, digits: int = DIGITS, hashed: Callable[..., object] = hashlib.sha1) -> str:
    """The code of a time step (RFC 4226 5.3): so many decimal digits, with leading noughts."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashed).digest()  # type: ignore[arg-type]
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(moment: datetime) -> int:
    """The time step of a moment: whole half minutes since 1970."""
    return int(moment.timestamp()) // SECONDS


def step_matched(secret: bytes, code: str, moment: datetime, after: int) -> int | None:
    """The step whose code this is, within a step of the moment; None for any other, and for `after` and before it.

    after: the newest step that was used, so that no code works twice (RFC 6238 5.2).
    """
    now, matched = step_of(moment), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        # Each is compared: how long it takes says nothing.
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode("utf-8", "replace")) and step > after:
            matched = step
    return matched


def as_typed(secret: bytes) -> str:
    """The secret as somebody types it into an app: base32, in fours."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address_of(secret: bytes, account: str, issuer: str) -> str:
    """What the picture says to the app: an `otpauth` address (Key Uri Format)."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='@')}"
    return f"otpauth://totp/{label}?{urlencode({'secret': as_typed(secret).replace(' ', ''), 'issuer': issuer})}"
