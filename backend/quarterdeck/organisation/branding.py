"""How a council's pages look: a colour on which white text can be read, and a logo told by its content."""

import hashlib
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem, invalid, not_found
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation.models import Council, CouncilLogo
from quarterdeck.organisation.records import note_update, require
from quarterdeck.organisation.roles import Permission

ENOUGH: Final = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3)."""
LARGEST_LOGO: Final = 200_000
# In the dark the bar is this much darker: white text only gains.
DARKER: Final = 0.7


def check_colour(colour: str, pointer: str) -> None:
    """Refuse (422) a colour, `#rrggbb`, on which white text cannot be read; name the nearest on which it can."""
    contrast = contrast_with_white(colour)
    if contrast < ENOUGH:
        detail = (
            f"White text on {colour} has a contrast of {contrast:.1f} to 1; it needs {ENOUGH}. "
            f"The same colour, dark enough, is {darkened(colour)}."
        )
        raise invalid(pointer, "contrast", detail)


def contrast_with_white(colour: str) -> float:
    """The contrast of white text on a colour, from 1 (white) to 21 (black), as WCAG 2.2 reckons it."""
    return 1.05 / (_luminance(_channels(colour)) + 0.05)


def darkened(colour: str) -> str:
    """The nearest shade of a colour on which white text can be read; the colour itself where it can already."""
    channels = _channels(colour)
    for percent in range(100, -1, -1):
        shade = _hexadecimal([each * percent / 100 for each in channels])
        if contrast_with_white(shade) >= ENOUGH:
            return shade
    raise AssertionError("white can be read on black")


def stylesheet(council: Council | None) -> str:
    """The custom properties that differ by council, in the light and in the dark; empty without a colour."""
    if council is None or council.colour is None:
        return ""
    dark = _hexadecimal([each * DARKER for each in _channels(council.colour)])
    return (
        f":root:root {{ --header: {council.colour}; }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root:root {{ --header: {dark}; }} }}\n"
    )


def logo_address(council: Council | None) -> str | None:
    """Where a council's logo is read: another address for another picture, so that browsers may keep it."""
    if council is None or council.logo_sha256 is None:
        return None
    return f"/api/v1/councils/{council.id}/logo?v={council.logo_sha256[:12]}"


def set_logo(session: Session, actor: Actor, council_id: int, content: bytes, version: int) -> Council:
    """Give the council a logo: PNG, JPEG or WebP by its content, at most 200 kB. Raises 404, 403, 412, 413, 422."""
    council = _council_to_change(session, actor, council_id, version)
    media_type = picture_type(content)
    session.execute(delete(CouncilLogo).where(CouncilLogo.council_id == council.id))
    session.add(CouncilLogo(council_id=council.id, media_type=media_type, content=content))
    council.logo_sha256 = hashlib.sha256(content).hexdigest()
    note_update(session, actor, council, "council", {"logo_sha256": council.logo_sha256})
    return council


def remove_logo(session: Session, actor: Actor, council_id: int, version: int) -> Council:
    """Take the council's logo away. Raises 404, 403, 412."""
    council = _council_to_change(session, actor, council_id, version)
    if council.logo_sha256 is not None:
        session.execute(delete(CouncilLogo).where(CouncilLogo.council_id == council.id))
        council.logo_sha256 = None
        note_update(session, actor, council, "council", {"logo_sha256": None})
    return council


def find_logo(session: Session, council_id: int) -> CouncilLogo:
    """A council's logo. Raises 404."""
    found = session.get(CouncilLogo, council_id)
    if found is None:
        raise not_found("logo")
    return found


def picture_type(content: bytes) -> str:
    """The media type of a picture by its content. Raises 413, and 422 for anything but PNG, JPEG and WebP.

    SVG is refused: it can hold scripts and load from elsewhere.
    """
    if len(content) > LARGEST_LOGO:
        raise Problem(413, "too-large", "A logo may have at most 200 kB. Save it smaller: 200 pixels high is plenty.")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise invalid("/file", "unknown_type", "Send a PNG, JPEG or WebP picture. Save other kinds, such as SVG, as PNG.")


def _council_to_change(session: Session, actor: Actor, council_id: int, version: int) -> Council:
    journal.lock(session, actor.council_id)
    # One's own alone, as everywhere: another council is not there.
    council = session.get(Council, council_id) if council_id == actor.council_id else None
    if council is None:
        raise not_found("council")
    require(actor, Permission.MANAGE_ORGANISATION)
    check_version(council, version)
    return council


def _channels(colour: str) -> list[float]:
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _hexadecimal(channels: list[float]) -> str:
    return "#" + "".join(f"{int(each * 255 + 1e-9):02x}" for each in channels)


def _luminance(channels: list[float]) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
