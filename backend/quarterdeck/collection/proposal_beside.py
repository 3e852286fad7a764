"""What stands beside the proposals of an annual round: outturns against targets, this year so far, and the seasons.

All of it is loaded for many proposals at once, in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, Proposal
from quarterdeck.collection.recorded import Recorded, recorded_of, series_of
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.check_settings import settings_of
from quarterdeck.measures.checks import Earlier, Setting
from quarterdeck.measures.models import (
    Frequency,
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Target,
    TargetState,
)
from quarterdeck.measures.outturns import Outturn, Part, Terms, outturn_of, target_of
from quarterdeck.measures.profile import PastYear, Profile, Profiled, Spread, even, seasonal, spread_of
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_inputs import Measure, broken_since, measures_of, target_figure
from quarterdeck.measures.ratio import is_percentage, is_ratio
from quarterdeck.measures.series import SPAN_OF

YEARS_SHOWN: Final = 5


@dataclass(frozen=True)
class OutturnBeside:
    """A year before the planned one: its outturn, which says why where there is none, and its target.

    broken_from: from when another definition counts, where it may not be compared with the planned year.
    """

    year: Period
    outturn: Outturn
    target: TargetFigure | None
    broken_from: str | None


@dataclass(frozen=True)
class Proposed:
    """A proposal with what stands beside it.

    recorded: its series' figures by period code. targets: its approved targets by period code. measure: the versions
    of its definition, whose breaks set years apart.
    """

    entry: Entry
    proposal: Proposal
    indicator: Indicator
    breakdown: str
    definition: IndicatorDefinition
    measure: Measure
    recorded: Mapping[str, Recorded]
    targets: Mapping[str, TargetFigure]
    settings: Mapping[str, Setting]

    @property
    def year(self) -> Period:
        return Period.of_code(self.entry.period_code)

    @property
    def span(self) -> Span:
        return SPAN_OF[Frequency(self.indicator.frequency)]

    @property
    def periods(self) -> list[Period]:
        """The periods of the year that are reported, in order; none beside the year of an annual indicator."""
        return [] if self.span is Span.YEAR else self.year.parts(self.span)

    @property
    def spread(self) -> Spread:
        ratio = bool(self.definition.denominator_label) or is_ratio(self.definition.unit_of_measure)
        return spread_of(self.definition.aggregation, is_ratio=ratio)

    @cached_property
    def terms(self) -> Terms:
        """What decides how its years' figures are made."""
        return Terms(
            self.definition.aggregation,
            self.definition.unit_of_measure,
            self.span,
            counted_over=bool(self.definition.denominator_label),
            breaks=[each.effective_from for each in self.measure.definitions if each.breaks_series],
        )

    @cached_property
    def parts(self) -> Mapping[Period, Part]:
        """Its figures on record, by their periods."""
        rows = ((Period.of_code(code), each) for code, each in self.recorded.items())
        return {
            period: Part(period, each.value_state, each.value, each.numerator, each.denominator, each.provisional)
            for period, each in rows
        }

    @property
    def is_rated(self) -> bool:
        """Whether it takes a target: a contextual measure has none."""
        return self.indicator.kind == IndicatorKind.PERFORMANCE

    @cached_property
    def past(self) -> list[OutturnBeside]:
        """The five years before the planned one, oldest first; from the first with a figure or a target on."""
        found = [self._past(year) for year in self._years_before(YEARS_SHOWN)]
        known = [number for number, each in enumerate(found) if each.outturn.value is not None or each.target]
        return found[known[0] :] if known else []

    @property
    def so_far(self) -> list[Recorded]:
        """What is on record of the year before the planned one, oldest first."""
        before = earlier_period(self.year, Period.previous)
        if before is None:
            return []
        codes = [each.code for each in before.parts(self.span)] if self.span is not Span.YEAR else [before.code]
        return [self.recorded[code] for code in codes if code in self.recorded]

    def standing(self, period: Period) -> TargetFigure | None:
        """The approved target of the same period of the year before."""
        before = earlier_period(period, Period.same_period_last_year)
        if before is None:
            return None
        figure = self.targets.get(before.code)
        if figure is None and period.code == self.year.code and self.periods:
            return self._target_of(before)
        return figure

    def broken_from(self, code: str) -> str | None:
        """From when another definition counts, of a period that may not be compared with the planned year."""
        return broken_since(self.measure, code, self.year.code)

    def history(self, period: Period) -> list[Earlier]:
        """What a period's target is held against: the years' outturns, or figures of earlier periods, oldest first.

        Left out is what a break in the series sets apart from the planned year.
        """
        if period.span is Span.YEAR:
            alike = [each for each in self.past if self._is_alike(each.year)]
            return [Earlier(each.year.code, each.outturn.value) for each in alike if each.outturn.value is not None]
        periods = sorted(Period.of_code(code) for code in self.recorded)
        rows = [each for each in periods if each.span is period.span and each < period and self._is_alike(each)]
        return [Earlier(each.code, self.recorded[each.code].value) for each in rows]

    def profiled(self, profile: Profile, year: float) -> Profiled | None:
        """The targets of the year's periods that a profile makes of the year's; None where no year tells seasons."""
        if profile is Profile.EVEN:
            return even(self.spread, year, len(self.periods), self.definition.decimals)
        bounds = (0.0, 100.0) if is_percentage(self.definition.unit_of_measure) else (None, None)
        return seasonal(self.spread, year, self.seasons, self.definition.decimals, bounds=bounds)

    @property
    def seasons(self) -> list[PastYear]:
        """The earlier years of which every period is on record, oldest first."""
        found = []
        for year in self._years_before(YEARS_SHOWN):
            values = [self.recorded[each.code].value for each in year.parts(self.span) if each.code in self.recorded]
            figures = [value for value in values if value is not None]
            if len(figures) == len(year.parts(self.span)) and self._is_alike(year):
                found.append(PastYear(year.short_label, figures))
        return found

    def _past(self, year: Period) -> OutturnBeside:
        return OutturnBeside(
            year, outturn_of(year, self.terms, self.parts), self._target_of(year), self.broken_from(year.code)
        )

    def _target_of(self, year: Period) -> TargetFigure | None:
        """What a year was to come to, also where only its periods have targets."""
        of_periods = {Period.of_code(code): figure for code, figure in self.targets.items()}
        target, _ = target_of(year, self.terms, self.terms.basis(self.parts.values()), of_periods)
        return target

    def _years_before(self, number: int) -> list[Period]:
        found: list[Period] = []
        year = earlier_period(self.year, Period.previous)
        while year is not None and len(found) < number:
            found.append(year)
            year = earlier_period(year, Period.previous)
        return found[::-1]

    def _is_alike(self, period: Period) -> bool:
        return self.broken_from(period.code) is None


