"""Checks of one figure at entry. An error blocks; a warning needs an explanation, which the reviewers see.

Each check is a function from the entry to at most one finding; `CHECKS` lists them in the order shown.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

from quarterdeck.framework.periods import Period
from quarterdeck.measures.rating import HAS_NUMBER, Rating, as_displayed
from quarterdeck.measures.travel import YEAR_TO_DATE

WITHOUT_FIGURE: Final = frozenset({"awaited", "not_available", "error"})
"""States that leave a reader asking why; `not_due`, `not_applicable` and `suppressed` say it themselves."""

# Limits of an individuals chart by its median moving range r: centre ± 3.145 r, and 3.865 r for a step from
# one figure to the next (D. J. Wheeler, Understanding Statistical Process Control). Medians, because one
# mistyped figure in the history must not widen them.
LIMIT_FACTOR: Final = 3.145
STEP_FACTOR: Final = 3.865
FEWEST_FIGURES: Final = 5
MOST_FIGURES: Final = 12
# A series that has hardly moved has limits next to nothing: a move of a twentieth of its level is no jump.
ALWAYS_ALLOWED: Final = 0.05


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """What a check found, for the person who enters the figure."""

    code: str
    severity: Severity
    sentence: str
    needs_explanation: bool


@dataclass(frozen=True)
class Earlier:
    """What stands for an earlier period of the same series; `value` None where no figure was reported."""

    period_code: str
    value: float | None
    numerator: float | None = None


@dataclass(frozen=True)
class CheckInput:
    """One entry and what is known beside it, its figures in the indicator's unit of measure.

    value_state: None where nothing has been entered yet. rating: of this figure, None where unknown.
    history: earlier periods of the same series, oldest first.
    """

    period_code: str
    value_state: str | None
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    commentary: str = ""
    is_percentage: bool = False
    aggregation: str = "flow"
    decimals: int = 1
    rating: str | None = None
    history: Sequence[Earlier] = ()

    @property
    def figure(self) -> float | None:
        """The figure reported, None where there is none."""
        return self.value if self.value_state == HAS_NUMBER else None


def check(
    entry: CheckInput,
    commentary: Severity = Severity.WARNING,
    commentary_for: Collection[str] = (Rating.AMBER, Rating.RED),
) -> list[Finding]:
    """All findings on one entry.

    commentary: how serious missing commentary is; commentary_for: the ratings that call for it. Both are the
    council's framework to decide.
    """
    findings = [finding for each in CHECKS if (finding := each(entry))]
    missing = _missing_commentary(entry, commentary, commentary_for)
    return [*findings, missing] if missing else findings


def blocks(finding: Finding, explanations: Mapping[str, str]) -> bool:
    """Whether the entry cannot be submitted yet: an error, or a warning without its explanation (by code)."""
    if finding.severity is Severity.ERROR:
        return True
    return finding.needs_explanation and not explanations.get(finding.code, "").strip()


def _error(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.ERROR, sentence, needs_explanation=False)


def _warning(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.WARNING, sentence, needs_explanation=True)


def _missing_value(entry: CheckInput) -> Finding | None:
    if entry.value_state is None:
        return _error("missing_value", "Nothing has been entered. Give a figure, or say why there is none.")
    if entry.value_state == HAS_NUMBER and entry.value is None:
        return _error("missing_value", "The figure is missing. Give it, or choose why there is none.")
    return None


def _missing_commentary(entry: CheckInput, severity: Severity, commentary_for: Collection[str]) -> Finding | None:
    if entry.commentary.strip():
        return None
    code = "missing_commentary"
    if entry.value_state == "nil_return":
        return _error(code, "A nil return needs its reason in the commentary.")
    # The commentary itself is the explanation: nobody is asked to explain why there is none.
    if entry.value_state in WITHOUT_FIGURE:
        return Finding(code, severity, "Say in the commentary why there is no figure.", needs_explanation=False)
    if entry.rating in commentary_for:
        sentence = f"The figure is rated {entry.rating}. Say in the commentary why, and what is being done."
        return Finding(code, severity, sentence, needs_explanation=False)
    return None


def _zero_denominator(entry: CheckInput) -> Finding | None:
    if entry.figure is None or entry.denominator != 0:
        return None
    return _error(
        "zero_denominator",
        "The denominator is zero, so there is no figure. Choose “nil return” or “not applicable”.",
    )


def _numerator_above_denominator(entry: CheckInput) -> Finding | None:
    if not entry.is_percentage or entry.figure is None or entry.numerator is None or entry.denominator is None:
        return None
    if entry.numerator <= entry.denominator:
        return None
    code = "numerator_above_denominator"
    numerator, denominator = _shown(entry.numerator, 0), _shown(entry.denominator, 0)
    sentence = f"The numerator ({numerator}) is above the denominator ({denominator})."
    # Rent collected can be 102.44% of rent due. An indicator that has been there before may be again.
    if any(earlier.value is not None and earlier.value > 100 for earlier in entry.history):
        return _warning(code, f"{sentence} Say why.")
    return _error(code, f"{sentence} One of them is wrong, or they are the wrong way round.")


def _over_100(entry: CheckInput) -> Finding | None:
    if not entry.is_percentage or entry.figure is None or as_displayed(entry.figure, entry.decimals) <= 100:
        return None
    return _warning("over_100", f"{_shown(entry.figure, entry.decimals)}% is more than 100%. Say why that is right.")


def _falling_year_to_date(entry: CheckInput) -> Finding | None:
    if entry.aggregation != YEAR_TO_DATE or entry.figure is None:
        return None
    period = Period.of_code(entry.period_code)
    for earlier in reversed(entry.history):
        before = Period.of_code(earlier.period_code)
        if before.year() != period.year():
            return None
        if earlier.value is None or before >= period:
            continue
        now, then = _accumulated(entry, earlier)
        if now is None or then is None or now >= then:
            return None
        return _warning(
            "falling_year_to_date",
            f"A figure for the year to date should not fall: it was {_shown(then, entry.decimals)} for "
            f"{before.short_label} and is {_shown(now, entry.decimals)} now. Say why.",
        )
    return None


def _accumulated(entry: CheckInput, earlier: Earlier) -> tuple[float | None, float | None]:
    """What adds up through the year: numerators where both are known, otherwise the figures themselves."""
    if entry.numerator is not None and earlier.numerator is not None:
        return entry.numerator, earlier.numerator
    # A percentage for the year to date falls rightly when the newest months were worse.
    return (None, None) if entry.is_percentage else (entry.figure, earlier.value)


def _jump(entry: CheckInput) -> Finding | None:
    """A figure outside the limits of its own recent history, reached in a step that is outside them too.

    Both are asked for: a steady trend leaves the limits in small steps, and the way back from one odd figure
    is a large step to a usual place. Counts for the year to date are compared by what each period added.
    """
    now, usual = _comparable(entry)
    if now is None or len(usual) < FEWEST_FIGURES:
        return None
    centre = median(usual)
    moving_range = median(abs(later - sooner) for sooner, later in pairwise(usual))
    allowed = ALWAYS_ALLOWED * abs(centre)
    reach = max(LIMIT_FACTOR * moving_range, allowed)
    if abs(now - centre) <= reach or abs(now - usual[-1]) <= max(STEP_FACTOR * moving_range, allowed):
        return None
    low, high, shown = (_shown(each, entry.decimals) for each in (centre - reach, centre + reach, now))
    what = "What this period adds, " + shown + "," if _adds_up(entry) else shown
    return _warning(
        "jump",
        f"{what} is outside {low} to {high}, where the last {len(usual)} figures would put it. Say why.",
    )


def _comparable(entry: CheckInput) -> tuple[float | None, list[float]]:
    """The figure and up to twelve before it; of a count for the year to date, what each period added."""
    if not _adds_up(entry):
        usual = [earlier.value for earlier in entry.history if earlier.value is not None]
        return entry.figure, usual[-MOST_FIGURES:]
    added = dict(_added([*entry.history, Earlier(entry.period_code, entry.figure)]))
    now = added.pop(entry.period_code, None)
    return now, list(added.values())[-MOST_FIGURES:]


def _adds_up(entry: CheckInput) -> bool:
    return entry.aggregation == YEAR_TO_DATE and not entry.is_percentage


def _added(history: Sequence[Earlier]) -> Iterator[tuple[str, float]]:
    """(period code, what the period added to the year's count), where both ends of the step are known."""
    totals = {earlier.period_code: earlier.value for earlier in history}
    for code, total in totals.items():
        period = Period.of_code(code)
        if total is None:
            continue
        if period.start == period.year().start:
            yield code, total
        elif (before := totals.get(period.previous().code)) is not None:
            yield code, total - before


def _shown(figure: float, decimals: int) -> str:
    exact: Decimal = as_displayed(figure, decimals)
    return f"{exact:,f}"


CHECKS: Final[tuple[Callable[[CheckInput], Finding | None], ...]] = (
    _missing_value,
    _zero_denominator,
    _numerator_above_denominator,
    _over_100,
    _falling_year_to_date,
    _jump,
)
