"""When an action is due: a day, or a month as committees often ask ("by March")."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadDue(ValueError):
    """A text that names neither a day nor a month."""


@dataclass(frozen=True)
class Due:
    """The last day on which the action is not overdue, and how exactly it was asked for: `day` or `month`."""

    on: date
    precision: str

    def __str__(self) -> str:
        return self.on.isoformat() if self.precision == "day" else f"{self.on:%Y-%m}"


def read_due(text: str) -> Due:
    """`2026-03-31` is that day, `2026-03` the month (due by its last day). Raises BadDue."""
    try:
        if match := MONTH.fullmatch(text):
            year, month = int(match[1]), int(match[2])
            due = Due(date(year, month, monthrange(year, month)[1]), "month")
        elif DAY.fullmatch(text):
            due = Due(date.fromisoformat(text), "day")
        else:
            raise ValueError
    except ValueError:
        raise BadDue("Give a day such as 2026-03-31, or a month such as 2026-03.") from None
    if not FIRST_YEAR <= due.on.year <= LAST_YEAR:
        raise BadDue(f"Give a day between {FIRST_YEAR} and {LAST_YEAR}.")
    return due
