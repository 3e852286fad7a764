"""Which series are calculated, which figures change with which, and what they come to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import BadPeriod, Period, Scheme, Span
from quarterdeck.measures import projection
from quarterdeck.measures.calculation import Calculation, CalculationInput
from quarterdeck.measures.calculation_rules import (
    Covers,
    Given,
    Made,
    Operation,
    PartRole,
    calculate,
    periods_made,
    periods_of,
)
from quarterdeck.measures.models import Frequency, Indicator, IndicatorDefinition, Observation, Series
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating_inputs import period_of
from quarterdeck.measures.series import ALL, SPAN_OF
from quarterdeck.measures.versions import definitions_of, in_force


@dataclass(frozen=True)
class Way:
    """One version of how a series is calculated, with its parts in order; without an operation it is entered again."""

    calculation: Calculation
    parts: tuple[tuple[int, PartRole], ...]

    @property
    def covers(self) -> Covers:
        assert self.calculation.covers is not None
        return Covers(self.calculation.covers)


@dataclass(frozen=True)
class Measured:
    """A series that is calculated, or a part of one: what to call it, and the periods it is reported for."""

    indicator_id: int
    label: str
    span: Span


@dataclass(frozen=True)
class Calculated:
    """What a cell comes to now, of which revisions. approved: a body has approved every one of them."""

    cell: Cell
    way: Way
    made: Made
    parts: list[tuple[int, PartRole]]
    approved: bool


@dataclass(frozen=True)
class Ways:
    """Every calculation of a council. Most have a handful, so that one read answers all that is asked."""

    by_series: Mapping[int, list[Way]] = field(default_factory=dict)
    measured: Mapping[int, Measured] = field(default_factory=dict)

    def version(self, cell: Cell, change_no: int | None = None) -> Way | None:
        """The version that a cell goes by, or went by at a change; it may be one that ended the calculation."""
        series_id, period_code = cell
        start = period_of(period_code).start
        known = [
            way
            for way in self.by_series.get(series_id, ())
            if way.calculation.effective_from <= start and (change_no is None or way.calculation.change_no <= change_no)
        ]
        return max(known, key=lambda way: (way.calculation.effective_from, way.calculation.number), default=None)

    def of(self, cell: Cell) -> Way | None:
        """How a cell is calculated; None where it is entered."""
        way = self.version(cell)
        return None if way is None or way.calculation.operation is None else way

    def after(self, cells: Iterable[Cell]) -> Iterator[list[Cell]]:
        """The cells that change with these, and with those in turn: each list needs only the ones before it."""
        found, ahead = set[Cell](), set(cells)
        while ahead:
            ahead = {made for cell in ahead for made in self._made_of(cell)} - found
            found |= ahead
        by_rank = defaultdict(list)
        for cell in sorted(found):
            by_rank[self._ranks[cell[0]]].append(cell)
        yield from (by_rank[rank] for rank in sorted(by_rank))

    def parts_of(self, cell: Cell, way: Way) -> list[tuple[Cell, PartRole]]:
        """The cells that a cell is made of, oldest period first."""
        period = period_of(cell[1])
        found = []
        for series_id, role in way.parts:
            span, number = self.measured[series_id].span, way.calculation.periods
            found += [((series_id, each.code), role) for each in periods_of(way.covers, period, span, number)]
        return sorted(found, key=lambda each: period_of(each[0][1]).start)

    def is_made_of(self, series_id: int, part_id: int) -> bool:
        """Whether any version makes a series of another, directly or in steps."""
        parts = {each for way in self.by_series.get(series_id, ()) for each, _ in way.parts}
        return part_id in parts or any(self.is_made_of(each, part_id) for each in parts)

    def _made_of(self, cell: Cell) -> Iterator[Cell]:
        series_id, period_code = cell
        part = period_of(period_code)
        for made_id, way in self._users.get(series_id, ()):
            span = self.measured[made_id].span
            for period in _made(way, part, span):
                made = (made_id, period.code)
                if self.of(made) is way and (cell in [each for each, _ in self.parts_of(made, way)]):
                    yield made

    @cached_property
    def _users(self) -> Mapping[int, list[tuple[int, Way]]]:
        found = defaultdict(list)
        for made_id, ways in self.by_series.items():
            for way in ways:
                for part_id in {each for each, _ in way.parts}:
                    found[part_id].append((made_id, way))
        return found

    @cached_property
    def _ranks(self) -> Mapping[int, int]:
        """How many calculations stand behind a series at most. Nothing is made of itself: that is refused."""
        ranks: dict[int, int] = {}

        def rank(series_id: int) -> int:
            if series_id not in ranks:
                parts = {each for way in self.by_series.get(series_id, ()) for each, _ in way.parts}
                ranks[series_id] = 1 + max((rank(each) for each in parts), default=-1)
            return ranks[series_id]

        for series_id in self.by_series:
            rank(series_id)
        return ranks


def ways_of(session: Session, council_id: int) -> Ways:
    """The council's calculations; one query where it has none, three where it has."""
    rows = session.scalars(
        select(Calculation)
        .where(Calculation.council_id == council_id)
        .order_by(Calculation.series_id, Calculation.number)
    ).all()
    if not rows:
        return Ways()
    i = CalculationInput
    query = select(i.calculation_id, i.series_id, i.role).where(i.council_id == council_id)
    parts = defaultdict(list)
    for calculation_id, series_id, role in session.execute(query.order_by(i.calculation_id, i.position)):
        parts[calculation_id].append((series_id, PartRole(role)))
    by_series = defaultdict(list)
    for row in rows:
        by_series[row.series_id].append(Way(row, tuple(parts[row.id])))
    ids = set(by_series) | {series_id for each in parts.values() for series_id, _ in each}
    return Ways(by_series, measured_of(session, ids))


