"""How far from its target a figure still counts as near it: the band that charts shade. Pure."""

from decimal import Decimal

from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_rules import (
    BadRule,
    Parameters,
    Points,
    Polarity,
    Range,
    Relative,
    Thresholds,
    fits,
    rule_from,
)

Band = tuple[float, float]
"""(low, high), in the unit of measure."""


def near_band(kind: str | None, parameters: Parameters | None, polarity: Polarity, target: TargetFigure) -> Band | None:
    """From what is on target to the last figure that is near it; under polarity `range` from low to high itself.

    kind, parameters: the rating rule's. None where the rule draws no such line: it looks at last year or a forecast,
    has no tolerance, or does not fit the polarity.
    """
    try:
        rule = None if kind is None else rule_from(kind, parameters or {})
    except BadRule:
        return None
    if polarity is Polarity.RANGE:
        if isinstance(rule, Range) and rule.low is not None and rule.high is not None:
            return _between(float(rule.low), float(rule.high))
        return _between(target.low, target.high)
    if rule is None or not fits(rule, polarity):
        return None
    if isinstance(rule, Thresholds):
        return _ordered(rule.green, rule.amber)
    bound = _bound(polarity, target)
    if bound is None or not isinstance(rule, Relative | Points) or not rule.amber_within:
        return None
    within = rule.amber_within * abs(bound) / 100 if isinstance(rule, Relative) else rule.amber_within
    return _ordered(bound, bound - within if polarity is Polarity.HIGHER else bound + within)


def _bound(polarity: Polarity, target: TargetFigure) -> Decimal | None:
    edge = target.value
    if edge is None:
        edge = target.high if polarity is Polarity.LOWER else target.low
    return None if edge is None else Decimal(repr(edge))


def _between(low: float | None, high: float | None) -> Band | None:
    return None if low is None or high is None or low == high else (low, high)


def _ordered(one: Decimal, other: Decimal) -> Band | None:
    return None if one == other else (float(min(one, other)), float(max(one, other)))
