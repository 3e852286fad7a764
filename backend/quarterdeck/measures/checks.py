"""Checks of one figure at entry. An error blocks; a warning needs an explanation, which the reviewers see.

Each check is a function from the entry to at most one finding; `CHECKS` lists them in the order shown. What each
is called and how severe it is by itself stands in `check_catalogue`; an indicator may have it otherwise.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from quarterdeck.framework.periods import Period
from quarterdeck.measures.findings import Finding, Setting, Settings, Severity, as_set, blocks, error, warning
from quarterdeck.measures.rating import HAS_NUMBER, Rating, TargetFigure, as_displayed
from quarterdeck.measures.ratio import value_of_ratio
from quarterdeck.measures.travel import YEAR_TO_DATE
from quarterdeck.measures.usual import HUNDRED, MOST_FIGURES, far_from, is_in_line, jumped, slipped, within_few_cases

__all__ = ["CheckInput", "Earlier", "Finding", "Setting", "Severity", "blocks", "check"]

WITHOUT_FIGURE: Final = frozenset({"awaited", "not_available", "error"})
"""States that leave a reader asking why; `not_due`, `not_applicable` and `suppressed` say it themselves."""
# What a figure is, where it is not so many times larger: about a tenth of what it is held against.
TIMES: Final = {10: ("times_ten", "a tenth"), 100: ("times_hundred", "a hundredth")}
# A figure that has fewer digits is the same twice by chance.
TELLING_DIGITS: Final = 3
AS_THEY_ARE: Final[Settings] = MappingProxyType({})


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
    history: earlier periods of the same series, oldest first. action_needed: whether the framework wants an action
    beside a red figure; has_action: whether one about the indicator is open.
    """

    period_code: str
    value_state: str | None
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    commentary: str = ""
    is_percentage: bool = False
    unit_of_measure: str = ""
    aggregation: str = "flow"
    decimals: int = 1
    rating: str | None = None
    target: TargetFigure | None = None
    history: Sequence[Earlier] = ()
    action_needed: bool = False
    has_action: bool = False

    @property
    def figure(self) -> float | None:
        """The figure reported, None where there is none."""
        return self.value if self.value_state == HAS_NUMBER else None

    @property
    def adds_up(self) -> bool:
        """Whether each period adds to a count for the year to date."""
        return self.aggregation == YEAR_TO_DATE and not self.is_percentage


def check(
    entry: CheckInput,
    commentary: Severity = Severity.WARNING,
    commentary_for: Collection[str] = (Rating.AMBER, Rating.RED),
    settings: Settings = AS_THEY_ARE,
) -> list[Finding]:
    """All findings on one entry, as severe as the indicator's settings have them.

    commentary: how serious missing commentary is; commentary_for: the ratings that call for it. Both are the
    council's framework to decide, where the indicator has no setting of its own.
    """
    found = list(as_set((finding for each in CHECKS if (finding := each(entry))), settings))
    found = [each for each in found if not _is_said_by_another(each, found)]
    missing = _missing_commentary(entry, commentary, commentary_for, settings)
    return [*found, missing] if missing else found


def _is_said_by_another(finding: Finding, found: Collection[Finding]) -> bool:
    """Whether another finding has the same cause: one mistyped figure is mended, or explained, once."""
    match finding.code:
        case "jump":
            return any(each.code in _SLIPPED for each in found)
        case "value_not_ratio":
            wrong = "numerator_above_denominator"
            return any((each.code, each.severity) == (wrong, Severity.ERROR) for each in found)
    return False


def _missing_value(entry: CheckInput) -> Finding | None:
    if _is_out_of_nothing(entry):
        return None
    if entry.value_state is None:
        return error("missing_value", "Nothing has been entered. Give a figure, or say why there is none.")
    if entry.value_state == HAS_NUMBER and entry.value is None:
        return error("missing_value", "The figure is missing. Give it, or choose why there is none.")
    return None


