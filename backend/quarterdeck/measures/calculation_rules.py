"""Calculated figures: what a figure is made of, and how. Nothing here reads or writes a record.

    sum       the figures of its parts added up, where they are counts or amounts
    ratio     the sum of its numerators over the sum of its denominators
    average   the numerators of its parts over their denominators: of the whole, never a mean of percentages
    mean      the figures of its parts over how many they are, where they are counts or amounts
    last      the figure of the last period, for a year to date, a snapshot or a rolling figure

A part that does not apply is passed over. Any other one without a figure leaves the result without one, and the
sentence says which. Nothing is estimated. Out of a denominator of zero there is no figure, and never 100%.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from quarterdeck.framework.periods import BadPeriod, Period, Span
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.ratio import is_ratio, value_of_ratio
from quarterdeck.measures.words import listed

# Beyond this nothing is taken as a figure, as everywhere else.
LARGEST: Final = 1e15
NAMED: Final = 3


class Operation(StrEnum):
    SUM = "sum"
    RATIO = "ratio"
    AVERAGE = "average"
    MEAN = "mean"
    LAST = "last"


class Covers(StrEnum):
    """Which periods of its parts a figure is made of."""

    SAME = "same_period"
    WITHIN = "periods_within"
    LAST = "last_periods"
    YEAR_SO_FAR = "year_so_far"


class PartRole(StrEnum):
    """What a part is to a ratio; of everything else a part is a part."""

    PART = "part"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


ADDS_FIGURES: Final = frozenset({Operation.SUM, Operation.RATIO, Operation.MEAN})
"""Adds up figures as they are: none of them may be a share or a rate."""


@dataclass(frozen=True)
class Given:
    """What is on record of one part: `label` names it in a sentence (`H1, Q1 2026/27`)."""

    label: str
    value_state: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    role: PartRole = PartRole.PART


@dataclass(frozen=True)
class Made:
    """What the parts make. `sentence` says why there is no figure, and is empty where there is one."""

    value_state: ValueState
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    sentence: str = ""


class BadCalculation(ValueError):
    """What makes no calculation: the field, and a sentence that says how to mend it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def check(operation: Operation, covers: Covers, roles: Sequence[PartRole], units_of_measure: Sequence[str]) -> None:
    """Refuse (BadCalculation) what would not give the figure that it seems to.

    roles, units_of_measure: of each part, in the same order.
    """
    if operation is Operation.RATIO:
        for role in (PartRole.NUMERATOR, PartRole.DENOMINATOR):
            if role not in roles:
                raise BadCalculation("inputs", f"A ratio needs a {role.value}.")
        if PartRole.PART in roles:
            raise BadCalculation("inputs", "Say of each part of a ratio whether it is a numerator or a denominator.")
    elif set(roles) != {PartRole.PART}:
        raise BadCalculation("inputs", "Only a ratio has numerators and denominators: make each a part.")
    if operation in ADDS_FIGURES and any(is_ratio(unit) for unit in units_of_measure):
        sentence = "Shares and rates cannot be added up. Take their average: it goes by numerators and denominators."
        raise BadCalculation("operation", sentence)
    if operation is Operation.LAST and (len(roles) > 1 or covers is Covers.SAME):
        raise BadCalculation("operation", "The last figure is one series' own, over several periods.")


def calculate(operation: Operation, given: Sequence[Given], unit_of_measure: str) -> Made:
    """The figure in `unit_of_measure` that the parts make, oldest period first; at least one part."""
    wanted = given[-1:] if operation is Operation.LAST else given
    applying = [each for each in wanted if each.value_state != ValueState.NOT_APPLICABLE]
    if not applying:
        return Made(ValueState.NOT_APPLICABLE, sentence="None of its parts applies.")
    if lacking := [each for each in applying if not _counts(each, operation)]:
        return _without(lacking, operation)
    made = _MADE[operation](applying, unit_of_measure)
    provisional = made.value_state is ValueState.VALUE and any(each.provisional for each in applying)
    return Made(made.value_state, made.value, made.numerator, made.denominator, provisional, made.sentence)


def periods_of(covers: Covers, period: Period, span: Span, number: int) -> list[Period]:
    """The periods of the parts, oldest first, of which the figure of `period` is made.

    span: of the parts' periods. number: how many the last periods are. Empty where the calendar ends.
    """
    if covers is Covers.WITHIN:
        return period.parts(span)
    if covers is Covers.YEAR_SO_FAR:
        return [each for each in period.year().parts(span) if each.end <= period.end]
    if covers is Covers.LAST:
        try:
            return [period.lagged(back) for back in range(number - 1, -1, -1)]
        except BadPeriod:
            return []
    return [period]


