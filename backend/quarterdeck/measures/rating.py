"""Ratings: how a value and a target become green, amber or red, or stay unrated for a stated reason.

Everything is compared **as displayed**: value, target, thresholds and bounds are rounded half up to the
indicator's decimals first, so that "95.0%" against "95%" is met. Tolerances are exact: a shortfall of just
5% is within 5%. The arithmetic is decimal throughout; doubles enter by their shortest notation (`repr`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Final

from quarterdeck.measures.rating_rules import (
    KINDS,
    BadRule,
    Contextual,
    Forecast,
    LastYear,
    Points,
    Polarity,
    Range,
    Relative,
    Rule,
    Thresholds,
    check_polarity,
    fits,
    rule_from,
)

__all__ = [
    "KINDS", "BadRule", "Beside", "Polarity", "Rated", "Rating", "Rule", "TargetFigure", "Unrated", "as_displayed",
    "check_polarity", "rate", "rule_from",
]  # fmt: skip

# Digits enough for the largest double and for a product of two: nothing is rounded unasked.
EXACT: Final = Context(prec=1400, rounding=ROUND_HALF_UP)
HAS_NUMBER: Final = "value"


class Rating(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNRATED = "unrated"


class Unrated(StrEnum):
    """Why there is no rating."""

    CONTEXTUAL = "contextual"
    NO_VALUE = "no_value"
    NO_RULE = "no_rule"
    NO_POLARITY = "no_polarity"
    RULE_MISMATCH = "rule_mismatch"
    NO_TARGET = "no_target"
    TEXTUAL_TARGET = "textual_target"
    ZERO_TARGET = "zero_target"
    PER_PERIOD = "per_period"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES: Final = {
    Unrated.CONTEXTUAL: "A contextual measure is never rated.",
    Unrated.NO_VALUE: "There is no figure to rate.",
    Unrated.NO_RULE: "No rating rule is set for this indicator.",
    Unrated.NO_POLARITY: "It is not set whether a high or a low figure is good.",
    Unrated.RULE_MISMATCH: "The rating rule does not fit the indicator's polarity.",
    Unrated.NO_TARGET: "No target is set for this period.",
    Unrated.TEXTUAL_TARGET: "The target is given in words, which no rule can compare with a figure.",
    Unrated.ZERO_TARGET: "The target is zero, and a share of zero tells nothing.",
    Unrated.PER_PERIOD: "The rating rule's limits are set for one period, and tell nothing of a year's total.",
}


@dataclass(frozen=True)
class TargetFigure:
    """What was to be reached: one figure, a range, or words. In the indicator's unit of measure."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""


@dataclass(frozen=True)
class Beside:
    """What some rules look at beside value and target, in the unit of measure; None where there is none.

    last_year: the figure of the same period last year, where it may be compared. forecast: what the year's last
    period is expected to show; year_target: what it is to reach.
    """

    last_year: float | None = None
    forecast: float | None = None
    year_target: TargetFigure | None = None


NOTHING: Final = Beside()


@dataclass(frozen=True)
class Rated:
    """A rating, or `unrated` and why. `shown_target` is the figure that the value was held against."""

    rating: Rating
    reason: Unrated | None = None
    value_state: str = HAS_NUMBER
    shown_value: Decimal | None = None
    shown_target: Decimal | None = None

    @property
    def sentence(self) -> str:
        """Why it is not rated; empty where it is."""
        if self.reason is Unrated.NO_VALUE and self.value_state != HAS_NUMBER:
            return f"There is no figure to rate ({self.value_state.replace('_', ' ')})."
        return self.reason.sentence if self.reason else ""


@dataclass(frozen=True)
class Case:
    """All that a rule may look at."""

    polarity: Polarity
    decimals: int
    value: Decimal
    target: TargetFigure | None
    beside: Beside


Outcome = tuple[Rating | Unrated, Decimal | None]
"""A rating or the reason for none, and what the value was held against."""


def rate(
    rule: Rule | None,
    polarity: Polarity,
    decimals: int,
    value_state: str,
    value: float | None,
    target: TargetFigure | None,
    beside: Beside = NOTHING,
) -> Rated:
    """The rating of a value against a target, both in the indicator's unit of measure.

    A provisional value is rated like any other. Raises ValueError for a figure that is not finite.
    """
    shown = None if value is None else as_displayed(value, decimals)
    reason = _before_any_rule(rule, polarity, value_state, shown)
    if reason or rule is None or shown is None:
        bound = None if _without_figure(target) else _edge(polarity, decimals, target or TargetFigure())
        return Rated(Rating.UNRATED, reason, value_state, shown, bound)
    outcome, held_against = _RATERS[type(rule)](rule, Case(polarity, decimals, shown, target, beside))
    if isinstance(outcome, Unrated):
        return Rated(Rating.UNRATED, outcome, value_state, shown, held_against)
    return Rated(outcome, None, value_state, shown, held_against)


