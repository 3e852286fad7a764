"""A comparison as a drawing: a row of dots for the other councils, and rows for whatever is wider and for ours.

Nobody is ranked: a dot's place is its figure, and its name is read by pointing at it or in the table. Shapes tell what
a mark is as well as colours: a hollow circle another council, a diamond a region or country, a filled square ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quarterdeck.comparisons.schemas import ComparisonRead
from quarterdeck.measures import chart_marks as marks
from quarterdeck.measures.chart_axes import ValueAxis, value_axis, width_of
from quarterdeck.measures.chart_frame import FONT
from quarterdeck.measures.chart_marks import BAND, GRID, INK, PAGE, QUIET, SIZE, px, safe
from quarterdeck.measures.words import number_words

LABEL, ROW, DOT, EDGE = 20.0, 30.0, 5.0, 16.0
OURS: Final = "#274f9e"
"""The colour of our square; in a page it is the class's."""


@dataclass(frozen=True)
class _Plot:
    axis: ValueAxis
    width: int
    unit: str
    decimals: int

    def x(self, value: float) -> float:
        share = (value - self.axis.low) / (self.axis.high - self.axis.low)
        return EDGE + share * (self.width - 2 * EDGE)

    def said(self, value: float) -> str:
        return number_words(value, self.unit, self.decimals)


def draw_comparison(compared: ComparisonRead, width: int) -> str:
    """The comparison as an SVG document, `width` pixels wide and as high as it needs."""
    others = sorted(
        ((each.value, each.code, each.name) for each in compared.areas if each.value is not None and not each.is_own),
    )
    wider = [(each.name, each.value) for each in compared.wider if each.value is not None]
    own = compared.own.value if compared.own is not None else None
    shown = [value for value, _, _ in others] + [value for _, value in wider] + ([] if own is None else [own])
    plot = _Plot(value_axis(shown, compared.unit_of_measure, compared.decimals), width,
                 compared.unit_of_measure, compared.decimals)  # fmt: skip
    parts, y = [], SIZE
    if plot.axis.caption:
        parts.append(marks.text(0, y, _cut(plot.axis.caption, width)))
        y += LABEL
    top = y
    rows, y = _rows(plot, compared, others, wider, own, y)
    parts += [*_grid(plot, top - 4, y), *rows]
    if not shown:
        parts.append(marks.text(width / 2, y, "No figures", "middle"))
    return _document(compared, parts, width, y + 30)


def _rows(
    plot: _Plot,
    compared: ComparisonRead,
    others: Sequence[tuple[float, str, str]],
    wider: Sequence[tuple[str, float]],
    own: float | None,
    y: float,
) -> tuple[list[str], float]:
    parts: list[str] = []
    if own is not None:
        parts += _single(plot, compared.own_name, own, y, "own")
        y += LABEL + ROW
    for name, value in wider:
        parts += _single(plot, name, value, y, "wider")
        y += LABEL + ROW
    if others:
        drawn, y = _dots(plot, compared, others, y)
        parts += drawn
    return parts, y


def _single(plot: _Plot, name: str, value: float, y: float, kind: str) -> Iterator[str]:
    x, middle = plot.x(value), y + LABEL + 2
    yield marks.text(EDGE, y + SIZE, _cut(name, plot.width), strong=kind == "own")
    said = {"label": name, "value": repr(value), "value-words": plot.said(value)}
    yield f'<g class="chart-point"{marks.data(said)}>'
    yield marks.rect("chart-hit", x - 12, middle - 12, 24, 24, 'fill="none" pointer-events="all"')
    if kind == "own":
        square = f'fill="currentColor" stroke="{PAGE}"'
        yield f'<g class="chart-shape chart-own" color="{OURS}">'
        yield marks.rect("chart-solid", x - 6, middle - 6, 12, 12, square) + "</g>"
    else:
        yield (
            f'<path class="chart-target" d="M{px(x)} {px(middle - 7)}l7 7l-7 7l-7 -7z" fill="{PAGE}" stroke="{INK}" '
            'stroke-width="2"/>'
        )
    words = plot.said(value)
    beside = x + 12 + width_of(words, SIZE) < plot.width - 2
    yield marks.text(
        x + 12 if beside else x - 12, middle + SIZE * 0.35, words, "start" if beside else "end", strong=True
    )
    yield "</g>"


