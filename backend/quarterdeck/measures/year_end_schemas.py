"""What a year-end forecast is answered as."""

from quarterdeck.core.http import Output
from quarterdeck.measures.words import number_words, target_said
from quarterdeck.measures.year_end import (
    Accuracy,
    NoProjection,
    PastYear,
    YearEndMethod,
    accuracy_said,
    method_said,
)
from quarterdeck.measures.year_end_reads import YearEnd


class PastYearRead(Output):
    """What was said at the same point of an earlier year, in the unit of measure, and what the year came to."""

    year: str
    year_label: str
    outturn: float
    forecast: float | None
    projected: float | None

    @classmethod
    def of(cls, past: PastYear) -> "PastYearRead":
        return cls(
            year=past.year.code,
            year_label=past.year.short_label,
            outturn=past.outturn,
            forecast=past.forecast,
            projected=past.projected,
        )


class AccuracyRead(Output):
    """How far from the outturn something was on average, in the unit of measure, over so many years."""

    years: int
    difference: float

    @classmethod
    def of(cls, accuracy: Accuracy | None) -> "AccuracyRead | None":
        return None if accuracy is None else cls(years=accuracy.years, difference=accuracy.difference)


class YearEndRead(Output):
    """How a series' year is to end: the owner's forecast, and a simple projection of the figures beside it.

    The projection joins no record and rates nothing. `period`: up to which figure it goes. `method` is how it was made:
    by last year's pattern, at the pace of the year so far, as a ratio of the last four figures, or the latest kept;
    `method_words` says it with what it was made from, or `why_none` why there is none. `past`: what both said at the
    same point of earlier years, by the figures that stand; `accuracy_words` sums it up. `differs`: the forecast lies
    further from the projection than twice what that was usually off by (without two such years: than a tenth of it).
    """

    series_id: int
    indicator_id: int
    year: str
    year_label: str
    period: str | None
    period_label: str
    unit_of_measure: str
    decimals: int
    forecast: float | None
    forecast_period: str | None
    forecast_words: str
    projected: float | None
    projected_words: str
    method: YearEndMethod | None
    method_words: str
    why_none: NoProjection | None
    target_words: str
    past: list[PastYearRead]
    of_forecast: AccuracyRead | None
    of_projection: AccuracyRead | None
    accuracy_words: str
    differs: bool

    @classmethod
    def of(cls, found: YearEnd) -> "YearEndRead":
        made, unit, decimals = found.projected, found.definition.unit_of_measure, found.definition.decimals
        target = found.target
        return cls(
            series_id=found.series.id,
            indicator_id=found.series.indicator_id,
            year=made.year.code,
            year_label=made.year.short_label,
            period=None if made.at is None else made.at.code,
            period_label="" if made.at is None else made.at.short_label,
            unit_of_measure=unit,
            decimals=decimals,
            forecast=found.forecast,
            forecast_period=None if found.forecast_at is None else found.forecast_at.code,
            forecast_words="" if found.forecast is None else number_words(found.forecast, unit, decimals),
            projected=made.value,
            projected_words="" if made.value is None else number_words(made.value, unit, decimals),
            method=made.method,
            method_words=method_said(made, unit, decimals),
            why_none=made.why_none,
            target_words=""
            if target is None
            else target_said(target.value, target.low, target.high, target.text, unit, decimals),
            past=[PastYearRead.of(each) for each in found.past],
            of_forecast=AccuracyRead.of(found.of_forecast),
            of_projection=AccuracyRead.of(found.of_projection),
            accuracy_words=""
            if made.at is None
            else accuracy_said(made.at, found.of_forecast, found.of_projection, unit, decimals),
            differs=found.differs,
        )
