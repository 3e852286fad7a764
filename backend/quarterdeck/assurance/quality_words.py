"""What the record says of each dimension of data quality, in sentences. Pure: facts in, words out.

They are hints for whoever judges, never a judgement: a restatement may be a service's honesty.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Final

from quarterdeck.assurance.models import QualityDimension
from quarterdeck.assurance.recalculation import RecalculationCounts
from quarterdeck.core.words import counted, day_words
from quarterdeck.measures.words import VALUE_STATES, listed

D = QualityDimension
Said = tuple[list[str], bool]
FINE: Final = frozenset({"not_due", "not_applicable", "suppressed", "nil_return"})
"""States of a figure that are an answer, though no number."""


@dataclass(frozen=True)
class Facts:
    """What was counted of an indicator's figures, for the periods that ended since `since`.

    expected, present: figures that were asked for or lie between others, and those with a value. without: those on
    record without a value, by state. late: days by which each late return came; overdue: days for which each that has
    not come is late. ages: days between a period's end and the decision of the body that decides. fired: explained
    checks, by name; explained: figures with any. definitions, rules: versions recorded after the first; breaks: from
    when. corrected, restated: revisions. evidenced: figures with a file. printed_twice: periods with two printings
    that differ. namesakes, doubles: refs of others with the same name, or the very same figures.
    """

    since: date
    expected: int = 0
    present: int = 0
    without: Mapping[str, int] = field(default_factory=dict)
    returns: int = 0
    late: Sequence[int] = ()
    overdue: Sequence[int] = ()
    extended: int = 0
    ages: Sequence[int] = ()
    explained: int = 0
    fired: Mapping[str, int] = field(default_factory=dict)
    definitions: int = 0
    rules: int = 0
    breaks: Sequence[date] = ()
    corrected: int = 0
    restated: int = 0
    recalculated: RecalculationCounts | None = None
    evidenced: int = 0
    printed: int = 0
    printed_twice: Sequence[str] = ()
    namesakes: Sequence[str] = ()
    doubles: Sequence[str] = ()


def on_record(facts: Facts) -> dict[QualityDimension, Said]:
    """For each dimension the sentences, and whether something in them asks for an explanation."""
    return {dimension: SAYS[dimension](facts) for dimension in QualityDimension}


def _completeness(facts: Facts) -> Said:
    if facts.expected == 0:
        return [f"No figure was expected for a period since {_month(facts.since)}."], False
    missing = facts.expected - facts.present - sum(facts.without.values())
    rest = [f"{number} {VALUE_STATES.get(state, state).lower()}" for state, number in sorted(facts.without.items())]
    rest += [f"{missing} not on record"] if missing else []
    said = f"{facts.present} of {counted(facts.expected, 'expected figure')} since {_month(facts.since)} "
    said += "have a value" if facts.expected > 1 else "has a value"
    return [f"{said}{': ' if rest else ''}{listed(rest)}."], missing > 0 or not set(facts.without) <= FINE


def _uniqueness(facts: Facts) -> Said:
    said = []
    if facts.printed_twice:
        said.append(
            f"Printed with different figures: {listed(list(facts.printed_twice), 4)}. Which one counts stands in the "
            "trail."
        )
    elif facts.printed:
        said.append("No period was printed with two different figures.")
    if facts.namesakes:
        said.append(f"Goes by the same name: {listed(list(facts.namesakes), 4)}.")
    if facts.doubles:
        said.append(f"Has the very same figures: {listed(list(facts.doubles), 4)}.")
    notable = bool(facts.printed_twice or facts.namesakes or facts.doubles)
    if not (facts.namesakes or facts.doubles):
        said.append("No other indicator has its name or its figures.")
    return said, notable


def _consistency(facts: Facts) -> Said:
    changed = [
        f"{what} {_times(number)}" for what, number in (("definition", facts.definitions), ("rating rule", facts.rules))
        if number
    ]  # fmt: skip
    since = _month(facts.since)
    said = [f"Changed since {since}: the {listed(changed)}." if changed else f"Nothing was redefined since {since}."]
    if facts.breaks:
        said.append(f"The series breaks from {listed([day_words(each) for each in facts.breaks], 3)}.")
    return said, bool(changed or facts.breaks)


def _timeliness(facts: Facts) -> Said:
    said = []
    if facts.returns:
        on_time = facts.returns - len(facts.late) - len(facts.overdue)
        words = f"{on_time} of {counted(facts.returns, 'return')} came on time"
        words += f", {facts.extended} of them after more time was given" if facts.extended else ""
        words += f"; the latest came {counted(max(facts.late), 'day')} late" if facts.late else ""
        words += f"; one has not come for {counted(max(facts.overdue), 'day')}" if facts.overdue else ""
        said.append(f"{words}.")
    if facts.ages:
        low, high = min(facts.ages), max(facts.ages)
        between = f"{low} days" if low == high else f"{low} to {high} days, a median of {median(facts.ages):.0f},"
        said.append(f"The body that decides had its figures {between} after the period ended.")
    return said or ["No return was asked for, and no body has decided on its figures."], bool(
        facts.late or facts.overdue
    )


def _validity(facts: Facts) -> Said:
    if facts.expected == 0:
        return ["There is no figure that checks could have looked at."], False
    wrong = facts.without.get("error", 0)
    if not facts.fired:
        said = ["No check at entry asked about any of its figures."]
    else:
        names = [f"{name} ({number})" for name, number in Counter(facts.fired).most_common()]
        figures = counted(facts.explained, "figure")
        said = [f"Checks at entry asked about {figures}, and each was explained: {listed(names, 4)}."]
    if wrong:
        said.append(f"{counted(wrong, 'figure')} {'is' if wrong == 1 else 'are'} reported as an error.")
    return said, bool(facts.fired) or wrong > 0


def _accuracy(facts: Facts) -> Said:
    since = _month(facts.since)
    changed = [f"{counted(facts.restated, 'restatement')} of figures that members had had"] if facts.restated else []
    changed += [f"{counted(facts.corrected, 'correction')} before members had them"] if facts.corrected else []
    said = [f"Since {since}: {listed(changed)}." if changed else f"No figure was changed since {since}."]
    counts, differ = facts.recalculated, 0
    if counts is not None and counts.figures:
        computed = counts.values_agree + counts.values_differ
        differ = counts.values_differ + counts.ratings_differ
        said.append(_again(counts, computed))
    held = facts.present + sum(facts.without.values())
    if held:
        said.append(f"{facts.evidenced} of {counted(held, 'figure')} since {since} {_have(held)} a file of evidence.")
    return said, bool(changed) or differ > 0


SAYS: Final[Mapping[QualityDimension, Callable[[Facts], Said]]] = {
    D.COMPLETENESS: _completeness,
    D.UNIQUENESS: _uniqueness,
    D.CONSISTENCY: _consistency,
    D.TIMELINESS: _timeliness,
    D.VALIDITY: _validity,
    D.ACCURACY: _accuracy,
}


def _again(counts: RecalculationCounts, computed: int) -> str:
    if computed == 0:
        values = "None of its figures has a numerator and a denominator to compute it from again"
    elif counts.values_differ == 0:
        values = f"Computed again, all {computed} figures with numerator and denominator agree"
        values = values if computed > 1 else "Computed again, its figure with numerator and denominator agrees"
    else:
        values = f"Computed again, {counts.values_differ} of {counted(computed, 'figure')} come out otherwise"
    rated = f"; {counted(counts.ratings_differ, 'rating')} come out otherwise" if counts.ratings_differ else ""
    return f"{values}{rated}."


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _month(day: date) -> str:
    return f"{day:%B %Y}"
