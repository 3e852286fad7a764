"""Passwords of local accounts: argon2id, and what a new one has to be."""

import re
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from quarterdeck.core.errors import Problem, invalid

SHORTEST = 12
LONGEST = 200
# OWASP's minimum: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
# Each check takes 19 MiB and a core: a flood of sign-ins must not take them all, nor every thread.
_AT_ONCE = threading.BoundedSemaphore(4)
_PATIENCE_SECONDS = 5.0
# What the lists of leaked passwords are made of, and what a service of this name and kind adds to them.
_KNOWN = re.compile(
    "password|passwort|passphrase|passwd|qwertyuiop|qwertyui|qwerty|asdfghjkl|asdfgh|asdf|zxcvbnm|zxcvbn|azerty"
    "|abcdefghijklm|abcdef|abc|letmein|welcome|iloveyou|sunshine|princess|football|liverpool|arsenal|chelsea|baseball"
    "|monkey|dragon|shadow|master|superman|batman|trustno|whatever|administrator|admin|default|changeme|secret"
    "|login|user|guest|test|temp|summer|autumn|winter|spring|january|february|march|april|may|june|july|august"
    "|september|october|november|december|monday|tuesday|wednesday|thursday|friday|quarterdeck|council|performance"
)
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_AS_LETTERS = str.maketrans("@4013$5!7", "aaoiessit")


def hashed(password: str) -> str:
    """The password as it is stored. Raises 503 while too many are being checked."""
    with _Turn():
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the one stored; None (no such account) takes as long and is never right."""
    against = stored or _nobodys()
    with _Turn():
        try:
            right = _HASHER.verify(against, password)
        except (VerificationError, InvalidHashError):
            return False
    return right and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def check_new(password: str, email: str | None, pointer: str) -> None:
    """Refuse (422) a new password that is short, long, known to everybody, or the person's own e-mail address."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise invalid(pointer, "password_length", f"A password has {SHORTEST} to {LONGEST} characters.")
    if len(set(password)) < 5 or password.strip().lower() == (email or "").lower():
        raise invalid(pointer, "password_weak", "Choose something harder to guess, such as three random words.")
    if _is_known(password):
        detail = "This is among the passwords that are tried first. Choose something else, such as three random words."
        raise invalid(pointer, "password_known", detail)


def _is_known(password: str) -> bool:
    """Whether it is made of what people choose most, however often and with whatever figures and signs about it."""
    word = _AROUND.sub("", password.lower())
    spellings = (word, word.translate(_AS_LETTERS))
    return any(not _KNOWN.sub("", "".join(filter(str.isalpha, spelling))) for spelling in spellings)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


class _Turn:
    def __enter__(self) -> None:
        if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
            raise Problem(503, "busy", "Too many people are signing in. Try again.", headers={"Retry-After": "2"})

    def __exit__(self, *_: object) -> None:
        _AT_ONCE.release()
