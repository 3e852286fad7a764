"""Process limits of a series (an XmR chart): what is a signal, and what only varies as it always has. Pure.

Red, amber and green ask whether a figure met its target. This asks whether the process behind it has changed: a
committee that asks for the reason of every fall hears a reason for noise. The rules are those of the NHS's Making
Data Count, after Shewhart and Wheeler; an example of every rule, computed by the NHS-R community's package, is in
tests/examples/spc_vectors.csv.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean
from typing import Final

from quarterdeck.measures.rating_rules import Polarity

# 3 / d2, with d2 = 1.128 for ranges of two; and the upper limit of such ranges, by which one is screened out.
FACTOR: Final = 2.66
RANGE_FACTOR: Final = 3.267
# Close to a limit is beyond two thirds of the way to it.
NEAR: Final = 2 / 3
RUN: Final = 7
# How far a mean of doubles may be out, as a part of the largest of them.
ROUNDING: Final = 1e-12
# Of three points in a row, how many are close to a limit.
WINDOW: Final = 3
CLOSE: Final = 2


class Signal(StrEnum):
    """By which rule a point is a signal; the first of these that holds."""

    BEYOND_LIMIT = "beyond_limit"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"
    RUN = "run"


class Variation(StrEnum):
    """What a point says of its process: nothing new, or a change for better, for worse, or of neither kind."""

    COMMON = "common"
    IMPROVING = "improving"
    WORSENING = "worsening"
    CHANGED = "changed"


class Assurance(StrEnum):
    """Whether a process, left as it is, meets its target."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class LimitBasis(StrEnum):
    """How much limits rest on. Too few points have none."""

    TOO_FEW = "too_few"
    TRIAL = "trial"
    FULL = "full"


FEWEST: Final = 10
TRIAL_TO: Final = 12


@dataclass(frozen=True)
class Limits:
    """Mean, lower and upper limit, in the indicator's unit of measure."""

    mean: float
    lower: float
    upper: float

    @property
    def near_lower(self) -> float:
        return self.mean - (self.mean - self.lower) * NEAR

    @property
    def near_upper(self) -> float:
        return self.mean + (self.upper - self.mean) * NEAR


@dataclass(frozen=True)
class ProcessPoint:
    """A figure against the limits of its stretch. side: 1 above the mean, -1 below, 0 on it.

    heading: 1 where the signal is upward (high, or rising), -1 downward, 0 where there is none.
    """

    value: float
    limits: Limits
    side: int
    beyond: bool
    close: bool
    signal: Signal | None
    heading: int
    variation: Variation


@dataclass(frozen=True)
class Stretch:
    """Figures with the limits that rest on them, from where limits begin anew to where they do so again."""

    limits: Limits
    points: Sequence[ProcessPoint]

    @property
    def basis(self) -> "LimitBasis":
        return basis_of(len(self.points))


@dataclass(frozen=True)
class LimitSettings:
    """How a council has its limits worked out; both are printed with the chart.

    run: so many points on one side, or rising or falling, are a signal. screened: moving ranges far beyond the others
    are left out. baseline: limits rest on the first so many points of a stretch, or on all of them.
    """

    run: int = RUN
    screened: bool = False
    baseline: int | None = None


def moving_range_limits(values: Sequence[float], *, screened: bool = False) -> Limits:
    """Natural process limits of an individuals (XmR) chart.

    values: the baseline, oldest first, no gaps, in the indicator's unit of measure.
    Returns mean, lower and upper limit in the same unit: mean ± 2.66 × the mean moving range
    (2.66 = 3 / d2 with d2 = 1.128 for ranges of two; Shewhart, as used by the NHS's Making Data Count).
    One value alone is its own limits. screened: ranges above 3.267 × their mean are left out, once, before the mean
    is taken again. Raises ValueError for no values.
    """
    if not values:
        raise ValueError("limits need a value")
    ranges = [abs(later - sooner) for sooner, later in pairwise(values)] or [0.0]
    average = fmean(ranges)
    if screened:
        average = fmean(each for each in ranges if each <= RANGE_FACTOR * average)
    mean = fmean(values)
    return Limits(mean, mean - FACTOR * average, mean + FACTOR * average)


def process_stretches(
    values: Sequence[float],
    polarity: Polarity,
    *,
    starts: Iterable[int] = (),
    settings: LimitSettings = LimitSettings(),
) -> list[Stretch]:
    """Each figure with its limits and what it signals, in the stretches that limits are worked out for.

    values: oldest first, no gaps. starts: the places in it from which limits and runs begin anew.
    """
    cuts = sorted({0, len(values), *(each for each in starts if 0 < each < len(values))})
    return [_stretch(values[begin:end], polarity, settings) for begin, end in pairwise(cuts)]


