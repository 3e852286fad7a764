"""A series as a chart: its figures from where they are read, with targets, tolerances and breaks of then."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid, not_found
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import period_of
from quarterdeck.measures.chart_data import ChartPoint, TrendChart
from quarterdeck.measures.chart_event_reads import read_events
from quarterdeck.measures.chart_events import ChartEvent
from quarterdeck.measures.figures import Filters, select_figures
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.models import Indicator, Observation, RatingRule, RevisionKind, Series
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.reads import days, earlier_codes, known_period
from quarterdeck.measures.series import ALL
from quarterdeck.measures.tolerance import near_band
from quarterdeck.measures.viewpoint import Viewpoint, figures_and_before, stands_by_itself, visible_observations
from quarterdeck.organisation.models import Unit

MOST: Final = 60
"""How many of the newest figures a chart shows where nobody says from when."""
LONGEST: Final = 400
"""How many it shows at most."""


def read_trend(
    session: Session,
    actor: Actor,
    viewpoint: Viewpoint,
    indicator_id: int,
    *,
    series_id: int | None = None,
    since: str | None = None,
    until: str | None = None,
) -> TrendChart:
    """The chart of a series: of the indicator's own (its responsible unit, no breakdown) unless another is named.

    since, until: codes of periods; without the first, the newest 60 figures. Raises 404 for an indicator, edition or
    series that is not there, 422 for a code that is no period or an end before the start.
    """
    indicator = find_indicator(session, actor, indicator_id)
    series, unit_name = series_of(session, actor, indicator, series_id)
    first, last = (None if code is None else period_of(code, name) for code, name in ((since, "from"), (until, "to")))
    if first is not None and last is not None and last.end < first.start:
        raise invalid("to", "ends_before_it_starts", "The last period ends before the first one starts.")
    rows = rows_of(session, actor, viewpoint, indicator, series)
    shown = [row for row in rows if _within(known_period(row.period), first, last)]
    shown = shown[-(MOST if first is None else LONGEST) :]
    events = read_events(session, actor, viewpoint, series, shown)
    return _chart(indicator, series, unit_name, shown, seen_before(session, actor, viewpoint, shown), events)


def series_of(session: Session, actor: Actor, indicator: Indicator, series_id: int | None) -> tuple[Series | None, str]:
    """The series with its unit's name; None where the indicator has none yet."""
    query = (
        select(Series, Unit.name)
        .join(Unit, Unit.id == Series.unit_id)
        .where(Series.council_id == actor.council_id, Series.indicator_id == indicator.id)
    )
    if series_id is not None:
        query = query.where(Series.id == series_id)
    # The whole of the responsible unit first, then wholes of others.
    order = ((Series.breakdown == ALL).desc(), (Series.unit_id == indicator.unit_id).desc(), Series.id)
    found = session.execute(query.order_by(*order).limit(1)).one_or_none()
    if found is None and series_id is not None:
        raise not_found("series")
    return (None, "") if found is None else (found[0], found[1])


def rows_of(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator: Indicator, series: Series | None
) -> Sequence[Any]:
    """The figures of the series, oldest first, as rows of `select_figures` with the whole rule.

    Of an edition: up to the newest that it pins, as the dashboard's trends have it.
    """
    if series is None:
        return []
    cells = figures_and_before(actor, viewpoint)
    query = select_figures(actor, viewpoint, Filters(indicator_id=indicator.id), of=cells).where(
        Observation.series_id == series.id
    )
    query = query.add_columns(RatingRule.kind.label("rule_kind"), RatingRule.parameters.label("whole_parameters"))
    if viewpoint.edition_id is not None:
        query = query.add_columns(cells.c.pinned, stands_by_itself(actor, viewpoint).label("by_itself"))
    rows = session.execute(query.order_by(PeriodRow.end_on, PeriodRow.start_on, Observation.id)).all()
    if viewpoint.edition_id is None:
        return rows
    pinned = [row for row in rows if row.pinned]
    if not pinned:
        return []
    newest, compared = pinned[-1], earlier_codes(pinned[-1].period)
    seen = [
        row for row in rows if row.end_on < newest.end_on and (row.pinned or row.by_itself or row.period in compared)
    ]
    return [*seen, newest]


def _within(period: Period, first: Period | None, last: Period | None) -> bool:
    return (first is None or period.start >= first.start) and (last is None or period.end <= last.end)


def seen_before(session: Session, actor: Actor, viewpoint: Viewpoint, rows: Sequence[Any]) -> dict[str, float]:
    """What members had seen of revised figures before they were first restated, by period; numbers alone."""
    revised = {row.period for row in rows if row.revised}
    if not revised:
        return {}
    o = Observation
    query = visible_observations(actor, viewpoint).where(
        o.series_id == rows[0].series_id, o.period_code.in_(sorted(revised))
    )
    found: dict[str, float | None] = {}
    restated: set[str] = set()
    for each in session.execute(query.with_only_columns(o.period_code, o.value, o.kind).order_by(o.revision)):
        restated |= {each.period_code} if each.kind == RevisionKind.RESTATEMENT else set()
        if each.period_code not in restated:
            found[each.period_code] = each.value
    return {code: value for code, value in found.items() if value is not None}


def _chart(
    indicator: Indicator,
    series: Series | None,
    unit_name: str,
    rows: Sequence[Any],
    before: Mapping[str, float],
    events: Sequence[ChartEvent],
) -> TrendChart:
    newest = rows[-1] if rows else None
    of_part = "" if series is None or series.breakdown == ALL else f", {series.breakdown}"
    broken: tuple[date, ...] = days(newest.breaks) if newest is not None else ()
    return TrendChart(
        ident=f"chart-{indicator.id}" if series is None else f"chart-{indicator.id}-{series.id}",
        title=f"{indicator.ref}: {indicator.name}{f', {unit_name}' if unit_name else ''}{of_part}",
        unit_of_measure="" if newest is None else newest.unit_of_measure,
        decimals=0 if newest is None else newest.decimals,
        points=[_point(row, before.get(row.period)) for row in rows],
        breaks=broken,
        in_range=newest is not None and newest.polarity == Polarity.RANGE,
        events=events,
    )


def _point(row: Any, was: float | None) -> ChartPoint:
    target = TargetFigure(row.target, row.target_low, row.target_high, row.target_text)
    return ChartPoint(
        observation_id=row.id,
        period=known_period(row.period),
        value_state=row.value_state,
        value=row.value,
        rating=row.rating,
        target=target,
        near=near_band(row.rule_kind, row.whole_parameters, Polarity(row.polarity), target),
        provisional=row.provisional,
        revised=row.revised,
        was=was,
    )