def periods_made(covers: Covers, part: Period, span: Span, number: int) -> list[Period]:
    """The periods, oldest first, whose figures are made of that of a part's period.

    span: of the periods that are made.
    """
    if covers is Covers.WITHIN:
        return [Period.containing(part.start, span, part.scheme)]
    if covers is Covers.YEAR_SO_FAR:
        return [each for each in part.year().parts(span) if each.end >= part.end]
    if covers is Covers.LAST:
        return [moved for ahead in range(number) if (moved := _later(part, ahead)) is not None]
    return [part]


def _later(period: Period, number: int) -> Period | None:
    try:
        return period.lagged(-number)
    except BadPeriod:
        return None


def _counts(part: Given, operation: Operation) -> bool:
    """Whether a part has what the figure is made from. Nothing out of none adds nothing to an average."""
    if operation is Operation.AVERAGE:
        return part.numerator is not None and part.denominator is not None
    return part.value is not None


def _without(lacking: Sequence[Given], operation: Operation) -> Made:
    """There is no figure; what the parts say decides how that is told."""
    states = {each.value_state for each in lacking}
    state = next((each for each in _TOLD if each in states), ValueState.NOT_AVAILABLE)
    names = listed([each.label for each in lacking], NAMED)
    what = "numerator and denominator" if operation is Operation.AVERAGE and ValueState.VALUE in states else "figure"
    return Made(state, sentence=f"It cannot be calculated: there is no {what} for {names}.")


# What hides another's figure is hidden itself, and what may still come is awaited.
_TOLD: Final = (ValueState.SUPPRESSED, ValueState.AWAITED, ValueState.ERROR)


def _total(numbers: Iterable[float | None]) -> Fraction:
    """Added up exactly, as they are written: 0.1 + 0.2 is 0.3."""
    return sum((Fraction(repr(each)) for each in numbers if each is not None), Fraction(0))


def _figure(value: float | None, numerator: Fraction | None = None, denominator: Fraction | None = None) -> Made:
    top, bottom = (None if each is None else float(each) for each in (numerator, denominator))
    if value is None or any(abs(each) > LARGEST for each in (value, top, bottom) if each is not None):
        return Made(ValueState.ERROR, sentence="What its parts make is no figure that can be reported.")
    # Adding zero turns −0.0 into 0.0.
    return Made(ValueState.VALUE, value + 0.0, top, bottom)


def _ratio_of(numerator: Fraction, denominator: Fraction, unit_of_measure: str) -> Made:
    if not denominator:
        if numerator:
            return Made(ValueState.ERROR, sentence="Its denominators add up to zero, and its numerators do not.")
        return Made(ValueState.NOT_APPLICABLE, sentence="There was nothing to count: its denominators add up to zero.")
    top, bottom = float(numerator), float(denominator)
    return _figure(value_of_ratio(top, bottom, unit_of_measure), numerator, denominator)


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(repr(number))


def _sum(parts: Sequence[Given], _unit: str) -> Made:
    return _figure(float(_total(each.value for each in parts)))


def _ratio(parts: Sequence[Given], unit: str) -> Made:
    """Of a ratio's parts that apply, both sides are needed."""
    sides = [[each.value for each in parts if each.role is role] for role in (PartRole.NUMERATOR, PartRole.DENOMINATOR)]
    if not all(sides):
        return Made(ValueState.NOT_APPLICABLE, sentence="One side of the ratio does not apply.")
    return _ratio_of(_total(sides[0]), _total(sides[1]), unit)


def _average(parts: Sequence[Given], unit: str) -> Made:
    return _ratio_of(_total(each.numerator for each in parts), _total(each.denominator for each in parts), unit)


def _mean(parts: Sequence[Given], _unit: str) -> Made:
    total = _total(each.value for each in parts)
    return _figure(float(total / len(parts)), total, Fraction(len(parts)))


def _last(parts: Sequence[Given], _unit: str) -> Made:
    last = parts[-1]
    numerator, denominator = (
        None if each is None else Fraction(repr(each)) for each in (last.numerator, last.denominator)
    )
    return _figure(last.value, numerator, denominator)


_MADE: Final = {
    Operation.SUM: _sum,
    Operation.RATIO: _ratio,
    Operation.AVERAGE: _average,
    Operation.MEAN: _mean,
    Operation.LAST: _last,
}
