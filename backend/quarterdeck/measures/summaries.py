"""Summaries of a period's figures, whole and by theme, unit or portfolio: every figure is counted once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, earlier_period
from quarterdeck.framework.service import period_of
from quarterdeck.measures.figures import NO_FILTERS, SORT, Figure, Filters, select_figures
from quarterdeck.measures.links import linked_on
from quarterdeck.measures.models import Indicator, IndicatorPortfolio, IndicatorPriority
from quarterdeck.measures.reads import figures_of, read_figures
from quarterdeck.measures.series import ALL
from quarterdeck.measures.shown import Cells, counted_in_edition, end_within, newest_in
from quarterdeck.measures.summary import Summary, add_up, summarise_by
from quarterdeck.measures.viewpoint import Viewpoint
from quarterdeck.organisation.models import Portfolio, Unit
from quarterdeck.planning.models import Plan, Priority, Theme


class By(StrEnum):
    THEME = "theme"
    UNIT = "unit"
    PORTFOLIO = "portfolio"


class Placed(Protocol):
    """A figure as far as it tells where it stands: its indicator, and when its period begins."""

    @property
    def indicator_id(self) -> int: ...
    @property
    def start_on(self) -> date: ...


@dataclass(frozen=True)
class Heading:
    """What figures are counted under: its code and name, and for a theme the plan it stands in."""

    code: str | None
    name: str
    plan: str | None = None


WITHOUT = {
    By.THEME: Heading(None, "No theme"),
    By.UNIT: Heading(None, "No service"),
    By.PORTFOLIO: Heading(None, "No portfolio"),
}


def wholes_unless_asked(filters: Filters) -> Filters:
    """The filters, limited to whole figures unless a breakdown is asked for: parts are not counted beside the whole."""
    return filters if filters.breakdown else replace(filters, breakdown=ALL)


def summarise_figures(
    session: Session, actor: Actor, viewpoint: Viewpoint, filters: Filters, by: By
) -> tuple[Summary, list[tuple[Heading, Summary]]]:
    """The figures that the actor may see from there, counted together and under each heading, in their order.

    What stands for a period is said in `shown`: the dashboard and an edition's document count the very same.

    An indicator that measures several themes is counted under the first of them (of the plan, where one is
    asked for), so that the parts add up to the whole; likewise portfolios. By unit is by the service responsible
    for the indicator, whichever unit a figure is about. Raises 422 for a code that is no period.
    """
    figures = _counted(session, actor, viewpoint, filters)
    headings = headings_of(session, actor, figures, by, filters)
    ordered = {str(number): heading for number, heading in enumerate(headings.order)}
    numbers = {heading: number for number, heading in ordered.items()}
    parts = summarise_by(figures, lambda figure: numbers[headings.of(figure)])
    found = [(heading, parts[number]) for number, heading in ordered.items() if number in parts]
    return add_up(parts.values()), found


def _counted(session: Session, actor: Actor, viewpoint: Viewpoint, filters: Filters) -> list[Figure]:
    """The figures that stand for the period: one of each series."""
    if filters.period is None:
        return read_figures(session, actor, viewpoint, filters)
    period = period_of(filters.period, "period")
    before = None if viewpoint.edition_id is None else earlier_period(period, Period.previous)
    # A rating is asked of what stands for the period, not of what stood for a part of it.
    whole = replace(filters, period=None, rating=None)
    query = select_figures(actor, viewpoint, whole).where(end_within([period, *([before] if before else [])]))
    cells: Cells[Figure] = defaultdict(dict)
    for figure in figures_of(session, actor, viewpoint, session.execute(query.order_by(*SORT)).all()):
        cells[figure.period][figure.series_id] = figure
    shown = newest_in(cells, period) if viewpoint.edition_id is None else counted_in_edition(cells, period, before)
    found = [
        figure for series in shown.values() for figure in series.values() if filters.rating in (None, figure.rating)
    ]
    return sorted(found, key=lambda figure: (figure.ref, figure.series_id))


@dataclass(frozen=True)
class Headings:
    """Which heading each indicator's figures stand under, and in which order the headings are read."""

    order: Sequence[Heading]
    by_indicator: dict[int, Heading]
    without: Heading

    def of(self, figure: Placed) -> Heading:
        return self.by_indicator.get(figure.indicator_id, self.without)


def headings_of(
    session: Session, actor: Actor, figures: Sequence[Placed], by: By, filters: Filters = NO_FILTERS
) -> Headings:
    """Which headings these figures stand under, in one query."""
    match by:
        case By.THEME:
            rows = _themes(session, actor, filters, figures)
        case By.UNIT:
            rows = _units(session, actor, figures)
        case By.PORTFOLIO:
            rows = _portfolios(session, actor, figures)
    by_indicator: dict[int, Heading] = {}
    places: dict[Heading, Any] = {}
    for indicator_id, place, heading in rows:
        by_indicator.setdefault(indicator_id, heading)
        places[heading] = place
    order = sorted(places, key=lambda heading: places[heading])
    return Headings([*order, WITHOUT[by]], by_indicator, WITHOUT[by])


def _themes(
    session: Session, actor: Actor, filters: Filters, figures: Sequence[Placed]
) -> list[tuple[int, Any, Heading]]:
    """(indicator, place of the theme in its plan, theme), the link that began first before others."""
    p = IndicatorPriority
    starts = min((figure.start_on for figure in figures), default=clock.today())
    query = (
        select(p.indicator_id, Theme.position, Theme.id, Theme.code, Theme.name, Plan.code)
        .join(Priority, Priority.id == p.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .where(
            p.council_id == actor.council_id,
            _among(p.indicator_id, figures),
            or_(p.valid_to.is_(None), p.valid_to >= starts),
            true() if filters.plan is None else Plan.code == filters.plan,
            true() if filters.theme is None else Theme.code == filters.theme,
        )
        .order_by(p.valid_from, p.id)
    )
    return [
        (indicator_id, (plan, position, theme_id), Heading(code, name, plan))
        for indicator_id, position, theme_id, code, name, plan in session.execute(query)
    ]


def _units(session: Session, actor: Actor, figures: Sequence[Placed]) -> list[tuple[int, Any, Heading]]:
    """(indicator, the unit's name, the unit that is responsible for it)."""
    query = (
        select(Indicator.id, Unit.code, Unit.name)
        .join(Unit, Unit.id == Indicator.unit_id)
        .where(Indicator.council_id == actor.council_id, _among(Indicator.id, figures))
    )
    return [(indicator_id, (name, code), Heading(code, name)) for indicator_id, code, name in session.execute(query)]


def _portfolios(session: Session, actor: Actor, figures: Sequence[Placed]) -> list[tuple[int, Any, Heading]]:
    """(indicator, the portfolio's name, portfolio) as linked today."""
    p = IndicatorPortfolio
    query = (
        select(p.indicator_id, Portfolio.code, Portfolio.name)
        .join(Portfolio, Portfolio.id == p.portfolio_id)
        .where(p.council_id == actor.council_id, _among(p.indicator_id, figures), linked_on(p, clock.today()))
        .order_by(p.valid_from, p.id)
    )
    return [(indicator_id, (name, code), Heading(code, name)) for indicator_id, code, name in session.execute(query)]


def _among(indicator_id: InstrumentedAttribute[int], figures: Sequence[Placed]) -> ColumnElement[bool]:
    """That an indicator is one of these figures', or lies between them: to name hundreds takes longer to send."""
    ids = [figure.indicator_id for figure in figures]
    return indicator_id.between(min(ids, default=0), max(ids, default=0))
