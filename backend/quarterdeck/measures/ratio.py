"""Numerators and denominators: which figure they make, by the unit that it is measured in."""

import re
from decimal import Context, Decimal
from typing import Final

PERCENT: Final = frozenset({"%", "percent", "per cent", "percentage"})
_PER: Final = re.compile(r"\bper\s+(\d{1,3}(?:,\d{3})+|\d{2,9})\b", re.IGNORECASE)
# Far more digits than a double has; 7/25 is 28%, not 28.000000000000004%.
_EXACT: Final = Context(prec=40)


def is_percentage(unit_of_measure: str) -> bool:
    """Whether a figure in this unit is a percentage."""
    return unit_of_measure.strip().casefold() in PERCENT


def is_ratio(unit_of_measure: str) -> bool:
    """Whether figures in this unit are shares or rates (`%`, `per 1,000 people`, `days per employee`): no sum of them
    means anything."""
    return is_percentage(unit_of_measure) or re.search(r"\bper\b", unit_of_measure, re.IGNORECASE) is not None


def value_of_ratio(numerator: float, denominator: float, unit_of_measure: str) -> float | None:
    """The figure that a numerator and a denominator make, in the indicator's unit of measure.

    A percentage is a hundred times their ratio, a rate `per 1,000 people` a thousand times; in any other unit
    (days, pounds) the figure is the ratio itself. None for a denominator of zero, which makes no figure, and
    never 100%; and for a figure beyond what can be reported. Raises ValueError for what is not finite.
    """
    top, bottom = Decimal(repr(numerator)), Decimal(repr(denominator))
    if not (top.is_finite() and bottom.is_finite()):
        raise ValueError("a numerator and a denominator are finite numbers")
    if not bottom:
        return None
    value = float(_EXACT.multiply(_EXACT.divide(top, bottom), Decimal(_times(unit_of_measure))))
    # Adding zero turns −0.0 into 0.0. Nothing beyond this bound is taken as a figure.
    return value + 0.0 if abs(value) <= 1e15 else None


def _times(unit_of_measure: str) -> int:
    if is_percentage(unit_of_measure):
        return 100
    match = _PER.search(unit_of_measure)
    return int(match[1].replace(",", "")) if match else 1
