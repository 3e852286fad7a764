"""A drawing as it is answered: SVG with its ETag, and nothing at all where the reader has it already."""

import hashlib
from typing import Any, Final

from fastapi import Response

from quarterdeck.core.ready import tags_of

DRAWN: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "The chart"},
    304: {"description": "Nothing has changed since the answer with this ETag"},
}
"""What the contract says of the answers of a route that draws."""
NARROWEST, WIDEST = 280, 1600
"""How wide a drawing may be asked for, in pixels."""


def drawn(svg: str, if_none_match: str) -> Response:
    """The drawing, or 304 where it is one of those that the reader names in If-None-Match."""
    content = svg.encode()
    tag = hashlib.sha256(content).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if tag in tags_of(if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="image/svg+xml", headers=headers)
