"""What becomes of the lines of a file: what each would write, or what is wrong with it and how to mend it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from quarterdeck.comparisons.csv_rows import Row

GSS: Final = re.compile(r"[EWSNK]\d{8}", re.ASCII)
LOOKS_LIKE: Final = "A GSS code is a letter and eight digits, for example E07000092."


class Result(StrEnum):
    """What loading a line comes to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULT = "fault"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line: in which column, a stable code, and the mend."""

    column: str
    code: str
    detail: str


@dataclass
class Line:
    """A line of a file. key: what it is about. says: what it says of it. made: what it writes."""

    number: int
    key: str
    says: str = ""
    result: Result = Result.NEW
    faults: list[Fault] = field(default_factory=list)
    made: Any = None

    def wrong(self, column: str, code: str, detail: str) -> None:
        self.faults.append(Fault(column, code, detail))
        self.result = Result.FAULT


@dataclass(frozen=True)
class Columns:
    """The columns of a kind of file: those that every file has, and those that it may have."""

    needed: Sequence[str]
    also: Sequence[str]

    @property
    def known(self) -> list[str]:
        return [*self.needed, *self.also]


def take_code(line: Line, row: Row, column: str, names: Mapping[str, Collection[str]]) -> str:
    """The GSS code in a cell; "" with a fault where it is none. names: codes by name, which help to mend a name."""
    cell = row.get(column, "")
    code = cell.upper()
    if GSS.fullmatch(code):
        return code
    if not cell:
        line.wrong(column, "missing", f"Give the area's code. {LOOKS_LIKE}")
    elif re.search(r"[^\W\d]{2}", cell):
        known = sorted(names.get(cell.casefold(), ()))
        hint = f" On record are areas of this name with the code {' and '.join(known)}." if known else ""
        detail = f"This is a name. Councils merge and share names, so areas are taken by GSS code alone.{hint}"
        line.wrong(column, "name_and_no_code", f"{detail} {LOOKS_LIKE}")
    else:
        line.wrong(column, "no_code", LOOKS_LIKE)
    return ""


def take_day(line: Line, row: Row, column: str, *, needed: bool = False) -> date | None:
    """The day in a cell, as `2026-04-01` or `01/04/2026`; None with a fault where it is none, or missing."""
    cell = row.get(column, "")
    if not cell:
        if needed:
            line.wrong(column, "missing", "Give a day, for example 2026-04-01.")
        return None
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell, re.ASCII)
    try:
        day = date(int(british[3]), int(british[2]), int(british[1])) if british else date.fromisoformat(cell)
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year < 2200 or (british is None and len(cell) != 10):
        line.wrong(column, "no_day", "Write the day as 2026-04-01.")
        return None
    return day


def take_text(line: Line, row: Row, column: str, longest: int, *, needed: bool = True) -> str:
    """The text in a cell; a fault where it is missing or too long."""
    cell = row.get(column, "")
    if needed and not cell:
        line.wrong(column, "missing", f"Give the {column.replace('_', ' ')}.")
    if len(cell) > longest:
        line.wrong(column, "too_long", f"At most {longest} characters fit here.")
    return cell[:longest]


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """How many lines come to what."""
    return {result.value: sum(line.result is result for line in lines) for result in Result}
