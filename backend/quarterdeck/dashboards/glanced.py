"""The dashboard's one data query: every figure of a period that the actor may see, with what it is compared with.

A measure counts once: of monthly figures the newest in the period is shown, and a half-yearly or annual one in
the period that its own ends in. Columns are selected, never rows of the models: with 300 indicators that is
fifteen times quicker.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.quarters import Window
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Scheme
from quarterdeck.measures.figures import breaks, revised, rule_range
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Observation,
    RatingRow,
    RatingRule,
    Target,
)
from quarterdeck.measures.rating import Unrated
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.reads import compared, days, earlier_codes, good_range, known_period
from quarterdeck.measures.series import ALL
from quarterdeck.measures.shown import counted_in_edition, newest_in
from quarterdeck.measures.travel import Travel
from quarterdeck.measures.viewpoint import Viewpoint, figures_and_before
from quarterdeck.organisation.models import Unit


@dataclass(slots=True)
class Glanced:
    """A figure as the dashboard shows it, in its definition's unit of measure.

    rating_before: what the figure of the period before was rated; None where there was none. short_broken_from: from
    which period another definition counts, where that is why it is not compared with the period before.
    """

    observation_id: int
    indicator_id: int
    series_id: int
    ref: str
    name: str
    kind: str
    unit: str
    unit_name: str
    period: str
    unit_of_measure: str
    decimals: int
    polarity: str
    value_state: str
    value: float | None
    provisional: bool
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: str
    unrated_reason: str | None
    override_reason: str | None
    revised: bool
    period_label: str = ""
    start_on: date = date.min
    short_travel: str = Travel.NOT_COMPARED.value
    short_change: float | None = None
    long_travel: str = Travel.NOT_COMPARED.value
    long_change: float | None = None
    rating_before: str | None = None
    value_before: float | None = None
    short_broken_from: str | None = None


OWN: Final = 23
"""How many of a row's columns are a figure's own; what follows them tells the travel, the last whether it is pinned.