def load_proposals(session: Session, council_id: int, entries: Collection[Entry]) -> dict[int, Proposed]:
    """What stands beside these entries of annual rounds, by entry id: eight queries, however many; none for none."""
    if not entries:
        return {}
    rows = session.scalars(
        select(Proposal).where(
            Proposal.council_id == council_id, Proposal.entry_id.in_(sorted(each.id for each in entries))
        )
    )
    proposals = {row.entry_id: row for row in rows}
    series = series_of(session, {entry.series_id for entry in entries if entry.series_id is not None})
    measures = measures_of(session, council_id, {row.indicator.id for row in series.values()})
    settings = settings_of(session, council_id, measures)
    ids = sorted({version.id for measure in measures.values() for version in measure.definitions})
    query = select(IndicatorDefinition).where(IndicatorDefinition.id.in_(ids))
    definitions = {row.id: row for row in session.scalars(query)}
    recorded, targets = recorded_of(session, council_id, series, definitions), _targets(session, council_id, series)
    found = {}
    for entry in entries:
        assert entry.series_id is not None
        row = series[entry.series_id]
        measure = measures[row.indicator.id]
        found[entry.id] = Proposed(
            entry=entry,
            proposal=proposals[entry.id],
            indicator=row.indicator,
            breakdown=row.breakdown,
            definition=definitions[measure.definition_in(entry.period_code).id],
            measure=measure,
            recorded={each.period_code: each for each in recorded[entry.series_id]},
            targets=targets[entry.series_id],
            settings=settings.get(row.indicator.id, {}),
        )
    return found


def _targets(session: Session, council_id: int, series_ids: Collection[int]) -> Mapping[int, dict[str, TargetFigure]]:
    """The approved targets of these series that stand, by series and period code."""
    t = Target
    found: dict[int, dict[str, TargetFigure]] = defaultdict(dict)
    query = select(t.series_id, t.period_code, t.value, t.low, t.high, t.text).where(
        t.council_id == council_id, t.series_id.in_(sorted(series_ids)), t.state == TargetState.APPROVED
    )
    for row in session.execute(query.order_by(t.number)):
        found[row.series_id][row.period_code] = target_figure(row)
    return found


def said_of(target: Mapping[str, object] | None) -> TargetFigure | None:
    """A proposed target as rules and checks read it."""
    if target is None:
        return None
    value, low, high = (target.get(name) for name in ("value", "low", "high"))
    figures = [float(each) if isinstance(each, int | float) else None for each in (value, low, high)]
    return TargetFigure(figures[0], figures[1], figures[2], str(target.get("text") or ""))


def targets_of(each: Proposed) -> Sequence[tuple[Period, TargetFigure | None]]:
    """What is proposed for the year and each of its periods."""
    return [(period, said_of(each.proposal.targets.get(period.code))) for period in (each.year, *each.periods)]
