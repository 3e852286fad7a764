"""The set-up workbook read into rows by sheet: every cell read, or the fault that it has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quarterdeck.core.workbooks import Cell, Sheet
from quarterdeck.integrations.setup.cells import BadCell, read_cell
from quarterdeck.integrations.setup.sheets import SHEETS, SheetKind

README = "Read me"


@dataclass(frozen=True)
class Fault:
    """What is wrong: in which column (its heading; blank for the row), a code, and a sentence with the mend."""

    column: str
    code: str
    sentence: str


@dataclass
class Row:
    """A row of a sheet: its number in Excel, what its cells say (columns that the sheet lacks are left out), faults."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hidden: bool = False


@dataclass
class FilledSheet:
    """A sheet as filled in. unread: headings that stand for nothing. faults: what keeps it from being read at all."""

    kind: SheetKind
    rows: list[Row] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Book:
    """The sheets that are read, in the order in which they build on each other; and the names of others."""

    sheets: list[FilledSheet] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_book(sheets: Sequence[Sheet]) -> Book:
    """The workbook's known sheets with their rows."""
    by_name = {_plain(each.name): each for each in sheets}
    known = {_plain(each.title) for each in SHEETS} | {_plain(README), "lists"}
    found = [(kind, by_name[_plain(kind.title)]) for kind in SHEETS if _plain(kind.title) in by_name]
    unread = [each.name for each in sheets if _plain(each.name) not in known and each.rows]
    return Book([_filled(kind, sheet) for kind, sheet in found], unread)


def _filled(kind: SheetKind, sheet: Sheet) -> FilledSheet:
    filled = FilledSheet(kind)
    if not sheet.rows:
        return filled
    number, heading = sheet.rows[0]
    heads = {_plain(each.head): each.key for each in kind.columns}
    columns = {at: heads.get(_plain(cell.text)) for at, cell in heading.items()}
    filled.unread = [cell.text[:60] for at, cell in heading.items() if columns[at] is None]
    filled.faults = list(_heading_faults(kind, [key for key in columns.values() if key], number))
    if not filled.faults:
        filled.rows = [_row(kind, sheet, columns, row) for row in sheet.rows[1:]]
        filled.rows = [row for row in filled.rows if row.faults or any(_says(value) for value in row.cells.values())]
    return filled


def _heading_faults(kind: SheetKind, keys: Sequence[str], number: int) -> Iterable[Fault]:
    """Columns that tell rows apart have to be there, and none twice."""
    required = [each.head for each in kind.columns if each.key in kind.by and each.needed and each.key not in keys]
    if required:
        listed = ", ".join(f"“{head}”" for head in required)
        yield Fault(
            "", "missing_column", f"Row {number} has to be the headings, with {listed}. Start from the template."
        )
    for head in (each.head for each in kind.columns if keys.count(each.key) > 1):
        yield Fault(head, "repeated_column", "Two columns have this heading; keep one.")


def _row(kind: SheetKind, sheet: Sheet, columns: Mapping[int, str | None], told: tuple[int, dict[int, Cell]]) -> Row:
    number, cells = told
    row = Row(number, hidden=number in sheet.hidden)
    for at, key in columns.items():
        if key is None:
            continue
        column = kind.column(key)
        try:
            row.cells[key] = read_cell(column, cells.get(at))
        except BadCell as bad:
            row.faults.append(Fault(column.head, bad.code, bad.sentence))
    if number in sheet.merged_rows:
        row.faults.append(Fault("", "merged", "The row has merged cells. Unmerge them, and fill each row."))
    beyond = [cell for at, cell in cells.items() if at not in columns]
    if beyond and not any(_says(value) for value in row.cells.values()):
        # A remark beside the table is no row of it.
        row.faults = []
    return row


def _says(value: Any) -> bool:
    return value not in (None, "", ())


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(" *")
