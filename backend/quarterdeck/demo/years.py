"""Which quarters the demo lives, counted back from a day, so that one made next year looks as alive.

Quarters are named by the year of the demo and their number: `1Q1` to `1Q4` come in as printed history,
`2Q1` is the first that is lived. The files in `data/` speak of quarters by these names.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from quarterdeck.core import clock
from quarterdeck.framework.periods import Period, Span, quarters_between

RETURNS_DUE = 10
"""Working days after a quarter's end by which services submit: what the demo's framework says."""
STORY_DAYS = 12
"""Working days after a quarter's end until the open round has late and returned submissions."""
LIVED_AT_LEAST = 8


@dataclass(frozen=True)
class Years:
    """The demo's years as seen on a day.

    first: the financial year that comes in as printed history. open: the quarter whose round is open.
    """

    today: date
    first: Period
    open: Period

    def quarter(self, name: str) -> Period:
        """The quarter called so: `3Q2` is the second of the third year."""
        return self.year(int(name[0])).parts(Span.QUARTER)[int(name[2:]) - 1]

    def year(self, number: int) -> Period:
        """The demo's financial year of this number, counted from 1."""
        return self.first.lagged(1 - number)

    def name(self, quarter: Period) -> str:
        """What the files call a quarter."""
        return f"{quarter.start.year - self.first.start.year + (quarter.number < 4)}Q{quarter.number}"

    @cached_property
    def lived(self) -> list[Period]:
        """The quarters that are lived round by round, the open one last and the one in review before it."""
        return quarters_between(self.year(2), self.open)

    @property
    def closed(self) -> list[Period]:
        return self.lived[:-2]

    @property
    def in_review(self) -> Period:
        return self.lived[-2]

    @property
    def eve(self) -> date:
        """The last working day before today: nothing in the demo happens later, whatever the time of day."""
        return clock.add_working_days(self.today, -1)

    def before_today(self, working_days: int) -> date:
        return clock.add_working_days(self.today, -working_days)


def years_on(today: date) -> Years:
    """The demo's years on a day: the open round is that of the last quarter whose returns are overdue by now."""
    last = Period.containing(today).previous()
    while clock.add_working_days(last.end, STORY_DAYS) >= today:
        last = last.previous()
    return Years(today, last.lagged(LIVED_AT_LEAST - 1).year().previous(), last)


def after(quarter: Period, working_days: int) -> date:
    """The day so many working days after a quarter's end (before it, if negative)."""
    return clock.add_working_days(quarter.end, working_days)


def on_weekday(day: date, weekday: int) -> date:
    """The first such weekday (Monday is 0) on or after a day that is a working day."""
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return day if clock.is_working_day(day) else on_weekday(day + timedelta(days=1), weekday)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by London's clock."""
    return datetime.combine(day, time(hour, minute), tzinfo=clock.LONDON)
