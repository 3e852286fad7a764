"""What every chart with periods along its bottom is drawn in: its place, grid, labels, legend and description. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from quarterdeck.framework.periods import Period
from quarterdeck.measures import chart_marks as marks
from quarterdeck.measures.chart_axes import PeriodLabel, ValueAxis, month_of, period_labels, place_of, width_of
from quarterdeck.measures.chart_marks import GRID, RADIUS, SIZE, px, safe

WIDTH: Final = 760
FONT: Final = "Source Sans 3, Source Sans 3 Variable, Liberation Sans, Arial, sans-serif"
TOP, LABELS, LINE, GAP = 26.0, 44.0, 20.0, 8.0
APART: Final = SIZE + 3
"""How far apart labels beside the plot stand at least."""
LETTER: Final = 8.0
LANE: Final = 18.0
"""How high the lane of decisions is, where there are any."""
Entry = tuple[int, float, str, str]
"""(row, x, mark, words) in a legend."""


@dataclass(frozen=True)
class Frame:
    """Where the plot lies, in pixels, and how values and months come to lie in it.

    lane: how much room there is between the plot and the labels of its periods.
    """

    axis: ValueAxis
    left: float
    right: float
    bottom: float
    first: float
    months: float
    lane: float = 0.0

    def x(self, month: float) -> float:
        return self.left + (month - self.first) / self.months * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.axis.low) / (self.axis.high - self.axis.low) * (self.bottom - TOP)

    def span(self, period: Period) -> tuple[float, float]:
        begin, end = place_of(period)
        return self.x(begin), self.x(end)

    def middle(self, period: Period) -> float:
        begin, end = self.span(period)
        return (begin + end) / 2

    def radius(self, periods: Sequence[Period]) -> float:
        """Of a point: smaller where they stand close."""
        apart = [self.middle(late) - self.middle(early) for early, late in pairwise(periods)]
        return max(2.4, min(RADIUS, *(gap * 0.42 for gap in apart if gap > 0), RADIUS))


def frame_of(
    axis: ValueAxis, periods: Sequence[Period], said_beside: Iterable[str], width: int, days: Sequence[date] = ()
) -> Frame:
    """The place for figures of these periods, with room for the axis and for what is said beside.

    days: on which something is marked below the plot. The axis of time goes on after the last figure until the last of
    them, as far as that figure's period is long: a body decides on a quarter in the next.
    """
    left = max(max(width_of(label, SIZE) for label in axis.labels) + 15, 34.0)
    room = max((width_of(words, SIZE) + 14 for words in said_beside), default=12.0)
    high = 150.0 if width < 480 else 220.0
    places = [place_of(period) for period in periods] or [(0.0, 1.0)]
    first, last = min(begin for begin, _ in places), max(end for _, end in places)
    if days:
        begin, end = max(places, key=lambda place: place[1])
        last = min(max(last, *map(month_of, days)), end + max(end - begin, 1.0))
    return Frame(axis, left, width - room, TOP + high, first, last - first, LANE if days else 0.0)


def document(ident: str, title: str, description: str, parts: Sequence[str], width: int, height: float) -> str:
    """The SVG document of a chart, with its title and description."""
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {width} {px(height)}" '
        f'width="{width}" height="{px(height)}" aria-labelledby="{ident}-title {ident}-desc" '
        f'font-family="{FONT}" font-size="{px(SIZE)}">',
        f'<title id="{ident}-title">{safe(title)}</title>',
        f'<desc id="{ident}-desc">{safe(description)}</desc>',
    ]
    return "\n".join([*head, *parts, "</svg>", ""])


def no_figures(frame: Frame) -> str:
    """What an empty chart says."""
    return marks.text((frame.left + frame.right) / 2, (TOP + frame.bottom) / 2, "No figures", "middle")


def lettered(frame: Frame, revised: Iterable[Period]) -> set[Period]:
    """Of revised periods those with room for a letter: where several stand closer than a letter is wide, the first."""
    kept: dict[Period, float] = {}
    for period in revised:
        x = frame.middle(period)
        if not kept or x - max(kept.values()) >= LETTER:
            kept[period] = x
    return set(kept)


def grid(frame: Frame, periods: Sequence[Period], width: int) -> Iterator[str]:
    """Lines and labels of the values, and labels of the periods."""
    for tick, words in zip(frame.axis.ticks, frame.axis.labels, strict=True):
        y = frame.y(tick)
        yield (
            f'<line class="chart-grid" x1="{px(frame.left)}" x2="{px(frame.right)}" y1="{px(y)}" y2="{px(y)}" '
            f'stroke="{GRID}"/>'
        )
        yield marks.text(frame.left - 8, y + SIZE * 0.35, words, "end")
    if caption := frame.axis.caption:
        fits = int(width / (SIZE * 0.58)) - 1
        yield marks.text(0, SIZE, caption if len(caption) <= fits else f"{caption[: fits - 1]}…")
    for label in period_labels([(frame.middle(period), period) for period in periods], SIZE, 0, width):
        yield from _period_label(frame, label)


def _period_label(frame: Frame, label: PeriodLabel) -> Iterator[str]:
    for number, line in enumerate(label.lines):
        yield marks.text(label.x, frame.bottom + frame.lane + 18 + number * 15, line, "middle")


def beside(frame: Frame, said: Sequence[tuple[float, str, bool]]) -> Iterator[str]:
    """Labels at the right, (value, words, strong) each: the upper first, the lower gives way, but not off the plot."""
    ordered = sorted(said, key=lambda each: -each[0])
    places: list[float] = []
    for value, _, _ in ordered:
        places.append(max([frame.y(value), *(above + APART for above in places[-1:])]))
    lowest = frame.bottom
    for number in range(len(places) - 1, -1, -1):
        places[number] = min(places[number], lowest)
        lowest = places[number] - APART
    for (_, words, strong), y in zip(ordered, places, strict=True):
        yield marks.text(frame.right + 8, y + SIZE * 0.35, words, strong=strong)


def legend_of(shown: Sequence[tuple[str, str]], frame: Frame, width: int) -> list[Entry]:
    """(mark, words) of everything that a chart shows and a reader may not know, each with its place."""
    widths = [18 + width_of(words, SIZE) + 14 for _, words in shown]
    # Below the plot where there is room for the longest, else below the axis too.
    left = frame.left if frame.left + max(widths, default=0.0) <= width + 14 else 0.0
    placed, row, x = [], 0, left
    for (mark, words), wide in zip(shown, widths, strict=True):
        if x + wide > width + 14 and x > left:
            row, x = row + 1, left
        placed.append((row, x, mark, words))
        x += wide
    return placed


def legend_line(frame: Frame, row: int) -> float:
    """The middle of a legend's row."""
    return frame.bottom + frame.lane + LABELS + row * LINE + GAP


def height_of(frame: Frame, legend: Sequence[Entry]) -> float:
    """How high a chart with this legend is."""
    return frame.bottom + frame.lane + LABELS + LINE * (1 + max((row for row, *_ in legend), default=-1))
