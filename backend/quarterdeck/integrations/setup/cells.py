"""Cells of the set-up workbook read as what their column holds; or why they cannot be, and how to mend it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from quarterdeck.core.words import day_words
from quarterdeck.core.workbooks import Cell
from quarterdeck.integrations.setup.sheets import Column, Kind, words_of

EPOCH: Final = date(1899, 12, 30)
LONGEST: Final = {Kind.CODE: 64, Kind.LINE: 300, Kind.PROSE: 20_000}
MONTHS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")
NUMBER: Final = re.compile(r"[-−–]?\s*£?\s*[0-9][0-9,]*(\.[0-9]+)?\s*%?")
RANGE: Final = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*%?\s*(?:-|–|to)\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*%?")
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})
LARGEST: Final = 1e15


class BadCell(ValueError):
    """A cell that cannot be read: a code, and a sentence that says why and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Goal:
    """A target as a cell gives it: a figure, a range, or words."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""


def read_cell(column: Column, cell: Cell | None) -> Any:
    """What the cell says; None for a blank one (no codes: an empty tuple). Raises BadCell."""
    if cell is None:
        return () if column.kind is Kind.CODES else None
    if cell.kind == "formula":
        raise BadCell("formula", "This formula has no value in the file. Open and save it in Excel, or type the value.")
    if cell.kind == "error":
        raise BadCell("error_value", f"Excel shows {cell.text[:20]} here. Mend the formula, or type the value.")
    return READERS[column.kind](column, cell)


def shown(column: Column, value: Any) -> str:
    """A value as the preview and the template write it."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case date():
            return value.isoformat()
        case float():
            return number_text(value)
        case tuple():
            return ", ".join(value)
        case Goal():
            return goal_text(value)
        case _:
            return words_of(str(value)) if column.kind is Kind.CHOICE else str(value)


def number_text(value: float) -> str:
    """A number without a needless fraction."""
    return str(int(value)) if value.is_integer() and abs(value) < LARGEST else repr(value)


def goal_text(goal: Goal) -> str:
    if goal.value is not None:
        return number_text(goal.value)
    if goal.low is not None and goal.high is not None:
        return f"{number_text(goal.low)} to {number_text(goal.high)}"
    return goal.text


def _text(column: Column, cell: Cell) -> str:
    text = " ".join(cell.text.split()) if column.kind is not Kind.PROSE else cell.text.strip()
    if len(text) > LONGEST[column.kind]:
        raise BadCell("too_long", f"Use at most {LONGEST[column.kind]} characters.")
    if any(ord(each) < 32 and each not in "\n\t" for each in text):
        raise BadCell("control_characters", "Remove the control characters.")
    return text


def _number(_column: Column, cell: Cell) -> float:
    if cell.kind in ("number", "percent"):
        return float(cell.value)
    text = cell.text.strip()
    if cell.kind != "text" or not NUMBER.fullmatch(text):
        raise BadCell("not_a_number", "Give a number.")
    return _float(text)


def _float(text: str) -> float:
    number = float(re.sub(r"[,£%\s]", "", text.replace("−", "-").replace("–", "-")))
    if abs(number) > LARGEST:
        raise BadCell("out_of_range", "The number is larger than any figure of a council.")
    return number + 0.0


def _whole(column: Column, cell: Cell) -> int:
    number = _number(column, cell)
    if not number.is_integer() or abs(number) > 10_000:
        raise BadCell("not_whole", "Give a whole number.")
    return int(number)


def _day(_column: Column, cell: Cell) -> date:
    if cell.kind == "day":
        return _in_bounds(cell.value)
    if cell.kind == "number":
        raise BadCell("number_for_day", _as_a_day(float(cell.value)))
    if cell.kind == "text":
        for form in MONTHS:
            try:
                # A day has no time zone: only its date is kept.
                return _in_bounds(datetime.strptime(cell.text.strip(), form).date())  # noqa: DTZ007
            except ValueError as error:
                if isinstance(error, BadCell):
                    raise
    raise BadCell("not_a_day", "Give a day, as 1 April 2026 or 01/04/2026.")


def _in_bounds(day: date) -> date:
    if not 1900 <= day.year < 2200:
        raise BadCell("not_a_day", "Give a day between 1900 and 2199.")
    return day


def _as_a_day(number: float) -> str:
    if number.is_integer() and 20_000 <= number <= 80_000:
        day = EPOCH + timedelta(days=int(number))
        return f"This is the number {int(number)}. If {day_words(day)} is meant, format the cell as a date."
    return "Give a day, as 1 April 2026 or 01/04/2026; this is a number."


def _truth(_column: Column, cell: Cell) -> bool:
    word = cell.text.strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise BadCell("not_yes_or_no", "Say Yes or No.")


def _choice(column: Column, cell: Cell) -> str:
    word = re.sub(r"[\s_-]+", "_", cell.text.strip().lower())
    if word in column.choices:
        return word
    listed = ", ".join(words_of(each) for each in column.choices)
    raise BadCell("unknown_choice", f"Use one of: {listed}.")


def _codes(_column: Column, cell: Cell) -> tuple[str, ...]:
    found = {code for each in re.split(r"[,;\n]", cell.text) if (code := " ".join(each.split()))}
    if len(found) > 20:
        raise BadCell("too_many", "Give at most 20.")
    return tuple(sorted(found))


def _goal(_column: Column, cell: Cell) -> Goal:
    if cell.kind in ("number", "percent"):
        return Goal(value=float(cell.value))
    if cell.kind == "day":
        raise BadCell(
            "day_for_target", "Excel made a date of this. Format the cell as text, and type the target again."
        )
    text = " ".join(cell.text.split())
    if NUMBER.fullmatch(text):
        return Goal(value=_float(text))
    if found := RANGE.fullmatch(text):
        low, high = _float(found[1]), _float(found[2])
        if high < low:
            raise BadCell("below_low", "A range goes from low to high.")
        return Goal(low=low, high=high)
    if len(text) > 300:
        raise BadCell("too_long", "Use at most 300 characters.")
    return Goal(text=text)


READERS: Final[dict[Kind, Callable[[Column, Cell], Any]]] = {
    Kind.CODE: _text, Kind.LINE: _text, Kind.PROSE: _text, Kind.DAY: _day, Kind.WHOLE: _whole, Kind.NUMBER: _number,
    Kind.TRUTH: _truth, Kind.CHOICE: _choice, Kind.CODES: _codes, Kind.GOAL: _goal,
}  # fmt: skip
