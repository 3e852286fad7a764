"""What the routes of figures, series and summaries answer."""

from datetime import date, datetime
from typing import Any, Literal

from quarterdeck.core.http import Output
from quarterdeck.measures.figures import Figure
from quarterdeck.measures.models import Aggregation, IndicatorKind, Origin, RevisionKind, ValueState
from quarterdeck.measures.rating import Rating, Unrated
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.reads import unrated_sentence
from quarterdeck.measures.summaries import By, Heading
from quarterdeck.measures.summary import Summary, TravelCounts
from quarterdeck.measures.travel import NotCompared, Travel


class FigureRead(Output):
    """One figure as it stood, in its definition's unit of measure, with all that made it.

    `id` is the observation's. `kind` is contextual where the figure was not to be rated. `rating` is unrated
    for the reason given; one by judgement has its `override_reason`, and in `ruled_rating` what the rule alone gives.
    `short_travel` compares with the period before, `long_travel` with the same period
    last year; the changes are of figures as displayed, or the reason says why nothing was compared.
    `revised`: changed by a restatement after members had seen it. `approved`: a body has approved it.
    """

    id: int
    indicator_id: int
    ref: str
    name: str
    kind: IndicatorKind
    responsible_unit_id: int
    series_id: int
    unit_id: int
    unit: str
    unit_name: str
    breakdown: str
    period: str
    period_label: str
    start_on: date
    end_on: date
    unit_of_measure: str
    decimals: int
    polarity: Polarity
    aggregation: Aggregation
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    forecast: float | None
    as_printed: str | None
    printed_rating: str | None
    commentary: str
    explanations: dict[str, str]
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: Rating
    unrated_reason: Unrated | None
    ruled_rating: Rating | None
    override_reason: str | None
    revision: int
    revision_kind: RevisionKind
    reason: str
    revised: bool
    approved: bool
    origin: Origin
    origin_id: int | None
    source: str | None
    recorded_at: datetime
    change_no: int
    rating_id: int
    definition_id: int
    target_id: int | None
    rule_id: int | None
    unrated_sentence: str
    short_travel: Travel
    short_change: float | None
    short_reason: NotCompared | None
    short_broken_from: str | None
    long_travel: Travel
    long_change: float | None
    long_reason: NotCompared | None
    long_broken_from: str | None


class PinningEdition(Output):
    """An edition that pins a revision: `number` counts those of its round, `period_code` is the round's."""

    edition_id: int
    number: int
    period_code: str


class RevisionRead(Output):
    """One revision of a figure: what was reported, where it came from, why it changed what stood.

    `editions`: those that pin it and that you may read, the oldest first.
    """

    id: int
    revision: int
    kind: RevisionKind
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    forecast: float | None
    commentary: str
    explanations: dict[str, str]
    as_printed: str | None
    printed_on: date | None
    printed_rating: str | None
    origin: Origin
    origin_id: int | None
    source: str | None
    reason: str
    rating: Rating
    unrated_reason: Unrated | None
    unrated_sentence: str
    ruled_rating: Rating | None
    override_reason: str | None
    approved: bool
    recorded_by: int | None
    recorded_at: datetime
    change_no: int
    editions: list[PinningEdition]

    @classmethod
    def of(cls, row: Any, editions: list[PinningEdition]) -> "RevisionRead":
        """A row of `reads.list_revisions`, and the editions that pin it."""
        apart = {
            "rating": row.rating,
            "unrated_reason": row.unrated_reason,
            "ruled_rating": row.ruled_rating,
            "override_reason": row.override_reason,
            "unrated_sentence": unrated_sentence(row[0].value_state, row.unrated_reason),
            "approved": row.approved,
            "editions": editions,
        }
        columns = {name: getattr(row[0], name) for name in cls.model_fields if name not in apart}
        return cls.model_validate(columns | apart)


class PointRead(Output):
    """A figure of a series, as a trend needs it."""

    id: int
    period: str
    period_label: str
    start_on: date
    end_on: date
    value_state: ValueState
    value: float | None
    provisional: bool
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: Rating
    unrated_reason: Unrated | None
    override_reason: str | None
    revision: int
    revised: bool
    approved: bool
    definition_id: int


