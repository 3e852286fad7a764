"""The outturn of a year: what was achieved, from the year's own figure or from those of its periods.

One definition for target checks, terms of plans and annual reports. Which way a year's figure comes about hangs on how
the figures of its periods do:

    a figure reported for the year   wins, whatever the periods say; `awaited` and `not_due` are no report
    flow                             the sum of the periods, where they are counts or amounts
    average; flow of shares, rates   numerators over denominators of all periods; without them there is none, because
                                     a mean of percentages is no percentage of anything
    year_to_date, snapshot, rolling  the figure of the year's last period

A period that the measure does not apply to is passed over. Any other one without a figure leaves the year without an
outturn, and so does a break in the series among figures that would be put together. Nothing is estimated.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.breaks import break_between
from quarterdeck.measures.models import Aggregation, ValueState
from quarterdeck.measures.rating import EXACT, TargetFigure
from quarterdeck.measures.ratio import is_ratio, value_of_ratio

NO_REPORT: Final = frozenset({ValueState.AWAITED, ValueState.NOT_DUE})
LAST_COUNTS: Final = frozenset({Aggregation.YEAR_TO_DATE, Aggregation.SNAPSHOT, Aggregation.ROLLING})
MANY: Final = 4
SPANS: Final = (Span.HALF, Span.QUARTER, Span.MONTH)


class Basis(StrEnum):
    """What a year's figure or target was made from. `same`: a target that every period has alike."""

    REPORTED = "reported"
    SUM = "sum"
    RATIO = "ratio"
    LAST = "last"
    SAME = "same"


class NoOutturn(StrEnum):
    """Why a year has no outturn. `no_value`: something else than a figure was reported for the year."""

    NO_FIGURES = "no_figures"
    NO_VALUE = "no_value"
    PERIODS_MISSING = "periods_missing"
    NO_RATIO = "no_ratio"
    BREAK_IN_SERIES = "break_in_series"


@dataclass(frozen=True)
class Part:
    """What was reported for a period, in the unit of measure of then."""

    period: Period
    value_state: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Terms:
    """What decides how a year's figure is made: the definition in force at its end.

    span: of the periods that are usually reported. counted_over: whether the definition names a denominator.
    breaks: the days on which a definition broke the series.
    """

    aggregation: str
    unit_of_measure: str
    span: Span
    counted_over: bool = False
    breaks: Sequence[date] = ()

    def basis(self, parts: Iterable[Part] = ()) -> Basis:
        """What the year's figure is made from where it was not reported. Figures with denominators are a ratio's."""
        if self.aggregation in LAST_COUNTS:
            return Basis.LAST
        over = self.counted_over or any(part.denominator is not None for part in parts)
        if self.aggregation == Aggregation.AVERAGE or over or is_ratio(self.unit_of_measure):
            return Basis.RATIO
        return Basis.SUM


@dataclass(frozen=True)
class Outturn:
    """A year's figure in the unit of measure and the periods it was made of, or why there is none.

    missing: the periods that lack a figure. value_state: `value`, or what was reported instead for the year.
    """

    year: Period
    basis: Basis | None = None
    value_state: str = ValueState.NOT_AVAILABLE
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    made_of: tuple[Period, ...] = ()
    missing: tuple[Period, ...] = ()
    why_none: NoOutturn | None = None

    @property
    def sentence(self) -> str:
        """What it was made from, or why there is none."""
        return _SAID[self.why_none or self.basis or NoOutturn.NO_FIGURES](self)


def outturn_of(year: Period, terms: Terms, parts: Mapping[Period, Part]) -> Outturn:
    """The outturn of a year from what was reported for it and for its periods (anything else is passed over)."""
    own = parts.get(year)
    if own is not None and own.value_state not in NO_REPORT:
        made = Outturn(year, Basis.REPORTED, own.value_state, own.value, own.numerator, own.denominator)
        if own.value is None:
            return replace(made, basis=None, why_none=NoOutturn.NO_VALUE)
        return replace(made, provisional=own.provisional, made_of=(year,))
    tried = [_derived(year, terms, span, parts) for span in _spans(terms) if _has_any(year, span, parts)]
    return next((each for each in tried if each.value is not None), tried[0] if tried else _none(year))


def target_of(
    year: Period, terms: Terms, basis: Basis, targets: Mapping[Period, TargetFigure]
) -> tuple[TargetFigure | None, Basis | None]:
    """What a year was to reach, and what that was made from: its own target, else from those of its periods.

    As the figure is made: a sum of all periods' targets, or the last period's. Targets of a ratio have no
    denominators, so they say something of the year only where they are the same in every period.
    """
    if year in targets:
        return targets[year], Basis.REPORTED
    for span in _spans(terms):
        set_for: list[TargetFigure | None] = [targets.get(period) for period in year.parts(span)]
        known: Sequence[TargetFigure] = [each for each in set_for if each is not None]
        if not known:
            continue
        last = set_for[-1]
        if basis is Basis.LAST and last is not None:
            return last, Basis.LAST
        if len(known) == len(set_for):
            if basis is Basis.SUM:
                return _summed_target(known)
            if basis is not Basis.LAST and all(each == known[0] for each in known):
                return known[0], Basis.SAME
        return None, None
    return None, None


def _spans(terms: Terms) -> list[Span]:
    """The spans of periods in the order they are looked at: the usual one first, then the longest."""
    usual: list[Span] = [terms.span] if terms.span in SPANS else []
    return usual + [span for span in SPANS if span not in usual]


