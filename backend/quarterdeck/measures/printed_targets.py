"""Reading targets as councils print them: numbers, bounds, ranges, sentences, and "there is none"."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from quarterdeck.measures import printed_words as words
from quarterdeck.measures.printed_cells import MAXIMUM_CELL, Unreadable, key, tidy
from quarterdeck.measures.printed_figures import read_figure

Comparison = Literal["", "<", "<=", ">", ">="]

_BEFORE: tuple[tuple[re.Pattern[str], Comparison], ...] = (
    (
        re.compile(
            r"(?:<=|=<|\u2264|no more than|not more than|at most|up to|max(?:imum)?(?: of)?|within) ?",
            re.IGNORECASE,
        ),
        "<=",
    ),
    (
        re.compile(r"(?:>=|=>|\u2265|at least|no less than|not less than|min(?:imum)?(?: of)?) ?", re.IGNORECASE),
        ">=",
    ),
    (re.compile(r"(?:<|less than|fewer than|lower than|under|below) ?", re.IGNORECASE), "<"),
    (re.compile(r"(?:>|more than|greater than|higher than|over|above) ?", re.IGNORECASE), ">"),
)
_AFTER: tuple[tuple[re.Pattern[str], Comparison], ...] = (
    (
        re.compile(
            r" ?(?:<=|\u2264|or less|or fewer|or lower|or under|or below|max(?:imum)?|\(max(?:imum)?\))",
            re.IGNORECASE,
        ),
        "<=",
    ),
    (
        re.compile(
            r" ?(?:>=|\u2265|\+|or more|or higher|or over|or above|or better|min(?:imum)?|\(min(?:imum)?\))",
            re.IGNORECASE,
        ),
        ">=",
    ),
    (re.compile(r" ?<"), "<"),
    (re.compile(r" ?>"), ">"),
)
_RANGE = re.compile(r"(?:between )?([^ ]*[0-9%][^ ]*?) ?(?:-|to|and) ?([^ ]*[0-9].*)", re.IGNORECASE)


@dataclass(frozen=True)
class PrintedTarget:
    """A target as printed.

    kind: ``number``; ``range`` (``number`` to ``upper``); ``text``, a target in words; ``none``, the cell
    says that there is no target ("Data only"). ``comparison`` is a bound printed with the number ("2.4%<").
    """

    text: str
    kind: Literal["number", "range", "text", "none"]
    number: Decimal | None = None
    upper: Decimal | None = None
    decimals: int | None = None
    unit: str | None = None
    comparison: Comparison = ""
    provisional: bool = False
    qualifier: str = ""

    @property
    def value(self) -> float | None:
        """The number as a double, as the database holds it."""
        return None if self.number is None else float(self.number)


def read_target(text: str, unit_hint: str | None = None, about: str = "") -> PrintedTarget | Unreadable:
    """A target cell as printed; unit_hint and about as for ``read_value``. Never raises."""
    cell = tidy(text)
    if not cell or len(cell) > MAXIMUM_CELL:
        return _unread(text, "the cell is blank" if not cell else "the cell is too long for a target")
    if key(cell) in words.NO_TARGET or words.CONTEXTUAL.match(key(cell)):
        return PrintedTarget(text, "none")
    body, comparison = _bound(cell)
    figure = read_figure(body, unit_hint, about)
    if not isinstance(figure, Unreadable):
        return PrintedTarget(
            text,
            "number",
            figure.number,
            None,
            figure.decimals,
            figure.unit,
            comparison,
            figure.provisional,
            figure.qualifier,
        )
    noted = re.fullmatch(r"(.*?[0-9%a-z]) ?\(([^()0-9]+)\)", cell, re.IGNORECASE)
    if noted and not words.NOT_THE_TARGET.search(noted[2].lower()):
        bare = read_target(noted[1], unit_hint, about)
        if isinstance(bare, PrintedTarget) and bare.number is not None:
            return replace(bare, text=text, qualifier=noted[2])
    return _range(text, cell, unit_hint, about) or _sentence(text, cell, figure)


def _bound(cell: str) -> tuple[str, Comparison]:
    """The cell without a comparison printed before or after its number, and that comparison."""
    for pattern, comparison in _BEFORE:
        if (found := pattern.match(cell)) and re.match(r"[£0-9(.-]", cell[found.end() :]):
            return cell[found.end() :], comparison
    for pattern, comparison in _AFTER:
        found = re.search(f"(?:{pattern.pattern})$", cell, pattern.flags)
        if found and re.search(r"[0-9%a-z)]$", cell[: found.start()], re.IGNORECASE):
            return cell[: found.start()], comparison
    return cell, ""


def _range(text: str, cell: str, unit_hint: str | None, about: str) -> PrintedTarget | None:
    """ "80-85%" or "between 18 and 21 days"; None if the cell is no range with its smaller end first."""
    found = _RANGE.fullmatch(cell)
    if not found:
        return None
    currency = "£" if found[1].startswith("£") and found[2][0].isdigit() else ""
    low, high = read_figure(found[1], unit_hint, about), read_figure(currency + found[2], unit_hint, about)
    if not isinstance(low, Unreadable) and (low.unit is None or currency):
        # "5 to 10 minutes": what follows the second number belongs to both.
        low = read_figure(found[1] + re.sub(r"^[^0-9]*[0-9][0-9.,]*", "", found[2]), unit_hint, about)
    if isinstance(low, Unreadable) or isinstance(high, Unreadable) or low.number >= high.number:
        return None
    if high.unit is not None and low.unit != high.unit:
        return None
    # Years read as numbers would make "2023 to 2025" a range: a target is never two bare years.
    if high.unit is None and all(re.fullmatch(r"(?:19|20)[0-9]{2}", part) for part in found.groups()):
        return None
    places = max(low.decimals, high.decimals)
    return PrintedTarget(
        text, "range", low.number, high.number, places, high.unit or low.unit, qualifier=high.qualifier
    )


def _sentence(text: str, cell: str, figure: Unreadable) -> PrintedTarget | Unreadable:
    """A target in words; a cell with figures is one only if it reads as a sentence about a single figure."""
    if not re.search(r"[^\W\d_]", cell):
        return _unread(text, "neither a number nor words" if not re.search(r"[0-9]", cell) else figure.reason)
    figures = re.findall(r"£?[0-9][0-9,.]*%?", re.sub(r"(?:19|20)[0-9]{2}(?: ?[-/] ?[0-9]{2,4})?", "", cell))
    if len(figures) > 1 and not key(cell).startswith(("top", "within")):
        return _unread(text, "more than one figure in one target", "put each period's target in a row of its own")
    if not re.search(r"[0-9]", cell) or words.TARGET_SENTENCE.search(cell.lower()):
        return PrintedTarget(text, "text")
    return _unread(text, figure.reason, figure.advice)


def _unread(
    text: str, reason: str, advice: str = "print the target as a number with its unit, or in words"
) -> Unreadable:
    return Unreadable("target_as_printed", text, reason, advice)
