"""Words for what a report prints: figures, states, ratings, directions, dates. British English, one place."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from quarterdeck.documents.model import Status
from quarterdeck.reporting.content import FigureContent, LegendEntry

VALUE_STATES = {
    "awaited": "Awaited",
    "not_due": "Not due",
    "not_available": "Not available",
    "not_applicable": "Not applicable",
    "suppressed": "Suppressed",
    "nil_return": "Nil return",
    "error": "Error in the figure",
}
RATINGS = {
    "green": Status(word="On target", shape="circle", tone="on_target"),
    "amber": Status(word="Near target", shape="triangle", tone="near_target"),
    "red": Status(word="Off target", shape="diamond", tone="off_target"),
    "unrated": Status(word="Not rated", shape="ring", tone="no_data"),
}
ACTIVITY_STATUSES = {
    "not_started": Status(word="Not started", shape="ring", tone="no_data"),
    "on_course": Status(word="On course", shape="circle", tone="on_target"),
    "in_question": Status(word="Achievement in question", shape="triangle", tone="near_target"),
    "unable": Status(word="Unable to achieve", shape="diamond", tone="off_target"),
    "completed": Status(word="Completed", shape="square", tone="completed"),
}
# An arrow is not left alone at the end of a line: the space behind it does not break.
TRAVEL = {
    "improving": "↗\u00a0Improving",
    "unchanged": "→\u00a0No change",
    "worsening": "↘\u00a0Worsening",
    "not_compared": "Not compared",
}
# Where neither way is better, a figure only goes up or down.
MOVES = TRAVEL | {"up": "↑\u00a0Up", "down": "↓\u00a0Down"}
POLARITY = {"higher": "High", "lower": "Low", "range": "In range", "none": "Not judged"}
# Units of measure that are written against the number; all others follow it after a space.
CLOSE = {"%": ("", "%"), "£": ("£", ""), "£k": ("£", "k"), "£m": ("£", "m"), "£000": ("£", "k")}
PLAIN = frozenset({"", "number", "count", "no.", "#", "ratio", "score", "rate"})
MINUS = "\u2212"


def rating_words(legend: Sequence[LegendEntry]) -> dict[str, Status]:
    """Ratings in the council's own words, so that the report says what its legend explains."""
    own = {each.rating: each.word for each in legend}
    return {
        rating: Status(word=own.get(rating, status.word), shape=status.shape, tone=status.tone)
        for rating, status in RATINGS.items()
    }


def number_words(value: float, unit_of_measure: str, decimals: int) -> str:
    """A number as printed: rounded half up to its decimals, grouped by thousands, with its unit of measure."""
    # repr gives the shortest decimal that reads back as this double: 2.675 rounds as it was typed.
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if exact < 0 else ""
    digits = f"{abs(exact):,f}"
    unit = unit_of_measure.strip()
    if unit in CLOSE:
        before, after = CLOSE[unit]
        return f"{sign}{before}{digits}{after}"
    return f"{sign}{digits}" if unit.lower() in PLAIN else f"{sign}{digits} {unit}"


def figure_words(value_state: str, value: float | None, unit_of_measure: str, decimals: int) -> str:
    """What stands in a cell: the number, or the words of its state."""
    if value is None:
        return VALUE_STATES.get(value_state, value_state.replace("_", " ").capitalize())
    return number_words(value, unit_of_measure, decimals)


def target_words(figure: FigureContent) -> str:
    """The target as printed: a number, a range, words, or that none is set."""
    unit, decimals = figure.unit_of_measure, figure.decimals
    if figure.target is not None:
        return number_words(figure.target, unit, decimals)
    if figure.target_low is not None and figure.target_high is not None:
        return (
            f"{number_words(figure.target_low, unit, decimals)} to {number_words(figure.target_high, unit, decimals)}"
        )
    return figure.target_text or "None set"


def day_words(day: date) -> str:
    """A day as committee papers write it: 4 September 2023."""
    return f"{day.day} {day:%B %Y}"


def due_words(day: date, precision: str) -> str:
    return f"{day:%B %Y}" if precision == "month" else day_words(day)


def share(part: int, whole: int, thing: str) -> str:
    """A count with its denominator: "12 of 14 rated indicators"."""
    return f"{part} of {whole} {thing}".strip()


def reason_words(code: str | None) -> str:
    """A machine's reason ("no_target") as words ("no target")."""
    return (code or "").replace("_", " ")
