"""Direction of travel: short, against the period before; long, against the same period last year.

Figures are compared as displayed, like ratings: what prints alike has not changed. Where nothing honest
can be compared, the answer is `not_compared` and why.

A **year-to-date** figure is only compared with one that has run for as long: the same period last year.
It rises within the year and starts again in April, so a step to it from the period before says nothing of
the service. (In-period increments are not made up from the difference of two printed totals either: for a
percentage that is wrong, and for a count it takes every revision of the earlier total for performance.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from quarterdeck.framework.periods import Period, earlier_period
from quarterdeck.measures.breaks import broken_from, not_comparable
from quarterdeck.measures.rating import EXACT, HAS_NUMBER, as_displayed
from quarterdeck.measures.rating_rules import Polarity

YEAR_TO_DATE: Final = "year_to_date"


class Travel(StrEnum):
    """Which way a figure moved. `up` and `down` are said where neither is better."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    UNCHANGED = "unchanged"
    UP = "up"
    DOWN = "down"
    NOT_COMPARED = "not_compared"


class NotCompared(StrEnum):
    """Why two figures are not compared."""

    NO_VALUE = "no_value"
    NO_EARLIER_VALUE = "no_earlier_value"
    YEAR_TO_DATE = "year_to_date"
    BREAK_IN_SERIES = "break_in_series"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES: Final = {
    NotCompared.NO_VALUE: "There is no figure for this period.",
    NotCompared.NO_EARLIER_VALUE: "There is no figure for the period to compare with.",
    NotCompared.YEAR_TO_DATE: "A year-to-date figure is only compared with the same period last year.",
    NotCompared.BREAK_IN_SERIES: "The definition changed in between: the figures measure different things.",
}


@dataclass(frozen=True)
class Point:
    """What was reported for a period: a state and, for `value`, a figure in the unit of measure."""

    period: Period
    value_state: str
    value: float | None

    @property
    def has_value(self) -> bool:
        return self.value_state == HAS_NUMBER and self.value is not None


@dataclass(frozen=True)
class Yardstick:
    """What decides which way is better, and what may be compared.

    breaks: the days from which a definition that breaks the series is in force.
    low, high: what is good under polarity `range`; left out, such a figure only goes up or down.
    """

    polarity: Polarity
    decimals: int
    aggregation: str
    contextual: bool = False
    breaks: Sequence[date] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Moved:
    """A direction of travel. `change` is this figure less the earlier one, both as displayed.

    broken_from: the period from which another definition counts, where that is why nothing was compared.
    """

    travel: Travel
    reason: NotCompared | None = None
    change: Decimal | None = None
    broken_from: str | None = None

    @property
    def sentence(self) -> str:
        """Why nothing was compared; empty where it was."""
        if self.broken_from:
            return not_comparable(self.broken_from)
        return self.reason.sentence if self.reason else ""


def short_travel(now: Point, before: Point | None, yardstick: Yardstick) -> Moved:
    """Direction of travel against the period just before; an earlier one does not stand in for it."""
    earlier, a_year_ago = (
        earlier_period(now.period, Period.previous),
        earlier_period(now.period, Period.same_period_last_year),
    )
    if yardstick.aggregation == YEAR_TO_DATE and earlier != a_year_ago:
        return Moved(Travel.NOT_COMPARED, NotCompared.YEAR_TO_DATE)
    return _travel(now, before if before and before.period == earlier else None, yardstick)


def long_travel(now: Point, last_year: Point | None, yardstick: Yardstick) -> Moved:
    """Direction of travel against the same period last year."""
    a_year_ago = earlier_period(now.period, Period.same_period_last_year)
    return _travel(now, last_year if last_year and last_year.period == a_year_ago else None, yardstick)


def _travel(now: Point, before: Point | None, yardstick: Yardstick) -> Moved:
    if not now.has_value or now.value is None:
        return Moved(Travel.NOT_COMPARED, NotCompared.NO_VALUE)
    if before is None or not before.has_value or before.value is None:
        return Moved(Travel.NOT_COMPARED, NotCompared.NO_EARLIER_VALUE)
    if since := broken_from(before.period, now.period, yardstick.breaks):
        return Moved(Travel.NOT_COMPARED, NotCompared.BREAK_IN_SERIES, broken_from=since)
    figures = (as_displayed(now.value, yardstick.decimals), as_displayed(before.value, yardstick.decimals))
    return Moved(_direction(*figures, yardstick), None, EXACT.subtract(*figures))


def _direction(now: Decimal, before: Decimal, yardstick: Yardstick) -> Travel:
    if now == before:
        return Travel.UNCHANGED
    neutral = Travel.UP if now > before else Travel.DOWN
    if yardstick.contextual or yardstick.polarity is Polarity.NONE:
        return neutral
    if yardstick.polarity is Polarity.RANGE:
        return _towards_range(now, before, yardstick) or neutral
    better = (now > before) is (yardstick.polarity is Polarity.HIGHER)
    return Travel.IMPROVING if better else Travel.WORSENING


def _towards_range(now: Decimal, before: Decimal, yardstick: Yardstick) -> Travel | None:
    """Nearer to this period's range is better; a move that stays as near (or inside) is none."""
    if yardstick.low is None or yardstick.high is None:
        return None
    low, high = (as_displayed(edge, yardstick.decimals) for edge in (yardstick.low, yardstick.high))
    off_now, off_before = (
        max(EXACT.subtract(low, figure), EXACT.subtract(figure, high), Decimal(0)) for figure in (now, before)
    )
    if off_now == off_before:
        return Travel.UNCHANGED
    return Travel.IMPROVING if off_now < off_before else Travel.WORSENING
