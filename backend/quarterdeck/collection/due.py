"""What a round asks for: which figures of which periods, and which activities, of which responsible unit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.workflow import CONFIRMED, RUNNING
from quarterdeck.framework.periods import BadPeriod, Period, Scheme, Span
from quarterdeck.measures.calculated import ways_of
from quarterdeck.measures.models import (
    CurrentObservation,
    Frequency,
    Indicator,
    Observation,
    Origin,
    Series,
    Standing,
    ValueState,
)
from quarterdeck.measures.series import ALL, SPAN_OF
from quarterdeck.planning.activities import due_activities


@dataclass
class Due:
    """What one unit owes, in the order it is asked: (series id, period code) pairs, then activity ids.

    again: those of the figures that were reported before, as provisional or as awaited.
    """

    figures: list[tuple[int, str]] = field(default_factory=list)
    activity_ids: list[int] = field(default_factory=list)
    again: set[tuple[int, str]] = field(default_factory=set)


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


def due_in(session: Session, council_id: int, *periods: Period) -> dict[int, Due]:
    """What each unit owes in a round that reports on these periods, by unit id; units that owe nothing are left out.

    A figure is owed by the unit responsible for its indicator, whichever unit it is measured in. One of an
    earlier period that was provisional or awaited is owed again, until it is final. An activity of several of the
    periods is asked for once. Nobody owes what is calculated.
    """
    found: dict[int, Due] = defaultdict(Due)
    again, ways = _not_final(session, council_id, max(periods, key=lambda each: each.end)), ways_of(session, council_id)
    for indicator, series_id in _series_in_order(session, council_id):
        due = {each.code: each for period in periods for each in _asked_periods(indicator, period)}
        due |= {each.code: each for each in again[series_id] if _is_asked(indicator, each)}
        if due:
            cells = [cell for each in sorted(due.values()) if ways.of(cell := (series_id, each.code)) is None]
            if not cells:
                continue
            found[indicator.unit_id].figures += cells
            found[indicator.unit_id].again |= {cell for cell in cells if due[cell[1]] in again[series_id]}
    for period in periods:
        for activity in due_activities(session, council_id, period):
            asked = found[activity.unit_id].activity_ids
            if activity.id not in asked:
                asked.append(activity.id)
    return dict(sorted(found.items()))


def calculated_in(session: Session, council_id: int, *periods: Period) -> list[tuple[int, str]]:
    """The figures that are calculated instead of owed in a round that reports on these periods, in order."""
    ways = ways_of(session, council_id)
    if not ways.by_series:
        return []
    return [
        cell
        for indicator, series_id in _series_in_order(session, council_id)
        for code in sorted({each.code for period in periods for each in _asked_periods(indicator, period)})
        if ways.of(cell := (series_id, code)) is not None
    ]


def due_in_year(session: Session, council_id: int, year: Period) -> dict[int, Due]:
    """What each unit owes in the annual round that plans a year, by unit id: a proposal for each of its series.

    Asked for is every indicator that is measured on some day of the year as things stand.
    """
    found: dict[int, Due] = defaultdict(Due)
    for indicator, series_id in _series_in_order(session, council_id):
        if _is_asked(indicator, year):
            found[indicator.unit_id].figures.append((series_id, year.code))
    return dict(sorted(found.items()))


def in_natural_order(ref: str) -> list[tuple[int, int | str]]:
    """The sort key by which `H2` comes before `H10`."""
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in re.split(r"(\d+)", ref.casefold()) if part]


def _series_in_order(session: Session, council_id: int) -> Iterator[tuple[Indicator, int]]:
    indicators = session.scalars(select(Indicator).where(Indicator.council_id == council_id)).all()
    series = _series_of(session, council_id)
    for indicator in sorted(indicators, key=lambda each: (in_natural_order(each.ref), each.id)):
        for series_id in series[indicator.id]:
            yield indicator, series_id


def _asked_periods(indicator: Indicator, period: Period) -> list[Period]:
    due = owed(period, Frequency(indicator.frequency), indicator.lag)
    return [each for each in due if _is_asked(indicator, each)]


def _is_asked(indicator: Indicator, period: Period) -> bool:
    return is_asked(indicator.provisional, indicator.valid_from, indicator.valid_to, period)


def _not_final(session: Session, council_id: int, last: Period) -> dict[int, list[Period]]:
    """The periods, up to the last one, for which a service reported what is not final and still stands, by series.

    That is a provisional figure, or that the figure was awaited. Left out are those that another round is asking
    for. What was only printed so is history.
    """
    c = CurrentObservation
    asked_elsewhere = (
        exists()
        .where(Entry.series_id == c.series_id, Entry.period_code == c.period_code, Entry.council_id == council_id)
        .where(Submission.id == Entry.submission_id, Submission.state != CONFIRMED)
        .where(Round.id == Submission.round_id, Round.state.in_(RUNNING))
    )
    rows = session.execute(
        select(c.series_id, c.period_code)
        .join(Observation, Observation.id == c.observation_id)
        .where(
            c.council_id == council_id,
            c.standing == Standing.LATEST,
            or_(Observation.provisional, Observation.value_state == ValueState.AWAITED),
            Observation.origin.in_((Origin.SUBMISSION, Origin.RESTATEMENT)),
            ~asked_elsewhere,
        )
    )
    found: dict[int, list[Period]] = defaultdict(list)
    for row in rows:
        period = Period.of_code(row.period_code)
        if period.end <= last.end:
            found[row.series_id].append(period)
    return found


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
