"""A QR code as the path of an SVG, which a page draws without any markup of ours."""

import segno

MARGIN = 4
"""Light modules around it, as ISO/IEC 18004 asks."""


def picture_of(text: str) -> tuple[str, int]:
    """(The dark modules as an SVG path with one unit a module, the width and height with the margin.)"""
    rows = list(segno.make(text, error="m", micro=False).matrix)
    path = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = next((n for n, module in enumerate(row[x:]) if not module), len(row) - x)
            if length:
                path.append(f"M{x + MARGIN} {y + MARGIN}h{length}v1h-{length}z")
            x += length or 1
    return "".join(path), len(rows) + 2 * MARGIN
