"""What the checks find in a proposal of an annual round."""

from collections.abc import Iterator
from typing import Final

from quarterdeck.collection.models import ProposedChange
from quarterdeck.collection.proposal_beside import Proposed, targets_of
from quarterdeck.core import clock
from quarterdeck.measures.check_catalogue import ERROR, WARNING, About, Check, register
from quarterdeck.measures.findings import Finding, as_set, error, warning
from quarterdeck.measures.profile import Spread, add_up
from quarterdeck.measures.rating import Polarity, TargetFigure, as_displayed
from quarterdeck.measures.target_checks import TargetInput, check_target

DROP, KEEP = ProposedChange.DROP, ProposedChange.KEEP
# The rationale is asked for of every change, whenever it is proposed.
ASKED_HERE: Final = "target_without_reason"
# Where to mend what a check finds; a warning is mended by its explanation.
FIELDS: Final = {
    "missing_change": "change",
    "nothing_to_keep": "change",
    "missing_rationale": "rationale",
    "missing_target": "target",
    "missing_period_target": "periods",
}


def findings_on(each: Proposed) -> list[Finding]:
    """All findings on one proposal as it is, each code once, as severe as the indicator's settings have them."""
    found: dict[str, Finding] = {}
    for finding in as_set(_findings(each), each.settings):
        found.setdefault(finding.code, finding)
    return list(found.values())


def _findings(each: Proposed) -> Iterator[Finding]:
    change = each.proposal.change
    if change is None:
        yield error("missing_change", "Say whether it stays as it is, changes, or is dropped.")
        return
    if change != KEEP and not each.proposal.rationale.strip():
        why = "why it is dropped" if change == DROP else "why this is the target"
        yield error("missing_rationale", f"Say {why}.")
    if change == DROP or not each.is_rated:
        return
    if change == KEEP and not each.proposal.targets:
        yield error("nothing_to_keep", "There is no target of the year before to keep: propose one.")
        return
    yield from _targets(each)


def _targets(each: Proposed) -> Iterator[Finding]:
    proposed = targets_of(each)
    year, parts = proposed[0][1], proposed[1:]
    if year is None:
        yield error("missing_target", "Give the year's target: a figure, a range, or words.")
        return
    missing = [period.short_label for period, target in parts if target is None]
    if missing:
        yield error("missing_period_target", f"Give a target for each period: {', '.join(missing)} has none.")
    yield from _sum(each, year, [target for _, target in parts if target is not None])
    for period, target in proposed:
        if target is not None:
            case = TargetInput(
                period_code=period.code,
                target=target,
                polarity=Polarity(each.definition.polarity),
                decimals=each.definition.decimals,
                aggregation=each.definition.aggregation,
                today=clock.today(),
                rationale=each.proposal.rationale,
                history=each.history(period),
            )
            yield from (finding for finding in check_target(case) if finding.code != ASKED_HERE)


def _sum(each: Proposed, year: TargetFigure, parts: list[TargetFigure]) -> Iterator[Finding]:
    """What is counted in each period makes the year; a running total ends with it."""
    values = [part.value for part in parts if part.value is not None]
    if year.value is None or not values or len(values) < len(each.periods):
        return
    decimals = each.definition.decimals
    wanted = as_displayed(year.value, decimals)
    if each.spread is Spread.ADDS_UP and (made := add_up(values, decimals)) != wanted:
        yield warning(
            "periods_differ_from_year", f"The periods add up to {made:,f}, and the year's is {wanted:,f}. Say why."
        )
    if each.spread is Spread.RUNS_UP and (made := as_displayed(values[-1], decimals)) != wanted:
        yield warning(
            "periods_differ_from_year", f"The last period ends at {made:,f}, and the year's is {wanted:,f}. Say why."
        )


def field_of(finding: Finding) -> str:
    """The field in which a finding is mended."""
    return f"explanations/{finding.code}" if finding.needs_explanation else FIELDS.get(finding.code, "target")


TARGET = About.TARGET
register(
    Check("missing_change", TARGET, "Nothing proposed", "It is said what is proposed for the year.", ERROR, fixed=True),
    Check("nothing_to_keep", TARGET, "No target to keep", "There is a target to keep.", ERROR, fixed=True),
    Check(
        "missing_rationale", TARGET, "No rationale", "What changes, is new or is dropped says why.", ERROR, fixed=True
    ),
    Check("missing_target", TARGET, "No target", "A performance measure has a target for the year.", ERROR, fixed=True),
    Check(
        "missing_period_target",
        TARGET,
        "A period without a target",
        "Each period of the year has one.",
        ERROR,
        fixed=True,
    ),
    Check(
        "periods_differ_from_year",
        TARGET,
        "Periods that do not make the year",
        "What is counted adds up to the year's target, and a running total ends with it.",
        WARNING,
    ),
)
