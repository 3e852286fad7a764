"""Time, from one place: UTC moments for the record, London days for deadlines, and English working days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_set_moment: ContextVar[datetime | None] = ContextVar("set_moment", default=None)


def now() -> datetime:
    """The moment now, aware UTC with microseconds; inside `set_to`, the moment that was set."""
    return _set_moment.get() or datetime.now(UTC)


def today() -> date:
    """Today in London: what deadlines are counted in."""
    return london(now()).date()


def london(moment: datetime) -> datetime:
    """The same moment on a London clock."""
    return moment.astimezone(LONDON)


def beginning_of(day: date) -> datetime:
    """The moment at which a day begins in London."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Live a block at another moment: how the demo's history comes about."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _set_moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_moment.reset(token)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: date, number: int) -> date:
    """The working day `number` working days after `day` (before it, if negative). 0 is the day itself."""
    step = timedelta(days=1 if number >= 0 else -1)
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def clear_days_before(day: date, number: int) -> date:
    """The last day for papers to appear `number` clear working days before a meeting on `day`.

    Neither the day they appear nor the day of the meeting counts (Local Government Act 1972, s. 100B).
    """
    return add_working_days(day, -(number + 1))


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    days = (end - start).days + 1
    return sum(is_working_day(start + timedelta(days=offset)) for offset in range(1, days))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    # Imported when the first deadline is counted: it would take a tenth of every start.
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