def as_displayed(value: float, decimals: int) -> Decimal:
    """A double as it is printed: rounded half up (away from zero) to the decimals; never minus zero."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        raise ValueError("a figure is a finite number")
    return _rounded(exact, decimals)


def _before_any_rule(rule: Rule | None, polarity: Polarity, value_state: str, shown: Decimal | None) -> Unrated | None:
    if isinstance(rule, Contextual):
        return Unrated.CONTEXTUAL
    if value_state != HAS_NUMBER or shown is None:
        return Unrated.NO_VALUE
    if rule is None:
        return Unrated.NO_RULE
    if polarity is Polarity.NONE:
        return Unrated.NO_POLARITY
    return None if fits(rule, polarity) else Unrated.RULE_MISMATCH


def _relative(rule: Relative, case: Case) -> Outcome:
    bound = _target_bound(case)
    if isinstance(bound, Unrated):
        return bound, None
    if not bound:
        return Unrated.ZERO_TARGET, bound
    # A share of the target's size: a target of −3.24% has tolerances too.
    missed_by = EXACT.multiply(_missed_by(case, bound), Decimal(100))
    green, amber = (EXACT.multiply(part, bound.copy_abs()) for part in (rule.green_within, rule.amber_within))
    return _banded(missed_by, green, amber), bound


def _points(rule: Points, case: Case) -> Outcome:
    bound = _target_bound(case)
    if isinstance(bound, Unrated):
        return bound, None
    return _banded(_missed_by(case, bound), rule.green_within, rule.amber_within), bound


def _thresholds(rule: Thresholds, case: Case) -> Outcome:
    green, amber = _rounded(rule.green, case.decimals), _rounded(rule.amber, case.decimals)
    if _missed_by(case, green) <= 0:
        return Rating.GREEN, green
    return (Rating.AMBER if _missed_by(case, amber) <= 0 else Rating.RED), green


def _range(rule: Range, case: Case) -> Outcome:
    if rule.low is not None and rule.high is not None:
        low, high = _rounded(rule.low, case.decimals), _rounded(rule.high, case.decimals)
        bound = low if case.value < low else high
        return _banded(_outside(case.value, low, high), Decimal(0), rule.amber_within), bound
    target_bound = _target_bound(case)
    if isinstance(target_bound, Unrated):
        return target_bound, None
    return _banded(_missed_by(case, target_bound), Decimal(0), rule.amber_within), target_bound


def _last_year(rule: LastYear, case: Case) -> Outcome:
    bound = _target_bound(case)
    if isinstance(bound, Unrated):
        return bound, None
    missed_by = _missed_by(case, bound)
    if missed_by <= rule.green_within:
        return Rating.GREEN, bound
    if case.beside.last_year is None:
        return Rating.RED, bound
    a_year_ago = replace(case, value=as_displayed(case.beside.last_year, case.decimals))
    return (Rating.AMBER if missed_by < _missed_by(a_year_ago, bound) else Rating.RED), bound


def _forecast(rule: Forecast, case: Case) -> Outcome:
    bound = _target_bound(case)
    if isinstance(bound, Unrated):
        return bound, None
    if _missed_by(case, bound) <= rule.green_within:
        return Rating.GREEN, bound
    return (Rating.AMBER if _recovers(rule, case) else Rating.RED), bound


def _recovers(rule: Forecast, case: Case) -> bool:
    """Whether the year's last period is forecast to reach what it is to reach."""
    if case.beside.forecast is None:
        return False
    shown = as_displayed(case.beside.forecast, case.decimals)
    ahead = replace(case, value=shown, target=case.beside.year_target)
    bound = _target_bound(ahead)
    return not isinstance(bound, Unrated) and _missed_by(ahead, bound) <= rule.green_within


def _contextual(_rule: Contextual, _case: Case) -> Outcome:
    return Unrated.CONTEXTUAL, None


# A new kind of rule is a line here and one in rating_rules.
_RATERS: Final[dict[type[Rule], Callable[..., Outcome]]] = {
    Relative: _relative,
    Points: _points,
    Thresholds: _thresholds,
    Range: _range,
    LastYear: _last_year,
    Forecast: _forecast,
    Contextual: _contextual,
}


def _banded(missed_by: Decimal, green_within: Decimal, amber_within: Decimal) -> Rating:
    if missed_by <= green_within:
        return Rating.GREEN
    return Rating.AMBER if missed_by <= amber_within else Rating.RED


def _missed_by(case: Case, bound: Decimal) -> Decimal:
    """How far the value misses the bound, in the wrong direction; zero or less when it is met."""
    if case.polarity is Polarity.HIGHER:
        return EXACT.subtract(bound, case.value)
    if case.polarity is Polarity.LOWER:
        return EXACT.subtract(case.value, bound)
    low, high = _edges(case.target or TargetFigure(), case.decimals)
    return _outside(case.value, low, high)


def _outside(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return max(EXACT.subtract(low, value), EXACT.subtract(value, high))


def _target_bound(case: Case) -> Decimal | Unrated:
    """The figure of the target that counts, as displayed: of a range, the edge on the side of the miss."""
    reason = _without_figure(case.target)
    if reason or case.target is None:
        return reason or Unrated.NO_TARGET
    if case.polarity is Polarity.RANGE:
        low, high = _edges(case.target, case.decimals)
        return low if case.value < low else high
    return _edge(case.polarity, case.decimals, case.target)


def _edge(polarity: Polarity, decimals: int, target: TargetFigure) -> Decimal:
    low, high = _edges(target, decimals)
    return high if polarity is Polarity.LOWER else low


def _edges(target: TargetFigure, decimals: int) -> tuple[Decimal, Decimal]:
    """Low and high of a target, as displayed; a single figure is both."""
    low = target.low if target.value is None else target.value
    high = target.high if target.value is None else target.value
    if low is None or high is None:
        raise ValueError("the target has no figure")
    return as_displayed(low, decimals), as_displayed(high, decimals)


def _without_figure(target: TargetFigure | None) -> Unrated | None:
    if target is None:
        return Unrated.NO_TARGET
    if target.value is not None or (target.low is not None and target.high is not None):
        return None
    return Unrated.TEXTUAL_TARGET if target.text.strip() else Unrated.NO_TARGET


def _rounded(figure: Decimal, decimals: int) -> Decimal:
    # Adding zero turns −0.0 into 0.0, and goes through EXACT because `+` would round to 28 digits.
    return EXACT.add(EXACT.quantize(figure, Decimal(1).scaleb(-decimals)), Decimal(0))