def _missing_commentary(
    entry: CheckInput, severity: Severity, commentary_for: Collection[str], settings: Mapping[str, Setting]
) -> Finding | None:
    code = "missing_commentary"
    if entry.commentary.strip():
        return None
    if entry.value_state == "nil_return":
        # Whatever is set for the indicator: a nil return without its reason says nothing at all.
        return error(code, "A nil return needs its reason in the commentary.")
    if entry.value_state in WITHOUT_FIGURE:
        sentence = "Say in the commentary why there is no figure."
    elif entry.rating in commentary_for:
        # No colour and no word of ours: councils have their own for a rating, and it stands beside.
        sentence = "This rating asks for a commentary: say why it is so, and what is being done."
    else:
        return None
    # The commentary itself is the explanation: nobody is asked to explain why there is none.
    found = as_set([Finding(code, severity, sentence, needs_explanation=False)], settings)
    return next((replace(each, needs_explanation=False) for each in found), None)


def _zero_denominator(entry: CheckInput) -> Finding | None:
    if not _is_out_of_nothing(entry):
        return None
    return error(
        "zero_denominator",
        "The denominator is zero, so there is no figure. Choose “nil return” or “not applicable”.",
    )


def _is_out_of_nothing(entry: CheckInput) -> bool:
    return entry.denominator == 0 and entry.value_state in (None, HAS_NUMBER)


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
        return warning(code, f"{sentence} Say why.")
    return error(code, f"{sentence} One of them is wrong, or they are the wrong way round.")


def _value_not_ratio(entry: CheckInput) -> Finding | None:
    if entry.figure is None or entry.numerator is None or entry.denominator is None:
        return None
    unit = "%" if entry.is_percentage else entry.unit_of_measure
    made = value_of_ratio(entry.numerator, entry.denominator, unit)
    if made is None or as_displayed(made, entry.decimals) == as_displayed(entry.figure, entry.decimals):
        return None
    return error(
        "value_not_ratio",
        f"The numerator and the denominator make {_shown(made, entry.decimals)}, not "
        f"{_shown(entry.figure, entry.decimals)}. Leave the figure out to have it worked out.",
    )


