"""Process limits of a series, from where they are read: with the figures, rebases and settings of then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.measures.chart_reads import rows_of, series_of
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.limit_settings import settings_in_force
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.measures.process import Judged, judge
from quarterdeck.measures.process import Series as Process
from quarterdeck.measures.process_limits import LimitSettings
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.reads import days, known_period
from quarterdeck.measures.rebases import rebased_from
from quarterdeck.measures.versions import definitions_of
from quarterdeck.measures.viewpoint import Viewpoint


@dataclass(frozen=True)
class ProcessOf:
    """A series with its limits. rows: its figures, oldest first, as `select_figures` has them."""

    indicator: Indicator
    series: Series | None
    unit_name: str
    rows: Sequence[Any]
    judged: Judged
    settings: LimitSettings

    @property
    def newest(self) -> Any:
        """The row whose definition and target count; None without a figure."""
        return self.rows[-1] if self.rows else None


def read_process(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator_id: int, series_id: int | None = None
) -> ProcessOf:
    """The limits of a series: of the indicator's own (its responsible unit, no breakdown) unless another is named.

    They rest on what the actor may see from there. Raises 404 for an indicator, edition or series that is not there.
    """
    indicator = find_indicator(session, actor, indicator_id)
    series, unit_name = series_of(session, actor, indicator, series_id)
    rows = rows_of(session, actor, viewpoint, indicator, series)
    settings = settings_in_force(session, actor, viewpoint)
    judged = judge(_process(session, actor, viewpoint, indicator, rows), settings)
    return ProcessOf(indicator, series, unit_name, rows, judged, settings)


def _process(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator: Indicator, rows: Sequence[Any]
) -> Process:
    if not rows:
        definition = definitions_of(session, [indicator.id])[indicator.id][-1]
        return Process([], Polarity(definition.polarity), definition.aggregation, indicator.frequency)
    newest = rows[-1]
    rebased = rebased_from(session, actor, viewpoint, [newest.series_id])
    return Process(
        figures=[(known_period(row.period), row.value) for row in rows],
        polarity=Polarity(newest.polarity),
        aggregation=newest.aggregation,
        frequency=indicator.frequency,
        target=newest.target,
        rebased=rebased.get(newest.series_id, ()),
        breaks=days(newest.breaks),
    )
