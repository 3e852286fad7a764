"""What ratings are made from: versions and targets in force, last year's figures, what a year is to end with.

Everything is loaded for many figures at once, in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures import projection
from quarterdeck.measures.breaks import broken_from
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    Observation,
    RatingRule,
    Series,
    Target,
    TargetState,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating import NOTHING, Beside, TargetFigure
from quarterdeck.measures.travel import YEAR_TO_DATE
from quarterdeck.measures.versions import in_force

LAST_YEAR: Final = "last_year"
FORECAST: Final = "forecast"


@dataclass(frozen=True)
class Measure:
    """Everything that may rate an indicator's figures: its kind and all versions of its definition and rule."""

    kind: str
    definitions: Sequence[Any]
    rules: Sequence[Any]

    def rule_in(self, period_code: str) -> Any:
        """The rule in force for a period; None without one."""
        return in_force(self.rules, period_of(period_code).start)

    def definition_in(self, period_code: str) -> Any:
        """The definition in force for a period. Raises LookupError without one: no indicator is made so."""
        definition = in_force(self.definitions, period_of(period_code).start)
        if definition is None:
            raise LookupError("an indicator without a definition cannot be rated")
        return definition


@dataclass(frozen=True)
class Used:
    """What a rating looked at beside its own figure and target, as it is kept with it."""

    beside: Beside = NOTHING
    last_year_observation_id: int | None = None
    forecast: float | None = None
    forecast_target_id: int | None = None


@dataclass(frozen=True)
class Around:
    """Newest figures of the year before and targets of a year's end, by cell, for the rules that look at them."""

    figures: Mapping[Cell, Any]
    targets: Mapping[Cell, Any]

    def used(self, measure: Measure, cell: Cell, forecast: float | None) -> Used:
        """What the rule in force for a cell looks at. forecast: what was forecast with its figure."""
        series_id, code = cell
        rule = measure.rule_in(code)
        if rule is not None and rule.kind == LAST_YEAR:
            return self._last_year(measure, series_id, code)
        if rule is not None and rule.kind == FORECAST and forecast is not None:
            ends = (self.targets.get((series_id, each)) for each in year_end_codes(measure, code))
            target = next((each for each in ends if each is not None), None)
            figure = None if target is None else target_figure(target)
            return Used(
                Beside(forecast=forecast, year_target=figure), None, forecast, None if target is None else target.id
            )
        return Used()

    def _last_year(self, measure: Measure, series_id: int, code: str) -> Used:
        before = last_year_code(code)
        row = None if before is None else self.figures.get((series_id, before))
        if before is None or row is None or row.value is None or is_broken(measure, before, code):
            return Used()
        return Used(Beside(last_year=row.value), row.id)


def measures_of(session: Session, council_id: int, indicator_ids: Collection[int]) -> dict[int, Measure]:
    """What may rate the figures of these indicators, by indicator: three queries, however many there are."""
    ids = sorted(set(indicator_ids))
    kinds = session.execute(select(Indicator.id, Indicator.kind).where(Indicator.id.in_(ids)))
    d, r = IndicatorDefinition, RatingRule
    definitions = select(
        d.indicator_id, d.id, d.number, d.effective_from, d.polarity, d.decimals, d.aggregation, d.breaks_series
    ).where(d.council_id == council_id, d.indicator_id.in_(ids))
    rules = select(r.indicator_id, r.id, r.number, r.effective_from, r.kind, r.parameters).where(
        r.council_id == council_id, r.indicator_id.in_(ids)
    )
    of_definition, of_rule = (_by_indicator(session.execute(query)) for query in (definitions, rules))
    return {id_: Measure(kind, of_definition[id_], of_rule[id_]) for id_, kind in kinds}


def targets_in_force(session: Session, council_id: int, cells: Iterable[Cell]) -> dict[Cell, Any]:
    """The newest approved target of each cell that has one: id and figures."""
    found: dict[Cell, Any] = {}
    t = Target
    for chunk in projection.in_chunks(cells):
        query = (
            select(t.series_id, t.period_code, t.id, t.value, t.low, t.high, t.text)
            .where(
                t.council_id == council_id,
                t.state == TargetState.APPROVED,
                projection.among(t.series_id, t.period_code, chunk),
            )
            .order_by(t.number)
        )
        rows = {(row.series_id, row.period_code): row for row in session.execute(query)}
        found |= projection.only(rows, chunk)
    return found


def target_figure(row: Any) -> TargetFigure:
    """What a target's row (or a target) says, as the rating rules read it."""
    return TargetFigure(row.value, row.low, row.high, row.text)


