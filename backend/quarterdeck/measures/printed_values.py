"""Reading values and targets as councils print them.

Times: anything printed in hours, minutes or seconds is held in **seconds** ("4m 40s" is 280), unless the
unit given beside it says hours or minutes. Days, weeks, months and years stay as they are.
Money: "£1.2m" is 1,200,000 in £, unless the unit given beside it is £m (then 1.2) or £k.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from quarterdeck.measures import printed_words as words
from quarterdeck.measures.printed_cells import MAXIMUM_CELL, Unreadable, key, tidy
from quarterdeck.measures.printed_figures import DIGITS, Figure, read_figure, to_decimal, unread
from quarterdeck.measures.printed_words import ValueState

_FRACTION = re.compile(
    rf"(?P<value>.*%|.*[0-9](?= ?\()) ?[(,;:]? ?(?P<part>{DIGITS}) ?(?:/|of|out of) ?(?P<whole>{DIGITS})\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PrintedValue:
    """A value as printed: its state and, where the state is ``value``, a number.

    ``number`` is in ``unit`` where the cell shows one (None: the cell shows none); ``decimals`` are the
    places as printed, so "95.0%" has one. ``qualifier`` is what else the cell says about the figure.
    """

    text: str
    state: ValueState
    number: Decimal | None = None
    decimals: int | None = None
    unit: str | None = None
    provisional: bool = False
    qualifier: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def value(self) -> float | None:
        """The number as a double, as the database holds it."""
        return None if self.number is None else float(self.number)


def read_value(text: str, unit_hint: str | None = None, about: str = "") -> PrintedValue | Unreadable:
    """A value cell as printed.

    unit_hint: the unit column's text or the unit known for the indicator; about: the indicator's name, whose
    words may follow the number ("343 homes"). States come from ``printed_words`` alone. Never raises.
    """
    cell = tidy(text)
    if not cell or len(cell) > MAXIMUM_CELL:
        return unread(
            text,
            "the cell is blank" if not cell else "the cell is too long for a value",
            "print the value or a word such as “TBC”",
        )
    state = _state(cell, unit_hint, about)
    if isinstance(state, Unreadable):
        return state
    if state is not None:
        word, reason = state
        return PrintedValue(text, word, qualifier=reason)
    body, numerator, denominator = _fraction(cell)
    figure = read_figure(body, unit_hint, about)
    if isinstance(figure, Unreadable):
        return unread(text, figure.reason, figure.advice)
    return PrintedValue(
        text,
        "value",
        figure.number,
        figure.decimals,
        figure.unit,
        figure.provisional,
        figure.qualifier,
        numerator,
        denominator,
    )


def _state(cell: str, unit_hint: str | None, about: str) -> tuple[ValueState, str] | Unreadable | None:
    """The state a cell's words stand for and the reason printed with it; None if it holds no such word."""
    whole = key(cell)
    for spelling in (cell.lower(), whole, whole.rstrip("* ")):
        if spelling in words.STATE_WORDS:
            return words.STATE_WORDS[spelling], "" if spelling == whole else cell
    for pattern, state in words.STATE_PATTERNS:
        if pattern.fullmatch(whole):
            return state, cell
    head = re.match(r"(.{2,40}?)(?: ?[(:;,\u2022] ?| -+ ?)(.+)", cell)
    worded = words.STATE_WORDS.get(key(head[1])) if head else None
    if not head or not worded:
        return None
    reason = head[2].strip(" ()-")
    if isinstance(read_figure(reason, unit_hint, about), Figure):
        return unread(cell, f"“{head[1]}” and a number stand in one cell", "print either the number or the word")
    return worded, reason


def _fraction(cell: str) -> tuple[str, Decimal | None, Decimal | None]:
    """ "84% (42/50)" as "84%", 42 and 50; any other cell as it is."""
    found = _FRACTION.fullmatch(cell)
    if not found:
        return cell, None, None
    return found["value"].rstrip(), to_decimal(found["part"]), to_decimal(found["whole"])
