"""Which figures of an edition may not be compared, because a definition in between breaks their series.

Told once, as it is sealed: documents and screens look a pair of periods up, and nobody works it out again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import Period, earlier_period
from quarterdeck.measures.breaks import break_between, first_period
from quarterdeck.measures.breaks import not_comparable as sentence
from quarterdeck.measures.models import IndicatorDefinition, Series
from quarterdeck.reporting.break_content import NotComparable
from quarterdeck.reporting.content import EditionContent
from quarterdeck.reporting.figures import period_of
from quarterdeck.reporting.year_content import YearContent


class Pair(NamedTuple):
    """Two periods of a series that an edition sets beside each other, the earlier first."""

    series_id: int
    before: str
    now: str


def with_breaks(session: Session, content: EditionContent) -> EditionContent:
    """The content with every pair of its periods that may not be compared."""
    pairs = sorted(set(_pairs(content)))
    breaks = _breaks(session, {each.series_id for each in pairs})
    found = [row for each in pairs if (row := _apart(each, breaks.get(each.series_id, {})))]
    return content.model_copy(update={"not_comparable": found})


def why_apart(content: EditionContent, series_id: int, before: str | None, now: str) -> str:
    """Why two periods of a series may not be compared, as a document says it; empty where they may."""
    pair = (series_id, before, now)
    found = (each for each in content.not_comparable if (each.series_id, each.before, each.now) == pair)
    return next((sentence(each.since) for each in found), "")


def before_of(code: str) -> tuple[str | None, str | None]:
    """The codes of the period before, and of the same period last year; None before the first there is."""
    ways = (Period.previous, Period.same_period_last_year)
    before, year_ago = (earlier_period(period_of(code), way) for way in ways)
    return None if before is None else before.code, None if year_ago is None else year_ago.code


def _pairs(content: EditionContent) -> Iterator[Pair]:
    last = {} if content.last_report is None else {each.series_id: each for each in content.last_report.indicators}
    for figure in content.figures:
        codes: set[str | None] = {*before_of(figure.period_code), *(each.period_code for each in figure.previous)}
        if figure.series_id in last:
            codes.add(last[figure.series_id].period_code)
        yield from _earlier(figure.series_id, codes, figure.period_code)
    if content.annual is not None:
        for measure in (each for priority in content.annual.priorities for each in priority.measures):
            codes = {each.year_code for each in measure.outturns}
            yield from _earlier(measure.series_id, codes, content.annual.year_code)
    for proposal in content.proposals if isinstance(content, YearContent) else ():
        codes = {*(each.period_code for each in proposal.past), *(each.period_code for each in proposal.so_far)}
        yield from _earlier(proposal.series_id, codes, content.period.code)


def _earlier(series_id: int, codes: Collection[str | None], now: str) -> Iterator[Pair]:
    yield from (Pair(series_id, code, now) for code in codes if code is not None and code != now)


def _breaks(session: Session, series_ids: Collection[int]) -> Mapping[int, Mapping[date, str]]:
    """The days on which another definition broke each series, with what is to be known of it; the newest version's."""
    d = IndicatorDefinition
    rows = session.execute(
        select(Series.id, d.effective_from, d.break_note)
        .join(d, d.indicator_id == Series.indicator_id)
        .where(Series.id.in_(sorted(series_ids)), d.breaks_series)
        .order_by(d.number)
    )
    found: dict[int, dict[date, str]] = defaultdict(dict)
    for row in rows:
        found[row.id][row.effective_from] = row.break_note or ""
    return found


def _apart(pair: Pair, breaks: Mapping[date, str]) -> NotComparable | None:
    now = period_of(pair.now)
    day = break_between(period_of(pair.before), now, breaks)
    if day is None:
        return None
    return NotComparable(
        series_id=pair.series_id, before=pair.before, now=pair.now, since=first_period(day, now), note=breaks[day]
    )