def _over_100(entry: CheckInput) -> Finding | None:
    if not entry.is_percentage or entry.figure is None or as_displayed(entry.figure, entry.decimals) <= 100:
        return None
    return warning("over_100", f"{_shown(entry.figure, entry.decimals)}% is more than 100%. Say why that is right.")


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
        return warning(
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


def _slipped_against_history(entry: CheckInput) -> Finding | None:
    """A figure whose decimal point seems to have moved, against the figures before it."""
    usual = _same_size(entry)
    if entry.figure is None or not usual or _is_few_cases(entry, usual):
        return None
    times = slipped(entry.figure, usual)
    if times is None:
        return None
    above = abs(entry.figure) > max(abs(each) for each in usual)
    nearest = max(usual, key=abs) if above else min(usual, key=abs)
    which = "the figure" if len(usual) == 1 else f"the {'highest' if above else 'lowest'} of the {len(usual)} figures"
    return _times_out(entry, times, nearest, f"{which} before it")


def _far_from_target(entry: CheckInput) -> Finding | None:
    """A figure and a target of different scales: one of them may be mistyped."""
    target = None if entry.target is None else entry.target.value
    if entry.figure is None or target is None or _is_few_cases(entry, [target]) or _slipped_against_history(entry):
        return None
    times = far_from(entry.figure, target)
    if times is None:
        return None
    # A figure of its usual size is not mistyped; where it is far beyond the target, the target may be.
    beyond = times == HUNDRED and abs(entry.figure) > abs(target)
    if not beyond and is_in_line(entry.figure, _same_size(entry)):
        return None
    return _times_out(entry, times, target, "the target")


def _times_out(entry: CheckInput, times: int, against: float, named: str) -> Finding:
    assert entry.figure is not None
    code, part = TIMES[times]
    ratio = entry.figure / against
    size = f"{ratio:,.0f} times" if ratio > 1 else f"about {part} of"
    shown, other = _shown(entry.figure, entry.decimals), _shown(against, entry.decimals)
    return warning(code, f"{shown} is {size} {named}, {other}. Put right what is wrong, or say why it is so.")


def _same_size(entry: CheckInput) -> list[float]:
    """Earlier figures of the size that this one should have; of a count for the year to date, at the same place.

    In a first year its place is told by the pace so far.
    """
    known = [each for each in entry.history if each.value is not None]
    period = Period.of_code(entry.period_code)
    if entry.adds_up:
        there = [each for each in known if _place_in_year(Period.of_code(each.period_code)) == _place_in_year(period)]
        if not there and known and (before := Period.of_code(known[-1].period_code)).year() == period.year():
            return [(known[-1].value or 0) * period.number / max(before.number, 1)]
        known = there
    return [each.value for each in known if each.value is not None][-MOST_FIGURES:]


def _place_in_year(period: Period) -> tuple[int, int]:
    return period.start.month, period.start.day


def _jump(entry: CheckInput) -> Finding | None:
    """A figure outside the limits of its own recent history; of a count for the year to date, what it adds."""
    now, usual = _comparable(entry)
    if now is None or _is_few_cases(entry, usual):
        return None
    limits = jumped(now, usual)
    if limits is None:
        return None
    low, high, shown = (_shown(each, entry.decimals) for each in (limits.low, limits.high, now))
    what = "What this period adds, " + shown + "," if entry.adds_up else shown
    return warning(
        "jump",
        f"{what} is outside {low} to {high}, where the last {len(usual)} figures would put it. Say why.",
    )


def _is_few_cases(entry: CheckInput, usual: Sequence[float]) -> bool:
    """Whether the percentage is one of a small number, where a case more or less is a large step."""
    return entry.is_percentage and entry.figure is not None and within_few_cases(entry.figure, usual, entry.denominator)


def _comparable(entry: CheckInput) -> tuple[float | None, list[float]]:
    """The figure and up to twelve before it; of a count for the year to date, what each period added."""
    if not entry.adds_up:
        usual = [earlier.value for earlier in entry.history if earlier.value is not None]
        return entry.figure, usual[-MOST_FIGURES:]
    added = dict(_added([*entry.history, Earlier(entry.period_code, entry.figure)]))
    now = added.pop(entry.period_code, None)
    return now, list(added.values())[-MOST_FIGURES:]


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


def _identical_to_last(entry: CheckInput) -> Finding | None:
    """The very figure of the period before, to a digit that does not repeat by chance."""
    if entry.figure is None or not entry.history:
        return None
    last = entry.history[-1]
    if last.value != entry.figure or last.period_code != Period.of_code(entry.period_code).previous().code:
        return None
    if entry.is_percentage and entry.figure in (0, 100):
        return None
    if entry.numerator is not None and last.numerator is not None and entry.numerator != last.numerator:
        return None
    digits = f"{Decimal(repr(entry.figure)).normalize():f}".replace(".", "").lstrip("-0").rstrip("0")
    if len(digits) < TELLING_DIGITS:
        return None
    shown, before = _shown(entry.figure, entry.decimals), Period.of_code(last.period_code).short_label
    return warning("identical_to_last", f"{shown} is the figure of {before} as well. Say that it was checked.")


def _red_without_action(entry: CheckInput) -> Finding | None:
    if not entry.action_needed or entry.has_action or entry.rating != Rating.RED:
        return None
    return error("red_without_action", "This rating asks for an action: raise one about this indicator.")


def _shown(figure: float, decimals: int) -> str:
    exact: Decimal = as_displayed(figure, decimals)
    return f"{exact:,f}"


_SLIPPED: Final = frozenset(code for code, _ in TIMES.values())
CHECKS: Final[tuple[Callable[[CheckInput], Finding | None], ...]] = (
    _missing_value,
    _zero_denominator,
    _numerator_above_denominator,
    _value_not_ratio,
    _over_100,
    _falling_year_to_date,
    _slipped_against_history,
    _far_from_target,
    _jump,
    _identical_to_last,
    _red_without_action,
)
