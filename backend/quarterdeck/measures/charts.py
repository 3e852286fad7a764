"""Charts as SVG: one drawing for the screens, the HTML edition, the PDF and the Word document. Pure.

A trend with its target: status as shape and colour (● on target, ▲ near it, ◆ off it, ○ not rated), the target as a
dashed step line, the tolerance shaded; a gap where there is no figure; provisional figures hollow with a dot, revised
ones marked R and tied to the level that members had seen, a break in the series as a dotted line; decisions in a lane
below (`chart_events`). The same data gives the same bytes.

A page that inlines it restyles it by its classes: `chart` on the root, `chart-text` `chart-strong` `chart-grid`
`chart-band` `chart-target` `chart-line` `chart-break` `chart-gap` `chart-was` `chart-decided` `chart-several`, and of
shapes the `color` of `chart-on` `chart-near` `chart-off` `chart-none`; the stroke of `chart-solid` and `chart-strong`
and the fill of `chart-hollow` are the page's.
A point is `<g class="chart-point">` with `data-*` for reading it by pointer and keyboard.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from quarterdeck.framework.periods import Period
from quarterdeck.measures import chart_marks as marks
from quarterdeck.measures.breaks import break_between
from quarterdeck.measures.chart_axes import month_of, value_axis
from quarterdeck.measures.chart_data import ChartPoint, TrendChart
from quarterdeck.measures.chart_events import (
    ChartEvent,
    draw_events,
    event_mark,
    events_legend,
    events_shown,
    place_events,
)
from quarterdeck.measures.chart_frame import (
    TOP,
    WIDTH,
    Frame,
    beside,
    document,
    frame_of,
    grid,
    height_of,
    legend_line,
    legend_of,
    lettered,
    no_figures,
)
from quarterdeck.measures.chart_marks import BAND, INK, QUIET, RADIUS, SIZE, TONES, px
from quarterdeck.measures.chart_words import describe, notes_said
from quarterdeck.measures.tolerance import Band
from quarterdeck.measures.words import figure_words, target_said


def draw_trend(chart: TrendChart, width: int = WIDTH) -> str:
    """The chart as an SVG document, `width` pixels wide and as high as it needs."""
    frame = _frame(chart, width)
    placed = place_events(frame, _events(chart))
    legend = legend_of([*_marks(chart), *events_legend(placed)], frame, width)
    radius = frame.radius([point.period for point in chart.points])
    letters = lettered(frame, [point.period for point in chart.points if point.revised])
    parts = [
        *grid(frame, [point.period for point in chart.points], width),
        *_bands(frame, chart),
        *_targets(frame, chart),
        *_breaks(frame, chart),
        *_line(frame, chart),
        *(part for point in chart.points for part in _point(frame, chart, point, radius, letters)),
        *draw_events(frame, placed),
        *beside(frame, list(_said_beside(chart))),
        *(part for row, x, shape, words in legend for part in _entry(frame, row, x, shape, words)),
    ]
    if not chart.points:
        parts.append(no_figures(frame))
    return document(chart.ident, chart.title, describe(chart), parts, width, height_of(frame, legend))


def _frame(chart: TrendChart, width: int) -> Frame:
    shown = [number for point in chart.points for number in _numbers(point)]
    axis = value_axis(shown, chart.unit_of_measure, chart.decimals)
    periods = [point.period for point in chart.points]
    days = [event.day for event in _events(chart)]
    return frame_of(axis, periods, [words for _, words, _ in _said_beside(chart)], width, days)


def _events(chart: TrendChart) -> list[ChartEvent]:
    return events_shown(chart.events, [point.period for point in chart.points])


def _numbers(point: ChartPoint) -> Iterator[float]:
    target = point.target
    yield from (each for each in (point.value, point.was, target.value, target.low, target.high) if each is not None)
    yield from point.near or ()


def _bands(frame: Frame, chart: TrendChart) -> Iterator[str]:
    for points, band in _runs([(point, point.near) for point in chart.points]):
        begin, end = frame.span(points[0].period)[0], frame.span(points[-1].period)[1]
        top, bottom = frame.y(band[1]), frame.y(band[0])
        fill = f'fill="{BAND}"'
        yield marks.rect("chart-band", begin, top, end - begin, max(bottom - top, 1), fill)


def _runs(points: Sequence[tuple[ChartPoint, Band | None]]) -> Iterator[tuple[list[ChartPoint], Band]]:
    """Neighbouring points with the same band, together."""
    run: list[ChartPoint] = []
    standing: Band | None = None
    for point, band in points:
        if run and band == standing and _adjoin(run[-1], point):
            run.append(point)
            continue
        if run and standing is not None:
            yield run, standing
        run, standing = [point], band
    if run and standing is not None:
        yield run, standing


def _targets(frame: Frame, chart: TrendChart) -> Iterator[str]:
    edges = ("value", "low", "high")
    for edge in edges:
        path, before = "", None
        for point in chart.points:
            # A target is a number or a range, and of a range both edges are drawn.
            level = getattr(point.target, edge)
            if level is not None and not (edge != "value" and point.target.value is not None):
                begin, end = frame.span(point.period)
                joined = before is not None and _adjoin(before, point)
                y = px(frame.y(level))
                path += f"{f'V{y}' if joined else f'M{px(begin)} {y}'}H{px(end)}"
                before = point
            else:
                before = None
        if path:
            yield (
                f'<path class="chart-target" d="{path}" fill="none" stroke="{INK}" stroke-width="1.5" '
                'stroke-dasharray="4 3"/>'
            )


def _breaks(frame: Frame, chart: TrendChart) -> Iterator[str]:
    for day in _breaks_shown(chart):
        x = frame.x(month_of(day))
        yield marks.break_line(x, TOP - 6, frame.bottom)
        yield marks.break_on_axis(x, frame.bottom)


def _breaks_shown(chart: TrendChart) -> list[date]:
    """Those that part some figures of the chart from others."""
    if not chart.points:
        return []
    first, last = chart.points[0].period, chart.points[-1].period
    return [day for day in sorted(set(chart.breaks)) if first.start < day <= last.end]


def _line(frame: Frame, chart: TrendChart) -> Iterator[str]:
    """The line from figure to figure; not over a gap, and not over a break in the series."""
    path, before = "", None
    for point in chart.points:
        if point.value is not None:
            at = f"{px(frame.middle(point.period))} {px(frame.y(point.value))}"
            joined = before is not None and _adjoin(before, point) and not _parted(before, point, chart.breaks)
            path += f"{'L' if joined else 'M'}{at}"
        before = None if point.value is None else point
    if path:
        yield f'<path class="chart-line" d="{path}" fill="none" stroke="{INK}" stroke-width="1.75"/>'


def _adjoin(early: ChartPoint, late: ChartPoint) -> bool:
    return (late.period.start - early.period.end).days == 1


def _parted(early: ChartPoint, late: ChartPoint, breaks: Sequence[date]) -> bool:
    return break_between(early.period, late.period, breaks) is not None


def _point(
    frame: Frame, chart: TrendChart, point: ChartPoint, radius: float, letters: Collection[Period]
) -> Iterator[str]:
    begin, end = frame.span(point.period)
    yield f'<g class="chart-point{"" if point.value is not None else " chart-missing"}"{_data(chart, point)}>'
    # What the pointer finds: the whole column.
    unseen = 'fill="none" pointer-events="all"'
    yield marks.rect("chart-hit", begin, TOP, end - begin, frame.bottom - TOP, unseen)
    x = frame.middle(point.period)
    if point.value is None:
        yield marks.gap(x, frame.bottom - 1)
    else:
        y, old = frame.y(point.value), None if point.was is None else frame.y(point.was)
        if old is not None:
            yield marks.was(x, old, y)
        yield from marks.shape(x, y, radius, point.rating, hollow=point.provisional)
        if point.period in letters:
            yield marks.revised(x, y, radius, TOP - 14, old)
    yield "</g>"


def _data(chart: TrendChart, point: ChartPoint) -> str:
    """What a page reads out of a point: codes and numbers, and beside them the words as printed."""
    target, unit, decimals = point.target, chart.unit_of_measure, chart.decimals
    said = {
        "observation-id": str(point.observation_id),
        "period": point.period.code,
        "label": point.period.short_label,
        "value": "" if point.value is None else repr(point.value),
        "value-words": figure_words(point.value_state, point.value, unit, decimals),
        "target": "" if target.value is None else repr(target.value),
        "target-words": target_said(target.value, target.low, target.high, target.text, unit, decimals),
        "rating": point.rating,
        "rating-words": chart.words[point.rating],
        "notes": notes_said(point, unit, decimals),
    }
    return marks.data(said)


def _said_beside(chart: TrendChart) -> Iterator[tuple[float, str, bool]]:
    """(value, words, strong) of what is labelled at the right: the last figure, and the target that goes with it."""
    valued = [point.value for point in chart.points if point.value is not None]
    if valued:
        yield valued[-1], "Actual", True
    if chart.points:
        target = chart.points[-1].target
        if target.value is not None:
            yield target.value, "Target", False
        elif target.low is not None and target.high is not None:
            yield (target.low + target.high) / 2, "Target", False


def _marks(chart: TrendChart) -> Iterator[tuple[str, str]]:
    shown = [point for point in chart.points if point.value is not None]
    for rating in TONES:
        if any(point.rating == rating for point in shown):
            yield rating, chart.words[rating]
    if any(point.near for point in chart.points):
        yield "band", "Target range" if chart.in_range else "Within tolerance"
    if any(point.provisional for point in shown):
        yield "provisional", "Provisional"
    if any(point.revised for point in shown):
        yield "revised", "Revised"
    if len(shown) < len(chart.points):
        yield "gap", "No figure"
    if _breaks_shown(chart):
        yield "break", "Definition changed"


def _entry(frame: Frame, row: int, x: float, mark: str, words: str) -> Iterator[str]:
    y = legend_line(frame, row)
    match mark:
        case _ if mark.startswith("event "):
            yield event_mark(x + 6, y, mark.removeprefix("event "))
        case "band":
            yield marks.rect("chart-band", x, y - 6, 12, 12, f'fill="{BAND}" stroke="{QUIET}" stroke-width="0.5"')
        case "provisional":
            yield from marks.shape(x + 6, y, RADIUS, "unrated", hollow=True)
        case "revised":
            yield marks.text(x + 6, y + 4, "R", "middle", strong=True, size=11)
        case "gap":
            yield marks.gap(x + 6, y + 4)
        case "break":
            yield marks.break_line(x + 6, y - 7, y + 7)
        case rating:
            yield from marks.shape(x + 6, y, RADIUS, rating)
    yield marks.text(x + 18, y + SIZE * 0.35, words)
