"""Periods: a pair of dates, a scheme and a code. Labels are generated and never read for meaning.

The grammar of codes (a period's id):
    financial  `2023-24`  `2023-24-H1`  `2023-24-Q1`  `2023-24-M03`  (April is M01)
    calendar   `2023`     `2023-H1`     `2023-Q1`     `2023-06`
    custom     `2023-08-01_2023-09-30`
`YYYY-NN` is a financial year where NN follows YYYY, otherwise a calendar month. The one month that this
takes from each year of 1900–1911, 2000–2011 and 2100–2111 is written with an M: `2011-12` is the financial
year 2011/12 and `2011-M12` December 2011. A month that nothing clashes with has no M, so that every
period has exactly one code.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from quarterdeck.core.words import day_words

FIRST_YEAR, LAST_YEAR = 1900, 2199
FINANCIAL = re.compile(r"(\d{4})-(\d{2})(?:-(?:Q([1-4])|H([12])|M(0[1-9]|1[0-2])))?", re.ASCII)
CALENDAR = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|M?(0[1-9]|1[0-2])))?", re.ASCII)
CUSTOM = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})", re.ASCII)
REFERENCE = "http://reference.data.gov.uk/id"
LOOKS_LIKE = "A period looks like 2023-24, 2023-24-Q1, 2023-24-M03, 2023, 2023-06 or 2023-08-01_2023-09-30."
OUT_OF_BOUNDS = f"A period lies between {FIRST_YEAR} and {LAST_YEAR}."


class BadPeriod(ValueError):
    """A code that is no period, with a sentence that says what a period looks like."""


class Scheme(StrEnum):
    FINANCIAL = "financial"
    CALENDAR = "calendar"
    CUSTOM = "custom"


class Span(StrEnum):
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    CUSTOM = "custom"


MONTHS = {Span.YEAR: 12, Span.HALF: 6, Span.QUARTER: 3, Span.MONTH: 1}
LETTER = {Span.HALF: "H", Span.QUARTER: "Q"}
PART = {Span.HALF: "Half year", Span.QUARTER: "Quarter"}


@dataclass(frozen=True, order=True)
class Period:
    """A period: from `start` to `end`, both included. Periods are ordered by their dates.

    `number` counts within its year (1–4 for quarters); 0 for years and custom periods.
    """

    start: date
    end: date
    scheme: Scheme
    span: Span
    code: str
    number: int = 0

    @classmethod
    def of_code(cls, code: str) -> "Period":
        """The period with this code. Raises BadPeriod."""
        if (match := FINANCIAL.fullmatch(code)) and (int(match[1]) + 1) % 100 == int(match[2]):
            return _of_parts(Scheme.FINANCIAL, int(match[1]), *match.groups()[2:])
        if match := CALENDAR.fullmatch(code):
            period = _of_parts(Scheme.CALENDAR, int(match[1]), *match.groups()[1:])
            if period.code == code:
                return period
        if match := CUSTOM.fullmatch(code):
            return cls.between(_day(match[1]), _day(match[2]))
        raise BadPeriod(LOOKS_LIKE)

    @classmethod
    def between(cls, start: date, end: date) -> "Period":
        """The custom period from one day to another, both included. Raises BadPeriod."""
        if end < start:
            raise BadPeriod("A period ends on or after the day it starts.")
        if start.year < FIRST_YEAR or end.year > LAST_YEAR:
            raise BadPeriod(OUT_OF_BOUNDS)
        return cls(start, end, Scheme.CUSTOM, Span.CUSTOM, f"{start}_{end}")

    @classmethod
    def containing(cls, day: date, span: Span = Span.QUARTER, scheme: Scheme = Scheme.FINANCIAL) -> "Period":
        """The period of this span and scheme that `day` lies in. Custom periods are not to be computed."""
        if scheme is Scheme.CUSTOM or span is Span.CUSTOM:
            raise ValueError("a day does not tell which custom period it lies in")
        year, month = (day.year, day.month - 1) if scheme is Scheme.CALENDAR else _financial(day)
        return _made(scheme, span, year, month // MONTHS[span] + 1 if span is not Span.YEAR else 0)

    @property
    def label(self) -> str:
        """E.g. `Quarter 1 2023/24 (April to June 2023)`."""
        if self.span is Span.CUSTOM:
            return f"{day_words(self.start)} to {day_words(self.end)}"
        if self.span is Span.MONTH:
            return f"{self.start:%B %Y}"
        first_month = f"{self.start:%B}" if self.start.year == self.end.year else f"{self.start:%B %Y}"
        part = f"{PART[self.span]} {self.number} " if self.span in PART else ""
        return f"{part}{self._year_label} ({first_month} to {self.end:%B %Y})"

    @property
    def short_label(self) -> str:
        """E.g. `Q1 2023/24`, `Jun 2023`, `2023/24`."""
        if self.span is Span.CUSTOM:
            return f"{_short(self.start)} to {_short(self.end)}"
        if self.span is Span.MONTH:
            return f"{self.start:%b %Y}"
        part = f"{LETTER[self.span]}{self.number} " if self.span in LETTER else ""
        return f"{part}{self._year_label}"

    @property
    def _year_label(self) -> str:
        if self.scheme is Scheme.CALENDAR:
            return str(self.start.year)
        first = _financial(self.start)[0]
        return f"{first}/{(first + 1) % 100:02d}"

    def lagged(self, number: int) -> "Period":
        """The period `number` periods of the same span earlier (later, when negative)."""
        if self.span is Span.CUSTOM:
            return self._days_earlier(((self.end - self.start).days + 1) * number)
        first_day = _months_later(self.start, -number * MONTHS[self.span])
        return Period.containing(first_day, self.span, self.scheme)

    def _days_earlier(self, days: int) -> "Period":
        try:
            moved = timedelta(days=days)
            return Period.between(self.start - moved, self.end - moved)
        except OverflowError:
            raise BadPeriod(OUT_OF_BOUNDS) from None

    def previous(self) -> "Period":
        return self.lagged(1)

    def next(self) -> "Period":
        return self.lagged(-1)

    def same_period_last_year(self) -> "Period":
        """The same months (for a custom period: dates) a year earlier."""
        if self.span is Span.CUSTOM:
            return Period.between(_year_earlier(self.start), _year_earlier(self.end))
        return self.lagged(12 // MONTHS[self.span])

    def year(self) -> "Period":
        """The year it starts in, of its own scheme (financial for a custom period)."""
        scheme = Scheme.CALENDAR if self.scheme is Scheme.CALENDAR else Scheme.FINANCIAL
        return Period.containing(self.start, Span.YEAR, scheme)

    def ends_its_year(self) -> bool:
        """Whether the year ends with it: where annual figures fall due."""
        return self.end == self.year().end

    def parts(self, span: Span) -> list["Period"]:
        """The periods of a smaller span that it is made of, in order, e.g. a quarter's three months."""
        return list(_parts(self, span))

    def contains(self, other: "Period | date") -> bool:
        """Whether a day, or the whole of another period, lies in it."""
        first, last = (other.start, other.end) if isinstance(other, Period) else (other, other)
        return self.start <= first and last <= self.end

    def reference_uri(self) -> str | None:
        """Its identifier at reference.data.gov.uk, where there is one (government years start in April)."""
        if self.span is Span.MONTH:
            return f"{REFERENCE}/month/{self.start:%Y-%m}"
        if self.scheme is Scheme.FINANCIAL and self.span in (Span.YEAR, Span.QUARTER):
            years = f"{_financial(self.start)[0]}-{_financial(self.start)[0] + 1}"
            quarter = f"/Q{self.number}" if self.span is Span.QUARTER else ""
            return f"{REFERENCE}/government-{self.span}/{years}{quarter}"
        if self.scheme is Scheme.CALENDAR:
            part = "" if self.span is Span.YEAR else f"-{LETTER[self.span]}{self.number}"
            return f"{REFERENCE}/{self.span}/{self.start.year}{part}"
        return None


