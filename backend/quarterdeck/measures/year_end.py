"""Where a year will end if nothing changes: a projection in plain words, and how good it and forecasts were. Pure.

It stands beside what the owner forecasts, joins no record and rates nothing. How it comes about hangs on how a year's
figure does (`outturns.Terms.basis`), so that what it says can be done again by hand:

    sum, year to date   the year so far by the share that stood at this point last year; without last year by the share
                        of the year that has passed, from the second figure on
    ratio               numerators over denominators of the last four figures; without them the latest figure
    last                the latest figure, where there are four to judge it by

Nothing is projected over a break in the series, over a missing figure of a sum, or for a measure of one figure a year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.breaks import break_between
from quarterdeck.measures.models import Aggregation
from quarterdeck.measures.outturns import Basis, Part, Terms, outturn_of
from quarterdeck.measures.ratio import is_percentage, is_ratio, value_of_ratio
from quarterdeck.measures.words import number_words

LAST: Final = 4
"""How many figures a ratio is taken over, and how many there have to be for the latest to say anything."""
PACE: Final = 2
"""From how many figures of the year on a pace is one."""
YEARS: Final = 5
"""How many years back a past accuracy looks."""
MUCH: Final = Decimal("0.1")
"""The share of a projection by which a forecast differs much from it, where the past does not say."""


class YearEndMethod(StrEnum):
    """How a projection was made."""

    LAST_YEAR = "last_year"
    PACE = "pace"
    RATIO = "ratio"
    LATEST = "latest"


class NoProjection(StrEnum):
    """Why there is no projection."""

    NO_FIGURES = "no_figures"
    TOO_FEW = "too_few"
    MISSING = "missing"
    YEAR_OVER = "year_over"
    ANNUAL = "annual"


@dataclass(frozen=True)
class Projected:
    """What a year will come to from its figures up to `at`, in the unit of measure; or why nothing is said of it.

    share: of the year that had passed by then, by last year's pattern or by the number of periods. so_far: what it was
    made from. number: of how many figures.
    """

    year: Period
    at: Period | None
    value: float | None = None
    method: YearEndMethod | None = None
    so_far: float | None = None
    share: float | None = None
    number: int = 0
    why_none: NoProjection | None = None


@dataclass(frozen=True)
class PastYear:
    """What was said at the same point of a year that is over, and what it came to."""

    year: Period
    outturn: float
    projected: float | None
    forecast: float | None


@dataclass(frozen=True)
class Accuracy:
    """How far from the outturn something was on average, in the unit of measure, over so many years."""

    years: int
    difference: float


def newest_of(year: Period, terms: Terms, parts: Mapping[Period, Part]) -> Period | None:
    """The newest of the year's usual periods that has a figure."""
    if terms.span is Span.YEAR:
        return None
    having = [each for each in year.parts(terms.span) if each in parts and parts[each].value is not None]
    return having[-1] if having else None


def project(year: Period, terms: Terms, parts: Mapping[Period, Part], at: Period | None = None) -> Projected:
    """Where a year will end by its figures up to `at` (the newest unless given) and those of the year before.

    What is known of later periods is not looked at.
    """
    if terms.span is Span.YEAR:
        return Projected(year, None, why_none=NoProjection.ANNUAL)
    at = at or newest_of(year, terms, parts)
    if at is None or at not in parts or parts[at].value is None:
        return Projected(year, None, why_none=NoProjection.NO_FIGURES)
    if at.end >= year.end:
        return Projected(year, at, why_none=NoProjection.YEAR_OVER)
    known = {period: part for period, part in parts.items() if period.end <= at.end}
    basis = terms.basis(known.values())
    if basis is Basis.SUM or terms.aggregation == Aggregation.YEAR_TO_DATE:
        return _scaled(year, terms, known, at)
    return _level(year, terms, known, at, by_ratio=basis is Basis.RATIO)


def past_years(
    year: Period, terms: Terms, parts: Mapping[Period, Part], forecasts: Mapping[Period, float], at: Period
) -> list[PastYear]:
    """What earlier years came to, and what would have been and was said of them at the same point; oldest first.

    forecasts: the owner's, by the period that they were made with. A year that a break in series sets apart from this
    one is left out, and so is one without an outturn.
    """
    number = year.parts(terms.span).index(at)
    found: list[PastYear] = []
    past = earlier_period(year, Period.previous)
    while past is not None and len(found) < YEARS and year.start.year - past.start.year <= YEARS:
        made = outturn_of(past, terms, parts)
        if break_between(past, year, terms.breaks) is None and made.value is not None:
            then = past.parts(terms.span)[number]
            found.append(PastYear(past, made.value, project(past, terms, parts, then).value, forecasts.get(then)))
        past = earlier_period(past, Period.previous)
    return [each for each in found[::-1] if each.projected is not None or each.forecast is not None]


def accuracy(said: Sequence[tuple[float | None, float]]) -> Accuracy | None:
    """How far what was said lay from what came, over the years in which something was; None without any."""
    apart = [abs(Decimal(repr(each)) - Decimal(repr(outturn))) for each, outturn in said if each is not None]
    return Accuracy(len(apart), float(sum(apart) / len(apart))) if apart else None


def differs_much(forecast: float | None, projected: Projected, past: Accuracy | None) -> bool:
    """Whether a forecast lies further from the projection than twice what that was usually off by.

    Without two years to judge by: further than a tenth of it.
    """
    if forecast is None or projected.value is None:
        return False
    expected = Decimal(repr(projected.value))
    apart = abs(Decimal(repr(forecast)) - expected)
    usual = 2 * Decimal(repr(past.difference)) if past is not None and past.years > 1 else abs(expected) * MUCH
    return apart > usual


