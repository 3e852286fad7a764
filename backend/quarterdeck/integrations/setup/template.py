"""The set-up workbook to fill in: headed sheets with drop-downs, how to fill them, and what is on record already."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.workbooks import added_sheet, as_bytes, write_text
from quarterdeck.integrations.setup.book import README, Book
from quarterdeck.integrations.setup.cells import Goal, shown
from quarterdeck.integrations.setup.load import SUBJECTS
from quarterdeck.integrations.setup.loading import Cells, Loading, take_in
from quarterdeck.integrations.setup.measures import note_first_versions
from quarterdeck.integrations.setup.sheets import (
    BY_KEY,
    PERIOD_COLUMNS,
    PRIMARY,
    SHEETS,
    Column,
    Kind,
    SheetKind,
    words_of,
)
from quarterdeck.integrations.setup.targets import goal_of, on_record
from quarterdeck.measures.series import ALL
from quarterdeck.organisation.roles import Permission

LISTED_ROWS: Final = 2_000
AS_THEY_ARE: Final = frozenset({Kind.DAY, Kind.WHOLE, Kind.NUMBER, Kind.GOAL})
HEAD: Final = PatternFill("solid", start_color="FF1D3B5C")
NEEDED: Final = PatternFill("solid", start_color="FF0B5D51")
SAID: Final = (
    "Each sheet holds one kind of thing, a row each. Fill in what you know; the sheets build on each other from left "
    "to right, and you can load the workbook as often as you like.",
    "A row is told apart by its code (the green headings), never by its name. A row with a new code adds something. A "
    "row whose code is on record changes what differs. A row that is equal changes nothing.",
    "Nothing is deleted by being left out: a row that is not here stays as it is. What ends gets its last day, in the "
    "column “Valid to”, “Leaves on” or “Ends on”. A blank cell in a column that is here empties what it held, but for "
    "targets; a column that is not here is left alone.",
    "You see what every row would do before anything is kept. If one row has a fault, nothing is loaded.",
)


def setup_workbook(session: Session, actor: Actor) -> bytes:
    """The workbook as .xlsx, with what is on record of the actor's council, as far as they may see it.

    Filled in and loaded again as it is, it changes nothing.
    """
    workbook = Workbook()
    assert isinstance(workbook.active, Worksheet)
    workbook.remove(workbook.active)
    _explain(added_sheet(workbook, README))
    filled = _on_record(session, actor)
    for kind in SHEETS:
        _fill(added_sheet(workbook, kind.title), kind, filled[kind.key])
    return as_bytes(workbook)


def _on_record(session: Session, actor: Actor) -> dict[str, list[Cells]]:
    """The rows of each sheet by its columns. People's are those that the actor may see."""
    loading = Loading(session, actor)
    note_first_versions(loading, Book())
    found = {
        key: sorted((each.cells for each in take_in(loading, subject).values()), key=_order(BY_KEY[key]))
        for key, subject in SUBJECTS.items()
    }
    if not actor.reach(Permission.READ_PERSONAL).everywhere:
        # What names people is for who manages access; the others load what they are responsible for.
        found |= {"people": [], "holders": [], "roles": []}
    found["targets"] = list(_targets(loading))
    return found


def _order(kind: SheetKind) -> Any:
    return lambda cells: [shown(kind.column(key), cells.get(key)) for key in kind.by]


def _targets(loading: Loading) -> Iterator[Cells]:
    known = on_record(loading)
    collected: dict[tuple[int, str], set[int]] = {}
    for indicator_id, unit_id, breakdown in known.series:
        collected.setdefault((indicator_id, breakdown), set()).add(unit_id)
    units = loading.beside["units"]
    rows: dict[tuple[int, int, str, str], Cells] = {}
    parts = {part: column for column, part in PERIOD_COLUMNS.items()}
    for (indicator_id, unit_id, breakdown, code), target in sorted(known.targets.items()):
        year, part = code[:7], code[8:]
        if part not in parts or len(code) < 7 or code[4] != "-" or not _is_year(year):
            continue
        row = rows.setdefault((indicator_id, unit_id, breakdown, year), {
            "indicator": loading.beside["indicators"][indicator_id].ref,
            "unit": units[unit_id].code if len(collected[indicator_id, breakdown]) > 1 else None,
            "breakdown": None if breakdown == ALL else breakdown,
            "year": year,
            "rationale": target.rationale,
        })  # fmt: skip
        row[parts[part]] = goal_of(target)
        if row["rationale"] != target.rationale:
            row["rationale"] = None
    yield from rows.values()


