"""Outturns of several years of many series, with their targets and ratings, as they stood at a viewpoint.

Four queries, however many series and years there are. Whoever may not see a period's figure gets no outturn made of it.
A rating is that of the figure itself where the outturn is one that was reported; of an outturn that was put together,
what the rule in force at the year's end gives.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.breaks import broken_from
from quarterdeck.measures.models import (
    Frequency,
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Observation,
    RatingRow,
    RatingRule,
    Series,
    Target,
    TargetState,
)
from quarterdeck.measures.outturns import Basis, Outturn, Part, Terms, outturn_of, target_of
from quarterdeck.measures.rating import Beside, Polarity, Rated, Rating, TargetFigure, Unrated, rate
from quarterdeck.measures.rating_inputs import period_of, target_figure
from quarterdeck.measures.rating_rules import Range, Rule, Thresholds, rule_from
from quarterdeck.measures.series import ALL, SPAN_OF, visible_series
from quarterdeck.measures.versions import in_force
from quarterdeck.measures.viewpoint import Viewpoint, figures_and_before


@dataclass(frozen=True)
class YearOutturn:
    """A series' outturn of a year, with what it was to reach and its rating.

    Figures are in `unit_of_measure`, of the definition in force at the year's end. observation_id: of the figure that
    the outturn is, where it was reported and not put together. rated.reason says why there is no rating. broken_from:
    from when another definition counts, where it may not be compared with the year before.
    """

    series_id: int
    indicator_id: int
    unit_id: int
    breakdown: str
    outturn: Outturn
    target: TargetFigure | None
    target_basis: Basis | None
    rated: Rated
    override_reason: str | None
    observation_id: int | None
    definition: Any
    contextual: bool
    broken_from: str | None

    @property
    def year(self) -> Period:
        return self.outturn.year


@dataclass
class Known:
    """What was on record of a series at a viewpoint."""

    parts: dict[Period, Part] = field(default_factory=dict)
    rows: dict[Period, Any] = field(default_factory=dict)
    targets: dict[Period, TargetFigure] = field(default_factory=dict)


@dataclass(frozen=True)
class Versions:
    """An indicator with the definitions and rules known at a viewpoint."""

    indicator: Indicator
    definitions: Sequence[Any]
    rules: Sequence[Any]


def outturns_of(
    session: Session,
    actor: Actor,
    viewpoint: Viewpoint,
    indicator_ids: Collection[int],
    years: Sequence[Period],
    breakdown: str | None = ALL,
) -> list[YearOutturn]:
    """The outturn of each of these years of each series of the indicators, by series and year, oldest first.

    years: of one scheme. breakdown: None for every item, too. A series that had no definition is left out.
    """
    wanted = _with_the_year_before(years)
    series = _series(session, actor, indicator_ids, breakdown)
    versions = versions_of(session, actor, viewpoint, {each.indicator_id for each in series})
    known = known_of(session, actor, viewpoint, series, codes_of(wanted))
    found = []
    for each in series:
        of_indicator = versions[each.indicator_id]
        if of_indicator.definitions:
            every = {year: _made(each, of_indicator, known[each.id], year) for year in wanted}
            found += [_rated(each, of_indicator, known[each.id], every, year) for year in sorted(years)]
    return found


def _with_the_year_before(years: Iterable[Period]) -> list[Period]:
    """The years and those before them, which some rules look at."""
    before = (earlier_period(year, Period.previous) for year in years)
    return sorted({*years, *(year for year in before if year is not None)})


def codes_of(years: Iterable[Period]) -> list[str]:
    """The codes of years and of all their parts."""
    spans = (Span.YEAR, Span.HALF, Span.QUARTER, Span.MONTH)
    return [part.code for year in years for span in spans for part in year.parts(span)]


def _series(session: Session, actor: Actor, indicator_ids: Collection[int], breakdown: str | None) -> list[Series]:
    query = visible_series(actor).where(Series.indicator_id.in_(sorted(set(indicator_ids))))
    if breakdown is not None:
        query = query.where(Series.breakdown == breakdown)
    return list(session.scalars(query.order_by(Series.indicator_id, Series.unit_id, Series.breakdown, Series.id)))


def _by_then(change_no: Any, viewpoint: Viewpoint) -> ColumnElement[bool]:
    return true() if viewpoint.change_no is None else change_no <= viewpoint.change_no


def versions_of(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator_ids: Collection[int]
) -> dict[int, Versions]:
    """The indicators with what was known of them, by id. Three queries."""
    ids = sorted(indicator_ids)
    i, d, r = Indicator, IndicatorDefinition, RatingRule
    indicators = session.scalars(select(i).where(i.council_id == actor.council_id, i.id.in_(ids)))
    definitions, rules = defaultdict(list), defaultdict(list)
    for row in session.scalars(select(d).where(d.indicator_id.in_(ids), _by_then(d.change_no, viewpoint))):
        definitions[row.indicator_id].append(row)
    for rule in session.scalars(select(r).where(r.indicator_id.in_(ids), _by_then(r.change_no, viewpoint))):
        rules[rule.indicator_id].append(rule)
    return {each.id: Versions(each, definitions[each.id], rules[each.id]) for each in indicators}


def known_of(
    session: Session, actor: Actor, viewpoint: Viewpoint, series: Sequence[Series], codes: Sequence[str]
) -> Mapping[int, Known]:
    """What was on record of the series for these periods, by series. Two queries."""
    found: dict[int, Known] = defaultdict(Known)
    f, o, r = figures_and_before(actor, viewpoint), Observation, RatingRow
    indicator_ids, series_ids = sorted({each.indicator_id for each in series}), {each.id for each in series}
    rows = session.execute(
        select(
            f.c.series_id, o.id, o.period_code, o.value_state, o.value, o.numerator, o.denominator, o.provisional,
            o.forecast, f.c.target_id, r.rating, r.unrated_reason, r.override_reason,
        )
        .join(o, o.id == f.c.observation_id)
        .join(r, r.id == f.c.rating_id)
        .where(f.c.indicator_id.in_(indicator_ids), f.c.period_code.in_(codes))
    )  # fmt: skip
    for row in rows:
        if row.series_id in series_ids:
            period = period_of(row.period_code)
            part = Part(period, row.value_state, row.value, row.numerator, row.denominator, row.provisional)
            found[row.series_id].parts[period], found[row.series_id].rows[period] = part, row
    t = Target
    targets = (
        select(t.series_id, t.period_code, t.value, t.low, t.high, t.text)
        .join(Series, Series.id == t.series_id)
        .where(
            t.council_id == actor.council_id,
            t.state == TargetState.APPROVED,
            Series.indicator_id.in_(indicator_ids),
            t.period_code.in_(codes),
            _by_then(t.approved_change_no, viewpoint),
        )
        .order_by(t.number)
    )
    for row in session.execute(targets):
        found[row.series_id].targets[period_of(row.period_code)] = target_figure(row)
    return found


def _made(series: Series, versions: Versions, known: Known, year: Period) -> Outturn:
    return outturn_of(year, terms_of(versions, year), known.parts)


def terms_of(versions: Versions, year: Period) -> Terms:
    """What decides how a year's figure is made."""
    definition = _definition(versions, year)
    return Terms(
        definition.aggregation,
        definition.unit_of_measure,
        SPAN_OF[Frequency(versions.indicator.frequency)],
        counted_over=bool(definition.denominator_label),
        breaks=_breaks(versions),
    )