Its period's label and first day follow from the period's code.
"""
CONTEXTUAL: Final = IndicatorKind.CONTEXTUAL.value
F = TypeVar("F")
Cells = dict[str | None, dict[int, tuple[F, Any]]]
"""Figures, with their rows, by period code (None: before the first there is) and series id."""
NONE: Final = (None, None)


def read_glanced(
    session: Session, actor: Actor, viewpoint: Viewpoint, period: Window
) -> tuple[list[Glanced], list[Glanced]]:
    """The figures of the period, by indicator; and those of the period before, without their travel. One query.

    Of an edition: the figures that it pins, among them those that are reported a period late, as it counts them.
    """
    # On the connection itself: the session would look for entities in every row. All at once: one by one costs more.
    rows = session.connection().execute(select_glanced(actor, viewpoint, period, clock.today())).all()
    cells: Cells[Glanced] = defaultdict(dict)
    for row in rows:
        figure = Glanced(*row[:OWN])
        figure.period_label, figure.start_on = _said_of(figure.period)
        cells[figure.period][figure.series_id] = figure, row
    shown = shown_of(cells, viewpoint, period)
    now: list[Glanced] = []
    for code, series in shown.items():
        previous, last_year = (cells[earlier] for earlier in earlier_codes(code))
        for series_id, (figure, row) in series.items():
            _compare(figure, row, previous.get(series_id, NONE)[0], last_year.get(series_id, NONE)[0])
            now.append(figure)
    now.sort(key=lambda figure: (figure.ref, figure.series_id))
    before = {} if period.before is None else newest_in(cells, period.before)
    if viewpoint.edition_id is not None:
        before = _compared_with(shown, before)
    return now, [figure for series in before.values() for figure, _ in series.values()]


@lru_cache(maxsize=256)
def select_glanced(actor: Actor, viewpoint: Viewpoint, period: Window, _today: date) -> Select[Any]:
    """Every cell that ends within the window's periods, joined with the very rows that made each.

    Kept: the same people ask for the same periods, and to compose it takes as long as to count what it finds.
    What an actor may see hangs on the day.
    """
    cells = figures_and_before(actor, viewpoint)
    o, r, d, t = Observation, RatingRow, IndicatorDefinition, Target
    return (
        select(*_columns(viewpoint), *([] if viewpoint.edition_id is None else [cells.c.pinned]))
        .select_from(cells)
        .join(o, o.id == cells.c.observation_id)
        .join(r, r.id == cells.c.rating_id)
        .join(d, d.id == cells.c.definition_id)
        .join(Indicator, Indicator.id == cells.c.indicator_id)
        .join(Unit, Unit.id == cells.c.unit_id)
        .outerjoin(t, t.id == cells.c.target_id)
        .outerjoin(RatingRule, RatingRule.id == cells.c.rule_id)
        .where(cells.c.breakdown == ALL, cells.c.period_code.in_(_codes(period)))
    )


def shown_of(cells: Cells[F], viewpoint: Viewpoint, period: Window) -> Cells[F]:
    """Of these cells, the figure that the dashboard of a period shows of each series."""
    if viewpoint.edition_id is None:
        return newest_in(cells, period.now)
    pinned: Cells[F] = {
        code: {series_id: cell for series_id, cell in series.items() if cell[1].pinned}
        for code, series in cells.items()
    }
    return counted_in_edition(pinned, period.now, period.before)


def _codes(period: Window) -> Any:
    """The codes of the periods that end within the window: a list of them, or a query where days tell of none."""
    if period.now.scheme is not Scheme.CUSTOM:
        return period.codes()
    shown = [each for each in (period.now, period.before, period.last_year) if each]
    within = [PeriodRow.end_on.between(each.start, each.end) for each in shown]
    return select(PeriodRow.code).where(or_(*within), PeriodRow.scheme == Scheme.CUSTOM)


def _columns(viewpoint: Viewpoint) -> list[Any]:
    o, r, d, t = Observation, RatingRow, IndicatorDefinition, Target
    contextual = r.unrated_reason == Unrated.CONTEXTUAL
    return [
        o.id,
        Indicator.id.label("indicator_id"),
        o.series_id,
        Indicator.ref,
        Indicator.name,
        case((contextual, IndicatorKind.CONTEXTUAL.value), else_=IndicatorKind.PERFORMANCE.value).label("kind"),
        Unit.code.label("unit"),
        Unit.name.label("unit_name"),
        o.period_code.label("period"),
        d.unit_of_measure,
        d.decimals,
        d.polarity,
        o.value_state,
        o.value,
        o.provisional,
        t.value.label("target"),
        t.low.label("target_low"),
        t.high.label("target_high"),
        func.coalesce(t.text, "").label("target_text"),
        r.rating,
        r.unrated_reason,
        r.override_reason,
        revised().label("revised"),
        d.aggregation,
        breaks(viewpoint).label("breaks"),
        *rule_range(),
    ]


@lru_cache(maxsize=4096)
def _said_of(code: str) -> tuple[str, date]:
    """A period's label and first day."""
    period = known_period(code)
    return period.label, period.start


def _compared_with(shown: Cells[F], before: Cells[F]) -> Cells[F]:
    """Of the period before, what is earlier than the figures shown: an edition tells nothing else of it."""
    ends = {series_id: known_period(str(code)).end for code, series in shown.items() for series_id in series}
    return {
        code: {
            series_id: cell
            for series_id, cell in series.items()
            if series_id in ends and known_period(str(code)).end < ends[series_id]
        }
        for code, series in before.items()
    }


def _compare(figure: Glanced, row: Any, previous: Glanced | None, year_ago: Glanced | None) -> None:
    """Say of a figure how it moved since the period before and since last year."""
    aggregation, broken_on = row[OWN : OWN + 2]
    low, high = good_range(row) if figure.polarity == Polarity.RANGE else (None, None)
    moved = compared(
        figure.period,
        (figure.value_state, figure.value),
        None if previous is None else (previous.value_state, previous.value),
        None if year_ago is None else (year_ago.value_state, year_ago.value),
        figure.polarity,
        figure.decimals,
        aggregation,
        figure.kind == CONTEXTUAL,
        days(broken_on),
        low,
        high,
    )
    figure.short_travel, figure.short_change, figure.short_broken_from = moved[0], moved[1], moved[3]
    figure.long_travel, figure.long_change = moved[4:6]
    if previous is not None:
        figure.rating_before, figure.value_before = previous.rating, previous.value
