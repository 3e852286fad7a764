"""Which figure of each series stands for a period: one definition for dashboards, summaries and what editions count.

A measure counts once. Of monthly figures the newest in the period stands for it, and a half-yearly or annual one stands
for the period that its own ends in. An edition also counts what it reports a period late.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_

from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import MONTHS, Period, Scheme, Span, earlier_period
from quarterdeck.measures.reads import known_period

C = TypeVar("C")
Cells = dict[str | None, dict[int, C]]
"""Figures by period code (None: before the first there is) and series id."""


def newest_in(cells: Cells[C], period: Period) -> Cells[C]:
    """Of each series, the figure that ends last within the period."""
    within = [code for code in cells if code and period.start <= known_period(code).end <= period.end]
    found: Cells[C] = {}
    seen: set[int] = set()
    for code in sorted(within, key=lambda code: known_period(code).end, reverse=True):
        found[code] = {series_id: cell for series_id, cell in cells[code].items() if series_id not in seen}
        seen |= cells[code].keys()
    return found


def counted_in_edition(pinned: Cells[C], period: Period, before: Period | None) -> Cells[C]:
    """Of what an edition pins: the period's figures, and of the one before what it reports late beside them."""
    found = newest_in(pinned, period)
    if before is not None and any(found.values()):
        seen = {series_id for series in found.values() for series_id in series}
        for code, series in newest_in(pinned, before).items():
            found[code] = {series_id: cell for series_id, cell in series.items() if series_id not in seen}
    return found


def ending_in(whole: Period, span: Span) -> Iterator[Period]:
    """The periods of a span that end within another, newest first."""
    part: Period | None = Period.containing(whole.end, span, whole.scheme)
    while part is not None and part.end >= whole.start:
        if part.end <= whole.end:
            yield part
        part = earlier_period(part, Period.previous)


def end_within(periods: Sequence[Period]) -> ColumnElement[bool]:
    """That a row of `period` ends within one of these, of one scheme: by name, or by its days where those tell none."""
    if periods[0].scheme is not Scheme.CUSTOM:
        return PeriodRow.code.in_(
            sorted({part.code for each in periods for span in MONTHS for part in ending_in(each, span)})
        )
    within: list[Any] = [PeriodRow.end_on.between(each.start, each.end) for each in periods]
    return and_(or_(*within), PeriodRow.scheme == Scheme.CUSTOM)
