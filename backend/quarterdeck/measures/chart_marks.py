"""The marks of charts as SVG: texts, the shapes of ratings, what shows a gap or a break. Pure.

Colours are presentation attributes beside classes, so that a file stands alone and a page that inlines it restyles it
without `<style>` or `style=""`, which a strict Content-Security-Policy refuses. A shape takes its colour from `color`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

SIZE: Final = 13.0
"""Of letters, in pixels."""
RADIUS: Final = 5.0
DENSE: Final = 4.0
"""A radius below which marks stand close."""
INK, PAGE, QUIET, GRID, BAND = "#16191d", "#fff", "#4a545c", "#d3d9dd", "#e3e9eb"
TONES: Final = {
    "green": ("chart-on", "#15907d"),
    "amber": ("chart-near", "#c98500"),
    "red": ("chart-off", "#8e1230"),
    "unrated": ("chart-none", "#69737d"),
}
"""Class and colour of each rating."""
# What XML cannot hold at all, whatever is escaped.
UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def text(
    x: float, y: float, words: str, anchor: str = "start", *, strong: bool = False, size: float | None = None
) -> str:
    """Words with their base line at y. Strong ones keep a margin of the page's colour round their letters."""
    name, colour = ("chart-strong", INK) if strong else ("chart-text", QUIET)
    more = "" if anchor == "start" else f' text-anchor="{anchor}"'
    if strong:
        more += f' font-weight="600" stroke="{PAGE}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    if size is not None:
        more += f' font-size="{px(size)}"'
    return f'<text class="{name}" x="{px(x)}" y="{px(y)}"{more} fill="{colour}">{safe(words)}</text>'


def shape(x: float, y: float, radius: float, rating: str, *, hollow: bool = False) -> Iterator[str]:
    """The mark of a rating. A hollow one has a dot in its middle, or its colour alone told it from an unrated one."""
    name, colour = TONES[rating]
    is_open = hollow or rating == "unrated"
    r = radius - 1 if is_open else radius
    if is_open:
        paint = f'class="chart-hollow" fill="{PAGE}" stroke="currentColor" stroke-width="2"'
    else:
        paint = f'class="chart-solid" fill="currentColor" stroke="{PAGE}"'
    yield f'<g class="chart-shape {name}" color="{colour}">'
    match rating:
        case "amber":
            h = r * 1.2
            yield f'<path d="M{px(x)} {px(y - h)}l{px(h)} {px(h * 1.8)}h{px(-2 * h)}z" {paint}/>'
        case "red":
            d = px(r * 1.3)
            yield f'<path d="M{px(x)} {px(y - r * 1.3)}l{d} {d}l-{d} {d}l-{d} -{d}z" {paint}/>'
        case _:
            yield f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(r)}" {paint}/>'
    if hollow:
        middle = y + (r * 0.2 if rating == "amber" else 0)
        yield f'<circle cx="{px(x)}" cy="{px(middle)}" r="{px(max(r * 0.35, 1))}" fill="currentColor"/>'
    yield "</g>"


def rect(name: str, x: float, y: float, width: float, height: float, paint: str) -> str:
    """A rectangle of a class; paint: its attributes."""
    return f'<rect class="{name}" x="{px(x)}" y="{px(y)}" width="{px(width)}" height="{px(height)}" {paint}/>'


def gap(x: float, bottom: float) -> str:
    """The cross that stands, on the axis, where there is no figure."""
    return (
        f'<path class="chart-gap" d="M{px(x - 4)} {px(bottom - 8)}l8 8m0 -8l-8 8" fill="none" '
        f'stroke="{QUIET}" stroke-width="1.5"/>'
    )


def was(x: float, old: float, new: float) -> str:
    """The level that a revised figure had before, tied to where it is now."""
    return (
        f'<path class="chart-was" d="M{px(x - 5)} {px(old)}h10M{px(x)} {px(old)}V{px(new)}" fill="none" '
        f'stroke="{QUIET}" stroke-width="1.25"/>'
    )


def revised(x: float, y: float, radius: float, top: float, old: float | None) -> str:
    """The letter of a revised figure, small where marks are: above its mark, or below.

    Below where there is no room above, or where `old`, the level that it had before, is tied to it from there.
    """
    size = 11.0 if radius >= DENSE else 9.0
    above = y - radius - 4
    fits = above - size * 0.7 > top and (old is None or old >= y)
    return text(x, above if fits else y + radius + size, "R", "middle", strong=True, size=size)


def break_line(x: float, top: float, bottom: float) -> str:
    """The dotted line where another definition begins."""
    return (
        f'<line class="chart-break" x1="{px(x)}" x2="{px(x)}" y1="{px(top)}" y2="{px(bottom)}" '
        f'stroke="{QUIET}" stroke-width="2" stroke-dasharray="1 4" stroke-linecap="round"/>'
    )


def break_on_axis(x: float, y: float) -> str:
    """The two slanting strokes across the axis that say: what stands left of here is another measure."""
    strokes = "".join(f"M{px(x + each)} {px(y + 5)}l4 -10" for each in (-5, 1))
    return f'<path class="chart-axis-break" d="{strokes}" fill="none" stroke="{INK}" stroke-width="1.5"/>'


def data(said: dict[str, str]) -> str:
    """`data-*` attributes."""
    return "".join(f" data-{name}={_quoted(value)}" for name, value in said.items())


def px(pixels: float) -> str:
    """A coordinate: to a tenth of a pixel, the shortest way it is written."""
    written = f"{pixels:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def safe(words: str) -> str:
    """Words as the text of an element."""
    return escape(_fit(words))


@lru_cache(maxsize=4096)
def _quoted(words: str) -> str:
    """An attribute's value. Kept: charts say the same few words of each of their points, and are drawn by tens."""
    return quoteattr(_fit(words))


def _fit(words: str) -> str:
    return UNFIT.sub("", words)