# A list of figures asks the same of a handful of periods, hundreds of times.
@lru_cache(maxsize=4096)
def earlier_period(period: Period, way: Callable[[Period], Period]) -> Period | None:
    """An earlier period, for example by `Period.previous`; None before the first there is."""
    try:
        return way(period)
    except BadPeriod:
        return None


def periods_of_year(year: Period, span: Span) -> list[Period]:
    """The year's periods of a span, in order."""
    return year.parts(span)


def quarters_between(first: Period, last: Period) -> list[Period]:
    """Every quarter, of `first`'s scheme, from the one `first` starts in to the one `last` ends in."""
    scheme = Scheme.CALENDAR if first.scheme is Scheme.CALENDAR else Scheme.FINANCIAL
    quarters, quarter = [], Period.containing(first.start, Span.QUARTER, scheme)
    while quarter.start <= last.end:
        quarters.append(quarter)
        quarter = quarter.next()
    return quarters


def _parts(whole: Period, span: Span) -> Iterator[Period]:
    scheme = Scheme.CALENDAR if whole.scheme is Scheme.CALENDAR else Scheme.FINANCIAL
    part = Period.containing(whole.start, span, scheme)
    while part.end <= whole.end:
        if part.start >= whole.start:
            yield part
        part = part.next()


def _of_parts(scheme: Scheme, year: int, quarter: str | None, half: str | None, month: str | None) -> Period:
    for span, part in ((Span.QUARTER, quarter), (Span.HALF, half), (Span.MONTH, month)):
        if part:
            return _made(scheme, span, year, int(part))
    return _made(scheme, Span.YEAR, year, 0)


def _made(scheme: Scheme, span: Span, year: int, number: int) -> Period:
    # A financial year ends in the next calendar year, and all of it has to lie within the bounds.
    if not FIRST_YEAR <= year <= (LAST_YEAR if scheme is Scheme.CALENDAR else LAST_YEAR - 1):
        raise BadPeriod(OUT_OF_BOUNDS)
    first_month = 1 if scheme is Scheme.CALENDAR else 4
    start = _months_later(date(year, first_month, 1), max(number - 1, 0) * MONTHS[span])
    end = _months_later(start, MONTHS[span]) - timedelta(days=1)
    return Period(start, end, scheme, span, _code(scheme, span, year, number), number)


def _code(scheme: Scheme, span: Span, year: int, number: int) -> str:
    if span is Span.MONTH:
        if scheme is Scheme.FINANCIAL:
            return f"{_code(scheme, Span.YEAR, year, 0)}-M{number:02d}"
        clashes = number == (year + 1) % 100
        return f"{year}-M{number:02d}" if clashes else f"{year}-{number:02d}"
    part = "" if span is Span.YEAR else f"-{LETTER[span]}{number}"
    return f"{year}-{(year + 1) % 100:02d}{part}" if scheme is Scheme.FINANCIAL else f"{year}{part}"


def _financial(day: date) -> tuple[int, int]:
    """(first calendar year of the financial year, months since April) of a day."""
    return (day.year, day.month - 4) if day.month >= 4 else (day.year - 1, day.month + 8)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST_YEAR <= years <= LAST_YEAR + 1:
        raise BadPeriod(OUT_OF_BOUNDS)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _year_earlier(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadPeriod("A custom period is two ISO dates, for example 2023-08-01_2023-09-30.") from None


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
