"""What is on record for series, as it stands beside what is typed for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import (
    CurrentObservation,
    Indicator,
    IndicatorDefinition,
    Observation,
    RatingRow,
    Series,
    Standing,
    Target,
)
from quarterdeck.measures.rating import TargetFigure


@dataclass(frozen=True)
class Recorded:
    """The latest figure on record of a period, with the target and the definition that it was rated by."""

    observation_id: int
    period_code: str
    value_state: str
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    rating: str
    target: TargetFigure | None
    definition: IndicatorDefinition


@dataclass(frozen=True)
class SeriesRow:
    """A series' breakdown and its indicator."""

    breakdown: str
    indicator: Indicator


@lru_cache(maxsize=4096)
def period_of(code: str) -> Period:
    """The period with this code, of those on record."""
    return Period.of_code(code)


def series_of(session: Session, series_ids: Collection[int]) -> dict[int, SeriesRow]:
    """These series with their indicators, by id."""
    rows = session.execute(
        select(Series.id, Series.breakdown, Indicator)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(Series.id.in_(sorted(series_ids)))
    )
    return {row.id: SeriesRow(row.breakdown, row.Indicator) for row in rows}


def recorded_of(
    session: Session,
    council_id: int,
    series: Mapping[int, SeriesRow],
    definitions: Mapping[int, IndicatorDefinition],
) -> dict[int, list[Recorded]]:
    """What stands on record for each series, oldest first."""
    c = CurrentObservation
    query = (
        select(
            c.series_id,
            c.observation_id,
            c.period_code,
            Observation.value_state,
            Observation.value,
            Observation.numerator,
            Observation.denominator,
            Observation.provisional,
            RatingRow.rating,
            c.definition_id,
            c.target_id,
            Target.value.label("target_value"),
            Target.low,
            Target.high,
            Target.text,
        )
        .join(Observation, Observation.id == c.observation_id)
        .join(RatingRow, RatingRow.id == c.rating_id)
        .outerjoin(Target, Target.id == c.target_id)
        .where(
            c.council_id == council_id,
            c.standing == Standing.LATEST,
            # By indicator because that is how the projection is indexed.
            c.indicator_id.in_(sorted({row.indicator.id for row in series.values()})),
            c.series_id.in_(sorted(series)),
        )
    )
    found: dict[int, list[Recorded]] = defaultdict(list)
    for row in session.execute(query):
        found[row.series_id].append(
            Recorded(
                row.observation_id,
                row.period_code,
                row.value_state,
                row.value,
                row.numerator,
                row.denominator,
                row.provisional,
                row.rating,
                None if row.target_id is None else TargetFigure(row.target_value, row.low, row.high, row.text),
                definitions[row.definition_id],
            )
        )
    for rows in found.values():
        rows.sort(key=lambda each: period_of(each.period_code))
    return found
