"""A series against its process limits (an XmR chart) as SVG: mean, limits, and each figure by what it signals. Pure.

A signal is a shape as well as a colour, and never the shape of a rating: ■ improving, ⬢ worsening, ✚ changed, ● routine
variation. The mean is a line, limits are dashed, near limits light, the target dashed as in the trend; limits begin
anew at a mark. Limits end in the drawing where figures can lie (a share has no room above 100%); by them points are
judged all the same. The same data gives the same bytes. Classes beside those of `charts`: `chart-mean` `chart-limit`
`chart-nearly` `chart-rebase`, and of shapes `chart-improving` `chart-worsening` `chart-changed` `chart-common`.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

from quarterdeck.framework.periods import Period
from quarterdeck.measures import chart_marks as marks
from quarterdeck.measures import process_words as words
from quarterdeck.measures.chart_axes import month_of, value_axis
from quarterdeck.measures.chart_events import (
    draw_events,
    event_mark,
    events_legend,
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
from quarterdeck.measures.chart_marks import INK, PAGE, QUIET, RADIUS, SIZE, px
from quarterdeck.measures.process import Anew
from quarterdeck.measures.process_chart_data import ProcessChart, ProcessMark, describe, marked, said_of
from quarterdeck.measures.process_limits import Limits, Variation
from quarterdeck.measures.words import figure_words

TONES: Final = {
    Variation.IMPROVING: ("chart-improving", "#005eb8"),
    Variation.WORSENING: ("chart-worsening", "#e66c00"),
    Variation.CHANGED: ("chart-changed", "#7a4ab0"),
    Variation.COMMON: ("chart-common", "#69737d"),
}


def draw_process(chart: ProcessChart, width: int = WIDTH) -> str:
    """The chart as an SVG document, `width` pixels wide and as high as it needs."""
    periods = [each.period for each in chart.points]
    low, high = _natural(chart)
    axis = value_axis(list(_numbers(chart, low, high)), chart.unit_of_measure, chart.decimals)
    said = list(_said_beside(chart, low, high))
    events = marked(chart)
    frame = frame_of(axis, periods, [text for _, text, _ in said], width, [event.day for event in events])
    placed = place_events(frame, events)
    legend = legend_of([*_shown(chart), *events_legend(placed)], frame, width)
    radius = frame.radius(periods)
    letters = lettered(frame, [each.period for each in chart.points if each.revised])
    parts = [
        *grid(frame, periods, width),
        *(part for stretch in _stretches(chart.points) for part in _limits(frame, stretch, low, high)),
        *_targets(frame, chart.points),
        *_anew(frame, chart),
        *_line(frame, chart.points),
        *(part for each in chart.points for part in _point(frame, chart, each, radius, letters)),
        *draw_events(frame, placed),
        *beside(frame, said),
        *(part for row, x, mark, text in legend for part in _entry(frame, row, x, mark, text)),
    ]
    if not chart.points:
        parts.append(no_figures(frame))
    return document(chart.ident, chart.title, describe(chart), parts, width, height_of(frame, legend))


def _natural(chart: ProcessChart) -> tuple[float, float]:
    """Between which numbers figures can lie, as far as the figures themselves do not say otherwise."""
    values = [each.value for each in chart.points if each.value is not None]
    low = 0.0 if all(value >= 0 for value in values) else float("-inf")
    share = chart.unit_of_measure.strip() == "%" and all(value <= 100 for value in values)
    return low, 100.0 if share else float("inf")


def _numbers(chart: ProcessChart, low: float, high: float) -> Iterator[float]:
    for each in chart.points:
        yield from (number for number in (each.value, each.was, each.target) if number is not None)
        if each.point is not None:
            limits = each.point.limits
            yield from (min(max(level, low), high) for level in (limits.lower, limits.mean, limits.upper))


def _stretches(points: Sequence[ProcessMark]) -> Iterator[tuple[Limits, Period, Period]]:
    """Limits with the first and the last period that they are drawn over: over gaps as well."""
    having = [each for each in points if each.point is not None]
    for limits, group in groupby(having, key=lambda each: each.point.limits if each.point else None):
        members = list(group)
        if limits is not None:
            yield limits, members[0].period, members[-1].period


def _limits(frame: Frame, stretch: tuple[Limits, Period, Period], low: float, high: float) -> Iterator[str]:
    limits, first, last = stretch
    begin, end = frame.span(first)[0], frame.span(last)[1]
    drawn = (
        ("chart-nearly", limits.near_lower, "1", "2 4"),
        ("chart-nearly", limits.near_upper, "1", "2 4"),
        ("chart-limit", limits.lower, "1.5", "8 4"),
        ("chart-limit", limits.upper, "1.5", "8 4"),
        ("chart-mean", limits.mean, "1.5", ""),
    )
    for name, level, wide, dashes in drawn:
        # A near limit that figures cannot reach is not drawn; a limit ends where they do.
        if name == "chart-nearly" and not low <= level <= high:
            continue
        y = px(frame.y(min(max(level, low), high)))
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield (
            f'<line class="{name}" x1="{px(begin)}" x2="{px(end)}" y1="{y}" y2="{y}" stroke="{QUIET}" '
            f'stroke-width="{wide}"{dashed}/>'
        )


def _targets(frame: Frame, points: Sequence[ProcessMark]) -> Iterator[str]:
    path, before = "", None
    for each in points:
        if each.target is not None:
            begin, end = frame.span(each.period)
            y = px(frame.y(each.target))
            path += f"{f'V{y}' if before is not None and _adjoin(before, each) else f'M{px(begin)} {y}'}H{px(end)}"
        before = None if each.target is None else each
    if path:
        yield (
            f'<path class="chart-target" d="{path}" fill="none" stroke="{INK}" stroke-width="1.5" '
            'stroke-dasharray="4 3"/>'
        )


def _anew(frame: Frame, chart: ProcessChart) -> Iterator[str]:
    for each in chart.points[1:]:
        x = frame.x(month_of(each.period.start))
        if each.anew is Anew.DEFINITION:
            yield marks.break_line(x, TOP - 6, frame.bottom)
            yield marks.break_on_axis(x, frame.bottom)
        elif each.anew is Anew.REBASE:
            yield _rebase(x, TOP - 8, frame.bottom)


def _rebase(x: float, top: float, bottom: float) -> str:
    """The line, with a flag at its head, at which a person had limits begin anew."""
    return (
        f'<path class="chart-rebase" d="M{px(x)} {px(bottom)}V{px(top)}h7l-3 3.5l3 3.5h-7" fill="none" '
        f'stroke="{INK}" stroke-width="1.25"/>'
    )


def _line(frame: Frame, points: Sequence[ProcessMark]) -> Iterator[str]:
    """The line from figure to figure; not over a gap, and not to where limits begin anew."""
    path, before = "", None
    for each in points:
        if each.value is not None:
            joined = before is not None and _adjoin(before, each) and each.anew is None
            path += f"{'L' if joined else 'M'}{px(frame.middle(each.period))} {px(frame.y(each.value))}"
        before = None if each.value is None else each
    if path:
        yield f'<path class="chart-line" d="{path}" fill="none" stroke="{INK}" stroke-width="1"/>'


def _adjoin(early: ProcessMark, late: ProcessMark) -> bool:
    return (late.period.start - early.period.end).days == 1


def _point(
    frame: Frame, chart: ProcessChart, each: ProcessMark, radius: float, letters: Collection[Period]
) -> Iterator[str]:
    begin, end = frame.span(each.period)
    yield f'<g class="chart-point{"" if each.value is not None else " chart-missing"}"{_data(chart, each)}>'
    # What the pointer finds: the whole column.
    unseen = 'fill="none" pointer-events="all"'
    yield marks.rect("chart-hit", begin, TOP, end - begin, frame.bottom - TOP, unseen)
    x = frame.middle(each.period)
    if each.value is None:
        yield marks.gap(x, frame.bottom - 1)
    else:
        y, old = frame.y(each.value), None if each.was is None else frame.y(each.was)
        if old is not None:
            yield marks.was(x, old, y)
        variation = Variation.COMMON if each.point is None else each.point.variation
        yield signal_shape(x, y, radius, variation)
        if each.period in letters:
            yield marks.revised(x, y, radius, TOP - 14, old)
    yield "</g>"


def signal_shape(x: float, y: float, radius: float, variation: Variation) -> str:
    """The mark of what a figure signals."""
    name, colour = TONES[variation]
    paint = f'class="chart-solid" fill="currentColor" stroke="{PAGE}"'
    r = radius
    match variation:
        case Variation.IMPROVING:
            s = r * 0.95
            drawn = f'<rect x="{px(x - s)}" y="{px(y - s)}" width="{px(2 * s)}" height="{px(2 * s)}" {paint}/>'
        case Variation.WORSENING:
            h, v = r * 0.6, r * 1.05
            drawn = (
                f'<path d="M{px(x - h)} {px(y - v)}h{px(2 * h)}l{px(h)} {px(v)}l{px(-h)} {px(v)}h{px(-2 * h)}'
                f'l{px(-h)} {px(-v)}z" {paint}/>'
            )
        case Variation.CHANGED:
            t, arm = r * 0.45, r * 0.75
            step = f"h{px(2 * t)}v{px(arm)}h{px(arm)}v{px(2 * t)}h{px(-arm)}v{px(arm)}h{px(-2 * t)}v{px(-arm)}"
            drawn = f'<path d="M{px(x - t)} {px(y - t - arm)}{step}h{px(-arm)}v{px(-2 * t)}h{px(arm)}z" {paint}/>'
        case Variation.COMMON:
            drawn = f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(r * 0.8)}" {paint}/>'
    return f'<g class="chart-shape {name}" color="{colour}">{drawn}</g>'


def _data(chart: ProcessChart, each: ProcessMark) -> str:
    """What a page reads out of a point, in the names that the trend's points have."""
    point = each.point
    target = "" if each.target is None else said_of(chart, each.target)
    signal = "" if point is None else words.signal_said(point, chart.settings)
    said = {
        "observation-id": str(each.observation_id),
        "period": each.period.code,
        "label": each.period.short_label,
        "value": "" if each.value is None else repr(each.value),
        "value-words": figure_words(each.value_state, each.value, chart.unit_of_measure, chart.decimals),
        "target-words": target,
        "rating": "" if point is None else point.variation.value,
        "rating-words": "" if point is None else words.VARIATION[point.variation],
        "notes": ". ".join(each for each in (signal, _notes(chart, each)) if each),
    }
    return marks.data(said)


