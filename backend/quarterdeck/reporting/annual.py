"""The annual part of an edition: gathered at sealing when its period ends a year, and narrowed to what may be read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.models import Indicator, IndicatorPriority, Observation, Series, Target, TargetState
from quarterdeck.measures.outturn_reads import YearOutturn, outturns_of
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_inputs import period_of
from quarterdeck.measures.viewpoint import NOW
from quarterdeck.planning.models import Plan, PlanKind, PlanState, Priority, PriorityYear, Theme
from quarterdeck.reporting.annual_content import (
    AnnualContent,
    AnnualCorrection,
    AnnualMeasure,
    AnnualOutturn,
    AnnualPriority,
    NextTarget,
)
from quarterdeck.reporting.figures import Measured, number

YEARS: Final = 5
"""Outturns of so many years are printed, where there are any."""
# Service plans have reports of their own.
REPORTED_PLANS: Final = (PlanKind.COUNCIL_PLAN, PlanKind.BUSINESS_PLAN, PlanKind.DELIVERY_PLAN, PlanKind.STRATEGY)


def annual_part(
    session: Session,
    council_id: int,
    period: Period,
    measured: Callable[[Collection[int]], Mapping[int, Measured]],
    restated: Sequence[Any],
) -> AnnualContent | None:
    """What the annual report needs of the year that the period ends; None where it ends none.

    measured: what series measure, as the edition prints them. restated: every accepted restatement, as
    `since.restatements` reads them.
    """
    if not ends_a_year(period):
        return None
    year = period.year()
    years = _years(year)
    links = _links(session, council_id, year)
    outturns = _by_series(session, council_id, {indicator_id for ids in links.values() for indicator_id in ids}, years)
    of_series = measured(outturns.keys() | {row.Restatement.series_id for row in restated})
    said, following = _commentary(session, outturns, year), _next_targets(session, outturns, council_id, year.next())
    ends = _ends(session, outturns)
    made = {
        series_id: _measure(of_series[series_id], each, said.get(series_id), following[series_id],
                            ended=ends[series_id] is not None and ends[series_id] <= year.end)
        for series_id, each in outturns.items()
    }  # fmt: skip
    with_any = [each for each in years if any(_has(out, each) for series in outturns.values() for out in series)]
    shown = years[years.index(with_any[0]) :] if with_any else [year]
    return AnnualContent(
        year_code=year.code,
        year_label=year.short_label,
        next_year_label=year.next().short_label,
        years=[each.code for each in shown],
        priorities=list(_priorities(session, council_id, year, links, outturns, made, of_series)),
        corrections=[_correction(row, of_series) for row in restated if year.contains(_period(row))],
    )


def ends_a_year(period: Period) -> bool:
    """Whether an edition of the period makes an annual report: the last quarter's does, a year's own round plans."""
    return period.ends_its_year() and period.span is not Span.YEAR


def narrowed_annual(annual: AnnualContent | None, shows: Callable[[int, str], bool]) -> AnnualContent | None:
    """The annual part without what is made of figures that may not be read, and without what is left empty by that."""
    if annual is None:
        return None
    priorities = []
    for each in annual.priorities:
        seen = [left for one in each.measures if (left := _left_of(one, shows)) is not None]
        if seen or not each.measures:
            priorities.append(each.model_copy(update={"measures": seen}))
    corrections = [each for each in annual.corrections if shows(each.series_id, each.period_code)]
    return annual.model_copy(update={"priorities": priorities, "corrections": corrections})


def cells_of(annual: AnnualContent | None) -> Iterator[tuple[int, str]]:
    """The figures (series and period) that an annual part tells of."""
    if annual is None:
        return
    for priority in annual.priorities:
        for measure in priority.measures:
            for outturn in measure.outturns:
                yield from ((measure.series_id, code) for code in outturn.periods)
    yield from ((each.series_id, each.period_code) for each in annual.corrections)


def _left_of(measure: AnnualMeasure, shows: Callable[[int, str], bool]) -> AnnualMeasure | None:
    outturns = [each for each in measure.outturns if all(shows(measure.series_id, code) for code in each.periods)]
    if not outturns or not any(shows(measure.series_id, each.year_code) for each in outturns):
        return None
    open_words = not measure.why_period or shows(measure.series_id, measure.why_period)
    hidden = {} if open_words else {"why": "", "why_period": ""}
    return measure.model_copy(update={"outturns": outturns, **hidden})


def _years(last: Period) -> list[Period]:
    found = [last]
    while len(found) < YEARS and (before := earlier_period(found[0], Period.previous)) is not None:
        found.insert(0, before)
    return found


def _links(session: Session, council_id: int, year: Period) -> dict[int, list[int]]:
    """The indicators that measured each priority of a reported plan in the year, by priority; None without any.

    A plan that was superseded within the year stands beside the one that took its place.
    """
    p = IndicatorPriority
    rows = session.execute(
        select(p.priority_id, p.indicator_id)
        .join(Priority, Priority.id == p.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .join(Indicator, Indicator.id == p.indicator_id)
        .where(
            p.council_id == council_id,
            p.valid_from <= year.end,
            or_(p.valid_to.is_(None), p.valid_to >= year.start),
            Indicator.provisional.is_(False),
            or_(Indicator.valid_from.is_(None), Indicator.valid_from <= year.end),
            or_(Indicator.valid_to.is_(None), Indicator.valid_to >= year.start),
            *_in_year(year),
        )
        .order_by(Indicator.ref, Indicator.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.indicator_id not in found[row.priority_id]:
            found[row.priority_id].append(row.indicator_id)
    return found


def _in_year(year: Period) -> tuple[Any, ...]:
    superseded = (Plan.state == PlanState.SUPERSEDED) & (Plan.superseded_on > year.start)
    return (
        Plan.kind.in_(REPORTED_PLANS),
        or_(Plan.state == PlanState.ADOPTED, superseded),
        Plan.start_on <= year.end,
        Plan.end_on >= year.start,
    )


def _by_series(
    session: Session, council_id: int, indicator_ids: Collection[int], years: Sequence[Period]
) -> dict[int, list[YearOutturn]]:
    """The outturns of each whole series, oldest first. An edition holds everything that is latest, whoever seals it."""
    found: dict[int, list[YearOutturn]] = defaultdict(list)
    for each in outturns_of(session, Actor.system(council_id), NOW, indicator_ids, years):
        found[each.series_id].append(each)
    return found


def _has(each: YearOutturn, year: Period) -> bool:
    return each.year == year and each.outturn.value is not None


def _commentary(session: Session, series_ids: Collection[int], year: Period) -> dict[int, tuple[str, str]]:
    """What was last said of each series in the year, and of which period."""
    o = Observation
    rows = session.execute(
        select(o.series_id, o.period_code, o.commentary, o.revision)
        .where(o.series_id.in_(sorted(series_ids)), o.commentary != "")
        .order_by(o.series_id, o.revision)
    ).all()
    within = [row for row in rows if year.contains(period_of(row.period_code))]
    within.sort(key=lambda row: (period_of(row.period_code).end, row.revision))
    return {row.series_id: (row.commentary, row.period_code) for row in within}


def _next_targets(
    session: Session, outturns: Mapping[int, Sequence[YearOutturn]], council_id: int, year: Period
) -> dict[int, list[NextTarget]]:
    """The approved targets of the year to come: the year's own, else what those of its periods make, else those.

    What periods make is what the year's outturn will be held against: four quarters of 10 homes are 40 in the year.
    """
    t = Target
    rows = session.scalars(
        select(t)
        .where(t.series_id.in_(sorted(outturns)), t.state == TargetState.APPROVED)
        .order_by(t.series_id, t.number)
    )
    newest: dict[int, dict[str, Target]] = defaultdict(dict)
    for row in rows:
        if year.contains(period_of(row.period_code)):
            newest[row.series_id][row.period_code] = row
    indicator_ids = {each.indicator_id for series_id in newest for each in outturns[series_id]}
    of_year = _by_series(session, council_id, indicator_ids, [year])
    found: dict[int, list[NextTarget]] = defaultdict(list)
    for series_id, of_period in newest.items():
        rows_of = sorted(of_period.values(), key=lambda each: period_of(each.period_code))
        made = next((each.target for each in of_year[series_id]), None)
        if year.code in of_period:
            found[series_id] = [_next(of_period[year.code])]
        elif made is not None:
            found[series_id] = [_made_next(year, made, rows_of)]
        else:
            found[series_id] = [_next(each) for each in rows_of]
    return found


def _next(target: Target) -> NextTarget:
    return NextTarget(
        period_code=target.period_code,
        period_label=period_of(target.period_code).short_label,
        value=number(target.value),
        low=number(target.low),
        high=number(target.high),
        text=target.text,
        rationale=target.rationale,
    )


def _made_next(year: Period, made: TargetFigure, targets: Sequence[Target]) -> NextTarget:
    """The year's target that those of its periods make, for the reasons they were given."""
    return NextTarget(
        period_code=year.code,
        period_label=year.short_label,
        value=number(made.value),
        low=number(made.low),
        high=number(made.high),
        text=made.text,
        rationale="\n\n".join(dict.fromkeys(each.rationale.strip() for each in targets if each.rationale.strip())),
    )


