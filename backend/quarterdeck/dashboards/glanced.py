"""The dashboard's one data query: every figure of a period that the actor may see, with what it is compared with.

A measure counts once: of monthly figures the newest in the period is shown, and a half-yearly or annual one in
the period that its own ends in. Columns are selected, never rows of the models: with 300 indicators that is
fifteen times quicker.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true, union_all
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.quarters import Window
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.figures import revised
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
from quarterdeck.measures.reads import earlier_codes, good_range, known_period
from quarterdeck.measures.series import ALL
from quarterdeck.measures.travel import Moved, Point, Travel, Yardstick, long_travel, short_travel
from quarterdeck.measures.viewpoint import Viewpoint, figures, figures_before
from quarterdeck.organisation.models import Unit


@dataclass(slots=True)
class Glanced:
    """A figure as the dashboard shows it, in its definition's unit of measure.

    rating_before: what the figure of the period before was rated; None where there was none.
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
    period_label: str
    start_on: date
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
    short_travel: str = Travel.NOT_COMPARED.value
    short_change: float | None = None
    long_travel: str = Travel.NOT_COMPARED.value
    long_change: float | None = None
    rating_before: str | None = None
    value_before: float | None = None


OWN: Final = 25
"""How many of a row's columns are a figure's own; what follows them tells the travel."""
Earlier = dict[tuple[int, str | None], Any]


def read_glanced(
    session: Session, actor: Actor, viewpoint: Viewpoint, period: Window
) -> tuple[list[Glanced], list[Glanced]]:
    """The figures of the period, by indicator; and those of the period before, for comparison. One query."""
    rows = session.execute(_query(actor, viewpoint, period)).all()
    earlier: Earlier = {(row.series_id, row.period): row for row in rows}
    now = [_glanced(row, earlier) for row in _newest_in(rows, period.now)]
    before = [] if period.before is None else [_glanced(row, earlier) for row in _newest_in(rows, period.before)]
    return now, before


def _query(actor: Actor, viewpoint: Viewpoint, period: Window) -> Select[Any]:
    """Every cell that ends within the window's periods, joined with the very rows that made each."""
    now = figures(actor, viewpoint).subquery("now")
    if viewpoint.edition_id is None:
        cells = now
    else:
        # An edition pins its own figures; the earlier ones are those that stood when it was sealed.
        before = figures_before(actor, viewpoint).subquery("before")
        pinned = select(now)
        rest = select(before).where(
            ~select(now.c.series_id)
            .where(now.c.series_id == before.c.series_id, now.c.period_code == before.c.period_code)
            .exists(),
            before.c.series_id.in_(select(now.c.series_id)),
        )
        cells = union_all(pinned, rest).subquery("cells")
    o, r, d, t = Observation, RatingRow, IndicatorDefinition, Target
    return (
        select(*_columns(viewpoint))
        .select_from(cells)
        .join(PeriodRow, PeriodRow.code == cells.c.period_code)
        .join(o, o.id == cells.c.observation_id)
        .join(r, r.id == cells.c.rating_id)
        .join(d, d.id == cells.c.definition_id)
        .join(Indicator, Indicator.id == cells.c.indicator_id)
        .join(Unit, Unit.id == cells.c.unit_id)
        .outerjoin(t, t.id == cells.c.target_id)
        .outerjoin(RatingRule, RatingRule.id == cells.c.rule_id)
        .where(cells.c.breakdown == ALL, cells.c.period_code.in_(_codes(period)))
        .order_by(Indicator.ref, o.series_id, PeriodRow.end_on.desc())
    )


def _codes(period: Window) -> Select[str]:
    """The codes of the periods that end within the window and are no longer than a year."""
    ends = PeriodRow.end_on
    within: list[ColumnElement[bool]] = [
        ends.between(each.start, each.end) for each in (period.now, period.before, period.last_year) if each
    ]
    if period.half is not None:
        within.append(and_(PeriodRow.span == Span.HALF, ends.between(period.half.start, period.half.end)))
    return select(PeriodRow.code).where(or_(false(), *within), PeriodRow.scheme == period.now.scheme)


def _columns(viewpoint: Viewpoint) -> list[Any]:
    o, r, d, t = Observation, RatingRow, IndicatorDefinition, Target
    contextual = r.unrated_reason == Unrated.CONTEXTUAL
    broken = (
        select(func.max(IndicatorDefinition.effective_from))
        .where(
            IndicatorDefinition.council_id == Indicator.council_id,
            IndicatorDefinition.indicator_id == Indicator.id,
            IndicatorDefinition.breaks_series,
            IndicatorDefinition.effective_from <= PeriodRow.end_on,
            true() if viewpoint.change_no is None else IndicatorDefinition.change_no <= viewpoint.change_no,
        )
        .correlate(Indicator, PeriodRow)
        .scalar_subquery()
    )
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
        PeriodRow.label.label("period_label"),
        PeriodRow.start_on,
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
        PeriodRow.end_on,
        d.aggregation,
        RatingRule.kind.label("rule_kind"),
        RatingRule.parameters.label("rule_parameters"),
        broken.label("broken_on"),
    ]


def _newest_in(rows: Iterable[Any], period: Period) -> list[Any]:
    """Of each series, the figure that ends last within the period. The rows stand newest first."""
    found: dict[int, Any] = {}
    for row in rows:
        if period.start <= row.end_on <= period.end:
            found.setdefault(row.series_id, row)
    return list(found.values())


def _glanced(row: Any, earlier: Earlier) -> Glanced:
    figure = Glanced(*row[:OWN])
    previous, last_year = (earlier.get((row.series_id, code)) for code in earlier_codes(row.period))
    low, high = good_range(row)
    yardstick = Yardstick(
        polarity=Polarity(row.polarity),
        decimals=row.decimals,
        aggregation=row.aggregation,
        contextual=figure.kind == IndicatorKind.CONTEXTUAL,
        breaks=_days(row.broken_on),
        low=low,
        high=high,
    )
    now = _point(row)
    short = short_travel(now, previous and _point(previous), yardstick)
    long = long_travel(now, last_year and _point(last_year), yardstick)
    figure.short_travel, figure.short_change = _moved(short)
    figure.long_travel, figure.long_change = _moved(long)
    if previous is not None:
        figure.rating_before, figure.value_before = previous.rating, previous.value
    return figure


def _point(row: Any) -> Point:
    return Point(known_period(row.period), row.value_state, row.value)


def _moved(moved: Moved) -> tuple[str, float | None]:
    return moved.travel.value, None if moved.change is None else float(moved.change)


def _days(day: date | None) -> Sequence[date]:
    return () if day is None else (day,)
