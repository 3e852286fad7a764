"""Every check that is made: its code, what it is called, what it looks for, and how severe it is by itself.

A code stands for ever: explanations are kept under it, in figures and in sealed editions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from quarterdeck.measures.findings import Severity


class About(StrEnum):
    """What a check is made of: a figure or an activity at entry, a target as it is proposed, an indicator as it is."""

    FIGURE = "figure"
    ACTIVITY = "activity"
    TARGET = "target"
    INDICATOR = "indicator"


@dataclass(frozen=True)
class Check:
    """One check. fixed: it cannot be set otherwise, because what it finds cannot be put on record."""

    code: str
    about: About
    name: str
    sentence: str
    severity: Severity
    fixed: bool = False


_checks: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Let checks be listed. Called once for each, where its subject is defined."""
    _checks.update({each.code: each for each in checks})


def known_checks() -> Iterator[Check]:
    """Every check, by what it is about, in the order in which they are made."""
    order = list(About)
    yield from sorted(_checks.values(), key=lambda each: order.index(each.about))


def find_check(code: str) -> Check | None:
    """The check with this code; None where there is none."""
    return _checks.get(code)


def name_of(code: str) -> str:
    """What a check is called in papers; an unknown code reads as it is."""
    found = _checks.get(code)
    return found.name if found else code.replace("_", " ").capitalize()


ERROR, WARNING = Severity.ERROR, Severity.WARNING
FIGURE, TARGET, INDICATOR = About.FIGURE, About.TARGET, About.INDICATOR
register(
    Check("missing_value", FIGURE, "No figure", "A figure is given, or the reason for none.", ERROR, fixed=True),
    Check(
        "zero_denominator",
        FIGURE,
        "Zero denominator",
        "A denominator of zero makes no figure, and never 100%.",
        ERROR,
        fixed=True,
    ),
    Check(
        "numerator_above_denominator",
        FIGURE,
        "Numerator above denominator",
        "Of a percentage, the numerator is not above the denominator; where it has been so before, say why it is.",
        ERROR,
    ),
    Check(
        "value_not_ratio",
        FIGURE,
        "Figure is not the ratio",
        "The figure is what its numerator and denominator make, as displayed.",
        ERROR,
    ),
    Check("over_100", FIGURE, "More than 100%", "A percentage is 100 at most, or it is said why it is more.", WARNING),
    Check(
        "falling_year_to_date",
        FIGURE,
        "Falling year to date",
        "A count for the year to date does not fall within the year.",
        WARNING,
    ),
    Check(
        "times_ten",
        FIGURE,
        "Ten times out",
        "The figure is not ten times too large or too small, against the figures before it and its target.",
        WARNING,
    ),
    Check(
        "times_hundred",
        FIGURE,
        "A hundred times out",
        "The figure is not a hundred times too large or too small, against the figures before it and its target.",
        WARNING,
    ),
    Check(
        "jump",
        FIGURE,
        "Outside the usual limits",
        "The figure is within the limits of the series' recent figures, or was reached by a usual step.",
        WARNING,
    ),
    Check(
        "identical_to_last",
        FIGURE,
        "Same as last time",
        "The figure is not the one of the period before, to three digits or more.",
        WARNING,
    ),
    Check(
        "red_without_action",
        FIGURE,
        "Red without an action",
        "Where the framework asks for it, an action about the indicator is open while its figure is red.",
        ERROR,
    ),
    Check(
        "missing_commentary",
        FIGURE,
        "No commentary",
        "The ratings that the framework names, and figures that are missing, have a commentary. A nil return always "
        "has its reason.",
        ERROR,
    ),
    Check("zero_target", TARGET, "Target of zero", "The target is not zero, or it is said why it is.", WARNING),
    Check(
        "target_times_ten",
        TARGET,
        "Target ten times out",
        "The target is not ten times the figures on record, or a tenth of them.",
        WARNING,
    ),
    Check(
        "target_times_hundred",
        TARGET,
        "Target a hundred times out",
        "The target is not a hundred times the figures on record, or a hundredth of them.",
        WARNING,
    ),
    Check(
        "target_easier_than_outturn",
        TARGET,
        "Target easier than the last outturn",
        "The target is at least as hard to reach as what was achieved in the same period last year, or last of all.",
        WARNING,
    ),
    Check(
        "target_without_reason",
        TARGET,
        "Target in mid-year without a reason",
        "A target for a year that has begun says why in its rationale.",
        ERROR,
    ),
    Check(
        "polarity_contradicts_name",
        INDICATOR,
        "Polarity contradicts the name",
        "Which figures are good agrees with what the indicator's name says it counts.",
        WARNING,
    ),
    Check(
        "unit_of_measure_mismatch",
        INDICATOR,
        "Unit of measure contradicts the name",
        "The unit of measure agrees with the unit that the indicator's name speaks of.",
        WARNING,
    ),
)
