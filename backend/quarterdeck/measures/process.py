"""What a series says of its process by now: changed or not, and whether its target is met if nothing changes. Pure.

Limits are for figures that come about alike, period by period. A count for the year to date rises by its nature and
starts again in April, and of annual figures there are never enough: neither ever has limits.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.breaks import break_between
from quarterdeck.measures.models import Aggregation, Frequency
from quarterdeck.measures.process_limits import (
    Assurance,
    LimitBasis,
    Limits,
    LimitSettings,
    ProcessPoint,
    Signal,
    Stretch,
    Variation,
    assurance,
    basis_of,
    process_stretches,
)
from quarterdeck.measures.rating_rules import Polarity


class Without(StrEnum):
    """Why a series has no limits."""

    YEAR_TO_DATE = "year_to_date"
    ANNUAL = "annual"
    TOO_FEW = "too_few"


class Anew(StrEnum):
    """Why limits begin anew with a figure."""

    REBASE = "rebase"
    DEFINITION = "definition"


@dataclass(frozen=True)
class Series:
    """What limits are worked out from: figures oldest first, None where there is none, in the unit of measure.

    target: the number that the latest figure goes with; None without one, or for a range or words. rebased: the first
    days of periods from which a person had limits begin anew; breaks: days on which a definition broke the series.
    """

    figures: Sequence[tuple[Period, float | None]]
    polarity: Polarity
    aggregation: str
    frequency: str
    target: float | None = None
    rebased: Collection[date] = ()
    breaks: Collection[date] = ()


@dataclass(frozen=True)
class Judged:
    """A series' process. Of what has no limits, `without` says why and there is neither variation nor assurance.

    points: by the first day of their period, those of stretches with limits alone. anew: from which periods limits
    begin anew, and why. count: on how many figures the last limits rest, or would, since which period. latest: the
    period and point that variation is judged on.
    """

    without: Without | None
    basis: LimitBasis
    count: int
    since: Period | None
    points: Mapping[date, ProcessPoint]
    anew: Mapping[date, Anew]
    limits: Limits | None
    latest: tuple[Period, ProcessPoint] | None
    assurance: Assurance | None

    @property
    def variation(self) -> Variation | None:
        return None if self.latest is None else self.latest[1].variation

    @property
    def signal(self) -> Signal | None:
        return None if self.latest is None else self.latest[1].signal


NEVER: Final = (Without.YEAR_TO_DATE, Without.ANNUAL)


def judge(series: Series, settings: LimitSettings) -> Judged:
    """Limits of each stretch of a series, what its latest figure signals, and its assurance.

    Figures of the latest one's length alone count: a quarter's is not of the size of a month's. Where there is no
    figure the line has a gap, and the next figure is compared with the last before it.
    """
    numbers = [(period, value) for period, value in series.figures if value is not None]
    if numbers:
        numbers = [each for each in numbers if each[0].span is numbers[-1][0].span]
    never = _never(series, numbers[-1][0].span if numbers else None)
    anew = {} if never else _anew([period for period, _ in numbers], series)
    starts = [place for place, (period, _) in enumerate(numbers) if period.start in anew]
    since = numbers[starts[-1] if starts else 0][0] if numbers else None
    count = len(numbers) - (starts[-1] if starts else 0)
    if never:
        return Judged(never, LimitBasis.TOO_FEW, len(numbers), since, {}, {}, None, None, None)
    stretches = process_stretches([value for _, value in numbers], series.polarity, starts=starts, settings=settings)
    points = _points([period for period, _ in numbers], stretches)
    if basis_of(count) is LimitBasis.TOO_FEW:
        return Judged(Without.TOO_FEW, LimitBasis.TOO_FEW, count, since, points, anew, None, None, None)
    last = stretches[-1]
    met = None if series.target is None else assurance(last.limits, series.target, series.polarity)
    latest = (numbers[-1][0], last.points[-1])
    return Judged(None, last.basis, count, since, points, anew, last.limits, latest, met)


def _never(series: Series, span: Span | None) -> Without | None:
    if series.aggregation == Aggregation.YEAR_TO_DATE:
        return Without.YEAR_TO_DATE
    return Without.ANNUAL if span is Span.YEAR or series.frequency == Frequency.ANNUAL else None


def _anew(periods: Sequence[Period], series: Series) -> dict[date, Anew]:
    """The periods, by their first day, from which limits begin anew. What a definition broke, nobody has to rebase."""
    found: dict[date, Anew] = {}
    for before, now in pairwise(periods):
        if any(before.start < day <= now.start for day in series.rebased):
            found[now.start] = Anew.REBASE
        if break_between(before, now, series.breaks) is not None:
            found[now.start] = Anew.DEFINITION
    return found


def _points(periods: Sequence[Period], stretches: Sequence[Stretch]) -> dict[date, ProcessPoint]:
    every = [(stretch.basis, point) for stretch in stretches for point in stretch.points]
    return {
        period.start: point
        for period, (basis, point) in zip(periods, every, strict=True)
        if basis is not LimitBasis.TOO_FEW
    }
