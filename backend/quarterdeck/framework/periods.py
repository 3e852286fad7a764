"""Periods: a pair of dates, a scheme and a code. Labels are generated and never read for meaning.

The grammar of codes (a period's id):
    financial  `2023-24`  `2023-24-H1`  `2023-24-Q1`  `2023-24-M03`  (April is M01)
    calendar   `2023`     `2023-H1`     `2023-Q1`     `2023-06`
    custom     `2023-08-01_2023-09-30`
`YYYY-NN` is a financial year where NN follows YYYY (`2011-12`), otherwise a calendar month. The one
month a year that would clash (December 2011) is written `2011-M12`.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1900, 2199
FINANCIAL = re.compile(r"(\d{4})-(\d{2})(?:-(?:Q([1-4])|H([12])|M(0[1-9]|1[0-2])))?")
CALENDAR = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(?:M(12)|(0[1-9]|1[0-2]))))?")
CUSTOM = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})")
REFERENCE = "http://reference.data.gov.uk/id"


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


@dataclass(frozen=True, order=True)
class Period:
    """A period. Ordered by its dates; `number` counts within its year (1–4 for quarters), 0 for years and custom ones."""

    start: date
    end: date
    scheme: Scheme
    span: Span
    code: str
    number: int = 0

    @classmethod
    def of_code(cls, code: str) -> "Period":
        """The period with this code. Raises BadPeriod."""
        if match := FINANCIAL.fullmatch(code):
            year, following = int(match[1]), int(match[2])
            if (year + 1) % 100 == following:
                for span, part in ((Span.QUARTER, match[3]), (Span.HALF, match[4]), (Span.MONTH, match[5])):
                    if part:
                        return _made(Scheme.FINANCIAL, span, year, int(part))
                return _made(Scheme.FINANCIAL, Span.YEAR, year, 0)
        if match := CALENDAR.fullmatch(code):
            year = int(match[1])
            for span, part in ((Span.QUARTER, match[2]), (Span.HALF, match[3]), (Span.MONTH, match[4] or match[5])):
                if part:
                    period = _made(Scheme.CALENDAR, span, year, int(part))
                    break
            else:
                period = _made(Scheme.CALENDAR, Span.YEAR, year, 0)
            if period.code == code:
                return period
        if match := CUSTOM.fullmatch(code):
            return cls.between(_day(match[1]), _day(match[2]))
        raise BadPeriod("A period looks like 2023-24, 2023-24-Q1, 2023-24-M03, 2023, 2023-06 or 2023-08-01_2023-09-30.")

    @classmethod
    def between(cls, start: date, end: date) -> "Period":
        """The custom period from one day to another, both included. Raises BadPeriod when they are the wrong way round."""
        if not (FIRST_YEAR <= start.year and end.year <= LAST_YEAR) or end < start:
            raise BadPeriod(f"A period starts before it ends, between {FIRST_YEAR} and {LAST_YEAR}.")
        return cls(start, end, Scheme.CUSTOM, Span.CUSTOM, f"{start}_{end}")

    @classmethod
    def containing(cls, day: date, span: Span = Span.QUARTER, scheme: Scheme = Scheme.FINANCIAL) -> "Period":
        """The period of this span and scheme that `day` lies in."""
        year, month = (day.year, day.month - 1) if scheme is Scheme.CALENDAR else _financial(day)
        return _made(scheme, span, year, month // MONTHS[span] + 1 if span is not Span.YEAR else 0)

    @property
    def label(self) -> str:
        """E.g. `Quarter 1 2023/24 (April to June 2023)`."""
        if self.span is Span.CUSTOM:
            return f"{_long(self.start)} to {_long(self.end)}"
        months = f"{self.start:%B}" if self.span is Span.MONTH else f"{self.start:%B} to {self.end:%B}"
        if self.span is Span.MONTH:
            return f"{months} {self.start.year}"
        if self.start.year != self.end.year:
            months = f"{self.start:%B %Y} to {self.end:%B}"
        words = {Span.YEAR: "", Span.HALF: f"Half year {self.number} ", Span.QUARTER: f"Quarter {self.number} "}
        return f"{words[self.span]}{self._year_label} ({months} {self.end.year})"

    @property
    def short_label(self) -> str:
        """E.g. `Q1 2023/24`, `June 2023`, `2023/24`."""
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
            length = (self.end - self.start).days + 1
            return Period.between(
                self.start - timedelta(days=length * number), self.end - timedelta(days=length * number)
            )
        return Period.containing(_months_later(self.start, -number * MONTHS[self.span]), self.span, self.scheme)

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

    def contains(self, other: "Period") -> bool:
        return self.start <= other.start and other.end <= self.end

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


def periods_of_year(year: Period, span: Span) -> list[Period]:
    """The year's periods of a span, in order."""
    return year.parts(span)


def _parts(whole: Period, span: Span) -> Iterator[Period]:
    scheme = Scheme.CALENDAR if whole.scheme is Scheme.CALENDAR else Scheme.FINANCIAL
    part = Period.containing(whole.start, span, scheme)
    while part.end <= whole.end:
        if part.start >= whole.start:
            yield part
        part = part.next()


def _made(scheme: Scheme, span: Span, year: int, number: int) -> Period:
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise BadPeriod(f"A period lies between {FIRST_YEAR} and {LAST_YEAR}.")
    first_month = 1 if scheme is Scheme.CALENDAR else 4
    start = _months_later(date(year, first_month, 1), max(number - 1, 0) * MONTHS[span])
    end = _months_later(start, MONTHS[span]) - timedelta(days=1)
    return Period(start, end, scheme, span, _code(scheme, span, year, number), number)


def _code(scheme: Scheme, span: Span, year: int, number: int) -> str:
    if scheme is Scheme.FINANCIAL:
        part = {Span.YEAR: "", Span.HALF: f"-H{number}", Span.QUARTER: f"-Q{number}", Span.MONTH: f"-M{number:02d}"}
        return f"{year}-{(year + 1) % 100:02d}{part[span]}"
    if span is Span.MONTH:
        # `2011-12` already means the financial year.
        return f"{year}-M{number}" if number == (year + 1) % 100 else f"{year}-{number:02d}"
    return f"{year}" if span is Span.YEAR else f"{year}-{LETTER[span]}{number}"


def _financial(day: date) -> tuple[int, int]:
    """(first calendar year of the financial year, months since April) of a day."""
    return (day.year, day.month - 4) if day.month >= 4 else (day.year - 1, day.month + 8)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST_YEAR <= years <= LAST_YEAR + 1:
        raise BadPeriod(f"A period lies between {FIRST_YEAR} and {LAST_YEAR}.")
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _year_earlier(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadPeriod("A custom period is two ISO dates, for example 2023-08-01_2023-09-30.") from None


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
