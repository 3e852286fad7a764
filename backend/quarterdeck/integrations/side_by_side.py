"""A table with its periods side by side ("Q1 2024/25 | Q2 2024/25"), laid down as a row for each indicator and period.

Which headings are periods is read off them, or said in a mapping. A target, a rating and a comment that stand once
in such a row are the latest period's: they say how things stand when the paper is printed, so none is carried to
the quarters before. "Target 2024/25" over a column is a period's target, as it is in a period's cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from quarterdeck.measures.printed import columns_of
from quarterdeck.measures.printed_periods import PeriodContext, PrintedPeriod, read_period

FIGURES_OF: Final = "figures_of_period"
"""What stands for a column whose heading is a period and whose cells are its figures."""
NUMBERED: Final = 1000
"""A row is numbered by its line and column: 14003 is line 14, third column."""
_OF_THE_LATEST: Final = frozenset(
    {"target_as_printed", "rag_as_printed", "trend_as_printed", "previous_as_printed", "commentary"}
)
_TAKEN: Final = frozenset({"period_label", "value_as_printed"})


def names_a_period(heading: str) -> bool:
    """Whether a heading is a period by itself ("Q1 2024/25", "2023/24 outturn"); "Q1" with a column of years is too."""
    return isinstance(read_period(heading, PeriodContext("2000/01")), PrintedPeriod)


def guessed_periods(headings: Sequence[str]) -> list[str]:
    """The headings that are periods, where no column holds the period or the figure."""
    known = columns_of(headings)
    if _TAKEN & set(known.values()):
        return []
    dated = "year" in known.values()
    bare = (each for each in headings if known[each] is None and names_a_period(each))
    return [each for each in bare if dated or isinstance(read_period(each), PrintedPeriod)]


def period_columns(heading: Sequence[str], said: Mapping[str, str]) -> list[int]:
    """Where the figures of periods stand: as said, or as guessed of the headings of which nothing is said."""
    taken = _TAKEN & {column for name, column in said.items() if name in {each.strip() for each in heading}}
    guessed = set() if taken else set(guessed_periods(heading))
    return [
        at
        for at, name in enumerate(heading)
        if said.get(name.strip()) == FIGURES_OF or (name.strip() not in said and name in guessed)
    ]


def laid_down(
    line: int, row: dict[str, Any], cells: Sequence[str], heading: Sequence[str], periods: Sequence[int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that a row comes to, each with its number; a period without a cell comes to none.

    row: the cells of the other columns, by heading.
    """
    latest = max(periods, key=lambda at: (_last_day(heading[at]), at))
    known = columns_of(name for name in row if name)
    earlier = {name: cell for name, cell in row.items() if known.get(name) not in _OF_THE_LATEST}
    has_target = any(known.get(name) == "target_as_printed" and cell for name, cell in row.items())
    for at in periods:
        figure = cells[at] if at < len(cells) else ""
        if figure or (at == latest and has_target):
            own = {"period_label": heading[at].strip(), "value_as_printed": figure}
            yield line * NUMBERED + at + 1, {**(row if at == latest else earlier), **own}


def _last_day(heading: str) -> date:
    """The last day that a heading reports of; a heading for targets, or of no period, goes before all others."""
    period = read_period(heading, PeriodContext("2000/01"))
    reported = isinstance(period, PrintedPeriod) and period.role == "reported"
    return period.end if reported and isinstance(period, PrintedPeriod) else date.min
