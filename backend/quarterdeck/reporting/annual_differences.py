"""How the annual parts of two editions differ: words on priorities, outturns and next year's targets, corrections."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, TypeVar

from quarterdeck.reporting.annual_content import AnnualContent, AnnualCorrection, AnnualMeasure, AnnualPriority
from quarterdeck.reporting.difference_schemas import (
    AnnualCorrectionDifference,
    AnnualDifferences,
    AnnualMeasureDifference,
    AnnualMeasureSaid,
    AnnualProgressDifference,
    Change,
    CorrectionSaid,
)

T = TypeVar("T")
Held = tuple[dict[str, Any], AnnualContent | None]
"""An edition's content as it was sealed, and its annual part as it is read."""


def compare_annual(was: Held, now: Held) -> AnnualDifferences | None:
    """How the annual part of an edition differs from another's; None where neither has one.

    What is not read, or not read whole, in one of the two is not told of the other either.
    """
    before, after = was[1], now[1]
    either = after or before
    if either is None:
        return None
    hidden = _hidden(was) | _hidden(now)
    return AnnualDifferences(
        year_label=either.year_label,
        progress=list(_progress(_priorities(before), _priorities(after), hidden)),
        measures=list(_measures(before, after, hidden)),
        corrections=list(_corrections(before, after, hidden)),
    )


def differing(
    before: Sequence[T], after: Sequence[T], said: Sequence[str], key: Callable[[T], Hashable]
) -> Iterator[tuple[Change, list[str], T | None, T | None]]:
    """(change, what changed by name, before, after) of each that is not in both, or not the same in both."""
    earlier = {key(each): each for each in before}
    for now in after:
        was = earlier.pop(key(now), None)
        if was is None:
            yield "added", [], None, now
        elif changed := [name for name in said if getattr(was, name) != getattr(now, name)]:
            yield "changed", changed, was, now
    for was in earlier.values():
        yield "removed", [], was, None


def _progress(
    before: Sequence[AnnualPriority], after: Sequence[AnnualPriority], hidden: set[Hashable]
) -> Iterator[AnnualProgressDifference]:
    for change, _, was, now in differing(before, after, ["progress"], _of_priority):
        named = now or was
        if named is not None and _of_priority(named) not in hidden:
            yield AnnualProgressDifference(
                change=change,
                plan=named.plan,
                theme=named.theme,
                priority=named.priority,
                before=was.progress if was else None,
                after=now.progress if now else None,
            )


def _measures(
    before: AnnualContent | None, after: AnnualContent | None, hidden: set[Hashable]
) -> Iterator[AnnualMeasureDifference]:
    said = list(AnnualMeasureSaid.model_fields)
    for change, changed, was, now in differing(_of(before), _of(after), said, _of_measure):
        named = now or was
        if named is not None and _of_measure(named) not in hidden:
            yield AnnualMeasureDifference(
                change=change,
                series_id=named.series_id,
                ref=named.ref,
                name=named.name,
                unit=named.unit,
                changed=changed,
                before=AnnualMeasureSaid.model_validate(was) if was else None,
                after=AnnualMeasureSaid.model_validate(now) if now else None,
            )


def _corrections(
    before: AnnualContent | None, after: AnnualContent | None, hidden: set[Hashable]
) -> Iterator[AnnualCorrectionDifference]:
    said = list(CorrectionSaid.model_fields)
    early, late = (annual.corrections if annual else [] for annual in (before, after))
    for change, _, was, now in differing(early, late, said, _of_correction):
        named = now or was
        if named is not None and _of_correction(named) not in hidden:
            yield AnnualCorrectionDifference(
                change=change,
                series_id=named.series_id,
                ref=named.ref,
                name=named.name,
                period_label=named.period_label,
                before=CorrectionSaid.model_validate(was) if was else None,
                after=CorrectionSaid.model_validate(now) if now else None,
            )


def _hidden(held: Held) -> set[Hashable]:
    """The keys of what an annual part holds and its reading does not, or not whole."""
    stored, read = held
    if not stored.get("annual"):
        return set()
    whole = AnnualContent.model_validate(stored["annual"])
    seen = {_of_measure(each): each for each in _of(read)}
    measures = {_of_measure(each) for each in _of(whole) if seen.get(_of_measure(each)) != each}
    priorities = {_of_priority(each) for each in whole.priorities} - {_of_priority(each) for each in _priorities(read)}
    kept = {_of_correction(each) for each in (read.corrections if read else [])}
    return measures | priorities | ({_of_correction(each) for each in whole.corrections} - kept)


def _priorities(annual: AnnualContent | None) -> Sequence[AnnualPriority]:
    return annual.priorities if annual else []


def _of(annual: AnnualContent | None) -> list[AnnualMeasure]:
    """Each measure once: two priorities may show the same."""
    return list({_of_measure(each): each for one in _priorities(annual) for each in one.measures}.values())


def _of_priority(each: AnnualPriority) -> Hashable:
    return "priority", each.plan, each.theme, each.priority


def _of_measure(each: AnnualMeasure) -> Hashable:
    return "measure", each.series_id


def _of_correction(each: AnnualCorrection) -> Hashable:
    return "correction", each.series_id, each.period_code