def _has_any(year: Period, span: Span, parts: Mapping[Period, Part]) -> bool:
    return any(period in parts for period in year.parts(span))


def _none(year: Period) -> Outturn:
    return Outturn(year, why_none=NoOutturn.NO_FIGURES)


def _derived(year: Period, terms: Terms, span: Span, parts: Mapping[Period, Part]) -> Outturn:
    """The outturn by the figures of one span."""
    applying = [
        period
        for period in year.parts(span)
        if period not in parts or parts[period].value_state != ValueState.NOT_APPLICABLE
    ]
    if not applying:
        return Outturn(year, value_state=ValueState.NOT_APPLICABLE, why_none=NoOutturn.NO_VALUE)
    basis = terms.basis(parts[period] for period in applying if period in parts)
    wanted = applying[-1:] if basis is Basis.LAST else applying
    missing = tuple(period for period in wanted if not _counts(parts.get(period), basis))
    if missing:
        return Outturn(year, missing=missing, why_none=NoOutturn.PERIODS_MISSING)
    if basis is not Basis.LAST and break_between(wanted[0], wanted[-1], terms.breaks):
        return Outturn(year, why_none=NoOutturn.BREAK_IN_SERIES)
    found = [parts[period] for period in wanted]
    made = Outturn(year, basis, ValueState.VALUE, provisional=any(part.provisional for part in found))
    return _MADE[basis](replace(made, made_of=tuple(wanted)), found, terms)


def _counts(part: Part | None, basis: Basis) -> bool:
    """Whether a period has what the year's figure is made from. A ratio of nothing out of none adds nothing to it."""
    if part is None:
        return False
    return part.value is not None or (basis is Basis.RATIO and part.denominator == 0)


def _summed(made: Outturn, parts: Sequence[Part], _terms: Terms) -> Outturn:
    return replace(made, value=_sum(part.value for part in parts))


def _last(made: Outturn, parts: Sequence[Part], _terms: Terms) -> Outturn:
    last = parts[-1]
    return replace(made, value=last.value, numerator=last.numerator, denominator=last.denominator)


def _ratio(made: Outturn, parts: Sequence[Part], terms: Terms) -> Outturn:
    if any(part.numerator is None or part.denominator is None for part in parts):
        return Outturn(made.year, why_none=NoOutturn.NO_RATIO)
    numerator, denominator = _sum(part.numerator for part in parts), _sum(part.denominator for part in parts)
    value = value_of_ratio(numerator, denominator, terms.unit_of_measure)
    if value is None:
        return Outturn(made.year, why_none=NoOutturn.NO_RATIO)
    return replace(made, value=value, numerator=numerator, denominator=denominator)


_MADE: Final[dict[Basis, Callable[[Outturn, Sequence[Part], Terms], Outturn]]] = {
    Basis.SUM: _summed,
    Basis.LAST: _last,
    Basis.RATIO: _ratio,
}


def _sum(figures: Iterable[float | None]) -> float:
    """Doubles added by their shortest notation: 0.1 + 0.2 is 0.3."""
    total = Decimal(0)
    for figure in figures:
        total = EXACT.add(total, Decimal(repr(figure or 0.0)))
    return float(total) + 0.0


def _summed_target(targets: Sequence[TargetFigure]) -> tuple[TargetFigure | None, Basis | None]:
    if all(each.value is not None for each in targets):
        return TargetFigure(_sum(each.value for each in targets)), Basis.SUM
    if all(each.low is not None and each.high is not None for each in targets):
        low, high = _sum(each.low for each in targets), _sum(each.high for each in targets)
        return TargetFigure(low=low, high=high), Basis.SUM
    # Words are not added up: what is said of every period alike is said of the year.
    alike = all(each == targets[0] for each in targets) and targets[0].value is None and targets[0].low is None
    return (targets[0], Basis.SAME) if alike else (None, None)


def _named(periods: Sequence[Period]) -> str:
    """The periods by name; twelve months in a row by the first and the last."""
    names = [period.short_label for period in periods]
    if len(periods) > MANY and all(before.next() == after for before, after in pairwise(periods)):
        return f"{names[0]} to {names[-1]}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_SAID: Final[dict[Basis | NoOutturn, Callable[[Outturn], str]]] = {
    Basis.REPORTED: lambda made: "Reported for the year.",
    Basis.SUM: lambda made: f"The sum of {_named(made.made_of)}.",
    Basis.RATIO: lambda made: f"{made.numerator:,.10g} out of {made.denominator:,.10g}, over {_named(made.made_of)}.",
    Basis.LAST: lambda made: f"The figure of {_named(made.made_of)}.",
    NoOutturn.NO_FIGURES: lambda made: "Nothing was reported for the year.",
    NoOutturn.NO_VALUE: lambda made: f"Reported for the year as {made.value_state.replace('_', ' ')}.",
    NoOutturn.PERIODS_MISSING: lambda made: f"There is no figure for {_named(made.missing)}.",
    NoOutturn.NO_RATIO: lambda made: (
        "Its periods cannot be put together without their numerators and denominators, and no figure was reported "
        "for the year."
    ),
    NoOutturn.BREAK_IN_SERIES: lambda made: (
        "The definition changed within the year: its periods measure different things, and cannot be put together."
    ),
}
