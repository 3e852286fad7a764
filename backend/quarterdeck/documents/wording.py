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
SECONDS = frozenset({"seconds", "second", "secs", "sec", "s"})
# Of exactly one: "1 day", and "1.0 days".
ONE = {"days": "day", "working days": "working day", "weeks": "week", "months": "month", "hours": "hour",
       "minutes": "minute", "years": "year"}  # fmt: skip
FIELDS = {
    "definition": "Definition",
    "numerator_label": "What is counted",
    "denominator_label": "Out of what",
    "data_source": "Source of the data",
    "unit_of_measure": "Unit of measure",
    "decimals": "Decimal places",
    "polarity": "Good is",
    "aggregation": "How a period's figure comes about",
    "rating_rule": "How it is rated",
}
AGGREGATIONS = {
    "flow": "What happened in the period",
    "year_to_date": "The year so far",
    "snapshot": "As it stood at the end of the period",
    "rolling": "The last twelve months, or another fixed stretch",
    "average": "The average of the period",
}
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
    if unit.lower() in SECONDS:
        return sign + _duration(abs(exact), decimals)
    if unit in CLOSE:
        before, after = CLOSE[unit]
        return f"{sign}{before}{digits}{after}"
    if unit.lower() in PLAIN:
        return f"{sign}{digits}"
    return f"{sign}{digits} {ONE.get(unit.lower(), unit) if digits == '1' else unit}"


def _duration(seconds: Decimal, decimals: int) -> str:
    """Seconds as they are said: 45s, 4m 40s, 1h 2m 5s."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    whole = [f"{hours:,.0f}h"] if hours else []
    whole += [f"{minutes:.0f}m"] if hours or minutes else []
    return " ".join([*whole, f"{rest:.{decimals}f}s"])


def figure_words(value_state: str, value: float | None, unit_of_measure: str, decimals: int) -> str:
    """What stands in a cell: the number, or the words of its state."""
    if value is None:
        return VALUE_STATES.get(value_state, value_state.replace("_", " ").capitalize())
    return number_words(value, unit_of_measure, decimals)


def target_words(figure: FigureContent) -> str:
    """The target as printed: a number, a range, words, or that none is set."""
    low, high = figure.target_low, figure.target_high
    return target_said(figure.target, low, high, figure.target_text, figure.unit_of_measure, figure.decimals)


def target_said(
    value: float | None, low: float | None, high: float | None, text: str, unit_of_measure: str, decimals: int
) -> str:
    """What a target says, in words: a number, a range, or the words it was set in."""
    if value is not None:
        return number_words(value, unit_of_measure, decimals)
    if low is not None and high is not None:
        return f"{number_words(low, unit_of_measure, decimals)} to {number_words(high, unit_of_measure, decimals)}"
    return text or "None set"


def field_words(field_code: str) -> str:
    """What a part of a definition is called."""
    return FIELDS[field_code]


def said_words(field_code: str, value: str) -> str:
    """What that part says, its codes in words; nothing is said so too."""
    if field_code == "polarity":
        return POLARITY.get(value, value)
    if field_code == "aggregation":
        return AGGREGATIONS.get(value, value)
    return value.strip() or "Nothing was said"


def day_words(day: date) -> str:
    """A day as committee papers write it: 4 September 2023."""
    return f"{day.day} {day:%B %Y}"


def due_words(day: date, precision: str) -> str:
    return f"{day:%B %Y}" if precision == "month" else day_words(day)


def share(part: int, whole: int, thing: str) -> str:
    """A count with its denominator: "12 of 14 rated indicators"."""
    return f"{part} of {whole} {thing}".strip()


def things(number: int, thing: str) -> str:
    """A count and what is counted: "1 action", "2 actions"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def reason_words(code: str | None) -> str:
    """A machine's reason ("no_target") as words ("no target")."""
    return (code or "").replace("_", " ")