def _ends(session: Session, series_ids: Collection[int]) -> dict[int, Any]:
    """The last day of each series' indicator; None for one that goes on."""
    query = select(Series.id, Indicator.valid_to).join(Indicator, Indicator.id == Series.indicator_id)
    return {row.id: row.valid_to for row in session.execute(query.where(Series.id.in_(sorted(series_ids))))}


def _measure(
    series: Measured,
    outturns: Sequence[YearOutturn],
    said: tuple[str, str] | None,
    following: list[NextTarget],
    *,
    ended: bool,
) -> AnnualMeasure:
    why, why_period = said or ("", "")
    return AnnualMeasure(
        series_id=outturns[0].series_id,
        ref=series.ref,
        name=series.name,
        measured_in=series.measured_in,
        unit=series.unit,
        polarity=outturns[-1].definition.polarity,
        outturns=[_outturn(each) for each in outturns],
        why=why,
        why_period=why_period,
        next_targets=following,
        ended=ended,
        portfolios=series.portfolios,
    )


def _outturn(each: YearOutturn) -> AnnualOutturn:
    made, target = each.outturn, each.target
    return AnnualOutturn(
        year_code=made.year.code,
        year_label=made.year.short_label,
        unit_of_measure=each.definition.unit_of_measure,
        decimals=each.definition.decimals,
        value_state=str(made.value_state),
        value=number(made.value),
        provisional=made.provisional,
        said=made.sentence,
        target=number(target.value) if target else None,
        target_low=number(target.low) if target else None,
        target_high=number(target.high) if target else None,
        target_text=target.text if target else "",
        rating=each.rated.rating.value,
        contextual=each.contextual,
        periods=[period.code for period in made.made_of],
    )


