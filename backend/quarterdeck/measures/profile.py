"""A year's target spread over the year's periods: evenly, or as the seasons of earlier years went.

What adds up to a year's figure is shared out; what a year ends with is led up to; a level is held, or moved up and down
around the year's target as it moved before. Nothing is a forecast: each method says what it did, and with which years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Final

from quarterdeck.measures.models import Aggregation
from quarterdeck.measures.rating import as_displayed

YEARS_USED: Final = 3


class Profile(StrEnum):
    """How a year's target is spread over its periods."""

    EVEN = "even"
    SEASONAL = "seasonal"
    BY_HAND = "by_hand"


class Spread(StrEnum):
    """How the figures of a year's periods make the year's."""

    ADDS_UP = "adds_up"
    RUNS_UP = "runs_up"
    ENDS_WITH = "ends_with"
    AVERAGES = "averages"


@dataclass(frozen=True)
class PastYear:
    """The figures of all periods of an earlier year, in order; `label` as it is printed."""

    label: str
    figures: Sequence[float]


@dataclass(frozen=True)
class Profiled:
    """The targets of a year's periods, in order; the years they rest on; and how they were made, in a sentence."""

    figures: list[float]
    years: list[str]
    method: str


METHOD: Final = {
    (Profile.EVEN, Spread.ADDS_UP): "The year's target is shared out equally.",
    (Profile.EVEN, Spread.RUNS_UP): "The running total rises by the same amount each period to the year's target.",
    (Profile.EVEN, Spread.ENDS_WITH): "Every period has the year's target.",
    (Profile.EVEN, Spread.AVERAGES): "Every period has the year's target.",
    (Profile.SEASONAL, Spread.ADDS_UP): (
        "Each period has the share of the year's target that it had, on average, of the year's figure in {years}."
    ),
    (Profile.SEASONAL, Spread.RUNS_UP): (
        "By each period the running total reaches the share of the year's target that it had reached, on average, "
        "in {years}."
    ),
    (Profile.SEASONAL, Spread.ENDS_WITH): (
        "Each period lies as far from the year's target as its figure lay, on average, from the year's last in {years}."
    ),
    (Profile.SEASONAL, Spread.AVERAGES): (
        "Each period lies as far from the year's target as its figure lay, on average, from the year's mean in {years}."
    ),
}


def spread_of(aggregation: str, *, is_ratio: bool) -> Spread:
    """How an indicator's periods make its year.

    is_ratio: a percentage, or a rate out of a denominator: shares of a year do not add up, whatever is counted.
    """
    if aggregation == Aggregation.YEAR_TO_DATE:
        return Spread.ENDS_WITH if is_ratio else Spread.RUNS_UP
    if aggregation == Aggregation.FLOW:
        return Spread.AVERAGES if is_ratio else Spread.ADDS_UP
    return Spread.AVERAGES if aggregation == Aggregation.AVERAGE else Spread.ENDS_WITH


def even(spread: Spread, year: float, periods: int, decimals: int) -> Profiled:
    """The same for every period. Rounded as displayed; shares still add up to the year's target."""
    if spread is Spread.ADDS_UP:
        figures = _shared_out(year, [1 / periods] * periods, decimals)
    elif spread is Spread.RUNS_UP:
        figures = _rounded([year * number / periods for number in range(1, periods + 1)], decimals)
    else:
        figures = [year] * periods
    return Profiled(figures, [], METHOD[Profile.EVEN, spread])


def seasonal(
    spread: Spread,
    year: float,
    history: Sequence[PastYear],
    decimals: int,
    *,
    bounds: tuple[float | None, float | None],
) -> Profiled | None:
    """As the seasons went in the last years that are whole, at most three; None where no year tells.

    history: years with all their periods' figures, oldest first. bounds: what no figure is below or above (0 and 100
    of a percentage), None for no bound. A year whose figure is zero tells no shares and is left out.
    """
    if spread in (Spread.ADDS_UP, Spread.RUNS_UP):
        history = [each for each in history if _whole(spread, each.figures) > 0]
    used = list(history)[-YEARS_USED:]
    if not used:
        return None
    if spread is Spread.ADDS_UP:
        figures = _shared_out(year, _means([_shares(spread, each.figures) for each in used]), decimals)
    elif spread is Spread.RUNS_UP:
        figures = _rounded([year * each for each in _means([_shares(spread, row.figures) for row in used])], decimals)
    else:
        moves = _means([_moves(spread, each.figures) for each in used])
        figures = _rounded([_within(year + each, bounds) for each in moves], decimals)
    labels = [each.label for each in used]
    return Profiled(figures, labels, METHOD[Profile.SEASONAL, spread].format(years=_listed(labels)))


def add_up(figures: Sequence[float], decimals: int) -> Decimal:
    """The sum of figures as they are displayed."""
    return sum((as_displayed(each, decimals) for each in figures), Decimal(0))


def _whole(spread: Spread, figures: Sequence[float]) -> float:
    return sum(figures) if spread is Spread.ADDS_UP else figures[-1]


def _shares(spread: Spread, figures: Sequence[float]) -> list[float]:
    whole = _whole(spread, figures)
    return [each / whole for each in figures]


def _moves(spread: Spread, figures: Sequence[float]) -> list[float]:
    base = sum(figures) / len(figures) if spread is Spread.AVERAGES else figures[-1]
    return [each - base for each in figures]


def _means(rows: Sequence[Sequence[float]]) -> list[float]:
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


def _within(figure: float, bounds: tuple[float | None, float | None]) -> float:
    low, high = bounds
    figure = figure if low is None else max(low, figure)
    return figure if high is None else min(high, figure)


def _rounded(figures: Sequence[float], decimals: int) -> list[float]:
    return [float(as_displayed(each, decimals)) for each in figures]


def _shared_out(year: float, shares: Sequence[float], decimals: int) -> list[float]:
    """Shares of a whole, rounded so that they still add up to it: the largest remainders are rounded up."""
    step = Decimal(1).scaleb(-decimals)
    whole = as_displayed(year, decimals)
    exact = [whole * Decimal(repr(share)) for share in shares]
    down = [each.quantize(step, rounding=ROUND_FLOOR) for each in exact]
    left = int(((whole - sum(down)) / step).to_integral_value())
    # Of equal remainders the later period takes the odd one: nobody's year starts with the higher target.
    by_remainder = sorted(range(len(exact)), key=lambda index: (exact[index] - down[index], index), reverse=True)
    for index in by_remainder[:left]:
        down[index] += step
    return [float(each) for each in down]


def _listed(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
