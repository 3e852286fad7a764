"""Checks of a target as it is proposed. An error refuses it; a warning needs an explanation, kept with the target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from quarterdeck.framework.periods import BadPeriod, Period
from quarterdeck.measures.checks import Earlier
from quarterdeck.measures.findings import Finding, Settings, as_set, error, warning
from quarterdeck.measures.rating import TargetFigure, as_displayed
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.travel import YEAR_TO_DATE
from quarterdeck.measures.usual import MOST_FIGURES, slipped

TIMES: Final = {10: ("target_times_ten", "a tenth"), 100: ("target_times_hundred", "a hundredth")}
YEARS_BACK: Final = 3
AS_THEY_ARE: Final[Settings] = MappingProxyType({})


@dataclass(frozen=True)
class TargetInput:
    """A proposed target and what is known beside it, in the indicator's unit of measure.

    history: earlier periods of the same series and span, oldest first. today: when it is proposed.
    """

    period_code: str
    target: TargetFigure
    polarity: Polarity
    decimals: int
    aggregation: str
    today: date
    rationale: str = ""
    history: Sequence[Earlier] = ()

    @property
    def edges(self) -> tuple[float, ...]:
        """The figures of the target: one, or the ends of a range; none where it is in words."""
        if self.target.value is not None:
            return (self.target.value,)
        return tuple(each for each in (self.target.low, self.target.high) if each is not None)

    @property
    def outturn(self) -> Earlier | None:
        """What was achieved last: in the same period of a year before, else in the newest period.

        A figure for the year to date is held against the same period alone.
        """
        known = {each.period_code: each for each in self.history if each.value is not None}
        period = Period.of_code(self.period_code)
        for _ in range(YEARS_BACK):
            try:
                period = period.same_period_last_year()
            except BadPeriod:
                break
            if period.code in known:
                return known[period.code]
        return None if self.aggregation == YEAR_TO_DATE or not known else list(known.values())[-1]


def check_target(proposed: TargetInput, settings: Settings = AS_THEY_ARE) -> list[Finding]:
    """All findings on one proposed target, as severe as the indicator's settings have them."""
    return list(as_set((finding for each in CHECKS if (finding := each(proposed))), settings))


def _without_reason(proposed: TargetInput) -> Finding | None:
    """A target of a year that has begun: those it is for have been working to another one, or to none."""
    year = Period.of_code(proposed.period_code).year()
    if proposed.rationale.strip() or proposed.today < year.start:
        return None
    return error("target_without_reason", f"The year {year.short_label} has begun: say why in the rationale.")


def _zero(proposed: TargetInput) -> Finding | None:
    value = proposed.target.value
    if value is None or as_displayed(value, proposed.decimals) != 0:
        return None
    return warning("zero_target", "The target is zero, and no share of it can be missed or met. Say why it is right.")


def _times_out(proposed: TargetInput) -> Finding | None:
    """A target of another scale than the figures on record."""
    usual = [each.value for each in _comparable(proposed) if each.value is not None][-MOST_FIGURES:]
    for edge in proposed.edges:
        times = slipped(edge, usual)
        if times is not None:
            above = abs(edge) > max(abs(each) for each in usual)
            nearest = max(usual, key=abs) if above else min(usual, key=abs)
            code, part = TIMES[times]
            size = f"{edge / nearest:,.0f} times" if above else f"about {part} of"
            which = "highest" if above else "lowest"
            shown, other = (_shown(each, proposed.decimals) for each in (edge, nearest))
            sentence = f"The target of {shown} is {size} the {which} figure on record, {other}."
            return warning(code, f"{sentence} Put it right, or say why it is so.")
    return None


def _comparable(proposed: TargetInput) -> Sequence[Earlier]:
    if proposed.aggregation != YEAR_TO_DATE:
        return proposed.history
    place = Period.of_code(proposed.period_code).start
    starts = ((each, Period.of_code(each.period_code).start) for each in proposed.history)
    return [each for each, start in starts if (start.month, start.day) == (place.month, place.day)]


def _easier_than_outturn(proposed: TargetInput) -> Finding | None:
    outturn = proposed.outturn
    if outturn is None or outturn.value is None or not proposed.edges:
        return None
    achieved = as_displayed(outturn.value, proposed.decimals)
    match proposed.polarity:
        case Polarity.HIGHER:
            wanted = as_displayed(proposed.edges[0], proposed.decimals)
            easier = wanted < achieved
        case Polarity.LOWER:
            wanted = as_displayed(proposed.edges[-1], proposed.decimals)
            easier = wanted > achieved
        case _:
            return None
    if not easier:
        return None
    label = Period.of_code(outturn.period_code).short_label
    return warning(
        "target_easier_than_outturn",
        f"The target of {wanted:,f} is easier than what was achieved in {label}, {achieved:,f}. Say why.",
    )


def _shown(figure: float, decimals: int) -> str:
    exact: Decimal = as_displayed(figure, decimals)
    return f"{exact:,f}"


CHECKS: Final[tuple[Callable[[TargetInput], Finding | None], ...]] = (
    _without_reason,
    _zero,
    _times_out,
    _easier_than_outturn,
)