def _priorities(
    session: Session,
    council_id: int,
    year: Period,
    links: Mapping[int, Sequence[int]],
    outturns: Mapping[int, Sequence[YearOutturn]],
    made: Mapping[int, AnnualMeasure],
    of_series: Mapping[int, Measured],
) -> Iterator[AnnualPriority]:
    """The priorities of the year's plans in their order, the plan that was superseded before the one that followed."""
    by_indicator: dict[int, list[int]] = defaultdict(list)
    for series_id, each in outturns.items():
        by_indicator[each[0].indicator_id].append(series_id)
    y = PriorityYear
    rows = session.execute(
        select(Plan, Theme, Priority, y.progress)
        .join(Theme, Theme.plan_id == Plan.id)
        .join(Priority, Priority.theme_id == Theme.id)
        .outerjoin(y, (y.priority_id == Priority.id) & (y.year_code == year.code))
        .where(Plan.council_id == council_id, *_in_year(year))
        .order_by(Plan.state.desc(), Plan.start_on, Plan.id, Theme.position, Theme.id, Priority.position, Priority.id)
    )
    for plan, theme, priority, progress in rows:
        series_ids = [each for indicator_id in links.get(priority.id, ()) for each in by_indicator[indicator_id]]
        series_ids.sort(key=lambda each: of_series[each].order)
        if series_ids or progress:
            yield AnnualPriority(
                plan=plan.title,
                theme=theme.name,
                priority=priority.name,
                progress=progress or "",
                measures=[made[each] for each in series_ids],
            )


def _period(row: Any) -> Period:
    return period_of(row.Restatement.period_code)


def _correction(row: Any, of_series: Mapping[int, Measured]) -> AnnualCorrection:
    restatement, series = row.Restatement, of_series[row.Restatement.series_id]
    accepted_on: date = restatement.decided_on
    return AnnualCorrection(
        series_id=restatement.series_id,
        period_code=restatement.period_code,
        period_label=_period(row).short_label,
        ref=series.ref,
        name=series.name,
        unit_of_measure=row.IndicatorDefinition.unit_of_measure,
        decimals=row.IndicatorDefinition.decimals,
        was_state=row.was_state,
        was=number(row.was),
        now_state=row.now_state,
        now=number(row.now),
        reason=restatement.reason,
        accepted_on=accepted_on,
    )