class SeriesRead(Output):
    """A series of an indicator with its figures, oldest first."""

    id: int
    indicator_id: int
    unit_id: int
    unit: str
    unit_name: str
    breakdown: str
    points: list[PointRead]


class TravelCountsRead(Output):
    """Directions of travel: improving + unchanged + worsening = compared; compared + not compared = indicators."""

    indicators: int
    compared: int
    improving: int
    unchanged: int
    worsening: int
    not_compared: int
    sentence: str


def travel_content(counts: TravelCounts) -> dict[str, Any]:
    """What `TravelCountsRead` holds, ready for JSON."""
    names = ("indicators", "compared", "improving", "unchanged", "worsening", "not_compared")
    return {name: getattr(counts, name) for name in names} | {"sentence": counts.sentence()}


class Percentages(Output):
    """Of the rated; they sum to exactly 100, or are all 0 where nothing is rated."""

    green: float
    amber: float
    red: float


class CountsRead(Output):
    """Counts that add up: performance + contextual = total, rated + not rated = performance,
    green + amber + red = rated. `unrated` counts reasons, `without_data` the states behind `no_value`.
    """

    total: int
    performance: int
    contextual: int
    rated: int
    green: int
    amber: int
    red: int
    percentages: Percentages
    not_rated: int
    unrated: dict[str, int]
    without_data: dict[str, int]
    contextual_without_data: int
    sentence: str


class SummaryRead(CountsRead):
    """The same, with directions of travel."""

    short_travel: TravelCountsRead
    long_travel: TravelCountsRead

    @classmethod
    def of(cls, summary: Summary) -> "SummaryRead":
        return cls.model_validate(summary_content(summary))


def counts_content(summary: Summary) -> dict[str, Any]:
    """What `CountsRead` holds, ready for JSON."""
    return {
        "total": summary.total,
        "performance": summary.performance,
        "contextual": summary.contextual,
        "rated": summary.rated,
        "green": summary.green,
        "amber": summary.amber,
        "red": summary.red,
        "percentages": {name: float(share) for name, share in summary.percentages().items()},
        "not_rated": summary.not_rated,
        "unrated": dict(summary.unrated),
        "without_data": dict(summary.without_data),
        "contextual_without_data": summary.contextual_without_data,
        "sentence": summary.sentence(),
    }


def summary_content(summary: Summary) -> dict[str, Any]:
    """What `SummaryRead` holds, ready for JSON."""
    return {
        **counts_content(summary),
        "short_travel": travel_content(summary.short_travel),
        "long_travel": travel_content(summary.long_travel),
    }


class GroupRead(Output):
    """What stands under one heading; `code` is null for figures under none, `plan` the plan of a theme."""

    code: str | None
    name: str
    plan: str | None
    summary: SummaryRead


class SummaryByRead(Output):
    """A period's figures counted, whole and by theme, unit or portfolio."""

    period: str
    by: Literal["theme", "unit", "portfolio"]
    summary: SummaryRead
    groups: list[GroupRead]

    @classmethod
    def of(cls, period: str, by: By, whole: Summary, parts: list[tuple[Heading, Summary]]) -> "SummaryByRead":
        groups = [
            GroupRead(code=heading.code, name=heading.name, plan=heading.plan, summary=SummaryRead.of(part))
            for heading, part in parts
        ]
        return cls(period=period, by=by.value, summary=SummaryRead.of(whole), groups=groups)


def series_read(row: tuple[int, int, int, str, str, str], points: list[Figure]) -> SeriesRead:
    """A series as it is answered."""
    series_id, indicator_id, unit_id, breakdown, unit, unit_name = row
    return SeriesRead(
        id=series_id,
        indicator_id=indicator_id,
        unit_id=unit_id,
        unit=unit,
        unit_name=unit_name,
        breakdown=breakdown,
        points=[PointRead.model_validate(point) for point in points],
    )
