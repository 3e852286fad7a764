"""Reading period labels as councils print them: a label becomes a pair of dates, or is listed.

A label is cut into tokens (``printed_labels``); what the tokens are, in order, must be a row of ``_SHAPES``.
A word or a number that is no token makes the label unreadable, so nothing in it is passed over; only a note
in brackets that names no period is kept as a remark. Financial years run from 1 April to 31 March:
"Jan 2011/12" is January 2012. A quarter with one bare year ("Q1 2018") may be financial or calendar and is
not read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from quarterdeck.framework.periods import MONTHS, BadPeriod, Period, Scheme
from quarterdeck.measures.printed_cells import Unreadable, tidy
from quarterdeck.measures.printed_labels import NotAPeriod, Token, tokens

Dates = tuple[date, date]

_ADVICE = "print it as in “Q1 2023/24”, “2023/24”, “June 2023” or “1 August - 30 September 2023”"


@dataclass(frozen=True)
class PrintedPeriod:
    """The period a label names: its code as in ``framework.periods``, first and last day, and scheme.

    role: ``target`` where the label says that the column holds targets; remark: words of the label that are
    no part of the period ("out-turn", a note in brackets).
    """

    code: str
    start: date
    end: date
    scheme: Scheme
    role: Literal["reported", "target"] = "reported"
    remark: str = ""


@dataclass(frozen=True)
class PeriodContext:
    """What the row says about its period outside the label.

    year: a year column ("2023/24"); quarter: the quarter that the document reports, which dates a "year to
    date"; months_name_quarters: a mapping file's word that "Jul 2024" stands for the quarter July is in.
    """

    year: str = ""
    quarter: int | None = None
    months_name_quarters: bool = False


def read_period(text: str, context: PeriodContext | None = None) -> PrintedPeriod | Unreadable:
    """The period that a printed label names. Never raises."""
    label = tidy(text)
    if not label or len(label) > 200:
        return Unreadable("period_label", text, "the period is blank or too long", _ADVICE)
    try:
        return _of_code(label) or _read(label, context or PeriodContext())
    except (NotAPeriod, BadPeriod) as reason:
        advice = f"{_ADVICE}; or give the year in a column “year”" if "row gives none" in str(reason) else _ADVICE
        return Unreadable("period_label", text, str(reason), advice)


def _of_code(label: str) -> PrintedPeriod | None:
    """A period printed as our own code, as our own exports print it."""
    try:
        period = Period.of_code(label)
    except BadPeriod:
        return None
    return PrintedPeriod(period.code, period.start, period.end, period.scheme)


def _read(label: str, context: PeriodContext) -> PrintedPeriod:
    outside, brackets, notes = _pieces(label)
    said = [token for piece in (outside, *brackets) for token in piece]
    if any(token.kind == "forecast" for token in said):
        raise NotAPeriod("the label says that this is a forecast, not a result or a target")
    cumulative = any(token.kind == "ytd" for token in said)
    pieces = [_dated(piece) for piece in (outside, *brackets)]
    if context.year and not any(token.kind in ("FY", "Y", "D") for token in said):
        pieces[0] = [*pieces[0], *tokens(tidy(context.year))]
    dates, by_calendar = _agreed([piece for piece in pieces if piece], context)
    if cumulative:
        dates, by_calendar = _to_date(dates, by_calendar, context), False
    period = _named(*dates, by_calendar=by_calendar)
    remark = "; ".join([token.text for token in said if token.kind in ("role", "ytd")] + notes)
    target = any(token.kind == "target" for token in said)
    return PrintedPeriod(period.code, *dates, period.scheme, "target" if target else "reported", remark)


def _pieces(label: str) -> tuple[list[Token], list[list[Token]], list[str]]:
    """The tokens outside brackets, those of each bracket that names a period, and the other brackets."""
    outside = tokens(re.sub(r"\([^()]*\)", " ", label))
    brackets, notes = list[list[Token]](), list[str]()
    for bracket in re.findall(r"\(([^()]*)\)", label):
        try:
            brackets.append(tokens(bracket))
        except NotAPeriod:
            notes.append(bracket)
    return outside, brackets, notes


def _dated(piece: list[Token]) -> list[Token]:
    """A piece's tokens that carry dates."""
    return _trimmed([token for token in piece if token.kind not in ("role", "ytd", "target")])


