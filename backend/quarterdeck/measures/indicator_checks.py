"""Checks of an indicator as it is set up: that which figures are good, and their unit, agree with its name.

Three polarities of a real council were stored the wrong way round, and papers have praised what was missed.
A name only hints, so these are warnings: where it misleads, the check is set off for the indicator, with the reason.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from quarterdeck.measures.findings import Finding, Settings, as_set, warning
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.ratio import is_percentage

AS_THEY_ARE: Final[Settings] = MappingProxyType({})
# What a name speaks of, where fewer is better whatever it is counted in. Searched for as whole words.
FEWER_IS_BETTER: Final = (
    "days to", "weeks to", "days taken", "weeks taken", "time taken", "average time", "waiting time", "average wait",
    "to re-let", "re-let time", "turnaround", "days lost", "rent lost", "written off", "sickness", "absence",
    "complaints", "missed", "overdue", "arrears", "debt", "backlog", "unresolved", "vacancy rate", "vacant",
    "empty homes", "void", "voids", "unemployed", "unemployment", "claimants", "claiming", "crime", "burglary",
    "anti-social", "fly-tips reported", "fly-tipping incidents", "residual waste", "emissions", "carbon footprint",
    "killed or seriously injured", "rough sleepers", "rough sleeping", "temporary accommodation", "bed and breakfast",
    "bed & breakfast", "evictions", "abandoned", "appeals allowed", "upheld", "overturned", "not in education",
    "exclusions", "re-referrals", "delayed transfers", "errors", "data breaches", "accidents", "injuries", "deaths",
    "fuel poverty", "child poverty", "cost per", "unable to achieve",
)  # fmt: skip
# Where more is better; where a name speaks of both ("complaints answered within 10 days"), it tells nothing.
MORE_IS_BETTER: Final = (
    "rent collected", "tax collected", "rates collected", "charges collected", "collection rate", "resolved",
    "completed", "answered", "responded to", "attended to", "restored", "sustained", "on course", "on track",
    "within target", "within time", "in time", "on time", "removed", "cleared", "recycled", "recycling", "composted",
    "satisfied", "satisfaction", "good or outstanding", "acceptable", "decent", "compliance", "compliant",
    "prevented", "relieved", "successful", "success rate", "employment rate", "attendance", "visits", "footfall",
    "users", "participants", "take-up", "uptake", "affordable homes", "additional homes", "homes built", "housed",
    "installed", "jobs created", "savings", "income", "brought back into use", "volunteers", "attainment", "helped",
    "improved", "milestones met", "enforcement action", "dismissed", "immunised", "broadband",
)  # fmt: skip
# What is done within so many days is done well.
WITHIN: Final = re.compile(r"\bwithin (an? |the )?(agreed |statutory )?(\d|timeframe|deadline)", re.IGNORECASE)
# The unit that a name speaks of, and the units of measure that agree with it, without case.
PERCENTAGE: Final = re.compile(r"%|\bper ?cent(age)?\b|\bproportion of\b", re.IGNORECASE)
NUMBER: Final = re.compile(r"^(total )?(number|count|no\.?) of\b", re.IGNORECASE)
MONEY: Final = re.compile(r"£|\bcost per\b|^(total )?(cost|value|spend|income) (of|from)\b", re.IGNORECASE)
DURATION: Final = re.compile(r"\b(days|weeks|hours|minutes)\b(?! (lost|a week|per))", re.IGNORECASE)
DURATIONS: Final = ("day", "week", "hour", "minute", "second", "month")


@dataclass(frozen=True)
class IndicatorInput:
    """What is checked of an indicator, by the definition in force."""

    name: str
    polarity: Polarity
    unit_of_measure: str


def check_indicator(indicator: IndicatorInput, settings: Settings = AS_THEY_ARE) -> list[Finding]:
    """All findings on one indicator, as severe as its settings have them."""
    return list(as_set((finding for each in CHECKS if (finding := each(indicator))), settings))


def _polarity(indicator: IndicatorInput) -> Finding | None:
    within = WITHIN.search(indicator.name)
    more = within[0] if within else _first(indicator.name, MORE_IS_BETTER)
    fewer = _first(indicator.name, FEWER_IS_BETTER)
    match indicator.polarity:
        case Polarity.HIGHER if fewer and not more:
            return _contradiction(fewer, "a low figure is good", "high")
        case Polarity.LOWER if more and not fewer:
            return _contradiction(more, "a high figure is good", "low")
    return None


def _contradiction(word: str, expected: str, stored: str) -> Finding:
    return warning(
        "polarity_contradicts_name",
        f"The name speaks of “{word}”, of which {expected}; the definition says that {stored} is good. "
        "Put it right, or set this check off with the reason.",
    )


def _unit(indicator: IndicatorInput) -> Finding | None:
    unit = indicator.unit_of_measure.strip().casefold()
    for spoken_of, agrees in _units_spoken_of(indicator.name):
        if not agrees(unit):
            return warning(
                "unit_of_measure_mismatch",
                f"The name speaks of {spoken_of}, and the unit of measure is “{indicator.unit_of_measure}”. "
                "Put it right, or set this check off with the reason.",
            )
    return None


def _units_spoken_of(name: str) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """The unit that a name speaks of, if one: how to say it, and whether a unit of measure agrees."""
    if PERCENTAGE.search(name):
        yield "a percentage", is_percentage
    elif NUMBER.search(name):
        yield "a number", lambda unit: not is_percentage(unit) and not unit.startswith("£")
    elif MONEY.search(name):
        yield "an amount of money", lambda unit: unit.startswith("£") or "pound" in unit or "gbp" in unit
    elif DURATION.search(name) and re.search(r"\b(average|mean|time|days to)\b", name, re.IGNORECASE):
        yield "a length of time", lambda unit: any(each in unit for each in DURATIONS)


def _first(name: str, words: tuple[str, ...]) -> str | None:
    """The first of these words that the name has as whole words."""
    lowered = name.casefold()
    return next((word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lowered)), None)


CHECKS: Final[tuple[Callable[[IndicatorInput], Finding | None], ...]] = (_polarity, _unit)