def _scaled(year: Period, terms: Terms, known: Mapping[Period, Part], at: Period) -> Projected:
    """The year so far over the share of a year that it is."""
    parts = year.parts(terms.span)
    number = parts.index(at) + 1
    so_far = _so_far(parts[:number], terms, known)
    if so_far is None or break_between(parts[0], at, terms.breaks) is not None:
        return Projected(year, at, number=number, why_none=NoProjection.MISSING)
    share = _share_last_year(year, terms, known, number)
    method = YearEndMethod.PACE if share is None else YearEndMethod.LAST_YEAR
    if share is None:
        # A share or a rate for the year to date is as high early in the year as late: it has no pace.
        if number < PACE or is_ratio(terms.unit_of_measure):
            return Projected(year, at, number=number, why_none=NoProjection.TOO_FEW)
        share = number / len(parts)
    return Projected(year, at, so_far / share, method, so_far, share, number)


def _so_far(periods: Sequence[Period], terms: Terms, known: Mapping[Period, Part]) -> float | None:
    if terms.aggregation == Aggregation.YEAR_TO_DATE:
        return known[periods[-1]].value if periods[-1] in known else None
    values = [known[period].value if period in known else None for period in periods]
    numbers = [Decimal(repr(value)) for value in values if value is not None]
    return float(sum(numbers)) if len(numbers) == len(periods) else None


def _share_last_year(year: Period, terms: Terms, known: Mapping[Period, Part], number: int) -> float | None:
    """Which share of last year's outturn stood after so many periods; None where that says nothing of this year."""
    before = earlier_period(year, Period.previous)
    if before is None or break_between(before, year, terms.breaks) is not None:
        return None
    outturn = outturn_of(before, terms, known).value
    then = _so_far(before.parts(terms.span)[:number], terms, known)
    if not outturn or not then or then / outturn <= 0:
        return None
    return then / outturn


def _level(year: Period, terms: Terms, known: Mapping[Period, Part], at: Period, *, by_ratio: bool) -> Projected:
    """A level that is kept to the year's end: of the last figures together, or the latest."""
    last = [at]
    while len(last) < LAST and (before := earlier_period(last[0], Period.previous)) is not None:
        last.insert(0, before)
    having = [period for period in last if period in known and known[period].value is not None]
    if len(having) < LAST or break_between(having[0], at, terms.breaks) is not None:
        return Projected(year, at, number=len(having), why_none=NoProjection.TOO_FEW)
    pairs = [(known[period].numerator, known[period].denominator) for period in having]
    if by_ratio and all(each is not None for pair in pairs for each in pair):
        numerator, denominator = (sum(pair[place] or 0.0 for pair in pairs) for place in (0, 1))
        value = value_of_ratio(numerator, denominator, terms.unit_of_measure)
        if value is not None:
            return Projected(year, at, value, YearEndMethod.RATIO, number=LAST)
    return Projected(year, at, known[at].value, YearEndMethod.LATEST, number=LAST)


def method_said(made: Projected, unit_of_measure: str, decimals: int) -> str:
    """How the projection came about, with what it was made from; or why there is none."""
    if made.why_none is not None:
        return _WHY[made.why_none]
    at, so_far = made.at.short_label if made.at else "", number_words(made.so_far or 0.0, unit_of_measure, decimals)
    percent = f"{(made.share or 0.0) * 100:.0f}%"
    match made.method:
        case YearEndMethod.LAST_YEAR:
            return f"{so_far} by {at}; last year {percent} of the outturn stood at this point."
        case YearEndMethod.PACE:
            return f"{so_far} by {at}, {percent} of the year, at the same pace to its end."
        case YearEndMethod.RATIO:
            return f"Numerators over denominators of the four figures up to {at}, kept to the year's end."
        case _:
            return f"The figure of {at}, kept to the year's end."


_WHY: Final = {
    NoProjection.NO_FIGURES: "There is no figure of this year yet to project from.",
    NoProjection.TOO_FEW: "There are too few comparable figures to project from.",
    NoProjection.MISSING: "A figure of this year is missing or not comparable, so the year so far cannot be added up.",
    NoProjection.YEAR_OVER: "The year is over: its outturn stands, and there is nothing left to project.",
    NoProjection.ANNUAL: "One figure a year: there is nothing within the year to project from.",
}


def accuracy_said(
    at: Period, forecast: Accuracy | None, projected: Accuracy | None, unit_of_measure: str, decimals: int
) -> str:
    """How good both were at this point of earlier years, in a sentence."""
    if forecast is None and projected is None:
        return "No earlier year says yet how good a forecast at this point is."
    number = max(each.years for each in (forecast, projected) if each is not None)
    when = "last year" if number == 1 else f"in the last {number} years"
    point = at.short_label.split(" ")[0]
    said = []
    for name, each in (("the owner's forecast", forecast), ("this projection", projected)):
        if each is not None:
            over = "" if each.years == number else f" ({each.years} of them)"
            said.append(f"{name} was {_apart(each.difference, unit_of_measure, decimals)} off{over}")
    return f"At {point} {when}, on average, {' and '.join(said)}."


def _apart(difference: float, unit_of_measure: str, decimals: int) -> str:
    if is_percentage(unit_of_measure):
        return f"{number_words(difference, '', decimals)} percentage points"
    return number_words(difference, unit_of_measure, decimals)
