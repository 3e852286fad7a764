"""What a chart says in words, made from its numbers: its description, for whoever does not see it."""

from collections import Counter
from collections.abc import Sequence

from quarterdeck.framework.periods import Span
from quarterdeck.measures.breaks import first_period
from quarterdeck.measures.chart_data import ChartPoint, TrendChart
from quarterdeck.measures.chart_events import describe_events, events_shown
from quarterdeck.measures.words import number_words, target_said


def describe(chart: TrendChart) -> str:
    """First, last, highest and lowest figure, how many are on target, the target, and what else is marked."""
    shown = [point for point in chart.points if point.value is not None]
    if not shown:
        return "There are no figures to draw." if not chart.points else _without(chart.points)
    sentences = [_course(chart, shown), _rated(chart, shown), _target(chart)]
    marked = Counter(note for point in shown for note in notes_of(point).split(", ") if note)
    sentences += [f"{_figures(number)} {'is' if number == 1 else 'are'} {note}." for note, number in marked.items()]
    if missing := len(chart.points) - len(shown):
        sentences.append(f"For {missing} {'period' if missing == 1 else 'periods'} there is no figure.")
    within = [day for day in sorted(set(chart.breaks)) if chart.points[0].period.start < day <= shown[-1].period.end]
    sentences += [
        f"The definition changed from {first_period(day, shown[-1].period)}: figures from before are not comparable."
        for day in within
    ]
    sentences += describe_events(events_shown(chart.events, [point.period for point in chart.points]))
    return " ".join(sentence for sentence in sentences if sentence)


def notes_said(point: ChartPoint, unit_of_measure: str, decimals: int) -> str:
    """What is read out beside a figure: its notes, and of a revised one what members had seen."""
    notes = notes_of(point)
    return notes if point.was is None else f"{notes}: was {number_words(point.was, unit_of_measure, decimals)}"


def notes_of(point: ChartPoint) -> str:
    """What is to be said of a figure beside its rating: provisional, revised."""
    return ", ".join(word for word, holds in (("provisional", point.provisional), ("revised", point.revised)) if holds)


def _course(chart: TrendChart, shown: Sequence[ChartPoint]) -> str:
    first, last = shown[0], shown[-1]
    if len(shown) == 1:
        return f"{_said(chart, first)}, the only figure."
    lowest, highest = (pick(shown, key=lambda point: point.value or 0.0) for pick in (min, max))
    course = f"From {_said(chart, first)} to {_said(chart, last)}, {len(shown)} figures"
    if _value(chart, lowest) == _value(chart, highest):
        return f"{course}, all the same."
    return f"{course}: highest {_said(chart, highest)}, lowest {_said(chart, lowest)}."


def _rated(chart: TrendChart, shown: Sequence[ChartPoint]) -> str:
    counts = Counter(point.rating for point in shown)
    rated = len(shown) - counts["unrated"]
    if not rated:
        return "None of them is rated."
    parts = [f"{counts[each]} {chart.words[each].lower()}" for each in ("green", "amber", "red") if counts[each]]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"Of {rated} rated, {listed}."


def _target(chart: TrendChart) -> str:
    last = chart.points[-1].target
    if last.value is None and last.low is None and not last.text:
        return "No target is set for the last."
    words = target_said(last.value, last.low, last.high, last.text, chart.unit_of_measure, chart.decimals)
    return f"The last target is {words}."


def _without(points: Sequence[ChartPoint]) -> str:
    return f"There is no figure for any of {len(points)} periods, from {points[0].period.short_label} on."


def _figures(number: int) -> str:
    return f"{number} {'figure' if number == 1 else 'figures'}"


def _said(chart: TrendChart, point: ChartPoint) -> str:
    label, word = point.period.short_label, "from" if point.period.span is Span.CUSTOM else "in"
    return f"{_value(chart, point)} {word} {label}"


def _value(chart: TrendChart, point: ChartPoint) -> str:
    return number_words(point.value or 0.0, chart.unit_of_measure, chart.decimals)
