"""Which periods' figures a report of one period shows, and which earlier ones they are compared with."""

from dataclasses import dataclass

from quarterdeck.framework.periods import BadPeriod, Period, Span


@dataclass(frozen=True)
class Window:
    """The days on which the periods shown end: this period, the one before, the same one last year.

    `half` is the period before last: a half year's figure is compared with the half before it. Each is None
    where the calendar does not go back that far.
    """

    now: Period
    before: Period | None
    last_year: Period | None
    half: Period | None


def window(period: Period) -> Window:
    """The window of a report on `period`."""
    before = _earlier(period, 1)
    half = _earlier(period, 2) if period.span is Span.QUARTER else None
    try:
        last_year: Period | None = period.same_period_last_year()
    except BadPeriod:
        last_year = None
    return Window(period, before, last_year, half)


def _earlier(period: Period, number: int) -> Period | None:
    try:
        return period.lagged(number)
    except BadPeriod:
        return None