def _agreed(pieces: list[list[Token]], context: PeriodContext) -> tuple[Dates, bool]:
    """The dates that the label and its brackets name together; two that differ are not chosen between."""
    if not pieces:
        raise NotAPeriod("the label names no year and no dates, and the row gives none")
    years = [token for piece in pieces for token in piece if token.kind in ("FY", "Y")]
    found: list[tuple[Dates, bool]] = []
    for piece in pieces:
        has_year = any(token.kind in ("FY", "Y", "D") for token in piece)
        # "Q1 2023/24 (Apr-Jun)" and "Q3 (Oct-Dec 23)": a piece without a year is of the year beside it.
        found.append(_spelt(piece if has_year or not years else [*piece, _year_beside(piece, years, pieces)], context))
    whole_year = [one for one, piece in zip(found, pieces, strict=True) if [token.kind for token in piece] == ["FY"]]
    closer = [one for one in found if one not in whole_year] or whole_year
    if len({dates for dates, _ in closer}) > 1 or any(not _within(closer[0][0], dates) for dates, _ in whole_year):
        raise NotAPeriod("the label and its brackets name different periods")
    return closer[0]


def _year_beside(piece: list[Token], years: list[Token], pieces: list[list[Token]]) -> Token:
    """The year for a quarter or half printed apart from it; of a bare year, the one its months are in."""
    year = years[0]
    if year.kind == "Y" and any(token.kind in ("Q", "H") for token in piece):
        months = next((token.number for other in pieces for token in other if token.kind == "M"), None)
        if months is not None:
            return Token("FY", year.number if months >= 4 else year.number - 1)
    return year


def _spelt(piece: list[Token], context: PeriodContext) -> tuple[Dates, bool]:
    """The dates of one piece: a shape of ``_SHAPES``, or a quarter named twice ("Q1 Apr-Jun 2023")."""
    if any(token.kind == "years" for token in piece):
        raise NotAPeriod("the label covers several years")
    kinds = [token.kind for token in piece]
    if "fin" in kinds and "Y" in kinds and "FY" not in kinds:
        raise NotAPeriod("a financial year with one bare year may be the one that starts or the one that ends in it")
    piece = [token for token in piece if token.kind != "fin"]
    twice = [token for token in piece if token.kind in ("Q", "H")]
    if len(twice) == 1 and any(token.kind in ("M", "D", "DM") for token in piece):
        dates, by_calendar = _shape([token for token in piece if token is not twice[0]], context)
        if _spelt([twice[0], Token("FY", financial_year(dates[0]))], context)[0] != dates:
            raise NotAPeriod("the quarter or half and the months in the label differ")
        return dates, by_calendar
    return _shape(piece, context)


def _shape(piece: list[Token], context: PeriodContext) -> tuple[Dates, bool]:
    piece = _trimmed(piece)
    years = [token for token in piece if token.kind in ("FY", "Y")]
    if len(years) == 1:
        piece = [*(token for token in piece if token is not years[0]), years[0]]
    for form in (piece, [token for token in piece if token.kind != "TO"]):
        shape = _SHAPES.get(" ".join(token.kind for token in form))
        if shape:
            start, end = shape[0](*(token for token in form if token.kind not in ("TO", "CAL")))
            if start > end:
                raise NotAPeriod("the period ends before it starts, or its year is unclear")
            one_month = start.day == 1 and (start.year, start.month) == (end.year, end.month)
            if context.months_name_quarters and one_month:
                return quarter_of(start), False
            return (start, end), one_month if shape[1] is None else shape[1]
    raise NotAPeriod(_why_not({token.kind for token in piece}))


def _why_not(kinds: set[str]) -> str:
    """Why tokens of these kinds make no shape."""
    if {"Q", "Y"} <= kinds:
        return "a quarter of one bare year may be financial or calendar"
    if not kinds & {"FY", "Y", "D"}:
        return "the label has no year and the row gives none"
    return "the parts of the label do not make one period"


def _trimmed(piece: list[Token]) -> list[Token]:
    """A piece without the dashes that are left at its ends where words such as "target" stood."""
    while piece and piece[0].kind == "TO":
        piece = piece[1:]
    while piece and piece[-1].kind == "TO":
        piece = piece[:-1]
    return piece


def previous_period(period: PrintedPeriod) -> Period | None:
    """The period just before, of the same span, which a "previous" column reports; None for odd dates."""
    if period.scheme is Scheme.CUSTOM:
        return None
    try:
        return Period.of_code(period.code).previous()
    except BadPeriod:
        return None


def _to_date(dates: Dates, by_calendar: bool, context: PeriodContext) -> Dates:
    """Year to date: from 1 April to the end of the period named, or of the quarter the document reports."""
    start, end = dates
    first = date(financial_year(end), 4, 1)
    if (start, end) != (first, date(first.year + 1, 3, 31)):
        if (end - start).days > 100 and start != first:
            raise NotAPeriod("a year to date that does not start on 1 April")
        return first, end
    if context.quarter is None:
        raise NotAPeriod("a year to date without the date or quarter it runs to")
    return first, _quarter(context.quarter, first.year)[1]


def financial_year(day: date) -> int:
    """The calendar year in which the day's financial year starts."""
    return day.year if day.month >= 4 else day.year - 1


