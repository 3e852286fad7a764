"""Which periods' figures a report of one period shows, and which earlier ones they are compared with."""

from dataclasses import dataclass
from functools import lru_cache

from quarterdeck.framework.periods import MONTHS, Period, Span, earlier_period
from quarterdeck.measures.shown import ending_in


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

    def codes(self) -> list[str]:
        """The codes of the months, quarters, halves and years that end within the window (of a scheme that has them).

        Of what ends in `half`, the half year alone.
        """
        shown = [each for each in (self.now, self.before, self.last_year) if each is not None]
        found = {part.code for each in shown for span in MONTHS for part in ending_in(each, span)}
        if self.half is not None:
            found |= {part.code for part in ending_in(self.half, Span.HALF)}
        return sorted(found)


@lru_cache(maxsize=256)
def window(period: Period) -> Window:
    """The window of a report on `period`."""
    before = earlier_period(period, Period.previous)
    half = earlier_period(before, Period.previous) if before and period.span is Span.QUARTER else None
    return Window(period, before, earlier_period(period, Period.same_period_last_year), half)