def _notes(chart: ProcessChart, each: ProcessMark) -> str:
    """What is read out beside a signal: provisional, or revised and what members had seen."""
    notes = [word for word, holds in (("Provisional", each.provisional), ("Revised", each.revised)) if holds]
    return ", ".join(notes) + (f": was {said_of(chart, each.was)}" if each.was is not None else "")


def _said_beside(chart: ProcessChart, low: float, high: float) -> Iterator[tuple[float, str, bool]]:
    limits = chart.judged.limits
    if limits is not None:
        yield min(limits.upper, high), "Upper limit", False
        yield limits.mean, "Mean", False
        yield max(limits.lower, low), "Lower limit", False
    if chart.points and (target := chart.points[-1].target) is not None:
        yield target, "Target", False


def _shown(chart: ProcessChart) -> Iterator[tuple[str, str]]:
    variations = {each.point.variation for each in chart.points if each.point is not None}
    for variation in TONES:
        if variation in variations:
            yield variation.value, words.VARIATION[variation]
    if variations:
        yield "nearly", "Two thirds of the way to a limit"
    if any(each.value is None for each in chart.points):
        yield "gap", "No figure"
    if any(each.revised and each.value is not None for each in chart.points):
        yield "revised", "Revised"
    anew = {each.anew for each in chart.points[1:]}
    if Anew.REBASE in anew:
        yield "rebase", "Limits rebased"
    if Anew.DEFINITION in anew:
        yield "break", "Definition changed"


def _entry(frame: Frame, row: int, x: float, mark: str, said: str) -> Iterator[str]:
    y = legend_line(frame, row)
    match mark:
        case "nearly":
            yield (
                f'<line class="chart-nearly" x1="{px(x)}" x2="{px(x + 12)}" y1="{px(y)}" y2="{px(y)}" '
                f'stroke="{QUIET}" stroke-width="1" stroke-dasharray="2 4"/>'
            )
        case _ if mark.startswith("event "):
            yield event_mark(x + 6, y, mark.removeprefix("event "))
        case "revised":
            yield marks.text(x + 6, y + 4, "R", "middle", strong=True, size=11)
        case "gap":
            yield marks.gap(x + 6, y + 4)
        case "rebase":
            yield _rebase(x + 3, y - 7, y + 7)
        case "break":
            yield marks.break_line(x + 6, y - 7, y + 7)
        case variation:
            yield signal_shape(x + 6, y, RADIUS, Variation(variation))
    yield marks.text(x + 18, y + SIZE * 0.35, said)
