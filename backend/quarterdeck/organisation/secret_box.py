"""What has to be read again and must not be read in a copy of the database: encrypted with a key beside it."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from quarterdeck.core.settings import Settings

FILE = "second-factor.key"


def sealed(settings: Settings, secret: bytes) -> str:
    """The secret, encrypted and authenticated (AES and HMAC), as text for a column."""
    return _box(settings).encrypt(secret).decode()


def opened(settings: Settings, stored: str) -> bytes | None:
    """The secret again, or None where the key is another one."""
    try:
        return _box(settings).decrypt(stored.encode())
    except InvalidToken:
        return None


def _box(settings: Settings) -> Fernet:
    """The box of the key in the data folder, which is made when it is first needed; readable by its owner alone."""
    place = settings.data_dir / FILE
    if not place.exists():
        _make(place)
    return Fernet(place.read_bytes())


def _make(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{FILE}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        # Of several that make one at once the first counts: a link is made whole or not at all.
        os.link(beside, place)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