def _is_year(code: str) -> bool:
    return code[:4].isdigit() and code[5:].isdigit() and (int(code[:4]) + 1) % 100 == int(code[5:])


def _fill(sheet: Worksheet, kind: SheetKind, rows: Sequence[Cells]) -> None:
    sheet.freeze_panes = "A2"
    for at, column in enumerate(kind.columns, start=1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at)
        write_text(head, column.head)
        head.font, head.fill = Font(bold=True, color="FFFFFFFF"), NEEDED if column.key in kind.by else HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        if said := _hint(column):
            head.comment = Comment(said, "Quarterdeck", height=120, width=260)
        sheet.column_dimensions[letter].width = column.width
        _offer(sheet, column, f"{letter}2:{letter}{max(LISTED_ROWS, len(rows) + 500)}")
    for number, cells in enumerate(rows, start=2):
        for at, column in enumerate(kind.columns, start=1):
            _put(sheet.cell(number, at), column, cells.get(column.key))


def _put(cell: Any, column: Column, value: Any) -> None:
    if value is None or value in ("", ()):
        return
    number = value.value if isinstance(value, Goal) else value
    if number is None or isinstance(value, bool) or column.kind not in AS_THEY_ARE:
        write_text(cell, shown(column, value))
        return
    cell.value = number
    if column.kind is Kind.DAY:
        cell.number_format = "d mmm yyyy"


def _offer(sheet: Worksheet, column: Column, where: str) -> None:
    """A drop-down of the words or codes that a column takes; another code may be typed, and is checked later."""
    if column.choices or column.kind is Kind.TRUTH:
        words = [words_of(each) for each in column.choices] or ["Yes", "No"]
        offered = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
    elif (column.of in PRIMARY and column.kind is Kind.CODE) or column.of == "people":
        of = BY_KEY[column.of]
        letter = get_column_letter([each.key for each in of.columns].index(PRIMARY[column.of]) + 1)
        listed = f"'{of.title}'!${letter}$2:${letter}${LISTED_ROWS}"
        offered = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=False)
    else:
        return
    sheet.add_data_validation(offered)
    offered.add(where)


def _hint(column: Column) -> str:
    needed = "Needed for a new row." if column.needed else ""
    takes = f"One of: {', '.join(words_of(each) for each in column.choices)}." if column.choices else ""
    return " ".join(part for part in (column.hint, takes, needed) if part)


def _explain(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 20
    sheet.column_dimensions["C"].width, sheet.column_dimensions["D"].width = 80, 40
    at = 1
    for number, text in enumerate(("Setting up Quarterdeck from this workbook", *SAID)):
        cell = sheet.cell(at, 1)
        write_text(cell, text)
        cell.font = Font(bold=number == 0, size=16 if number == 0 else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=4)
        sheet.row_dimensions[at].height = 24 if number == 0 else 34
        at += 1
    for beyond, row in enumerate(_lines(), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(at + beyond, column)
            write_text(cell, text)
            cell.font = Font(bold=column == 1 or row[0] == "Sheet")
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _lines() -> Iterator[tuple[str, str, str, str]]:
    """How each column is filled in, with an example."""
    yield "Sheet", "Column", "What to write", "Example"
    for kind in SHEETS:
        yield kind.title, "", f"A row is a {kind.row}. {kind.said}".strip(), ""
        examples = (*kind.example, *[""] * len(kind.columns))
        for column, example in zip(kind.columns, examples, strict=False):
            yield "", column.head, _hint(column), example
