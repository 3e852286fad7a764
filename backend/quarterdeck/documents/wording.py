"""Words for what a report prints: figures, states, ratings, directions, dates. British English, one place."""

from collections.abc import Sequence
from datetime import date

from quarterdeck.core.words import counted, day_words
from quarterdeck.documents.model import Status
from quarterdeck.measures.words import MINUS, VALUE_STATES, figure_words, number_words, target_said
from quarterdeck.reporting.content import FigureContent, LegendEntry

__all__ = [
    "ACTIVITY_STATUSES", "MINUS", "MOVES", "POLARITY", "RATINGS", "TRAVEL", "VALUE_STATES", "counted", "day_words",
    "due_words", "field_words", "figure_words", "number_words", "rating_words", "reason_words", "said_words", "share",
    "target_said", "target_words",
]  # fmt: skip

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


def rating_words(legend: Sequence[LegendEntry]) -> dict[str, Status]:
    """Ratings in the council's own words, so that the report says what its legend explains."""
    own = {each.rating: each.word for each in legend}
    return {
        rating: Status(word=own.get(rating, status.word), shape=status.shape, tone=status.tone)
        for rating, status in RATINGS.items()
    }


def target_words(figure: FigureContent) -> str:
    """The target as printed: a number, a range, words, or that none is set."""
    low, high = figure.target_low, figure.target_high
    return target_said(figure.target, low, high, figure.target_text, figure.unit_of_measure, figure.decimals)


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


def due_words(day: date, precision: str) -> str:
    return f"{day:%B %Y}" if precision == "month" else day_words(day)


def share(part: int, whole: int, thing: str) -> str:
    """A count with its denominator: "12 of 14 rated indicators"."""
    return f"{part} of {whole} {thing}".strip()


def reason_words(code: str | None) -> str:
    """A machine's reason ("no_target") as words ("no target")."""
    return (code or "").replace("_", " ")
