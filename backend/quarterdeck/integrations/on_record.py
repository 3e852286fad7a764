"""What the record already holds of the figures and targets that a table prints, as printings in their order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import BadPeriod, Period
from quarterdeck.integrations.printings import Column, Figure, Goal, Place, Printing
from quarterdeck.integrations.readings import place_of, position_of
from quarterdeck.measures.calculated import Ways, ways_of
from quarterdeck.measures.models import Observation, Origin, Series, Target, TargetState, ValueState
from quarterdeck.measures.printed import PrintedValue, read_value
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.revisions import locked_cells
from quarterdeck.measures.series import ALL

CHUNK = 500
NOWHERE = Place("", 0, Column.VALUE)


@dataclass
class OnRecord:
    """The revisions of each cell, oldest first, and the cells that no table may change."""

    series: dict[int, int] = field(default_factory=dict)
    figures: dict[Cell, list[Printing]] = field(default_factory=dict)
    goals: dict[Cell, list[Printing]] = field(default_factory=dict)
    # What a service reported, what members have seen, what a person set: by table and cell.
    settled: set[tuple[type[Any], Cell]] = field(default_factory=set)
    ways: Ways = field(default_factory=Ways)

    @cached_property
    def codes(self) -> dict[int, list[str]]:
        """The codes of the periods that each series has anything of."""
        found: dict[int, list[str]] = defaultdict(list)
        for series_id, code in (*self.figures, *self.goals):
            found[series_id].append(code)
        return found


def on_record(
    session: Session, council_id: int, unit_id: int, indicator_ids: Iterable[int], positions: Mapping[str, int]
) -> OnRecord:
    """What stands of these indicators in the series that printed tables continue. unit_id: the council's root."""
    ids = sorted(set(indicator_ids))
    found = OnRecord(ways=ways_of(session, council_id))
    for start in range(0, len(ids), CHUNK):
        units = units_of_tables(session, council_id, unit_id, ids[start : start + CHUNK])
        series = _series(session, council_id, units)
        found.series |= series
        _figures(session, council_id, series.values(), positions, found)
        _goals(session, council_id, series.values(), positions, found)
    locked = locked_cells(session, council_id, {*found.figures, *found.goals})
    found.settled |= {(kind, cell) for kind in (Observation, Target) for cell in locked}
    return found


def units_of_tables(session: Session, council_id: int, root_id: int, indicator_ids: Collection[int]) -> dict[int, int]:
    """The unit whose whole a printed table tells the past of, by indicator that is collected anywhere as a whole.

    The only one it is collected in: a table that names no service tells of what that service is asked for, and a
    series of the council's beside it would be asked for as well. The council itself where it has one, or where
    several services report it.
    """
    query = select(Series.indicator_id, Series.unit_id).where(
        Series.council_id == council_id, Series.breakdown == ALL, Series.indicator_id.in_(indicator_ids)
    )
    collected: dict[int, set[int]] = defaultdict(set)
    for row in session.execute(query):
        collected[row.indicator_id].add(row.unit_id)
    return {each: root_id if len(units) > 1 else next(iter(units)) for each, units in collected.items()}


def _series(session: Session, council_id: int, units: Mapping[int, int]) -> dict[int, int]:
    """The series of each indicator in its unit, as a whole, where there is one."""
    query = select(Series.indicator_id, Series.unit_id, Series.id).where(
        Series.council_id == council_id, Series.breakdown == ALL, Series.indicator_id.in_(units)
    )
    return {row.indicator_id: row.id for row in session.execute(query) if units[row.indicator_id] == row.unit_id}


def _figures(
    session: Session, council_id: int, series: Collection[int], positions: Mapping[str, int], found: OnRecord
) -> None:
    o = Observation
    query = select(o).where(o.council_id == council_id, o.series_id.in_(series)).order_by(o.revision, o.id)
    for row in session.scalars(query):
        place = place_of(row.source, Column.VALUE) if row.origin == Origin.BACKFILL else None
        said = Figure(
            state=ValueState(row.value_state),
            value=row.value,
            decimals=_decimals(row.value, row.as_printed),
            text=row.as_printed or "",
            numerator=row.numerator,
            denominator=row.denominator,
            provisional=row.provisional,
            commentary=row.commentary,
            rating=row.printed_rating,
        )
        _add(found.figures, (row.series_id, row.period_code), said, place, row.printed_on, positions)
        if place is None:
            found.settled.add((Observation, (row.series_id, row.period_code)))


def _goals(
    session: Session, council_id: int, series: Collection[int], positions: Mapping[str, int], found: OnRecord
) -> None:
    t = Target
    query = (
        select(t)
        .where(t.council_id == council_id, t.series_id.in_(series), t.state == TargetState.APPROVED)
        .order_by(t.number, t.id)
    )
    for row in session.scalars(query):
        place = place_of(row.source, Column.TARGET)
        said = Goal(row.value, row.low, row.high, row.text, row.as_printed or "")
        _add(found.goals, (row.series_id, row.period_code), said, place, None, positions)
        if place is None:
            found.settled.add((Target, (row.series_id, row.period_code)))


def _add(
    cells: dict[Cell, list[Printing]],
    cell: Cell,
    said: Figure | Goal,
    place: Place | None,
    printed_on: date | None,
    positions: Mapping[str, int],
) -> None:
    before = cells.setdefault(cell, [])
    place = place or NOWHERE
    before.append(
        Printing(
            period_code=cell[1],
            said=said,
            place=place,
            reported_end=_reported_end(place, cell[1]),
            published_on=printed_on,
            position=position_of(place, positions),
            on_record=len(before),
        )
    )


def _reported_end(place: Place, period_code: str) -> date:
    """The last day of the period whose row the printing stands in: of a "previous" column, the next period's."""
    period = Period.of_code(period_code)
    try:
        return period.next().end if place.column is Column.PREVIOUS else period.end
    except BadPeriod:
        return period.end


def _decimals(value: float | None, as_printed: str | None) -> int:
    """The places that a figure was printed with, or that it has where its text is not its own ("4m 40s")."""
    if value is None:
        return 0
    exact = Decimal(repr(value))
    read = read_value(as_printed or "")
    if isinstance(read, PrintedValue) and read.number == exact and read.decimals is not None:
        return read.decimals
    exponent = exact.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
