"""Cutting a printed period label into tokens. What they mean together is ``printed_periods``' business."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Kind = Literal[
    "FY",
    "Y",
    "Q",
    "H",
    "MN",
    "M",
    "D",
    "DM",
    "TO",
    "SPAN",
    "CAL",
    "fin",
    "ytd",
    "target",
    "forecast",
    "years",
    "role",
]
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_DAY = r"([0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9])"
_YEAR = r"((?:19|20)[0-9]{2})(?![0-9])"
_NUMBERS: Final = {
    "first": 1, "1st": 1, "one": 1, "second": 2, "2nd": 2, "two": 2, "third": 3, "3rd": 3, "three": 3,
    "fourth": 4, "4th": 4, "four": 4,
}  # fmt: skip
_SPANS: Final = {"quarter": 3, "half": 6, "year": 12, "three": 3, "six": 6, "nine": 9, "twelve": 12}


class NotAPeriod(ValueError):
    """A label that names no pair of dates; the message is the reason for the report."""


@dataclass(frozen=True)
class Token:
    """One part of a label: FY 2023 is 2023/24, Y a bare year, DM a day without a year (day = in 2000)."""

    kind: Kind
    number: int = 0
    day: date | None = None
    text: str = ""


def century(digits: str) -> int:
    """A printed year in full: "24" is 2024 (no council's performance table is older than 2000)."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(word: str) -> int:
    return MONTHS.index(word[:3]) + 1


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotAPeriod("a date in the label does not exist") from None


def _financial_year(found: re.Match[str]) -> list[Token]:
    first, second = century(found[1]), found[2]
    if str(first + 1).endswith(second):
        return [Token("FY", first)]
    if len(second) == 2 and re.fullmatch(r"[0-9]{4}-(?:0[1-9]|1[0-2])", found[0]):
        return [Token("M", int(second)), Token("Y", first)]
    return [Token("years")]


def _words(kind: Kind) -> Callable[[re.Match[str]], list[Token]]:
    return lambda found: [Token(kind, text=found[0].strip())]


def _digit(kind: Kind) -> Callable[[re.Match[str]], list[Token]]:
    return lambda found: [Token(kind, next(int(_NUMBERS.get(part, part)) for part in found.groups() if part))]


# Tried in this order at each place of the label, which is in lower case.
_TOKENS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Token]]], ...]] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (
            r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])",
            lambda f: [Token("D", day=_date(int(f[1]), int(f[2]), int(f[3])))],
        ),
        (
            r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4}|[0-9]{2})(?![0-9])",
            lambda f: [Token("D", day=_date(century(f[3]), int(f[2]), int(f[1])))],
        ),
        (
            rf"{_DAY} ?(?:-|to) ?{_DAY} ?{_MONTH},? ?{_YEAR}(?! ?/)",
            lambda f: [Token("D", day=_date(int(f[4]), _month(f[3]), int(f[day]))) for day in (1, 2)],
        ),
        (
            rf"{_DAY} ?(?:of )?{_MONTH},? ?{_YEAR}(?! ?/)",
            lambda f: [Token("D", day=_date(int(f[3]), _month(f[2]), int(f[1])))],
        ),
        (rf"{_DAY} ?(?:of )?{_MONTH}", lambda f: [Token("DM", day=_date(2000, _month(f[2]), int(f[1])))]),
        # "Jul-24" as spreadsheets print it; not the start of "Jul 23/24" or of "Aug-30 Sep".
        (
            rf"{_MONTH}[ '-]*([0-9]{{2}})(?![0-9]|[/-][0-9]{{2}}| ?{_MONTH})",
            lambda f: [Token("M", _month(f[1])), Token("Y", century(f[2]))],
        ),
        (_MONTH, lambda f: [Token("M", _month(f[1]))]),
        (rf"{_YEAR[:-9]} ?(?:/|-|to) ?((?:19|20)?[0-9]{{2}}|(?<=/)[0-9])(?![0-9])", _financial_year),
        (r"([0-9]{2}) ?[/-] ?([0-9]{2})(?![0-9/])", _financial_year),
        (_YEAR, _digit("Y")),
        (r"fy ?'?([0-9]{2})(?![0-9/-])", lambda f: [Token("fin"), Token("Y", century(f[1]))]),
        (r"q(?:uarter|tr|rt)?\.? ?([1-4]|one|two|three|four)(?![0-9a-z])", _digit("Q")),
        (r"(first|1st|second|2nd|third|3rd|fourth|4th) (?:quarter|qtr)(?![a-z])", _digit("Q")),
        (r"(first|1st|second|2nd) half(?:[ -]year)?(?![a-z])", _digit("H")),
        (r"h(?:alf)?(?:[ -]?year)?(?:ly)?[ -]?([12])(?![0-9])", _digit("H")),
        (r"(?:year|fy)[ -]to[ -]date|ytd|cumulative|to date(?![a-z])", _words("ytd")),
        (
            (
                r"(?:rolling )?([0-9]{1,2})[ -]months?(?: rolling)?(?: period)? "
                r"(?:up to|to|ending|ended|end)(?: the)?(?![a-z])"
            ),
            lambda f: [Token("SPAN", int(f[1]))],
        ),
        (
            (
                r"(?:financial )?(quarter|half|year|three|six|nine|twelve)(?:[ -]year|[ -]months?)? "
                r"(?:up to|to|ending|ended)(?: the)?(?![a-z])"
            ),
            lambda f: [Token("SPAN", _SPANS[f[1]])],
        ),
        (r"m(?:onth)? ?(0?[1-9]|1[0-2])(?![0-9a-z])", _digit("MN")),
        (r"(?:calendar(?: year)?|cy)(?![a-z])", _words("CAL")),
        (r"(?:financial year|fin\.? year|f/y|fy)(?![a-z])", _words("fin")),
        (r"targets?(?![a-z])", _words("target")),
        (
            r"(?:forecast|project(?:ed|ion)|predict(?:ed|ion)|trajectory|milestone)(?![a-z])",
            _words("forecast"),
        ),
        (
            (
                r"(?:out-?turn|out turn|actuals?|results?|performance|baseline|annual|full[ -]year|whole year"
                r"|year[ -]end|end of year|final|provisional|reported|values?|figures?|data|position|snapshot"
                r"|ye?a?r [1-9](?![0-9])|as at|as of|at|on|end of|end|update|revised|achieved)(?![a-z])"
            ),
            _words("role"),
        ),
        (r"(?:to|until|through|thru)(?![a-z])|[-_]", _words("TO")),
    )
)
_FILLER: Final = re.compile(
    r"(?:(?:of|the|for|in|during|from|reporting|period|month|quarter's)(?![a-z])|[ ,:;.'\"/]| & )+"
)


def tokens(label: str) -> list[Token]:
    """The tokens of a tidied label in order. Raises NotAPeriod at the first word or figure that is none."""
    text, place, found = label.lower(), 0, list[Token]()
    while place < len(text):
        if skipped := _FILLER.match(text, place):
            place = skipped.end()
            continue
        for pattern, build in _TOKENS:
            if match := pattern.match(text, place):
                found += build(match)
                place = match.end()
                break
        else:
            raise NotAPeriod(f"“{text[place:].split(' ')[0]}” is no part of a period that is known")
    return found
