"""Which periods' figures a report of one period shows, and which earlier ones they are compared with."""

from dataclasses import dataclass

from quarterdeck.framework.periods import Period, Span, earlier_period


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
    before = earlier_period(period, Period.previous)
    half = earlier_period(before, Period.previous) if before and period.span is Span.QUARTER else None
    return Window(period, before, earlier_period(period, Period.same_period_last_year), half)
