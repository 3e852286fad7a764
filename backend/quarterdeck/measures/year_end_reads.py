"""Year-end forecasts from where they are read: the owner's, the projection beside it, and how good both were."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.models import Series
from quarterdeck.measures.outturn_reads import Known, Versions, codes_of, known_of, terms_of, versions_of
from quarterdeck.measures.outturns import Terms, target_of
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_inputs import period_of
from quarterdeck.measures.series import visible_series
from quarterdeck.measures.versions import in_force
from quarterdeck.measures.viewpoint import Viewpoint, figures
from quarterdeck.measures.year_end import (
    YEARS,
    Accuracy,
    PastYear,
    Projected,
    accuracy,
    differs_much,
    newest_of,
    past_years,
    project,
)


@dataclass(frozen=True)
class YearEnd:
    """A series' year with what is said of its end. forecast: the owner's newest of that year, and with which figure.

    target: what the year is to reach. of_forecast, of_projection: how far both were off at this point of earlier years.
    """

    series: Series
    definition: Any
    projected: Projected
    forecast: float | None
    forecast_at: Period | None
    target: TargetFigure | None
    past: list[PastYear]
    of_forecast: Accuracy | None
    of_projection: Accuracy | None

    @property
    def differs(self) -> bool:
        """Whether the owner's forecast and the projection lie far apart."""
        return differs_much(self.forecast, self.projected, self.of_projection)


def list_year_ends(session: Session, actor: Actor, viewpoint: Viewpoint, indicator_id: int) -> list[YearEnd]:
    """What is said of a year's end, for each series of an indicator. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    query = visible_series(actor).where(Series.indicator_id == indicator.id).order_by(Series.id)
    return list(year_ends(session, actor, viewpoint, session.scalars(query).all()).values())


def year_ends(session: Session, actor: Actor, viewpoint: Viewpoint, series: Collection[Series]) -> dict[int, YearEnd]:
    """What is said of the year's end of several series, by series; without those that had no definition then.

    The year is that of the newest figure that may be seen from there. Five queries, of an edition six, however many
    series.
    """
    this_year = Period.containing(viewpoint.on or clock.today(), Span.YEAR)
    years = [this_year]
    while len(years) < YEARS + 2 and (before := earlier_period(years[-1], Period.previous)) is not None:
        years.append(before)
    versions = versions_of(session, actor, viewpoint, {each.indicator_id for each in series})
    known = known_of(session, actor, viewpoint, list(series), codes_of(years))
    if viewpoint.edition_id is not None:
        _end_with_what_is_pinned(session, actor, viewpoint, known)
    return {
        each.id: _year_end(each, versions[each.indicator_id], known[each.id], years)
        for each in series
        if versions[each.indicator_id].definitions
    }


def _end_with_what_is_pinned(session: Session, actor: Actor, viewpoint: Viewpoint, known: Mapping[int, Known]) -> None:
    """Of an edition nothing is looked at that lies after the newest figure that it pins of a series."""
    cells = figures(actor, viewpoint).subquery("pinned")
    last: dict[int, date] = {}
    for series_id, code in session.execute(select(cells.c.series_id, cells.c.period_code)):
        last[series_id] = max(last.get(series_id, date.min), period_of(code).end)
    for series_id, each in known.items():
        for period in [period for period in each.parts if period.end > last.get(series_id, date.min)]:
            del each.parts[period], each.rows[period]


def _year_end(series: Series, versions: Versions, known: Known, years: list[Period]) -> YearEnd:
    year, terms = _year(versions, known, years)
    projected = project(year, terms, known.parts)
    forecasts = _forecasts(known)
    own = [period for period in forecasts if year.contains(period)]
    at = max(own, key=lambda period: period.end, default=None)
    past = [] if projected.at is None else past_years(year, terms, known.parts, forecasts, projected.at)
    target, _ = target_of(year, terms, terms.basis(known.parts.values()), known.targets)
    return YearEnd(
        series=series,
        definition=in_force(versions.definitions, year.end),
        projected=projected,
        forecast=None if at is None else forecasts[at],
        forecast_at=at,
        target=target,
        past=past,
        of_forecast=accuracy([(each.forecast, each.outturn) for each in past]),
        of_projection=accuracy([(each.projected, each.outturn) for each in past]),
    )


def _year(versions: Versions, known: Known, years: list[Period]) -> tuple[Period, Terms]:
    """The newest of the years with a figure within it, else this one."""
    for year in years:
        terms = terms_of(versions, year)
        if newest_of(year, terms, known.parts) is not None:
            return year, terms
    return years[0], terms_of(versions, years[0])


def _forecasts(known: Known) -> Mapping[Period, float]:
    return {period: row.forecast for period, row in known.rows.items() if row.forecast is not None}