def around(session: Session, council_id: int, cells: Iterable[tuple[Measure, Cell]]) -> Around:
    """What the rules in force for these cells look at; no query where none of them looks at anything."""
    before: set[Cell] = set()
    ends: set[Cell] = set()
    for measure, (series_id, code) in cells:
        rule = measure.rule_in(code)
        if rule is not None and rule.kind == LAST_YEAR and (earlier := last_year_code(code)) is not None:
            before.add((series_id, earlier))
        elif rule is not None and rule.kind == FORECAST:
            ends |= {(series_id, each) for each in year_end_codes(measure, code)}
    return Around(_newest(session, council_id, before), targets_in_force(session, council_id, ends))


def dependents(session: Session, council_id: int, cells: Collection[Cell]) -> set[Cell]:
    """The cells on record whose ratings may look at the figures or targets of these: a year later, or of the same year.

    One query where no rule of the indicators ever looked at such; two otherwise.
    """
    found: set[Cell] = set()
    changed = set(cells)
    for chunk in projection.in_chunks(changed):
        kinds = _looking(session, council_id, {series_id for series_id, _ in chunk})
        if not kinds:
            continue
        o = Observation
        on_record = select(o.series_id, o.period_code).where(o.council_id == council_id, o.series_id.in_(sorted(kinds)))
        for series_id, code in session.execute(on_record.distinct()):
            looked_at = {(series_id, each) for each in _looked_at(kinds[series_id], code)}
            if looked_at & changed:
                found.add((series_id, code))
    return found


def year_end_codes(measure: Measure, code: str) -> tuple[str, ...]:
    """Where the target of a year's end is looked for: its last period of the same span, the year, the period itself.

    The period's own target stands in where there is no other, but not for what adds up through the year.
    """
    own = () if measure.definition_in(code).aggregation == YEAR_TO_DATE else (code,)
    return tuple(dict.fromkeys((*_year_ends(code), *own)))


def is_broken(measure: Measure, before: str, code: str) -> bool:
    """Whether a definition that breaks the series came into force between an earlier period and this one."""
    return broken_since(measure, before, code) is not None


def broken_since(measure: Measure, before: str, code: str) -> str | None:
    """From when another definition counts between an earlier period and this one; None where they may be compared."""
    days = (each.effective_from for each in measure.definitions if each.breaks_series)
    return broken_from(period_of(before), period_of(code), days)


@lru_cache(maxsize=4096)
def last_year_code(code: str) -> str | None:
    """The code of the same period last year; None before the first there is."""
    earlier = earlier_period(period_of(code), Period.same_period_last_year)
    return None if earlier is None else earlier.code


@lru_cache(maxsize=4096)
def period_of(code: str) -> Period:
    """The period with this code, of those on record."""
    return Period.of_code(code)


@lru_cache(maxsize=4096)
def _year_ends(code: str) -> tuple[str, ...]:
    """The last period of a period's year, of the same span, and the year; of a custom period nothing."""
    period = period_of(code)
    if period.span is Span.CUSTOM:
        return ()
    year = period.year()
    return (year.parts(period.span)[-1].code, year.code)


def _looked_at(kinds: Collection[str], code: str) -> Iterable[str]:
    if LAST_YEAR in kinds and (before := last_year_code(code)) is not None:
        yield before
    if FORECAST in kinds:
        yield from _year_ends(code)


def _looking(session: Session, council_id: int, series_ids: Collection[int]) -> dict[int, set[str]]:
    """Those of the series whose indicators have had a rule that looks at other cells, with the kinds of these rules."""
    query = (
        select(Series.id, RatingRule.kind)
        .join(RatingRule, RatingRule.indicator_id == Series.indicator_id)
        .where(
            RatingRule.council_id == council_id,
            RatingRule.kind.in_((LAST_YEAR, FORECAST)),
            Series.id.in_(sorted(series_ids)),
        )
        .distinct()
    )
    found: dict[int, set[str]] = defaultdict(set)
    for series_id, kind in session.execute(query):
        found[series_id].add(kind)
    return found


def _newest(session: Session, council_id: int, cells: Collection[Cell]) -> dict[Cell, Any]:
    """The newest revision of each of the cells: id and value."""
    o = Observation
    found: dict[Cell, Any] = {}
    for chunk in projection.in_chunks(cells):
        query = (
            select(o.series_id, o.period_code, o.id, o.value)
            .where(o.council_id == council_id, projection.among(o.series_id, o.period_code, chunk))
            .order_by(o.revision)
        )
        found |= projection.only({(row.series_id, row.period_code): row for row in session.execute(query)}, chunk)
    return found


def _by_indicator(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.indicator_id].append(row)
    return groups