def quarter_of(day: date) -> Dates:
    """The quarter a day is in (financial and calendar quarters have the same bounds)."""
    return _months(day.year, day.month - (day.month - 1) % 3, 3)


def _months(year: int, month: int, count: int) -> Dates:
    """``count`` whole months from a month on; months past December run into the next year."""
    first, after = year * 12 + month - 1, year * 12 + month - 1 + count
    return date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _quarter(number: int, year: int) -> Dates:
    return _months(year, number * 3 + 1, 3)


def _in_year(month: int, year: int) -> int:
    """The calendar year of a month of the financial year that starts in ``year``."""
    return year if month >= 4 else year + 1


def _span(months: int, last: Dates) -> Dates:
    end = last[1]
    if end != _months(end.year, end.month, 1)[1] or not 1 <= months <= 36:
        raise NotAPeriod("so many months to a day that is no month's last")
    return _months(end.year, end.month - months + 1, months)


def _between(first: date, last: date) -> Dates:
    return first, last


def _day_in(year: int, day: date) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        raise NotAPeriod("a date in the label does not exist") from None


def _day(token: Token) -> date:
    assert token.day is not None  # the tokens D and DM always carry one
    return token.day


def _until(first: Token, last: Token) -> Dates:
    """ "1 Aug - 30 Sep 2023": the first day is in the year of the second, or the year before it."""
    start, end = _day(first), _day(last)
    return _day_in(end.year - (start.month > end.month), start), end


# What a label's tokens may be, in order (a year printed first is moved to the end) → its first and last day,
# and whether the period is named by the calendar, not by the financial year (None: a month alone is).
_SHAPES: Final[dict[str, tuple[Callable[..., Dates], bool | None]]] = {
    "FY": (lambda fy: _months(fy.number, 4, 12), False),
    "Y": (lambda y: _months(y.number, 1, 12), True),
    "CAL Y": (lambda y: _months(y.number, 1, 12), True),
    "Q FY": (lambda q, fy: _quarter(q.number, fy.number), False),
    "Q TO Q FY": (
        lambda a, b, fy: _between(_quarter(a.number, fy.number)[0], _quarter(b.number, fy.number)[1]),
        False,
    ),
    "CAL Q Y": (lambda q, y: _months(y.number, q.number * 3 - 2, 3), True),
    "Q CAL Y": (lambda q, y: _months(y.number, q.number * 3 - 2, 3), True),
    "H FY": (lambda h, fy: _months(fy.number, h.number * 6 - 2, 6), False),
    "MN FY": (lambda m, fy: _months(fy.number, m.number + 3, 1), False),
    "M FY": (lambda m, fy: _months(_in_year(m.number, fy.number), m.number, 1), False),
    "M Y": (lambda m, y: _months(y.number, m.number, 1), True),
    "M TO M FY": (
        lambda a, b, fy: _between(
            date(_in_year(a.number, fy.number), a.number, 1),
            _months(_in_year(b.number, fy.number), b.number, 1)[1],
        ),
        False,
    ),
    "M TO M Y": (
        lambda a, b, y: _between(date(y.number, a.number, 1), _months(y.number, b.number, 1)[1]),
        False,
    ),
    "M Y TO M Y": (
        lambda a, y, b, z: _between(date(y.number, a.number, 1), _months(z.number, b.number, 1)[1]),
        False,
    ),
    "M FY TO M FY": (
        lambda a, y, b, z: _between(
            date(_in_year(a.number, y.number), a.number, 1),
            _months(_in_year(b.number, z.number), b.number, 1)[1],
        ),
        False,
    ),
    "D": (lambda d: _between(_day(d), _day(d)), None),
    "D TO D": (lambda a, b: _between(_day(a), _day(b)), None),
    "D D": (lambda a, b: _between(_day(a), _day(b)), None),
    "DM TO D": (_until, None),
    "DM TO DM FY": (
        lambda a, b, fy: _between(
            _day_in(_in_year(_day(a).month, fy.number), _day(a)),
            _day_in(_in_year(_day(b).month, fy.number), _day(b)),
        ),
        False,
    ),
    "SPAN M Y": (lambda n, m, y: _span(n.number, _months(y.number, m.number, 1)), False),
    "SPAN D": (lambda n, d: _span(n.number, (_day(d), _day(d))), False),
}


def _within(inner: Dates, outer: Dates) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _named(start: date, end: date, *, by_calendar: bool) -> Period:
    """The period with these dates, in the scheme the label used where both have one."""
    schemes = (Scheme.CALENDAR, Scheme.FINANCIAL) if by_calendar else (Scheme.FINANCIAL, Scheme.CALENDAR)
    for scheme in schemes:
        for span in MONTHS:
            period = Period.containing(start, span, scheme)
            if (period.start, period.end) == (start, end):
                return period
    return Period.between(start, end)
