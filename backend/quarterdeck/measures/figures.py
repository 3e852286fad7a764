"""A figure as it is read: what was reported, with the target, rule and definition that stood beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import shared_alias
from quarterdeck.core.http import Paging, page
from quarterdeck.framework.models import PeriodRow
from quarterdeck.measures.links import in_portfolios
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    IndicatorPriority,
    Observation,
    RatingRow,
    RatingRule,
    RevisionKind,
    Target,
)
from quarterdeck.measures.projection import Cell, among
from quarterdeck.measures.rating import Rating, Unrated
from quarterdeck.measures.travel import Travel
from quarterdeck.measures.viewpoint import Viewpoint, approved_by, figures, newest_rating, visible_observations
from quarterdeck.organisation.models import Portfolio, Unit
from quarterdeck.planning.models import Plan, Priority, Theme
from quarterdeck.planning.service import units_with_code


@dataclass(slots=True)
class Figure:
    """One figure, in its definition's unit of measure, as it stood at a viewpoint.

    kind: `contextual` where it was not to be rated then. unit: the code of the unit it is about. period: a
    code. rating: green, amber, red or unrated, and then why; one by judgement has override_reason, and in
    ruled_rating what the rule alone gives. short_travel and long_travel: against the
    period before and the same period last year, with the change as displayed, or why nothing was compared (and from
    which period another definition counts, where that is why).
    revised: changed by a restatement after members had seen it. approved: whether a body has approved it.
    """

    id: int
    indicator_id: int
    ref: str
    name: str
    kind: str
    responsible_unit_id: int
    series_id: int
    unit_id: int
    unit: str
    unit_name: str
    breakdown: str
    period: str
    period_label: str
    start_on: date
    end_on: date
    unit_of_measure: str
    decimals: int
    polarity: str
    aggregation: str
    value_state: str
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    forecast: float | None
    as_printed: str | None
    printed_rating: str | None
    commentary: str
    explanations: dict[str, str]
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: str
    unrated_reason: str | None
    ruled_rating: str | None
    override_reason: str | None
    revision: int
    revision_kind: str
    reason: str
    revised: bool
    approved: bool
    origin: str
    origin_id: int | None
    source: str | None
    recorded_at: datetime
    change_no: int
    rating_id: int
    definition_id: int
    target_id: int | None
    rule_id: int | None
    unrated_sentence: str = ""
    short_travel: str = Travel.NOT_COMPARED.value
    short_change: float | None = None
    short_reason: str | None = None
    short_broken_from: str | None = None
    long_travel: str = Travel.NOT_COMPARED.value
    long_change: float | None = None
    long_reason: str | None = None
    long_broken_from: str | None = None


@dataclass(frozen=True)
class Filters:
    """Which figures are wanted. `unit`, `plan`, `theme` and `portfolio` are codes; `period` is a period's code.

    A figure belongs to the plans and themes whose links had not ended before its period began, and to the
    portfolios of today.
    """

    indicator_id: int | None = None
    ref: str | None = None
    unit: str | None = None
    period: str | None = None
    plan: str | None = None
    theme: str | None = None
    portfolio: str | None = None
    rating: Rating | None = None
    breakdown: str | None = None
    priority_id: int | None = None


NO_FILTERS = Filters()
# Made once: an alias of a wide table costs milliseconds.
_OTHER, _BREAKING = shared_alias(Observation, "other"), shared_alias(IndicatorDefinition, "breaking")
# By indicator, each series from its newest period back.
SORT = (Indicator.ref, Observation.series_id, PeriodRow.start_on.desc(), Observation.period_code)


def select_figures(
    actor: Actor,
    viewpoint: Viewpoint,
    filters: Filters = NO_FILTERS,
    cells: Sequence[Cell] | None = None,
    of: Subquery | None = None,
) -> Select[*tuple[Any, ...]]:
    """The figures that the actor may see from there, as rows: first what `Figure` holds, in its order.

    Behind that follow `rule_low` and `rule_high`, which tell what a good range is, and `breaks`. cells: only
    these, and perhaps others of the same series and periods; as many as one statement takes. of: the figures to choose
    from, in the columns of `viewpoint.figures`, where these are not all.
    """
    f = figures(actor, viewpoint).subquery("f") if of is None else of
    query = _beside(f, viewpoint)
    if cells is not None:
        query = query.where(among(f.c.series_id, f.c.period_code, cells))
    return query.where(*_wanted(actor, filters, f.c))


def page_of_figures(
    session: Session, actor: Actor, viewpoint: Viewpoint, filters: Filters, paging: Paging
) -> tuple[list[Any], str | None]:
    """A page of the rows of `select_figures`, in their order: (rows, next_cursor). One query.

    It sorts nothing but keys, and looks up for the page alone what stands beside them.
    """
    f = figures(actor, viewpoint).subquery("f")
    keys = (
        select(f)
        .join(Indicator, Indicator.id == f.c.indicator_id)
        .join(PeriodRow, PeriodRow.code == f.c.period_code)
        .where(*_wanted(actor, filters, f.c))
    )
    if filters.rating is not None:
        keys = keys.join(RatingRow, RatingRow.id == f.c.rating_id)
    sort = (Indicator.ref, f.c.series_id, PeriodRow.start_on.desc(), f.c.period_code)
    return page(session, keys, sort, paging, widen=lambda chosen: _beside(chosen, viewpoint))


def _beside(f: Subquery, viewpoint: Viewpoint) -> Select[*tuple[Any, ...]]:
    """Figures with the rows that made them and what these are about."""
    o, r, d, t, u = Observation, RatingRow, IndicatorDefinition, Target, Unit
    return (
        select(*_columns(viewpoint))
        .select_from(f)
        .join(o, o.id == f.c.observation_id)
        .join(r, r.id == f.c.rating_id)
        .join(d, d.id == f.c.definition_id)
        .join(Indicator, Indicator.id == f.c.indicator_id)
        .join(PeriodRow, PeriodRow.code == f.c.period_code)
        .join(u, u.id == f.c.unit_id)
        .outerjoin(t, t.id == f.c.target_id)
        .outerjoin(RatingRule, RatingRule.id == f.c.rule_id)
    )


def select_revision(actor: Actor, viewpoint: Viewpoint, observation_id: int) -> Select[*tuple[Any, ...]]:
    """One revision that the actor may see from there, whether it stands or not, as a row of `select_figures`."""
    o, r, d, t, u = Observation, RatingRow, IndicatorDefinition, Target, Unit
    seen = visible_observations(actor, viewpoint).where(o.id == observation_id).with_only_columns(o.id)
    return (
        select(*_columns(viewpoint))
        .select_from(o)
        .join(r, r.id == newest_rating(o, viewpoint.change_no))
        .join(d, d.id == r.definition_id)
        .join(Indicator, Indicator.id == o.indicator_id)
        .join(PeriodRow, PeriodRow.code == o.period_code)
        .join(u, u.id == o.unit_id)
        .outerjoin(t, t.id == r.target_id)
        .outerjoin(RatingRule, RatingRule.id == r.rule_id)
        .where(o.id.in_(seen))
    )


def measures_priority(
    actor: Actor, plan: str | None, theme: str | None, priority_id: int | None = None
) -> ColumnElement[bool]:
    """That the figure's indicator measures a priority of the plan or theme, or this one, by a link its period saw."""
    p = IndicatorPriority
    return exists().where(
        p.indicator_id == Indicator.id,
        p.priority_id == Priority.id,
        Priority.theme_id == Theme.id,
        Theme.plan_id == Plan.id,
        Plan.council_id == actor.council_id,
        or_(p.valid_to.is_(None), p.valid_to >= PeriodRow.start_on),
        true() if plan is None else Plan.code == plan,
        true() if theme is None else Theme.code == theme,
        true() if priority_id is None else Priority.id == priority_id,
    )


