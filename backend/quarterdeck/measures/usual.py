"""What is usual for a series: the limits of its recent history, and figures with a slipped decimal point."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

# Limits of an individuals chart by its median moving range r: centre ± 3.145 r, and 3.865 r for a step from
# one figure to the next (D. J. Wheeler, Understanding Statistical Process Control). Medians, because one
# mistyped figure in the history must not widen them.
LIMIT_FACTOR: Final = 3.145
STEP_FACTOR: Final = 3.865
FEWEST_FIGURES: Final = 5
MOST_FIGURES: Final = 12
# A series that has hardly moved has limits next to nothing: a move of a twentieth of its level is no jump.
ALWAYS_ALLOWED: Final = 0.05
# Within three times the lowest and highest a figure may be unusual, but its decimal point stands where it did.
IN_LINE: Final = 3.0
# How near to the usual a figure comes when its decimal point is put back.
NEAR: Final = 1.5
# Beyond fifty times, no year is good or bad enough: something was mistyped, by however much.
FAR_BEYOND: Final = 50.0
TEN: Final = 10
HUNDRED: Final = 100
# A share that a few cases more or less would make usual says nothing of how it was typed, or of what changed.
FEW_CASES: Final = 3.0


@dataclass(frozen=True)
class Limits:
    """Where the next figure would be expected."""

    low: float
    high: float


def jumped(now: float, usual: Sequence[float]) -> Limits | None:
    """The limits that a figure is outside of, reached in a step that is outside them too; None where it is not.

    usual: what came before, oldest first; fewer than five tell nothing. Both are asked for: a steady trend
    leaves the limits in small steps, and the way back from one odd figure is a large step to a usual place.
    """
    if len(usual) < FEWEST_FIGURES:
        return None
    centre = median(usual)
    moving_range = median(abs(later - sooner) for sooner, later in pairwise(usual))
    allowed = ALWAYS_ALLOWED * abs(centre)
    reach = max(LIMIT_FACTOR * moving_range, allowed)
    if abs(now - centre) <= reach or abs(now - usual[-1]) <= max(STEP_FACTOR * moving_range, allowed):
        return None
    return Limits(centre - reach, centre + reach)


def slipped(now: float, usual: Sequence[float]) -> int | None:
    """By what (10 or 100) a figure seems to be too large or too small, against what came before; None: by nothing.

    It is where moving the decimal point would put it among the usual figures, and where it is beyond fifty times
    the highest, or below a fiftieth of the lowest, of them. A series that touches zero or changes its sign has
    no scale to slip from.
    """
    if not now or not usual or not (all(each > 0 for each in usual) or all(each < 0 for each in usual)):
        return None
    if (now > 0) is not (usual[0] > 0):
        return None
    sizes = [abs(each) for each in usual]
    low, high, size = min(sizes), max(sizes), abs(now)
    if low / IN_LINE <= size <= high * IN_LINE:
        return None
    for times in (TEN, HUNDRED):
        if any(low / NEAR <= moved <= high * NEAR for moved in (size / times, size * times)):
            return times
    return HUNDRED if size > high * FAR_BEYOND or size < low / FAR_BEYOND else None


def far_from(now: float, target: float) -> int | None:
    """By what (10 or 100) a figure and its target seem to be apart by mistake; None: by nothing.

    Far above the target anything beyond fifty times is: 73,390 against 420. Below it only a figure that moving
    the decimal point would bring near the target: a percentage typed as 0.95.
    """
    if not now or not target or (now > 0) is not (target > 0):
        return None
    ratio = now / target
    if ratio > FAR_BEYOND:
        return HUNDRED
    for times in (TEN, HUNDRED):
        if any(1 / NEAR <= moved <= NEAR for moved in (ratio / times, ratio * times)):
            return times
    return None


def is_in_line(now: float, usual: Sequence[float]) -> bool:
    """Whether a figure is of the size of what came before: within three times the lowest and the highest."""
    if not usual:
        return False
    low, high = min(usual), max(usual)
    least, most = (low / IN_LINE if low > 0 else low * IN_LINE), (high * IN_LINE if high > 0 else high / IN_LINE)
    return least <= now <= most


def within_few_cases(now: float, usual: Sequence[float], denominator: float | None) -> bool:
    """Whether a percentage is a few cases away from what came before, its denominator being known to be small."""
    if denominator is None or denominator <= 0 or not usual:
        return False
    nearest = min(abs(now - each) for each in usual)
    return nearest / 100 * denominator < FEW_CASES
