"""What stands beside a proposed target when it is checked: its definition, and the figures of its series."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.check_settings import settings_of
from quarterdeck.measures.checks import Earlier
from quarterdeck.measures.findings import Finding
from quarterdeck.measures.models import CurrentObservation, Indicator, Observation, Series, Standing
from quarterdeck.measures.outturn_reads import outturns_of
from quarterdeck.measures.rating import Polarity, TargetFigure
from quarterdeck.measures.rating_inputs import Measure, is_broken, measures_of, period_of
from quarterdeck.measures.target_checks import TargetInput, check_target
from quarterdeck.measures.usual import MOST_FIGURES
from quarterdeck.measures.viewpoint import NOW


def findings_on(
    session: Session, indicator: Indicator, key: tuple[int, str], period: Period, target: TargetFigure, rationale: str
) -> list[Finding]:
    """What the checks find in a target of an indicator, as its settings have them; four queries, for a year seven.

    key: the unit and breakdown whose series it is for, which need not be measured yet.
    """
    measure = measures_of(session, indicator.council_id, [indicator.id])[indicator.id]
    definition = measure.definition_in(period.code)
    proposed = TargetInput(
        period_code=period.code,
        target=target,
        polarity=Polarity(definition.polarity),
        decimals=definition.decimals,
        aggregation=definition.aggregation,
        today=clock.today(),
        rationale=rationale,
        history=(_outturns if period.span is Span.YEAR else _history)(session, measure, indicator, key, period),
    )
    settings = settings_of(session, indicator.council_id, [indicator.id]).get(indicator.id, {})
    return check_target(proposed, settings)


def _history(
    session: Session, measure: Measure, indicator: Indicator, key: tuple[int, str], period: Period
) -> Sequence[Earlier]:
    """The newest figures of the series' earlier periods of the same scheme and span, oldest first.

    Left out is what a break in the series sets apart: it was counted another way.
    """
    c, (unit_id, breakdown) = CurrentObservation, key
    rows = session.execute(
        select(c.period_code, Observation.value)
        .join(Observation, Observation.id == c.observation_id)
        .join(Series, Series.id == c.series_id)
        .where(
            c.council_id == indicator.council_id,
            c.standing == Standing.LATEST,
            c.indicator_id == indicator.id,
            c.unit_id == unit_id,
            c.breakdown == breakdown,
        )
    )
    found = [
        Earlier(row.period_code, row.value)
        for row in rows
        if _precedes(period_of(row.period_code), period) and not is_broken(measure, row.period_code, period.code)
    ]
    return sorted(found, key=lambda each: period_of(each.period_code))


def _outturns(
    session: Session, measure: Measure, indicator: Indicator, key: tuple[int, str], period: Period
) -> Sequence[Earlier]:
    """The outturns of earlier years, oldest first, but for those that a break in the series sets apart."""
    years = [period]
    while len(years) <= MOST_FIGURES and (before := earlier_period(years[0], Period.previous)) is not None:
        years.insert(0, before)
    found = outturns_of(session, Actor.system(indicator.council_id), NOW, [indicator.id], years[:-1], breakdown=None)
    return [
        Earlier(each.year.code, each.outturn.value)
        for each in found
        if (each.unit_id, each.breakdown) == key
        and each.outturn.value is not None
        and not is_broken(measure, each.year.code, period.code)
    ]


def _precedes(earlier: Period, period: Period) -> bool:
    return (earlier.scheme, earlier.span) == (period.scheme, period.span) and earlier < period
