"""What the dashboard's sparklines draw: the last twelve periods of every series that it shows, in one data query.

A period between two figures for which nothing was reported is a point without a value, so that a line has its gap.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.glanced import Cells, shown_of
from quarterdeck.dashboards.quarters import Window, window
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import MONTHS, Period, Scheme, Span, earlier_period
from quarterdeck.framework.service import period_of
from quarterdeck.measures.models import Indicator, Observation, RatingRow
from quarterdeck.measures.rating import Rating
from quarterdeck.measures.reads import earlier_codes, known_period
from quarterdeck.measures.series import ALL
from quarterdeck.measures.viewpoint import Viewpoint, figures_and_before, stands_by_itself

LENGTH: Final = 12
"""How many periods a trend goes back, the one shown included."""
NOTHING: Final = (None, None)


@dataclass(slots=True)
class TrendPoint:
    """A period of a series: the value in the indicator's unit of measure, None where there is no figure."""

    period: str
    period_label: str
    value: float | None
    rating: str


@dataclass(slots=True)
class Trend:
    """A series with its points, oldest first; the last is what the dashboard shows."""

    series_id: int
    indicator_id: int
    points: list[TrendPoint]


def read_trends(session: Session, actor: Actor, code: str, viewpoint: Viewpoint) -> list[Trend]:
    """The trends of the series that the dashboard of a period shows, in its order. One query.

    Of an edition: up to the figures that it pins; the earlier ones as they stood when it was sealed, of which whoever
    reads no submitted figures is shown those that were approved by then, and the two that the edition compares with.
    Raises 422 for a code that is no period.
    """
    period = window(period_of(code, "period"))
    cells: Cells[TrendPoint] = defaultdict(dict)
    # On the connection itself: the session would look for entities in every row.
    for row in session.connection().execute(select_trends(actor, viewpoint, period, clock.today())):
        cells[row.period][row.series_id] = TrendPoint(row.period, _label(row.period), row.value, row.rating), row
    shown = [
        (row.ref, row.series_id, row.indicator_id, newest)
        for newest, series in shown_of(cells, viewpoint, period).items()
        for _, row in series.values()
    ]
    shown.sort(key=lambda each: each[:2])
    return [
        Trend(series_id, indicator_id, _points(cells, series_id, str(newest)))
        for _, series_id, indicator_id, newest in shown
    ]


def as_bytes(code: str, trends: list[Trend]) -> bytes:
    """The answer as JSON, written without a detour through models."""
    return orjson.dumps({"period": code, "items": trends})


@lru_cache(maxsize=256)
def select_trends(actor: Actor, viewpoint: Viewpoint, period: Window, _today: date) -> Select[Any]:
    """Every cell that may be a point of a trend up to the window's period. Kept, as `glanced.select_glanced` is."""
    cells, o, r = figures_and_before(actor, viewpoint), Observation, RatingRow
    of_edition = []
    if viewpoint.edition_id is not None:
        of_edition = [cells.c.pinned, or_(cells.c.pinned, stands_by_itself(actor, viewpoint)).label("by_itself")]
    return (
        select(o.series_id, Indicator.id.label("indicator_id"), Indicator.ref, o.period_code.label("period"))
        .add_columns(o.value, r.rating, *of_edition)
        .select_from(cells)
        .join(o, o.id == cells.c.observation_id)
        .join(r, r.id == cells.c.rating_id)
        .join(Indicator, Indicator.id == cells.c.indicator_id)
        .where(cells.c.breakdown == ALL, cells.c.period_code.in_(_codes(viewpoint, period)))
    )


def _points(cells: Cells[TrendPoint], series_id: int, newest: str) -> list[TrendPoint]:
    """The points of a series up to the one shown, from the first for which something is on record."""
    compared, points = earlier_codes(newest), list[TrendPoint]()
    for code in _back_from(cells, series_id, newest):
        point, row = cells.get(code, {}).get(series_id, NOTHING)
        if point is not None and (code in compared or getattr(row, "by_itself", True)):
            points.append(point)
        elif points:
            points.append(TrendPoint(code, _label(code), None, Rating.UNRATED.value))
    return points


def _back_from(cells: Cells[TrendPoint], series_id: int, newest: str) -> list[str]:
    """The codes of the periods of a trend, oldest first. Of custom periods those reported: days tell of no others."""
    last = known_period(newest)
    if last.scheme is Scheme.CUSTOM:
        reported = [code for code, series in cells.items() if code and series_id in series]
        return sorted((code for code in reported if known_period(code) <= last), key=known_period)[-LENGTH:]
    return _codes_back(newest, LENGTH)


@lru_cache(maxsize=1024)
def _codes_back(newest: str, length: int) -> list[str]:
    """The codes of a period and those before it, as many as are asked for, oldest first."""
    found: list[str] = []
    period: Period | None = known_period(newest)
    while period is not None and len(found) < length:
        found.append(period.code)
        period = earlier_period(period, Period.previous)
    return found[::-1]


def _codes(viewpoint: Viewpoint, period: Window) -> Any:
    """The codes of the periods that may be a point: twelve of each span, up to the newest that may be shown."""
    if period.now.scheme is Scheme.CUSTOM:
        return select(PeriodRow.code).where(PeriodRow.scheme == Scheme.CUSTOM, PeriodRow.end_on <= period.now.end)
    # What an edition reports a period late ends in the period before.
    first = period.before if viewpoint.edition_id is not None and period.before else period.now
    months = (period.now.end.year - first.start.year) * 12 + period.now.end.month - first.start.month + 1
    return sorted(code for span in MONTHS for code in _of_span(period.now, span, months))


def _of_span(now: Period, span: Span, months: int) -> list[str]:
    """The codes of a span back from the last that ends with `now`; `months` is how far before that one may be shown."""
    last: Period | None = Period.containing(now.end, span, now.scheme)
    if last is not None and last.end > now.end:
        last = earlier_period(last, Period.previous)
    return [] if last is None else _codes_back(last.code, LENGTH + months // MONTHS[span])


@lru_cache(maxsize=1024)
def _label(code: str) -> str:
    return known_period(code).label
