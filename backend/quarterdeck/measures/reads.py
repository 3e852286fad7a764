"""Reading figures: with directions of travel, over the periods of a series, and every revision of one."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.core.refs import Referent
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Period, earlier_period
from quarterdeck.measures import projection
from quarterdeck.measures.figures import NO_FILTERS, SORT, Figure, Filters, select_figures
from quarterdeck.measures.indicators import indicator_place
from quarterdeck.measures.models import (
    Indicator,
    IndicatorKind,
    Observation,
    RatingRow,
    Series,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating import Rated, Rating, Unrated
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.travel import Moved, Point, Yardstick, long_travel, short_travel
from quarterdeck.measures.viewpoint import (
    NOW,
    Viewpoint,
    approved_by,
    figures_before,
    newest_rating,
    visible_observations,
)
from quarterdeck.organisation.models import Unit

OWN: Final = sum(each.default is MISSING for each in fields(Figure))
"""How many of a row's columns are a figure's own; what follows them tells the rule."""

State = tuple[str, float | None]
"""(value state, value)."""
Points = Mapping[tuple[int, str | None], State]


def read_figures(
    session: Session, actor: Actor, viewpoint: Viewpoint = NOW, filters: Filters = NO_FILTERS
) -> list[Figure]:
    """Every figure that the actor may see from there, by indicator, each series from its newest period back."""
    rows = session.execute(select_figures(actor, viewpoint, filters).order_by(*SORT)).all()
    return figures_of(session, actor, viewpoint, rows)


def read_cells(session: Session, actor: Actor, cells: Collection[Cell], viewpoint: Viewpoint = NOW) -> list[Figure]:
    """The figures of these cells that the actor may see from there, ordered as `read_figures`."""
    wanted = set(cells)
    rows = [
        row
        for chunk in projection.in_chunks(wanted)
        for row in session.execute(select_figures(actor, viewpoint, cells=chunk))
        if (row.series_id, row.period) in wanted
    ]
    rows.sort(key=lambda row: (row.ref, row.series_id, -row.start_on.toordinal(), row.period))
    return figures_of(session, actor, viewpoint, rows)


def figures_of(session: Session, actor: Actor, viewpoint: Viewpoint, rows: Sequence[Any]) -> list[Figure]:
    """Rows of `select_figures` as figures, their travel computed from what was to be seen from there.

    One query, however many rows: the earlier figures.
    """
    if not rows:
        return []
    before = _figures_before(session, actor, viewpoint, rows)
    return [_figure(row, before) for row in rows]


def list_series(actor: Actor, indicator_id: int, *, unit: str | None = None) -> Select[*tuple[Any, ...]]:
    """An indicator's series with the code and name of their units, by the unit's code."""
    return (
        select(Series.id, Series.indicator_id, Series.unit_id, Series.breakdown, Unit.code, Unit.name)
        .join(Unit, Unit.id == Series.unit_id)
        .where(
            Series.council_id == actor.council_id,
            Series.indicator_id == indicator_id,
            true() if unit is None else Unit.code == unit,
        )
    )


def points_of(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator_id: int, series_ids: Collection[int]
) -> dict[int, list[Figure]]:
    """The figures of these series of an indicator that the actor may see from there, oldest first, by series.

    Their travel is left out: a trend shows it.
    """
    query = select_figures(actor, viewpoint, Filters(indicator_id=indicator_id))
    rows = session.execute(
        query.where(Observation.series_id.in_(series_ids)).order_by(PeriodRow.start_on, PeriodRow.end_on)
    ).all()
    found: dict[int, list[Figure]] = defaultdict(list)
    for row in rows:
        found[row.series_id].append(Figure(*row[:OWN]))
    return found


def list_revisions(
    session: Session, actor: Actor, observation_id: int, viewpoint: Viewpoint = NOW
) -> Select[*tuple[Any, ...]]:
    """Every revision of this one's cell that the actor may see from there, each with its rating of then.

    Rows: the observation, its rating and why there is none, what the rule gave where that was overridden and why, and
    whether a body has approved it. Raises 404.
    """
    o, r = Observation, RatingRow
    found = find_observation(session, actor, observation_id, viewpoint)
    return (
        visible_observations(actor, viewpoint)
        .join(r, r.id == newest_rating(o, viewpoint.change_no))
        .where(o.series_id == found.series_id, o.period_code == found.period_code)
        .add_columns(
            r.rating,
            r.unrated_reason,
            r.ruled_rating,
            r.override_reason,
            approved_by(o, viewpoint.change_no).label("approved"),
        )
    )


def find_observation(session: Session, actor: Actor, observation_id: int, viewpoint: Viewpoint = NOW) -> Observation:
    """One revision that the actor may see from there. Raises 404."""
    query = visible_observations(actor, viewpoint).where(Observation.id == observation_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise not_found("observation")
    return found


@lru_cache(maxsize=1024)
def unrated_sentence(value_state: str, reason: str | None) -> str:
    """Why a figure is not rated, in a sentence; empty where it is."""
    return "" if reason is None else Rated(Rating.UNRATED, Unrated(reason), value_state).sentence


def _figures_before(session: Session, actor: Actor, viewpoint: Viewpoint, rows: Sequence[Any]) -> Points:
    """What stood for the period before and the same period last year of each row: (state, value), by cell."""
    o = Observation
    f = figures_before(actor, viewpoint).subquery("f")
    codes = {code for row in rows for code in earlier_codes(row.period) if code}
    query = (
        select(f.c.series_id, f.c.period_code, o.value_state, o.value)
        .join(o, o.id == f.c.observation_id)
        .where(
            f.c.indicator_id.in_(sorted({row.indicator_id for row in rows})),
            f.c.series_id.in_(sorted({row.series_id for row in rows})),
            f.c.period_code.in_(sorted(codes)),
        )
    )
    return {(series_id, code): (state, value) for series_id, code, state, value in session.execute(query)}


def _figure(row: Any, before: Points) -> Figure:
    previous, last_year = earlier_codes(row.period)
    low, high = good_range(row) if row.polarity == Polarity.RANGE else (None, None)
    moved = compared(
        row.period,
        (row.value_state, row.value),
        before.get((row.series_id, previous)),
        before.get((row.series_id, last_year)),
        row.polarity,
        row.decimals,
        row.aggregation,
        row.kind == IndicatorKind.CONTEXTUAL,
        days(row.breaks),
        low,
        high,
    )
    figure = Figure(*row[:OWN])
    figure.unrated_sentence = unrated_sentence(row.value_state, row.unrated_reason)
    figure.short_travel, figure.short_change, figure.short_reason, figure.short_broken_from = moved[:4]
    figure.long_travel, figure.long_change, figure.long_reason, figure.long_broken_from = moved[4:]
    return figure


class Compared(NamedTuple):
    """A figure's directions of travel, in the words and numbers that are answered."""

    short_travel: str
    short_change: float | None
    short_reason: str | None
    short_broken_from: str | None
    long_travel: str
    long_change: float | None
    long_reason: str | None
    long_broken_from: str | None


