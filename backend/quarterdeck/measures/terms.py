"""The outturns of a plan's term: what each of its priorities' indicators achieved in each year of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.models import Indicator, IndicatorPriority
from quarterdeck.measures.outturn_reads import YearOutturn, outturns_of
from quarterdeck.measures.viewpoint import Viewpoint
from quarterdeck.organisation.models import Unit
from quarterdeck.planning.models import Plan, Priority, Theme


@dataclass(frozen=True)
class Measured:
    """A series that measures a priority, with its outturns, a year each."""

    indicator: Indicator
    unit: Unit
    outturns: Sequence[YearOutturn]


@dataclass(frozen=True)
class PriorityTerm:
    """A priority with what measured it, by ref."""

    theme: Theme
    priority: Priority
    measured: Sequence[Measured]


def years_of(plan: Plan) -> list[Period]:
    """The financial years that a plan covers some of, up to the one that runs today or the last in which it stood."""
    end = plan.end_on if plan.superseded_on is None else max(plan.superseded_on - timedelta(days=1), plan.start_on)
    year = Period.containing(plan.start_on, Span.YEAR)
    last = max(min(end, clock.today()), plan.start_on)
    found = [year]
    while found[-1].end < last:
        found.append(found[-1].next())
    return found


def term_of(
    session: Session, actor: Actor, viewpoint: Viewpoint, plan: Plan, years: Sequence[Period]
) -> list[PriorityTerm]:
    """The plan's priorities in their order, each with the outturns of what measured it in these years.

    An indicator stands under a priority that it was linked to in the plan's days, whole series alone.
    """
    rows = session.execute(
        select(Theme, Priority)
        .join(Priority, Priority.theme_id == Theme.id)
        .where(Theme.plan_id == plan.id)
        .order_by(Theme.position, Theme.id, Priority.position, Priority.id)
    ).all()
    p = IndicatorPriority
    links = session.execute(
        select(p.priority_id, Indicator)
        .join(Indicator, Indicator.id == p.indicator_id)
        .where(
            p.priority_id.in_([priority.id for _, priority in rows]),
            p.valid_from <= plan.end_on,
            or_(p.valid_to.is_(None), p.valid_to >= plan.start_on),
        )
        .order_by(Indicator.ref, Indicator.id)
    ).all()
    indicators = {indicator.id: indicator for _, indicator in links}
    of_indicator: dict[int, dict[int, list[YearOutturn]]] = defaultdict(lambda: defaultdict(list))
    for each in outturns_of(session, actor, viewpoint, list(indicators), years):
        of_indicator[each.indicator_id][each.series_id].append(each)
    unit_ids = {series[0].unit_id for every in of_indicator.values() for series in every.values()}
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(unit_ids)))}
    linked: dict[int, dict[int, None]] = defaultdict(dict)
    for priority_id, indicator in links:
        linked[priority_id][indicator.id] = None
    return [
        PriorityTerm(
            theme,
            priority,
            [
                Measured(indicators[indicator_id], units[series[0].unit_id], series)
                for indicator_id in linked[priority.id]
                for series in of_indicator[indicator_id].values()
            ],
        )
        for theme, priority in rows
    ]
