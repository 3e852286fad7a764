"""What can be said of several councils' figures together without averaging them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles
from typing import Final

from quarterdeck.measures.ratio import value_of_ratio

FEWEST: Final = 4
"""From how many figures on quartiles say something."""
OLD: Final = 730
"""Days after which a source is called old."""


@dataclass(frozen=True)
class Lie:
    """How figures lie, in their unit of measure; no quartiles of fewer than four."""

    lowest: float
    lower_quartile: float | None
    median: float
    upper_quartile: float | None
    highest: float


def lie_of(values: Sequence[float]) -> Lie | None:
    """Lowest, quartiles, median and highest of some figures; None of none.

    Quartiles by the inclusive method (that of spreadsheets' QUARTILE): the figures are all that there are, no sample.
    """
    if not values:
        return None
    lower = upper = None
    if len(values) >= FEWEST:
        lower, _, upper = quantiles(values, n=4, method="inclusive")
    return Lie(min(values), lower, median(values), upper, max(values))


def pooled(parts: Sequence[tuple[float, float]], unit_of_measure: str) -> tuple[float, float, float] | None:
    """(value, numerator, denominator) of all figures together, from the sums of their numerators and denominators.

    parts: (numerator, denominator) of each. None of none, and where the denominators come to nought.
    """
    if not parts:
        return None
    top, bottom = sum(each for each, _ in parts), sum(each for _, each in parts)
    value = value_of_ratio(top, bottom, unit_of_measure)
    return None if value is None else (value, top, bottom)


def age_of(published_on: date, today: date) -> tuple[int, str]:
    """(days, words) since a publication: `3 months`, `1 year 2 months`."""
    days = (today - published_on).days
    if days < 0:
        return days, "not published yet"
    if days < 60:
        return days, f"{days} day{'' if days == 1 else 's'}"
    months = (today.year - published_on.year) * 12 + today.month - published_on.month
    months -= today.day < published_on.day
    years, rest = divmod(months, 12)
    parts = [f"{years} year{'' if years == 1 else 's'}"] if years else []
    parts += [f"{rest} month{'' if rest == 1 else 's'}"] if rest else []
    return days, " ".join(parts)
