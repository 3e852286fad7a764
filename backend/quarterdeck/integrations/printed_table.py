"""A printed table as a file: its bytes decoded, its lines cut into rows by heading. Knows nothing of their meaning."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from quarterdeck.core.errors import Problem
from quarterdeck.core.text_files import NoText, text_of
from quarterdeck.core.uploads import ZIP
from quarterdeck.core.workbooks import read_workbook
from quarterdeck.integrations.mapping import Mapping
from quarterdeck.integrations.side_by_side import laid_down, period_columns
from quarterdeck.measures.printed import Unreadable, columns_of, headings

MAXIMUM_BYTES = 10 * 1024 * 1024
MAXIMUM_COLUMNS = 200
MAXIMUM_NAME = 120
MOST_TITLES = 10
SAVE_AS = "Save the table as “CSV UTF-8 (comma delimited)” and run again."


class BadTable(ValueError):
    """A file of which no row can be read: why, and what to do about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True)
class Table:
    """A file's rows by heading, each with the line it starts on (the heading is line 1).

    name: the file's name, as sources are told apart by it. missing: required columns that the heading lacks.
    not_read: headings that stand for no column, whose cells are read for nothing. left_out: lines that a person left
    out, with the reason.
    """

    name: str
    rows: list[tuple[int, dict[str, str]]]
    missing: list[Unreadable] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    blank_rows: int = 0
    left_out: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Grid:
    """A file's cells: its heading, and every further line with its number; lines without any cell are counted."""

    name: str
    heading: list[str]
    lines: list[tuple[int, list[str]]]
    blank_rows: int = 0


def read_table(filename: str, content: bytes, mapping: Mapping | None = None) -> Table:
    """The table in a file of at most 10 MB: CSV, or the first sheet of an Excel workbook. Raises BadTable."""
    return table_of(read_grid(filename, content), mapping)


def read_grid(filename: str, content: bytes) -> Grid:
    """The cells of a CSV file (UTF-8 with or without a byte order mark, or windows-1252) or an Excel workbook.

    Cells are separated by commas, or by semicolons or tabs where the heading is. Raises BadTable.
    """
    if len(content) > MAXIMUM_BYTES:
        raise BadTable("The file is larger than 10 MB.", "Split it by year or by council.")
    is_workbook = content.startswith(ZIP) and b"xl/workbook.xml" in content
    lines = sheet_lines(filename, content) if is_workbook else _lines(_decoded(content))
    first = _heading_of(lines)
    if first is None:
        raise BadTable("The file is empty.", "Give a table whose first line is its heading.")
    if len(first[1]) > MAXIMUM_COLUMNS:
        raise BadTable(f"The heading has more than {MAXIMUM_COLUMNS} columns.", "Delete the columns that are no part.")
    body = lines[lines.index(first) + 1 :]
    filled = [(line, cells) for line, cells in body if any(cells)]
    return Grid(source_name(filename), _told_apart(first[1]), filled, len(body) - len(filled))


def _heading_of(lines: list[tuple[int, list[str]]]) -> tuple[int, list[str]] | None:
    """The line of headings: the first that says anything, but for titles over it (one text, perhaps merged)."""
    filled = [each for each in lines if any(each[1])]
    for at, (_, cells) in enumerate(filled[:MOST_TITLES]):
        if len({cell for cell in cells if cell}) > 1:
            below_titles = at == 0 or sum(column is not None for column in columns_of(cells).values()) > 1
            return filled[at] if below_titles else filled[0]
    return filled[0] if filled else None


def table_of(grid: Grid, mapping: Mapping | None = None) -> Table:
    """A grid's rows by column, with what a mapping says of its columns and of single rows."""
    renamed = {} if mapping is None else mapping.columns
    by_line = {} if mapping is None else mapping.by_line
    names = [_renamed(name, renamed) for name in grid.heading]
    periods = period_columns(grid.heading, renamed)
    whole = [name for at, name in enumerate(names) if at not in periods]
    rows, left_out = [], []
    for number, row in _rows(grid, names, periods):
        said = by_line.get(number)
        if said is not None and said.leave_out:
            left_out.append((number, said.leave_out))
            continue
        rows.append((number, row if said is None else _read_otherwise(row, said.read)))
    unknown = [name.strip() for name, column in columns_of(whole).items() if column is None and name.strip()]
    found = [*whole, "period_label", "value_as_printed"] if periods else whole
    return Table(grid.name, rows, headings(found), unknown, grid.blank_rows, left_out)