def _breaks(versions: Versions) -> list[date]:
    return [each.effective_from for each in versions.definitions if each.breaks_series]


def _at_end(versions: Versions, year: Period) -> Period:
    """The year's last usual period: what stands for that stands for the outturn."""
    return year.parts(SPAN_OF[Frequency(versions.indicator.frequency)])[-1]


def _definition(versions: Versions, year: Period) -> Any:
    return in_force(versions.definitions, _at_end(versions, year).start)


def _rated(
    series: Series, versions: Versions, known: Known, every: Mapping[Period, Outturn], year: Period
) -> YearOutturn:
    made, terms, definition = every[year], terms_of(versions, year), _definition(versions, year)
    parts = [part for period, part in known.parts.items() if year.contains(period)]
    basis = made.basis if made.basis not in (None, Basis.REPORTED) else terms.basis(parts)
    target, target_basis = target_of(year, terms, basis, known.targets)
    before = earlier_period(year, Period.previous)
    row = known.rows[made.made_of[0]] if made.basis in (Basis.REPORTED, Basis.LAST) else None
    contextual = versions.indicator.kind == IndicatorKind.CONTEXTUAL or (
        row is not None and row.unrated_reason == Unrated.CONTEXTUAL
    )
    reported = row if row is not None and _is_rated_as_reported(made, row, target_basis) else None
    if contextual:
        rated = Rated(Rating.UNRATED, Unrated.CONTEXTUAL, made.value_state)
    elif reported is not None:
        reason = None if reported.unrated_reason is None else Unrated(reported.unrated_reason)
        rated = Rated(Rating(reported.rating), reason, made.value_state)
    else:
        rated = _by_rule(versions, made, definition, target, _last_year(versions, every, year))
    return YearOutturn(
        series_id=series.id,
        indicator_id=series.indicator_id,
        unit_id=series.unit_id,
        breakdown=series.breakdown,
        outturn=made,
        target=target,
        target_basis=target_basis,
        rated=rated,
        override_reason=None if reported is None else reported.override_reason,
        observation_id=None if row is None else row.id,
        definition=definition,
        contextual=contextual,
        broken_from=None if before is None else broken_from(before, year, _breaks(versions)),
    )


def _is_rated_as_reported(made: Outturn, row: Any, target_basis: Basis | None) -> bool:
    """Whether the figure's own rating is the outturn's: it was held against the same target, or judged."""
    if row.override_reason is not None:
        return True
    own = Basis.REPORTED if made.basis is Basis.REPORTED else Basis.LAST
    return target_basis is None or (row.target_id is not None and target_basis is own)


def _last_year(versions: Versions, every: Mapping[Period, Outturn], year: Period) -> float | None:
    """The outturn of the year before, where it may be compared with."""
    before = earlier_period(year, Period.previous)
    if before is None or before not in every:
        return None
    return None if broken_from(before, year, _breaks(versions)) else every[before].value


def _by_rule(
    versions: Versions, made: Outturn, definition: Any, target: TargetFigure | None, last_year: float | None
) -> Rated:
    row = in_force(versions.rules, _at_end(versions, made.year).start)
    rule = None if row is None else rule_from(row.kind, row.parameters)
    polarity = Polarity(definition.polarity)
    rated = rate(rule, polarity, definition.decimals, made.value_state, made.value, target, Beside(last_year))
    if made.basis is Basis.SUM and _has_limits_of_its_own(rule) and made.value is not None:
        return Rated(Rating.UNRATED, Unrated.PER_PERIOD, made.value_state, rated.shown_value, rated.shown_target)
    return rated


def _has_limits_of_its_own(rule: Rule | None) -> bool:
    """Whether a rule rates against figures of its own, which are meant for one period, and not against a target."""
    return isinstance(rule, Thresholds) or (isinstance(rule, Range) and rule.low is not None)
