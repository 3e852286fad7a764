"""What a round asks for: which figures of which periods, and which activities, of which responsible unit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import BadPeriod, Period, Scheme, Span
from quarterdeck.measures.models import Frequency, Indicator, Series
from quarterdeck.measures.series import ALL
from quarterdeck.planning.activities import due_activities

SPAN_OF = {
    Frequency.MONTHLY: Span.MONTH,
    Frequency.QUARTERLY: Span.QUARTER,
    Frequency.HALF_YEARLY: Span.HALF,
    Frequency.ANNUAL: Span.YEAR,
}


@dataclass
class Due:
    """What one unit owes, in the order it is asked: (series id, period code) pairs, then activity ids."""

    figures: list[tuple[int, str]] = field(default_factory=list)
    activity_ids: list[int] = field(default_factory=list)


def owed(period: Period, frequency: Frequency, lag: int) -> list[Period]:
    """The periods whose figures fall due in a round of `period`, oldest first.

    They are those of the frequency's span that end within the round's period: each month of a quarter; a
    half or a year only where it ends. A lag moves each back by as many periods of its own span: with a lag
    of one, Q1's figure is due in the round of Q2.
    """
    scheme = Scheme.CALENDAR if period.scheme is Scheme.CALENDAR else Scheme.FINANCIAL
    return list(_lagged(_ending_in(period, SPAN_OF[frequency], scheme), lag))


def is_asked(provisional: bool, valid_from: date | None, valid_to: date | None, period: Period) -> bool:
    """Whether an indicator is asked for a period: it is nobody's guess, and valid on some day of the period."""
    if provisional:
        return False
    return (valid_from is None or valid_from <= period.end) and (valid_to is None or valid_to >= period.start)


def due_in(session: Session, council_id: int, period: Period) -> dict[int, Due]:
    """What each unit owes in a round of a period, by unit id; units that owe nothing are left out.

    A figure is owed by the unit responsible for its indicator, whichever unit it is measured in.
    """
    found: dict[int, Due] = defaultdict(Due)
    for indicator, series_id, periods in _figures(session, council_id, period):
        if periods:
            found[indicator.unit_id].figures += [(series_id, each.code) for each in periods]
    for activity in due_activities(session, council_id, period):
        found[activity.unit_id].activity_ids.append(activity.id)
    return dict(sorted(found.items()))


def in_natural_order(ref: str) -> list[tuple[int, int | str]]:
    """The sort key by which `H2` comes before `H10`."""
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in re.split(r"(\d+)", ref.casefold()) if part]


def _figures(session: Session, council_id: int, period: Period) -> Iterator[tuple[Indicator, int, list[Period]]]:
    indicators = session.scalars(select(Indicator).where(Indicator.council_id == council_id)).all()
    series = _series_of(session, council_id)
    for indicator in sorted(indicators, key=lambda each: (in_natural_order(each.ref), each.id)):
        periods = _asked_periods(indicator, period)
        for series_id in series[indicator.id]:
            yield indicator, series_id, periods


def _asked_periods(indicator: Indicator, period: Period) -> list[Period]:
    return [
        each
        for each in owed(period, Frequency(indicator.frequency), indicator.lag)
        if is_asked(indicator.provisional, indicator.valid_from, indicator.valid_to, each)
    ]


def _series_of(session: Session, council_id: int) -> dict[int, list[int]]:
    """The council's series by indicator: the whole first, then its breakdowns by name."""
    rows = session.execute(
        select(Series.indicator_id, Series.id, Series.breakdown).where(Series.council_id == council_id)
    ).all()
    found: dict[int, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: (each.breakdown != ALL, each.breakdown, each.id)):
        found[row.indicator_id].append(row.id)
    return found


def _ending_in(whole: Period, span: Span, scheme: Scheme) -> Iterator[Period]:
    try:
        period: Period | None = Period.containing(whole.start, span, scheme)
    except BadPeriod:
        # A custom period in the first or the last year there is, of which only a part is a financial year.
        return
    while period is not None and period.end <= whole.end:
        yield period
        period = _moved(period, -1)


def _lagged(periods: Iterable[Period], lag: int) -> Iterator[Period]:
    for period in periods:
        moved = _moved(period, lag)
        if moved is not None:
            yield moved


def _moved(period: Period, number: int) -> Period | None:
    """The period so many earlier (later, when negative); None beyond the first and the last year there is."""
    try:
        return period.lagged(number)
    except BadPeriod:
        return None