def basis_of(count: int) -> LimitBasis:
    """How much the limits of so many points are worth: none below 10, trial ones up to 12."""
    if count < FEWEST:
        return LimitBasis.TOO_FEW
    return LimitBasis.TRIAL if count <= TRIAL_TO else LimitBasis.FULL


def assurance(limits: Limits, target: float, polarity: Polarity) -> Assurance | None:
    """Whether a process with these limits meets a target; None where neither high nor low is good."""
    if polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return None
    if target > limits.upper:
        return Assurance.NEVER if polarity is Polarity.HIGHER else Assurance.ALWAYS
    if target < limits.lower:
        return Assurance.ALWAYS if polarity is Polarity.HIGHER else Assurance.NEVER
    return Assurance.SOMETIMES


def _stretch(values: Sequence[float], polarity: Polarity, settings: LimitSettings) -> Stretch:
    limits = moving_range_limits(values[: settings.baseline], screened=settings.screened)
    against = _Against(ROUNDING * max(map(abs, values)))
    sides = [against(value, limits.mean) for value in values]
    beyond = [against(value, limits.lower) < 0 or against(value, limits.upper) > 0 for value in values]
    close = [
        not out and (against(value, limits.near_lower) < 0 or against(value, limits.near_upper) > 0)
        for value, out in zip(values, beyond, strict=True)
    ]
    runs = _spread(_runs(sides, settings.run), settings.run)
    trends = _spread(_trends(values, settings.run), settings.run)
    nears = [found if near else 0 for found, near in zip(_spread(_near(sides, close), WINDOW), close, strict=True)]
    points = []
    for place, value in enumerate(values):
        signal, heading = _first(sides[place] if beyond[place] else 0, trends[place], nears[place], runs[place])
        variation = _variation(heading, polarity)
        points.append(
            ProcessPoint(value, limits, sides[place], beyond[place], close[place], signal, heading, variation)
        )
    return Stretch(limits, points)


@dataclass(frozen=True)
class _Against:
    """Above a line (1), below it (-1) or on it (0), which is within `rounding` of it."""

    rounding: float

    def __call__(self, value: float, line: float) -> int:
        return 0 if abs(value - line) <= self.rounding else _sign(value - line)


def _first(beyond: int, trend: int, near: int, run: int) -> tuple[Signal | None, int]:
    for signal, heading in zip(Signal, (beyond, trend, near, run), strict=True):
        if heading:
            return signal, heading
    return None, 0


def _variation(heading: int, polarity: Polarity) -> Variation:
    if not heading:
        return Variation.COMMON
    if polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return Variation.CHANGED
    return Variation.IMPROVING if (heading > 0) is (polarity is Polarity.HIGHER) else Variation.WORSENING


def _sign(number: float) -> int:
    return 0 if number == 0 else int(math.copysign(1, number))


def _runs(sides: Sequence[int], length: int) -> list[int]:
    """Where a run on one side is complete, 1 above or -1 below; a point on the mean breaks it."""
    return [_alike(sides[max(0, end - length) : end], length) for end in range(1, len(sides) + 1)]


def _trends(values: Sequence[float], length: int) -> list[int]:
    """Where so many points in a row have risen (1) or fallen (-1); two alike break it."""
    steps = [0, *(_sign(later - sooner) for sooner, later in pairwise(values))]
    return [_alike(steps[max(1, end - length + 1) : end], length - 1) for end in range(1, len(steps) + 1)]


def _near(sides: Sequence[int], close: Sequence[bool]) -> list[int]:
    """Where two of three points are close to a limit, and all three on its side of the mean."""
    return [
        _alike(sides[max(0, end - WINDOW) : end], WINDOW) if sum(close[max(0, end - WINDOW) : end]) >= CLOSE else 0
        for end in range(1, len(sides) + 1)
    ]


def _alike(signs: Sequence[int], count: int) -> int:
    return signs[0] if len(signs) == count and len(set(signs)) == 1 else 0


def _spread(ends: Sequence[int], length: int) -> list[int]:
    """The same, noted on all points of the run and not on its last one only. What ends sooner comes first."""
    return [next((each for each in ends[place : place + length] if each), 0) for place in range(len(ends))]
