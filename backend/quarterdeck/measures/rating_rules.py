"""Rating rules: what a council decided about how a value and a target become a rating, as data.

A rule is stored as a kind and JSON parameters, and versioned; `rule_from` reads them back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

LARGEST_PARAMETER: Final = Decimal(10) ** 15


class Polarity(StrEnum):
    """Which figures are good: high ones, low ones, those within a range; or none is better than another."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    NONE = "none"


class BadRule(ValueError):
    """Parameters that make no rating rule: which field, and a plain sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True)
class Relative:
    """Green when the target is met or missed by `green_within` % of it at most, amber by `amber_within` %."""

    green_within: Decimal
    amber_within: Decimal


@dataclass(frozen=True)
class Points:
    """As Relative, in the indicator's own unit of measure: percentage points, days, pounds."""

    green_within: Decimal
    amber_within: Decimal


@dataclass(frozen=True)
class Thresholds:
    """Two stored figures, whatever the target: green from `green` on, amber from `amber` on."""

    green: Decimal
    amber: Decimal


@dataclass(frozen=True)
class Range:
    """Green from `low` to `high`, amber up to `amber_within` outside them, in the unit of measure.

    Without bounds of its own it takes them from the period's target.
    """

    low: Decimal | None
    high: Decimal | None
    amber_within: Decimal


@dataclass(frozen=True)
class LastYear:
    """Green when the target is met, or missed by `green_within` at most; amber when missed by less than last year.

    `green_within` is in the unit of measure. Without a figure of the same period last year, or one that a
    break in the series sets apart, there is no amber: that it is better has to be shown.
    """

    green_within: Decimal


@dataclass(frozen=True)
class Forecast:
    """Green when the target is met, or missed by `green_within` at most; amber when it is forecast to recover.

    The forecast is of the year's last period, and is held against the target of that period (or of the year).
    What is missed now is never green, whatever is forecast.
    """

    green_within: Decimal


@dataclass(frozen=True)
class Contextual:
    """Never rated."""


Rule = Relative | Points | Thresholds | Range | LastYear | Forecast | Contextual
Parameters = Mapping[str, object]


def rule_from(kind: str, parameters: Parameters) -> Rule:
    """The rule of a kind, from JSON-able parameters (`null` counts as left out).

    relative, points: green_within, amber_within · thresholds: green, amber · range: amber_within, with
    low and high or neither · last_year, forecast: green_within (0 where left out) · contextual: none.
    Raises BadRule, which names the field.
    """
    if kind not in _KINDS:
        raise BadRule("kind", f"A rating rule is one of {', '.join(_KINDS)}.")
    known, make = _KINDS[kind]
    for field in parameters:
        if field not in known:
            raise BadRule(field, f"A {kind} rule has no such parameter.")
    return make(parameters)


def fits(rule: Rule, polarity: Polarity) -> bool:
    """Whether the rule can rate an indicator of this polarity at all."""
    match rule:
        case Contextual():
            return True
        case Thresholds():
            return polarity in (Polarity.HIGHER, Polarity.LOWER)
        case Range():
            return polarity is Polarity.RANGE
        case Relative() | Points() | LastYear() | Forecast():
            return polarity is not Polarity.NONE


def check_polarity(rule: Rule, polarity: Polarity) -> None:
    """Refuse, when it is recorded, a rule that does not go with the indicator's polarity. Raises BadRule."""
    if not fits(rule, polarity):
        raise BadRule("kind", f"A rule of this kind does not fit the polarity “{polarity.value}”.")
    if isinstance(rule, Thresholds):
        easier = rule.amber <= rule.green if polarity is Polarity.HIGHER else rule.amber >= rule.green
        if not easier:
            raise BadRule("amber", "The amber threshold has to be as easy to reach as the green one, or easier.")


def _tolerances(parameters: Parameters) -> tuple[Decimal, Decimal]:
    green, amber = _number(parameters, "green_within"), _number(parameters, "amber_within")
    if green < 0:
        raise BadRule("green_within", "A tolerance is not negative.")
    if amber < green:
        raise BadRule("amber_within", "The amber tolerance is at least as wide as the green one.")
    return green, amber


def _green_within(parameters: Parameters) -> Decimal:
    if parameters.get("green_within") is None:
        return Decimal(0)
    within = _number(parameters, "green_within")
    if within < 0:
        raise BadRule("green_within", "A tolerance is not negative.")
    return within


def _range(parameters: Parameters) -> Range:
    amber = _number(parameters, "amber_within")
    if amber < 0:
        raise BadRule("amber_within", "A tolerance is not negative.")
    if parameters.get("low") is None and parameters.get("high") is None:
        return Range(None, None, amber)
    low, high = _number(parameters, "low"), _number(parameters, "high")
    if high < low:
        raise BadRule("high", "A range goes from low to high.")
    return Range(low, high, amber)


def _number(parameters: Parameters, field: str) -> Decimal:
    given = parameters.get(field)
    if given is None:
        raise BadRule(field, "This parameter is needed.")
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise BadRule(field, "This parameter is a number.")
    # `int` first: the notation of a very long integer is refused by Python itself.
    if isinstance(given, int) and abs(given) > LARGEST_PARAMETER:
        raise BadRule(field, "This parameter is out of bounds.")
    number = Decimal(repr(given))
    if not number.is_finite() or abs(number) > LARGEST_PARAMETER:
        raise BadRule(field, "This parameter is out of bounds.")
    return number


_TOLERANCES: Final = ("green_within", "amber_within")
_KINDS: Final[dict[str, tuple[tuple[str, ...], Callable[[Parameters], Rule]]]] = {
    "relative": (_TOLERANCES, lambda given: Relative(*_tolerances(given))),
    "points": (_TOLERANCES, lambda given: Points(*_tolerances(given))),
    "thresholds": (
        ("green", "amber"),
        lambda given: Thresholds(_number(given, "green"), _number(given, "amber")),
    ),
    "range": (("low", "high", "amber_within"), _range),
    "last_year": (("green_within",), lambda given: LastYear(_green_within(given))),
    "forecast": (("green_within",), lambda given: Forecast(_green_within(given))),
    "contextual": ((), lambda _: Contextual()),
}
KINDS: Final = tuple(_KINDS)
