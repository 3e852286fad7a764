"""The program that opens a workbook from elsewhere: little time, little memory, no files; it answers plain cells.

`python -m quarterdeck.core.workbook_child {"cpu": seconds, "memory": bytes}`, the file on standard input. It answers
JSON: {"sheets": […]} or {"fault": code, "detail": sentence}. Ended by its limits it answers nothing.
"""

import io
import json
import re
import resource
import sys
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.cell.cell import Cell
from openpyxl.styles.numbers import is_date_format
from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 250_000
LONGEST: Final = 32_767
CELL: Final = re.compile(rb"<(?:[A-Za-z]+:)?c[ />]")
FORMULA: Final = re.compile(rb"<(?:[A-Za-z]+:)?f[ />]")
DAMAGED: Final = {"fault": "damaged", "detail": "The workbook is damaged. Open it in Excel and save it again."}
HOSTILE: Final = {
    "fault": "hostile_xml",
    "detail": "The workbook holds XML that no spreadsheet program writes. Copy its rows into a new workbook.",
}


class TooMuch(ValueError):
    """More rows or columns than a workbook of a council has: what to do, in words."""


def main() -> None:
    """Read standard input within the limits, and answer."""
    limits = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"]))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read())))


def _answer(content: bytes) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            has_formulas = _look_at_sheets(archive)
        shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        # A formula whose value the file does not hold looks empty there: the second reading tells the two apart.
        formulas = openpyxl.load_workbook(io.BytesIO(content), keep_links=False) if has_formulas else None
        return {"sheets": [_sheet(each, formulas) for each in shown.worksheets]}
    except TooMuch as fault:
        return {"fault": "too_much_to_read", "detail": str(fault)}
    except MemoryError:
        raise
    except Exception as error:
        # Whatever openpyxl stumbles over in somebody's file: a missing part, a broken style, an index past its list.
        return HOSTILE if _is_hostile(error) else DAMAGED


def _is_hostile(error: BaseException | None) -> bool:
    """Whether it is what defusedxml refuses, or was raised because of that."""
    while error is not None and not isinstance(error, DefusedXmlException):
        error = error.__cause__ or error.__context__
    return error is not None


def _look_at_sheets(archive: zipfile.ZipFile) -> bool:
    """Whether any sheet has formulas. Raises TooMuch for more cells than a workbook has: to count them costs little."""
    cells, has_formulas = 0, False
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            part = archive.read(name)
            cells += sum(1 for _ in CELL.finditer(part))
            has_formulas = has_formulas or FORMULA.search(part) is not None
    if cells > MOST_CELLS:
        raise TooMuch(f"The workbook has {cells} cells; at most {MOST_CELLS} are read. Split it, or delete empty rows.")
    return has_formulas


def _sheet(sheet: Worksheet, formulas: openpyxl.Workbook | None) -> dict[str, Any]:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise TooMuch(
            f"The sheet “{sheet.title[:40]}” reaches to row {sheet.max_row} and column {sheet.max_column}; at most "
            f"{MOST_ROWS} rows and {MOST_COLUMNS} columns are read. Delete the rows and columns that hold nothing."
        )
    beside = formulas[sheet.title] if formulas is not None else None
    rows = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [found for cell in row if isinstance(cell, Cell) and (found := _cell(cell, beside)) is not None]
        if cells:
            rows.append([number, cells])
    merged = [[each.min_row, each.max_row, each.min_col - 1, each.max_col - 1] for each in sheet.merged_cells.ranges][
        :MOST_ROWS
    ]
    return {
        "name": sheet.title,
        "rows": rows,
        "merged": merged,
        "hidden": sorted(number for number, size in sheet.row_dimensions.items() if size.hidden),
        "is_hidden": sheet.sheet_state != "visible",
    }


def _cell(cell: Cell, beside: Any) -> list[Any] | None:
    """[column from 0, kind, value, decimals]; None for a cell that holds nothing."""
    at, value = cell.column - 1, cell.value
    if value is None:
        formula = beside.cell(cell.row, cell.column).value if beside is not None else None
        return None if formula is None else [at, "formula", _formula(formula), 0]
    if cell.data_type == "e":
        return [at, "error", str(value), 0]
    match value:
        case bool():
            return [at, "truth", value, 0]
        case int() | float():
            return _number(at, value, cell.number_format)
        case datetime() if value.time() == time():
            return [at, "day", value.date().isoformat(), 0]
        case date() if not isinstance(value, datetime):
            return [at, "day", value.isoformat(), 0]
        case datetime() | time() | timedelta():
            return [at, "moment", str(value), 0]
        case _:
            text = str(value)[:LONGEST]
            return [at, "text", text, 0] if text.strip() else None


def _number(at: int, value: float, number_format: str) -> list[Any]:
    if value != value or value in (float("inf"), float("-inf")) or abs(value) > 1e15:
        return [at, "error", str(value), 0]
    shown = number_format.partition(";")[0]
    if "%" in shown and not is_date_format(number_format):
        decimals = len(shown.partition(".")[2].partition("%")[0])
        # Fifteen digits are what Excel keeps: 0.07 × 100 is 7, not 7.000000000000001.
        return [at, "percent", float(f"{value * 100:.15g}"), min(decimals, 6)]
    return [at, "number", float(value), 0]


def _formula(value: Any) -> str:
    return str(getattr(value, "text", value))[:200]


if __name__ == "__main__":
    main()
