"""What a read row says of its indicator's figures and target, in the indicator's unit: its printings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from quarterdeck.integrations.mapping import as_written
from quarterdeck.integrations.matching import Measure
from quarterdeck.integrations.printings import Column, Figure, Goal, Place, Printing
from quarterdeck.integrations.units import LARGEST, Amount, Misfit, amount
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.printed import PrintedRow, PrintedTarget, PrintedValue, Unreadable, previous_period

MAXIMUM_SOURCE = 300
# Column → the longest text that the record holds of it.
LONGEST: dict[str, int] = {"council": 300, "ref": 64, "indicator": 300, "unit": 40, "rag_as_printed": 40}
_SOURCE = re.compile(r"(?P<file>[^:]+):(?P<line>[0-9]+)(?P<previous> previous)?(?: (?P<url>.*))?", re.DOTALL)
ONE_UNIT = "print all figures of an indicator in one unit, or give the unit in the unit column"


class RowReader:
    """Turns the rows of one indicator into printings, or says which cells stand in the way."""

    def __init__(self, measure: Measure, file: str, positions: Mapping[str, int]) -> None:
        self.measure, self.file, self.positions = measure, file, positions

    def faults(self, row: PrintedRow) -> list[Unreadable]:
        """Every cell that keeps the row from being recorded."""
        return [fault.at(fault.column, row.line) for fault in [*unfit_for_record(row), *self._faults(row)]]

    def printings(self, row: PrintedRow) -> Iterator[Printing]:
        """What a row without faults prints: nothing, where it only says that there is no target."""
        if row.value is not None:
            said = _figure(row.value, self._amount(row, row.value))
            said = replace(said, commentary=row.commentary, rating=row.rating_text or None)
            yield self._printing(row, row.period.code, Column.VALUE, said)
        before = previous_period(row.period)
        if row.previous is not None and before is not None:
            said = _figure(row.previous, self._amount(row, row.previous))
            # Such a column seldom repeats a mark: without one it says nothing of it.
            said = replace(said, provisional=said.provisional or None)
            yield self._printing(row, before.code, Column.PREVIOUS, said)
        if row.target is not None and row.target.kind != "none":
            goal = _goal(row.target, self._amount(row, row.target))
            yield self._printing(row, row.period.code, Column.TARGET, goal)

    def _faults(self, row: PrintedRow) -> Iterator[Unreadable]:
        cells: dict[Column, PrintedValue | PrintedTarget | None] = {
            Column.VALUE: row.value, Column.PREVIOUS: row.previous, Column.TARGET: row.target,
        }  # fmt: skip
        for column, cell in cells.items():
            if cell is None:
                continue
            try:
                self._amount(row, cell)
            except Misfit as misfit:
                yield Unreadable(column, cell.text, str(misfit), ONE_UNIT)
            if isinstance(cell, PrintedValue) and (reason := _bad_share(cell)):
                yield Unreadable(column, cell.text, reason, "correct the two counts, or print a word such as “N/A”")
        if row.previous is not None and previous_period(row.period) is None:
            reason = f"which period comes before “{row.period_label}” cannot be told"
            yield Unreadable(Column.PREVIOUS, row.previous.text, reason, "give the earlier figure a row of its own")

    def _amount(self, row: PrintedRow, cell: PrintedValue | PrintedTarget) -> Amount:
        known, mapped = self.measure.known, self.measure.mapped
        beside = row.unit or (mapped and mapped.unit) or ""
        settled = known is not None and not known.indicator.provisional
        return amount(cell, self.measure.unit, beside=beside, settled=settled)

    def _printing(self, row: PrintedRow, period_code: str, column: Column, said: Figure | Goal) -> Printing:
        url = row.source_url.strip()
        return Printing(
            period_code=period_code,
            said=said,
            place=Place(self.file, row.line, column, url),
            reported_end=row.period.end,
            published_on=row.published_on,
            position=self.positions.get(url),
        )


def unfit_for_record(row: PrintedRow) -> Iterator[Unreadable]:
    """The cells of a row that are longer than the record holds, or blank once they are tidied."""
    cells = {
        "council": row.council, "ref": row.ref, "indicator": row.indicator, "unit": row.unit,
        "rag_as_printed": row.rating_text,
    }  # fmt: skip
    for column, text in cells.items():
        if len(text) > LONGEST[column]:
            reason = f"longer than {LONGEST[column]} characters"
            yield Unreadable(column, text[:80], reason, "shorten it; a sentence belongs in the commentary")
        if column in ("council", "indicator") and not as_written(text):
            yield Unreadable(column, ascii(text), "the cell holds nothing that can be seen", "fill the cell")


def source_of(place: Place) -> str:
    """Where a printing stands, as the record keeps it: `file.csv:12 https://…`, cut to what the record holds."""
    previous = " previous" if place.column is Column.PREVIOUS else ""
    return f"{place.file}:{place.line}{previous} {place.url}".strip()[:MAXIMUM_SOURCE]


def place_of(source: str | None, column: Column) -> Place | None:
    """The place that `source_of` wrote down; None for what was not read from a table."""
    found = _SOURCE.fullmatch(source or "")
    if found is None:
        return None
    column = Column.PREVIOUS if found["previous"] else column
    return Place(found["file"], int(found["line"]), column, found["url"] or "")


def position_of(place: Place, positions: Mapping[str, int]) -> int | None:
    """Where a page stands in the order of publication; the record may hold the start of its address alone."""
    if place.url in positions:
        return positions[place.url]
    if len(source_of(place)) < MAXIMUM_SOURCE:
        return None
    return next((number for url, number in positions.items() if url.startswith(place.url)), None)


def _figure(cell: PrintedValue, printed: Amount) -> Figure:
    return Figure(
        state=ValueState(cell.state),
        value=printed.value,
        decimals=printed.decimals,
        text=cell.text,
        numerator=None if cell.numerator is None else float(cell.numerator),
        denominator=None if cell.denominator is None else float(cell.denominator),
        provisional=cell.provisional,
    )


def _goal(cell: PrintedTarget, printed: Amount) -> Goal:
    """A target as the record has it: one figure, a range, or the words as printed."""
    if printed.upper is not None:
        return Goal(None, printed.value, printed.high, "", cell.text)
    return Goal(printed.value, None, None, "" if printed.number is not None else as_written(cell.text), cell.text)


def _bad_share(cell: PrintedValue) -> str:
    """Why the counts beside a percentage cannot be recorded; blank where they can."""
    if cell.denominator is not None and cell.denominator == 0:
        return "a share of nought: there is no percentage of nothing"
    counts = [count for count in (cell.numerator, cell.denominator) if count is not None]
    return "a count larger than any figure of a council" if any(Decimal(count) > LARGEST for count in counts) else ""
