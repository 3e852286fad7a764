"""What stands beside a proposed target when it is checked: its definition, and the figures of its series."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.check_settings import settings_of
from quarterdeck.measures.checks import Earlier
from quarterdeck.measures.findings import Finding, Settings
from quarterdeck.measures.models import CurrentObservation, Indicator, Observation, Standing
from quarterdeck.measures.outturn_reads import outturns_of
from quarterdeck.measures.rating import Polarity, TargetFigure
from quarterdeck.measures.rating_inputs import Measure, is_broken, measures_of, period_of
from quarterdeck.measures.target_checks import TargetInput, check_target
from quarterdeck.measures.usual import MOST_FIGURES
from quarterdeck.measures.viewpoint import NOW

Key = tuple[int, int, str]
Figures = defaultdict[Key, list[Earlier]]
"""Earlier figures of series, by indicator, unit and breakdown."""


@dataclass(frozen=True)
class ToCheck:
    """A target that is to be checked: of an indicator, for the series of a unit and breakdown, and a period."""

    indicator_id: int
    unit_id: int
    breakdown: str
    period: Period
    target: TargetFigure
    rationale: str

    @property
    def key(self) -> Key:
        return self.indicator_id, self.unit_id, self.breakdown


def findings_on(
    session: Session, indicator: Indicator, key: tuple[int, str], period: Period, target: TargetFigure, rationale: str
) -> list[Finding]:
    """What the checks find in a target of an indicator, as its settings have them.

    key: the unit and breakdown whose series it is for, which need not be measured yet.
    """
    return findings_on_all(session, indicator.council_id, [ToCheck(indicator.id, *key, period, target, rationale)])[0]


def findings_on_all(session: Session, council_id: int, targets: Sequence[ToCheck]) -> list[list[Finding]]:
    """What the checks find in each of these targets: four queries however many there are, and four for each year."""
    ids = sorted({each.indicator_id for each in targets})
    measures, settings = measures_of(session, council_id, ids), settings_of(session, council_id, ids)
    parts = [each.indicator_id for each in targets if each.period.span is not Span.YEAR]
    figures = _figures(session, council_id, sorted(set(parts))) if parts else Figures(list)
    years = sorted({each.period for each in targets if each.period.span is Span.YEAR})
    outturns = {year: _outturns(session, council_id, ids, year) for year in years}
    return [
        _findings(
            each,
            measures[each.indicator_id],
            settings.get(each.indicator_id, {}),
            outturns.get(each.period, figures)[each.key],
        )
        for each in targets
    ]


def _findings(wanted: ToCheck, measure: Measure, settings: Settings, figures: Sequence[Earlier]) -> list[Finding]:
    definition = measure.definition_in(wanted.period.code)
    proposed = TargetInput(
        period_code=wanted.period.code,
        target=wanted.target,
        polarity=Polarity(definition.polarity),
        decimals=definition.decimals,
        aggregation=definition.aggregation,
        today=clock.today(),
        rationale=wanted.rationale,
        history=_history(figures, measure, wanted.period),
    )
    return check_target(proposed, settings)


def _history(figures: Sequence[Earlier], measure: Measure, period: Period) -> Sequence[Earlier]:
    """The figures of the series' earlier periods of the same scheme and span, oldest first.

    Left out is what a break in the series sets apart: it was counted another way.
    """
    found = [
        each
        for each in figures
        if _precedes(period_of(each.period_code), period) and not is_broken(measure, each.period_code, period.code)
    ]
    return sorted(found, key=lambda each: period_of(each.period_code))


def _figures(session: Session, council_id: int, indicator_ids: Sequence[int]) -> Figures:
    """The newest figures of these indicators."""
    c = CurrentObservation
    query = (
        select(c.indicator_id, c.unit_id, c.breakdown, c.period_code, Observation.value)
        .join(Observation, Observation.id == c.observation_id)
        .where(c.council_id == council_id, c.standing == Standing.LATEST, c.indicator_id.in_(indicator_ids))
    )
    found = Figures(list)
    for indicator_id, unit_id, breakdown, period_code, value in session.execute(query):
        found[indicator_id, unit_id, breakdown].append(Earlier(period_code, value))
    return found


def _outturns(session: Session, council_id: int, indicator_ids: Sequence[int], period: Period) -> Figures:
    """The outturns of the years before one."""
    years = [period]
    while len(years) <= MOST_FIGURES and (before := earlier_period(years[0], Period.previous)) is not None:
        years.insert(0, before)
    found = Figures(list)
    for each in outturns_of(session, Actor.system(council_id), NOW, indicator_ids, years[:-1], breakdown=None):
        if each.outturn.value is not None:
            earlier = Earlier(each.year.code, each.outturn.value)
            found[each.indicator_id, each.unit_id, each.breakdown].append(earlier)
    return found


def _precedes(earlier: Period, period: Period) -> bool:
    return (earlier.scheme, earlier.span) == (period.scheme, period.span) and earlier < period
