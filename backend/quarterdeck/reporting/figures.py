"""An edition's figures: the latest of every cell that a round asked for, as printed, with the rows that made each."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from quarterdeck.collection.due import in_natural_order
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, earlier_period
from quarterdeck.measures import projection
from quarterdeck.measures.figures import Figure
from quarterdeck.measures.links import links_on
from quarterdeck.measures.models import Indicator, IndicatorDefinition, Series, Target
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.reads import read_cells
from quarterdeck.organisation.models import Portfolio, Post, Unit
from quarterdeck.planning.models import Plan, PlanState, Priority, Theme
from quarterdeck.reporting.content import EarlierFigure, FigureContent
from quarterdeck.reporting.counting import EARLIER

# Of a figure, what is printed as it is read.
AS_READ = (
    "series_id",
    "kind",
    "unit_of_measure",
    "decimals",
    "polarity",
    "value_state",
    "provisional",
    "target_text",
    "rating",
    "unrated_reason",
    "ruled_rating",
    "override_reason",
    "commentary",
    "short_travel",
    "long_travel",
    "revised",
)


@dataclass(frozen=True)
class Measured:
    """What a series measures, and where that stands in the report."""

    ref: str
    name: str
    kind: str
    breakdown: str
    unit: str
    measured_in: str | None
    owner_post: str | None
    theme: str | None
    priority: str | None
    portfolios: list[str]
    order: tuple[Any, ...]


@dataclass(frozen=True)
class Pinned:
    """A figure as the edition prints it, and the very rows that made it."""

    content: FigureContent
    observation_id: int
    rating_id: int
    definition_id: int
    target_id: int | None
    rule_id: int | None


def measured(session: Session, council_id: int, series_ids: Collection[int], day: date) -> dict[int, Measured]:
    """What these series measure, with priorities and portfolios as linked on a day, by series."""
    rows = [row for chunk in _chunks(series_ids) for row in session.execute(_series(council_id, chunk))]
    units = Counter(indicator_id for indicator_id, _ in {(row.Indicator.id, row.Series.unit_id) for row in rows})
    links = links_on(session, sorted({row.Indicator.id for row in rows}), day) if rows else {}
    places, portfolios = _places_in_plans(session, council_id), _codes(session, council_id)
    found = {}
    for row in rows:
        linked = links[row.Indicator.id]
        place = min((places[each] for each in linked.priority_ids), default=None)
        found[row.Series.id] = Measured(
            ref=row.Indicator.ref,
            name=row.Indicator.name,
            kind=row.Indicator.kind,
            breakdown=row.Series.breakdown,
            unit=row.responsible,
            measured_in=_measured_in(row, is_alone=units[row.Indicator.id] == 1),
            owner_post=row.owner_post,
            theme=place.theme if place else None,
            priority=place.priority if place else None,
            portfolios=sorted(portfolios[each] for each in linked.portfolio_ids),
            order=_order(row, place),
        )
    return found


def pinned_figures(
    session: Session, council_id: int, cells: Collection[Cell], of_series: Mapping[int, Measured]
) -> list[Pinned]:
    """The figures on record of these cells, in the order of the report; cells without one are left out."""
    # An edition holds everything that is latest, whoever seals it.
    system = Actor.system(council_id)
    figures = read_cells(session, system, cells)
    before = _before(session, system, cells)
    definitions = _definitions(session, {each.definition_id for each in figures})
    explained = _target_explanations(session, {each.target_id for each in figures if each.target_id is not None})
    figures.sort(key=lambda each: in_report((each.series_id, each.period), of_series))
    return [
        Pinned(
            _content(
                position,
                each,
                of_series[each.series_id],
                before,
                definitions[each.definition_id],
                explained.get(each.target_id, {}),
            ),
            each.id,
            each.rating_id,
            each.definition_id,
            each.target_id,
            each.rule_id,
        )
        for position, each in enumerate(figures, start=1)
    ]


def in_report(cell: Cell, of_series: Mapping[int, Measured]) -> tuple[Any, ...]:
    """The sort key of a cell's place in the report."""
    series_id, period_code = cell
    return (*of_series[series_id].order, period_of(period_code))


@lru_cache(maxsize=4096)
def period_of(code: str) -> Period:
    """The period with this code, of those on record."""
    return Period.of_code(code)


def number(value: float | None) -> float | None:
    """A figure as it is hashed: one of the databases keeps the sign of zero and the other does not."""
    return None if value is None else value + 0.0


@dataclass(frozen=True, order=True)
class _PlaceInPlan:
    """Where a priority stands; compared in the order of the report, adopted plans before others."""

    not_adopted: bool
    theme_position: int
    theme_id: int
    position: int
    priority_id: int
    theme: str
    priority: str


def _series(council_id: int, series_ids: Sequence[int]) -> Any:
    responsible, measured_in = aliased(Unit), aliased(Unit)
    return (
        select(
            Series,
            Indicator,
            responsible.name.label("responsible"),
            measured_in.name.label("measured_in"),
            measured_in.parent_id.is_(None).label("is_whole_council"),
            Post.title.label("owner_post"),
        )
        .join(Indicator, Indicator.id == Series.indicator_id)
        .join(responsible, responsible.id == Indicator.unit_id)
        .join(measured_in, measured_in.id == Series.unit_id)
        .outerjoin(Post, Post.id == Indicator.owner_post_id)
        .where(Series.council_id == council_id, Series.id.in_(series_ids))
    )


