"""Excel workbooks from elsewhere: read in a child process with limits, and never trusted; and texts written as texts.

A workbook of 100 kB can cost a minute of CPU and gigabytes of memory. So its outside is looked at first (a zip file
of bounded size, without macros), and `workbook_child` opens it with little time and memory and hands back plain cells.
"""

import io
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import orjson
from openpyxl import Workbook
from openpyxl.cell import Cell as WrittenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from quarterdeck.core.errors import Problem, invalid
from quarterdeck.core.uploads import MACROS, OFFICE, ZIP, plain_name

MAXIMUM_BYTES: Final = 10 * 1024 * 1024
MAXIMUM_UNPACKED: Final = 60 * 1024 * 1024
MAXIMUM_PARTS: Final = 2_000
WORKBOOK: Final = OFFICE[0][1]
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
POINTER: Final = "/file"
TOO_MUCH: Final = (
    "The workbook takes too long to read or is too large inside. Copy the rows that count into a new workbook: rows "
    "and columns that are only formatted count as well."
)


@dataclass(frozen=True)
class Limits:
    """What opening a workbook may take: seconds of CPU, seconds of waiting, bytes of memory."""

    cpu: int = 12
    wall: float = 45
    memory: int = 768 * 1024 * 1024


USUAL: Final = Limits()
_opening = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Cell:
    """What a cell holds, as Excel shows it.

    kind: text, number, percent (`value` as displayed: 95 for 95%), day, moment (text), truth, formula (one whose value
    the file does not hold; `value` is its text) or error (#DIV/0!). decimals: those that a percentage is shown with.
    """

    kind: str
    value: Any
    decimals: int = 0

    @property
    def text(self) -> str:
        """The cell as text; a day as 2026-04-01."""
        match self.value:
            case bool():
                return "yes" if self.value else "no"
            case float() | int() if self.kind == "percent":
                return f"{float(self.value):.{self.decimals}f}%"
            case float() if self.value.is_integer() and abs(self.value) < 1e15:
                return str(int(self.value))
            case float():
                return repr(self.value)
            case date():
                return self.value.isoformat()
            case _:
                return str(self.value)


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its rows by their number in Excel, each with its cells by column (from 0); blank cells left out.

    merged: first and last row, first and last column of each merged cell, whose content its first cell holds.
    hidden: rows that Excel does not show; `is_hidden` the whole sheet.
    """

    name: str
    rows: list[tuple[int, dict[int, Cell]]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: frozenset[int] = field(default_factory=frozenset)
    is_hidden: bool = False

    @property
    def merged_rows(self) -> frozenset[int]:
        """The rows that a merged cell reaches."""
        return frozenset(number for first, last, _, _ in self.merged for number in range(first, last + 1))


def read_workbook(filename: str | None, content: bytes) -> list[Sheet]:
    """The worksheets of an .xlsx file. Raises what `open_workbook` raises."""
    return sheets_of(open_workbook(filename, content))


def open_workbook(filename: str | None, content: bytes, limits: Limits = USUAL) -> list[dict[str, Any]]:
    """The worksheets of an .xlsx file as JSON can hold them, for `sheets_of`.

    Takes a second or more, so it is called before a transaction begins; two are opened at once in a process.
    Raises 413 for one that is too large, 422 (at `/file`) for one that is none, holds macros, is damaged, or takes
    more time or memory to read than a workbook of a council does.
    """
    check_outside(filename, content)
    told_limits = orjson.dumps({"cpu": limits.cpu, "memory": limits.memory}).decode()
    # Nothing of the caller is in the arguments: the file goes in by the child's standard input.
    command = [sys.executable, "-I", "-m", "quarterdeck.core.workbook_child", told_limits]
    try:
        with _opening:
            done = subprocess.run(command, input=content, capture_output=True, timeout=limits.wall, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise invalid(POINTER, "too_much_to_read", TOO_MUCH) from None
    if done.returncode != 0:
        raise invalid(POINTER, "too_much_to_read", TOO_MUCH)
    told = orjson.loads(done.stdout)
    if "fault" in told:
        raise invalid(POINTER, told["fault"], told["detail"])
    sheets: list[dict[str, Any]] = told["sheets"]
    return sheets


def sheets_of(told: list[dict[str, Any]]) -> list[Sheet]:
    """The worksheets that `open_workbook` told of."""
    return [_sheet(each) for each in told]


def check_outside(filename: str | None, content: bytes) -> None:
    """Refuse what is seen without opening a part of it. Raises 413, 422."""
    if len(content) > MAXIMUM_BYTES:
        raise Problem(413, "too-large", f"A workbook may have at most {MAXIMUM_BYTES} bytes.")
    if content.startswith(OLD_OFFICE):
        detail = "This is an old or a protected Excel file. Save it as “Excel workbook (.xlsx)” without a password."
        raise invalid(POINTER, "old_excel", detail)
    if not content.startswith(ZIP):
        raise invalid(POINTER, "no_workbook", "This is no Excel workbook. Save it as “Excel workbook (.xlsx)”.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise invalid(POINTER, "damaged", "The workbook is damaged. Open it in Excel and save it again.") from None
    names = [part.filename for part in parts]
    suffix = plain_name(filename).lower().rpartition(".")[2]
    if any(MACROS.decode().lower() in name.lower() for name in names) or suffix in ("xlsm", "xltm", "xlam"):
        raise invalid(POINTER, "macros", "Workbooks with macros are not taken; save it as .xlsx, without them.")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names or suffix != "xlsx":
        raise invalid(POINTER, "no_workbook", "This is no Excel workbook. Save it as “Excel workbook (.xlsx)”.")
    if len(parts) > MAXIMUM_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED:
        raise invalid(POINTER, "too_much_to_read", TOO_MUCH)


def write_text(cell: WrittenCell | MergedCell, value: str) -> None:
    """Put a text into a cell as text: openpyxl makes a live formula of one that begins with `=`."""
    assert isinstance(cell, WrittenCell)
    cell.value = "".join(each for each in value if each.isprintable() or each in "\n\t")
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in tuple("=+-@")


def as_bytes(workbook: Workbook) -> bytes:
    """A workbook as an .xlsx file."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def added_sheet(workbook: Workbook, title: str) -> Worksheet:
    """A new sheet at the end."""
    sheet = workbook.create_sheet(title)
    assert isinstance(sheet, Worksheet)
    return sheet


def _sheet(told: dict[str, Any]) -> Sheet:
    rows = [(number, {at: _cell(kind, value, decimals) for at, kind, value, decimals in cells})
            for number, cells in told["rows"]]  # fmt: skip
    return Sheet(told["name"], rows, tuple(map(tuple, told["merged"])), frozenset(told["hidden"]), told["is_hidden"])


def _cell(kind: str, value: Any, decimals: int) -> Cell:
    return Cell(kind, date.fromisoformat(value) if kind == "day" else value, decimals)