def measured_of(session: Session, series_ids: Collection[int]) -> dict[int, Measured]:
    """What these series are called in a sentence (`H1 (ward: Northfield)`), and their periods."""
    query = (
        select(Series.id, Series.breakdown, Indicator.id.label("indicator_id"), Indicator.ref, Indicator.frequency)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(Series.id.in_(sorted(series_ids)))
    )
    return {
        row.id: Measured(
            row.indicator_id,
            row.ref if row.breakdown == ALL else f"{row.ref} ({row.breakdown.replace(':', ': ')})",
            SPAN_OF[Frequency(row.frequency)],
        )
        for row in session.execute(query)
    }


def calculated(session: Session, council_id: int, ways: Ways, cells: Collection[Cell]) -> list[Calculated]:
    """What these cells come to by the figures on record.

    Left out are those of which a part was never reported: nothing is said of a figure before it is due.
    """
    wanted = {cell: ways.parts_of(cell, way) for cell in cells if (way := ways.of(cell)) is not None}
    needed = {part for parts in wanted.values() for part, _ in parts}
    standing = {
        cell: row
        for chunk in projection.in_chunks(needed)
        for cell, row in projection.standings(session, council_id, chunk).items()
    }
    rows = _rows(session, {row.latest for row in standing.values()})
    units = _units_of_measure(session, ways, wanted)
    found = []
    for cell, parts in wanted.items():
        if not parts or any(part not in standing for part, _ in parts):
            continue
        way = ways.of(cell)
        assert way is not None
        assert way.calculation.operation is not None
        given = [_given(ways, part, role, rows[standing[part].latest]) for part, role in parts]
        made = calculate(Operation(way.calculation.operation), given, units[cell])
        latest = [(standing[part].latest, role) for part, role in parts]
        approved = all(standing[part].approved == standing[part].latest for part, _ in parts)
        found.append(Calculated(cell, way, made, latest, approved))
    return found


def label_of(ways: Ways, cell: Cell) -> str:
    """What to call a cell in a sentence: `H1 (ward: Northfield), Q1 2026/27`."""
    return f"{ways.measured[cell[0]].label}, {period_of(cell[1]).short_label}"


def _made(way: Way, part: Period, span: Span) -> list[Period]:
    if way.calculation.operation is None or part.scheme is Scheme.CUSTOM:
        return []
    try:
        return periods_made(way.covers, part, span, way.calculation.periods)
    except BadPeriod:
        return []


def _given(ways: Ways, cell: Cell, role: PartRole, row: Observation) -> Given:
    return Given(
        label_of(ways, cell), row.value_state, row.value, row.numerator, row.denominator, row.provisional, role
    )


def _rows(session: Session, observation_ids: Collection[int]) -> dict[int, Observation]:
    ordered = sorted(observation_ids)
    found: dict[int, Observation] = {}
    for start in range(0, len(ordered), projection.CHUNK):
        query = select(Observation).where(Observation.id.in_(ordered[start : start + projection.CHUNK]))
        found |= {row.id: row for row in session.scalars(query)}
    return found


def _units_of_measure(session: Session, ways: Ways, cells: Iterable[Cell]) -> dict[Cell, str]:
    """The unit of measure of each cell, by the definition in force."""
    cells = list(cells)
    every = definitions_of(session, {ways.measured[series_id].indicator_id for series_id, _ in cells})
    found = {}
    for series_id, period_code in cells:
        versions: list[IndicatorDefinition] = every[ways.measured[series_id].indicator_id]
        definition = in_force(versions, period_of(period_code).start)
        assert definition is not None, "every indicator has a first definition"
        found[series_id, period_code] = definition.unit_of_measure
    return found