def _measured_in(row: Any, *, is_alone: bool) -> str | None:
    """The unit that a figure is measured in, where that has to be said.

    It has not for the unit responsible, nor where the whole council is the only one measured: that is the
    ordinary case, and how printed history comes in.
    """
    if row.Series.unit_id == row.Indicator.unit_id or (row.is_whole_council and is_alone):
        return None
    return str(row.measured_in)


def _order(row: Any, place: _PlaceInPlan | None) -> tuple[Any, ...]:
    """By theme and priority, those without one last; then by ref, the whole before its parts."""
    in_plan = (0, place) if place else (1, None)
    is_part = row.Series.breakdown != "all"
    return (*in_plan, in_natural_order(row.Indicator.ref), is_part, row.Series.breakdown, row.Series.id)


def _places_in_plans(session: Session, council_id: int) -> dict[int, _PlaceInPlan]:
    rows = session.execute(
        select(Priority.id, Priority.name, Priority.position, Theme, Plan.state)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .where(Priority.council_id == council_id)
    )
    return {
        row.id: _PlaceInPlan(
            not_adopted=row.state != PlanState.ADOPTED,
            theme_position=row.Theme.position,
            theme_id=row.Theme.id,
            position=row.position,
            priority_id=row.id,
            theme=row.Theme.name,
            priority=row.name,
        )
        for row in rows
    }


def _codes(session: Session, council_id: int) -> dict[int, str]:
    rows = session.execute(select(Portfolio.id, Portfolio.code).where(Portfolio.council_id == council_id))
    return {row.id: row.code for row in rows}


def _definitions(session: Session, definition_ids: Collection[int]) -> dict[int, str]:
    d = IndicatorDefinition
    queries = (select(d.id, d.definition).where(d.id.in_(chunk)) for chunk in _chunks(definition_ids))
    return {row.id: row.definition for query in queries for row in session.execute(query)}


def _target_explanations(session: Session, target_ids: Collection[int]) -> dict[int | None, dict[str, Any]]:
    queries = (select(Target.id, Target.explanations).where(Target.id.in_(chunk)) for chunk in _chunks(target_ids))
    return {row.id: row.explanations for query in queries for row in session.execute(query)}


def _before(session: Session, system: Actor, cells: Collection[Cell]) -> dict[Cell, EarlierFigure]:
    """What is on record of the periods that are printed beside these cells."""
    wanted = {
        (series_id, earlier)
        for series_id, code in cells
        for earlier in (*earlier_codes(code), _last_year(code))
        if earlier is not None
    }
    return {(each.series_id, each.period): _earlier(each) for each in read_cells(session, system, wanted)}


def _earlier(figure: Figure) -> EarlierFigure:
    return EarlierFigure(
        period_code=figure.period,
        label=period_of(figure.period).short_label,
        value_state=figure.value_state,
        value=number(figure.value),
        provisional=figure.provisional,
        rating=figure.rating,
    )


def _content(
    position: int,
    figure: Figure,
    series: Measured,
    before: Mapping[Cell, EarlierFigure],
    definition: str,
    target_explanations: Mapping[str, Any],
) -> FigureContent:
    series_id, period = figure.series_id, period_of(figure.period)
    return FigureContent(
        **{name: getattr(figure, name) for name in AS_READ},
        period_code=period.code,
        period_label=period.short_label,
        position=position,
        ref=series.ref,
        name=series.name,
        breakdown=series.breakdown,
        theme=series.theme,
        priority=series.priority,
        unit=series.unit,
        measured_in=series.measured_in,
        owner_post=series.owner_post,
        definition=definition,
        value=number(figure.value),
        target=number(figure.target),
        target_low=number(figure.target_low),
        target_high=number(figure.target_high),
        explanations=_explained(figure.explanations),
        target_explanations=_explained(target_explanations),
        previous=[before[series_id, code] for code in earlier_codes(period.code) if (series_id, code) in before],
        previous_year=before.get((series_id, _last_year(period.code) or "")),
        portfolios=series.portfolios,
    )


def _explained(words: Mapping[str, Any]) -> dict[str, str]:
    return {str(code): str(said) for code, said in words.items()}


def earlier_codes(period_code: str) -> list[str]:
    """The codes of the four periods before, oldest first."""
    codes: list[str] = []
    while len(codes) < EARLIER:
        code = _moved(period_of(codes[-1] if codes else period_code), Period.previous)
        if code is None:
            break
        codes.append(code)
    return codes[::-1]


def _last_year(period_code: str) -> str | None:
    return _moved(period_of(period_code), Period.same_period_last_year)


def _moved(period: Period, way: Callable[[Period], Period]) -> str | None:
    earlier = earlier_period(period, way)
    return None if earlier is None else earlier.code


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), projection.CHUNK):
        yield ordered[start : start + projection.CHUNK]