def _wanted(actor: Actor, filters: Filters, cell: Any) -> Iterator[ColumnElement[bool]]:
    """Conditions on the cells, wherever they can be: they limit what is looked up beside each figure."""
    council_id = actor.council_id
    if filters.indicator_id is not None:
        yield cell.indicator_id == filters.indicator_id
    if filters.ref is not None:
        named = select(Indicator.id).where(Indicator.council_id == council_id, Indicator.ref == filters.ref)
        yield cell.indicator_id.in_(named)
    if filters.unit is not None:
        yield cell.unit_id.in_(units_with_code(actor, filters.unit))
    if filters.period is not None:
        yield cell.period_code == filters.period
    if filters.plan is not None or filters.theme is not None or filters.priority_id is not None:
        yield measures_priority(actor, filters.plan, filters.theme, filters.priority_id)
    if filters.portfolio is not None:
        portfolio = select(Portfolio.id).where(Portfolio.council_id == council_id, Portfolio.code == filters.portfolio)
        yield cell.indicator_id.in_(in_portfolios(portfolio))
    if filters.rating is not None:
        yield RatingRow.rating == filters.rating
    if filters.breakdown is not None:
        yield cell.breakdown == filters.breakdown


def _columns(viewpoint: Viewpoint) -> list[Any]:
    o, r, d, t = Observation, RatingRow, IndicatorDefinition, Target
    contextual = r.unrated_reason == Unrated.CONTEXTUAL
    return [
        o.id,
        Indicator.id.label("indicator_id"),
        Indicator.ref,
        Indicator.name,
        case((contextual, IndicatorKind.CONTEXTUAL.value), else_=IndicatorKind.PERFORMANCE.value).label("kind"),
        Indicator.unit_id.label("responsible_unit_id"),
        o.series_id,
        o.unit_id,
        Unit.code.label("unit"),
        Unit.name.label("unit_name"),
        o.breakdown,
        o.period_code.label("period"),
        PeriodRow.label.label("period_label"),
        PeriodRow.start_on,
        PeriodRow.end_on,
        d.unit_of_measure,
        d.decimals,
        d.polarity,
        d.aggregation,
        o.value_state,
        o.value,
        o.numerator,
        o.denominator,
        o.provisional,
        o.forecast,
        o.as_printed,
        o.printed_rating,
        o.commentary,
        o.explanations,
        t.value.label("target"),
        t.low.label("target_low"),
        t.high.label("target_high"),
        func.coalesce(t.text, "").label("target_text"),
        r.rating,
        r.unrated_reason,
        r.ruled_rating,
        r.override_reason,
        o.revision,
        o.kind.label("revision_kind"),
        o.reason,
        revised().label("revised"),
        approved_by(o, viewpoint.change_no).label("approved"),
        o.origin,
        o.origin_id,
        o.source,
        o.recorded_at,
        o.change_no,
        r.id.label("rating_id"),
        d.id.label("definition_id"),
        t.id.label("target_id"),
        RatingRule.id.label("rule_id"),
        *rule_range(),
        breaks(viewpoint).label("breaks"),
    ]