@lru_cache(maxsize=32_768)
def compared(
    period: str,
    now: State,
    previous: State | None,
    last_year: State | None,
    polarity: str,
    decimals: int,
    aggregation: str,
    contextual: bool,
    breaks: tuple[date, ...],
    low: float | None,
    high: float | None,
) -> Compared:
    """How a figure moved since the period before and since last year.

    Kept, by all that it hangs on: figures are compared as displayed, in decimals, and the same ones again and again.
    """
    yardstick = Yardstick(Polarity(polarity), decimals, aggregation, contextual, breaks, low, high)
    before, year_ago = earlier_codes(period)
    point = Point(known_period(period), *now)
    short = short_travel(point, _point(before, previous), yardstick)
    long = long_travel(point, _point(year_ago, last_year), yardstick)
    return Compared(*_words(short), *_words(long))


def _words(moved: Moved) -> tuple[str, float | None, str | None, str | None]:
    change = None if moved.change is None else float(moved.change)
    return moved.travel.value, change, None if moved.reason is None else moved.reason.value, moved.broken_from


def good_range(row: Any) -> tuple[float | None, float | None]:
    """What is good under polarity `range`: the rule's own bounds, or those of the target."""
    if row.rule_low is not None:
        return row.rule_low, row.rule_high
    if row.target is not None:
        return row.target, row.target
    return row.target_low, row.target_high


def _point(code: str | None, state: State | None) -> Point | None:
    return None if code is None or state is None else Point(known_period(code), *state)


def days(written: str | None) -> tuple[date, ...]:
    """The days that a row's `breaks` names."""
    return tuple(date.fromisoformat(day) for day in written.split()) if written else ()


@lru_cache(maxsize=4096)
def known_period(code: str) -> Period:
    """The period with this code, read once."""
    return Period.of_code(code)


@lru_cache(maxsize=4096)
def earlier_codes(code: str) -> tuple[str | None, str | None]:
    """The codes of the period before and the same period last year; None before the first there is."""
    return _code(code, Period.previous), _code(code, Period.same_period_last_year)


def _code(code: str, way: Callable[[Period], Period]) -> str | None:
    earlier = earlier_period(known_period(code), way)
    return None if earlier is None else earlier.code


def _refer(session: Session, actor: Actor, observation_id: int) -> Referent | None:
    query = visible_observations(actor).where(Observation.id == observation_id)
    observation = session.scalars(query).one_or_none()
    if observation is None:
        return None
    indicator = session.get_one(Indicator, observation.indicator_id)
    label = f"{indicator.ref}, {observation.period_code}, revision {observation.revision}"
    return Referent("observation", observation.id, label, indicator_place(session, indicator))


refs.register("observation", _refer)