def _dots(
    plot: _Plot, compared: ComparisonRead, others: Sequence[tuple[float, str, str]], y: float
) -> tuple[list[str], float]:
    """The other councils over the band of their middle half; dots that would lie upon each other are stacked."""
    stacks: list[float] = []
    placed: list[tuple[float, int, float, str, str]] = []
    for value, code, name in others:
        x = plot.x(value)
        level = next((number for number, last in enumerate(stacks) if x - last >= 2 * DOT + 1), len(stacks))
        stacks[level : level + 1] = [x]
        placed.append((x, level, value, code, name))
    high = max(ROW, len(stacks) * (2 * DOT + 2) + 12)
    top, bottom = y + LABEL, y + LABEL + high
    parts = [marks.text(EDGE, y + SIZE, _cut(f"Other councils ({len(others)})", plot.width))]
    lie = compared.spread
    if lie is not None and lie.lower_quartile is not None and lie.upper_quartile is not None:
        begin, end = plot.x(lie.lower_quartile), plot.x(lie.upper_quartile)
        parts.append(marks.rect("chart-band", begin, top, max(end - begin, 1), high, f'fill="{BAND}"'))
    if lie is not None:
        x = plot.x(lie.median)
        parts.append(
            f'<line class="chart-target" x1="{px(x)}" x2="{px(x)}" y1="{px(top - 2)}" y2="{px(bottom + 2)}" '
            f'stroke="{INK}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        )
    for x, level, value, code, name in placed:
        parts += _dot(plot, x, bottom - 8 - level * (2 * DOT + 2), value, code, name)
    return [*parts, *_legend(lie is not None and lie.lower_quartile is not None, bottom + 48, plot.width)], bottom + 8


def _dot(plot: _Plot, x: float, y: float, value: float, code: str, name: str) -> Iterator[str]:
    said = {"label": name, "code": code, "value": repr(value), "value-words": plot.said(value)}
    yield f'<g class="chart-point"{marks.data(said)}><title>{safe(f"{name}: {plot.said(value)}")}</title>'
    yield (
        f'<circle class="chart-hollow" cx="{px(x)}" cy="{px(y)}" r="{px(DOT - 1)}" fill="{PAGE}" stroke="{QUIET}" '
        'stroke-width="2"/></g>'
    )


def _legend(with_band: bool, y: float, width: int) -> Iterator[str]:
    """What the dashed line and the band are; under the axis."""
    yield (
        f'<line class="chart-target" x1="{px(EDGE)}" x2="{px(EDGE)}" y1="{px(y - 11)}" y2="{px(y + 3)}" '
        f'stroke="{INK}" stroke-width="1.5" stroke-dasharray="4 3"/>'
    )
    yield marks.text(EDGE + 8, y, "Median")
    if with_band:
        x = EDGE + 8 + width_of("Median", SIZE) + 16
        yield marks.rect("chart-band", x, y - 10, 12, 12, f'fill="{BAND}" stroke="{QUIET}" stroke-width="0.5"')
        yield marks.text(x + 18, y, _cut("The middle half of them", int(width - x)))


def _grid(plot: _Plot, top: float, bottom: float) -> Iterator[str]:
    last = -1000.0
    for tick, words in zip(plot.axis.ticks, plot.axis.labels, strict=True):
        x = plot.x(tick)
        yield (f'<line class="chart-grid" x1="{px(x)}" x2="{px(x)}" y1="{px(top)}" y2="{px(bottom)}" stroke="{GRID}"/>')
        half = width_of(words, SIZE) / 2
        middle = min(max(x, half), plot.width - half)
        if middle - half >= last + 6:
            yield marks.text(middle, bottom + 16, words, "middle")
            last = middle + half


def _cut(words: str, width: int) -> str:
    fits = max(int((width - EDGE) / (SIZE * 0.58)) - 1, 4)
    return words if len(words) <= fits else f"{words[: fits - 1]}…"


def _document(compared: ComparisonRead, parts: Sequence[str], width: int, height: float) -> str:
    ident = f"compare-{compared.indicator_id}"
    title = f"{compared.ref} {compared.name}, beside others"
    legend = 24 if compared.spread is not None else 0
    height += legend
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {width} {px(height)}" '
        f'width="{width}" height="{px(height)}" aria-labelledby="{ident}-title {ident}-desc" '
        f'font-family="{FONT}" font-size="{px(SIZE)}">',
        f'<title id="{ident}-title">{safe(title)}</title>',
        f'<desc id="{ident}-desc">{safe(compared.summary)}</desc>',
    ]
    return "\n".join([*head, *parts, "</svg>", ""])