def _rows(grid: Grid, names: list[str], periods: list[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """The grid's rows by heading and number: its lines, or what they come to with periods side by side."""
    for line, cells in grid.lines:
        row = _row(names, cells)
        if not periods:
            yield line, row
        else:
            own = {names[at] for at in periods}
            yield from laid_down(
                line, {name: cell for name, cell in row.items() if name not in own}, cells, grid.heading, periods
            )


def sheet_lines(filename: str, content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that shows any, as text; what cells were merged over is repeated. Raises BadTable."""
    try:
        sheets = read_workbook(filename, content)
    except Problem as problem:
        raise BadTable(problem.detail, "") from None
    sheet = next((each for each in sheets if each.rows and not each.is_hidden), None)
    if sheet is None:
        return []
    texts = {number: {at: cell.text for at, cell in cells.items()} for number, cells in sheet.rows}
    for first, last, left, right in sheet.merged:
        text = texts.get(first, {}).get(left, "")
        for number in range(first, last + 1):
            for at in range(left, right + 1):
                if text and number in texts:
                    texts[number].setdefault(at, text)
    width = max(at for cells in texts.values() for at in cells) + 1
    return [(number, [cells.get(at, "").strip() for at in range(width)]) for number, cells in texts.items()]


def _renamed(name: str, renamed: dict[str, str]) -> str:
    """A heading as the column it stands for. One that stands for none keeps its name, set off from the columns'."""
    column = renamed.get(name.strip())
    return name if column is None else column or f"({name.strip()})"


def _read_otherwise(row: dict[str, str], read: dict[str, str]) -> dict[str, str]:
    """A row with some columns' cells read otherwise than they are printed."""
    known = {column: heading for heading, column in columns_of(name for name in row if name).items() if column}
    return row | {known.get(column, column): text for column, text in read.items()}


def source_name(filename: str) -> str:
    """A file's name as the record keeps it: without its folder, without a colon (which sets off the line)."""
    name = PurePath(filename).name.encode("utf-8", "replace").decode().replace(":", "-")
    printable = "".join(character if character.isprintable() else "-" for character in name)
    return printable[-MAXIMUM_NAME:] or "table"


def _decoded(content: bytes) -> str:
    try:
        return text_of(content)
    except NoText as no_text:
        raise BadTable(str(no_text), SAVE_AS) from None


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Every line of cells with the number of the line it starts on; a quoted cell may go over several."""
    found, starts = [], 1
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        try:
            for cells in reader:
                found.append((starts, [cell if cell.strip() else "" for cell in cells]))
                starts = reader.line_num + 1
        except csv.Error as error:
            raise BadTable(f"Line {starts} is no line of a CSV file ({error}).", SAVE_AS) from None
    return found


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let cells be as long as the file: a missing quotation mark is then found by the row it spoils."""
    before = csv.field_size_limit(MAXIMUM_BYTES)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """The separator by which the heading falls into the most known columns; a comma where none is better."""
    first = [line for line in text[:20_000].replace('"', "").splitlines() if line.strip(",;\t ")][:MOST_TITLES]
    known = {
        mark: max((sum(column is not None for column in columns_of(line.split(mark)).values()) for line in first),
                  default=0)
        for mark in (",", ";", "\t")
    }  # fmt: skip
    return max(known, key=lambda mark: known[mark])


def _told_apart(heading: list[str]) -> list[str]:
    """The headings, a repeated one with spaces after it: a row reader sees both, and that they mean the same."""
    names: list[str] = []
    for name in heading:
        while name in names:
            name += " "
        names.append(name)
    return names


def _row(names: list[str], cells: list[str]) -> dict[str, str]:
    """A row by heading. Cells past the heading's last stand under None, as `csv.DictReader` has them."""
    row: dict[Any, Any] = dict(zip(names, cells, strict=False))
    beyond = [cell for cell in cells[len(names) :] if cell]
    return row | {None: beyond} if beyond else row
