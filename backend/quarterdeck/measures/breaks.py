"""Breaks in series: whether two periods may be compared where a definition changed, and from when it counts.

The one place that says so: directions of travel, ratings by last year's figure, outturns, charts, earlier figures on a
screen and the tables of reports all ask here.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from quarterdeck.core.words import day_words
from quarterdeck.framework.periods import Period, Span

SHORTER: Final = {
    Span.YEAR: (Span.YEAR, Span.QUARTER, Span.MONTH),
    Span.HALF: (Span.HALF, Span.QUARTER, Span.MONTH),
    Span.QUARTER: (Span.QUARTER, Span.MONTH),
    Span.MONTH: (Span.MONTH,),
    Span.CUSTOM: (),
}


def break_between(before: Period, now: Period, breaks: Iterable[date]) -> date | None:
    """The last day on which a definition broke the series between two periods; None where they may be compared.

    A break within either period spoils it too: part of its figure was measured the other way. One on the first day of
    the earlier period does not: both are measured the new way.
    """
    early, late = sorted((before, now), key=lambda period: (period.start, period.end))
    return max((day for day in breaks if early.start < day <= late.end), default=None)


def broken_from(before: Period, now: Period, breaks: Iterable[date]) -> str | None:
    """From when another definition counts between two periods, as people say it; None where they may be compared."""
    day = break_between(before, now, breaks)
    return None if day is None else first_period(day, now)


@lru_cache(maxsize=4096)
def first_period(day: date, like: Period) -> str:
    """The period that begins on a day, in words: one as long as `like`, else a shorter one, else the day itself.

    `Q2 2026/27` for 1 July 2026 beside a quarter or a year, `2026/27` for 1 April beside a year.
    """
    for span in SHORTER[like.span]:
        period = Period.containing(day, span, like.scheme)
        if period.start == day:
            return period.short_label
    return day_words(day)


def not_comparable(since: str) -> str:
    """What stands in place of a change or an arrow. since: what `broken_from` answered."""
    return f"Not comparable (definition changed from {since})"