def rule_range() -> list[ColumnElement[Any]]:
    """The bounds that a rule of kind `range` sets, as `rule_low` and `rule_high`; NULL where the target does.

    Taken out by the database: JSON is parsed row by row here, whatever the rule.
    """
    is_range = RatingRule.kind == "range"
    return [case((is_range, RatingRule.parameters[name].as_float())).label(f"rule_{name}") for name in ("low", "high")]


def breaks(viewpoint: Viewpoint) -> ScalarSelect[str]:
    """The days on which a definition broke the indicator's series, as known from there: written out, or NULL."""
    d = _BREAKING
    return (
        select(func.aggregate_strings(cast(d.effective_from, String), " "))
        .where(
            d.council_id == Indicator.council_id,
            d.indicator_id == Indicator.id,
            d.breaks_series,
            true() if viewpoint.change_no is None else d.change_no <= viewpoint.change_no,
        )
        .correlate(Indicator)
        .scalar_subquery()
    )


def revised() -> ColumnElement[bool]:
    """That the revision is, or follows, a restatement: members have seen another figure."""
    o, other = Observation, _OTHER
    restated = exists().where(
        other.council_id == o.council_id,
        other.series_id == o.series_id,
        other.period_code == o.period_code,
        other.revision <= o.revision,
        other.kind == RevisionKind.RESTATEMENT,
    )
    # Almost every figure is a first revision, for which there is nothing to look up.
    return and_(o.revision > 1, restated)
