"""What a chart of process limits is drawn from, and what it says in words, for whoever does not see it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quarterdeck.framework.periods import Period
from quarterdeck.measures import process_words as words
from quarterdeck.measures.chart_events import ChartEvent, EventKind, describe_events, events_shown
from quarterdeck.measures.process import Anew, Judged
from quarterdeck.measures.process_limits import LimitSettings, ProcessPoint, Variation
from quarterdeck.measures.process_reads import ProcessOf
from quarterdeck.measures.reads import known_period
from quarterdeck.measures.series import ALL
from quarterdeck.measures.words import number_words

MOST: Final = 60
"""How many of the newest figures are drawn. Limits rest on those before as well."""


@dataclass(frozen=True)
class ProcessMark:
    """A period's figure; `point` where it has limits; `anew`: they begin anew with it. target: its own, a number.

    was: of a revised one what members had seen before it was restated, where that was a number.
    """

    observation_id: int
    period: Period
    value_state: str
    value: float | None
    point: ProcessPoint | None
    anew: Anew | None
    target: float | None
    provisional: bool = False
    revised: bool = False
    was: float | None = None


@dataclass(frozen=True)
class ProcessChart:
    """A series to draw, oldest first. ident: unique on a page, letters, digits and hyphens.

    events: the decisions that are marked on the axis of time. A rebase is drawn where limits begin anew.
    """

    ident: str
    title: str
    unit_of_measure: str
    decimals: int
    points: Sequence[ProcessMark]
    judged: Judged
    settings: LimitSettings
    events: Sequence[ChartEvent] = ()


def chart_of(found: ProcessOf, events: Sequence[ChartEvent], before: Mapping[str, float]) -> ProcessChart:
    """What is drawn of a series that was read. before: what members had seen of revised figures, by period."""
    series, newest, judged = found.series, found.newest, found.judged
    of_part = "" if series is None or series.breakdown == ALL else f", {series.breakdown}"
    unit = f", {found.unit_name}" if found.unit_name else ""
    return ProcessChart(
        ident=f"process-{found.indicator.id}" if series is None else f"process-{found.indicator.id}-{series.id}",
        title=f"{found.indicator.ref}: {found.indicator.name}{unit}{of_part}, process limits",
        unit_of_measure="" if newest is None else newest.unit_of_measure,
        decimals=0 if newest is None else newest.decimals,
        points=[_mark(row, judged, before.get(row.period)) for row in found.rows[-MOST:]],
        judged=judged,
        settings=found.settings,
        events=events,
    )


def _mark(row: Any, judged: Judged, was: float | None) -> ProcessMark:
    period = known_period(row.period)
    point = None if row.value is None else judged.points.get(period.start)
    return ProcessMark(
        row.id,
        period,
        row.value_state,
        row.value,
        point,
        judged.anew.get(period.start),
        row.target,
        row.provisional,
        row.revised,
        was,
    )


def describe(chart: ProcessChart) -> str:
    """What the latest figure says, the limits, how many figures signal what, the target, where limits begin anew."""
    judged = chart.judged
    parts = [words.judged_said(judged, chart.settings), words.basis_said(judged)]
    if judged.limits is not None:
        low, mean, high = (
            said_of(chart, each) for each in (judged.limits.lower, judged.limits.mean, judged.limits.upper)
        )
        parts.append(f"Mean {mean}, limits {low} and {high}.")
        counts = Counter(each.point.variation for each in chart.points if each.point is not None)
        listed = [f"{counts[each]} {words.VARIATION[each].lower()}" for each in Variation if counts[each]]
        parts.append(f"Of {sum(counts.values())} figures with limits, {', '.join(listed)}.")
        target = chart.points[-1].target if chart.points else None
        parts.append(words.expected_said(judged, target, chart.unit_of_measure, chart.decimals))
        parts.append(words.settings_said(chart.settings))
    for each in chart.points:
        if each.anew is not None:
            because = "by a rebase" if each.anew is Anew.REBASE else "because the definition changed"
            parts.append(f"Limits begin anew with {each.period.short_label}, {because}.")
    if missing := sum(each.value is None for each in chart.points):
        parts.append(f"For {missing} {'period' if missing == 1 else 'periods'} there is no figure.")
    if revised := sum(each.revised and each.value is not None for each in chart.points):
        parts.append(f"{revised} {'figure is' if revised == 1 else 'figures are'} revised.")
    parts += describe_events(marked(chart))
    return " ".join(part for part in parts if part)


def marked(chart: ProcessChart) -> list[ChartEvent]:
    """The decisions that are marked on the axis of time."""
    kept = [event for event in chart.events if event.kind is not EventKind.REBASE]
    return events_shown(kept, [each.period for each in chart.points])


def said_of(chart: ProcessChart, value: float) -> str:
    """A number in the chart's unit of measure, as printed."""
    return number_words(value, chart.unit_of_measure, chart.decimals)
