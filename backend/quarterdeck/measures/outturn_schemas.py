"""What the outturns of years are answered as."""

from datetime import date
from typing import Any

from quarterdeck.core.http import Output
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.outturn_reads import YearOutturn
from quarterdeck.measures.outturns import Basis, NoOutturn
from quarterdeck.measures.rating import Rating, Unrated
from quarterdeck.measures.rating_rules import Polarity


class OutturnRead(Output):
    """What a series achieved in a year, in the unit of measure of then, and what it was to reach.

    `basis`: reported for the year, the sum of its periods, a ratio of their numerators and denominators, or the last
    one's figure; null with `why_none` where there is no outturn. `sentence` says either in words. `target_basis`
    likewise; `same` is a target that every period had alike. `observation_id`: the figure it is, where it was
    reported and not put together. `rating` goes by the rule of then.
    `broken_from`: the period from which another definition counts, where the year may not be compared with the year
    before; else null.
    """

    series_id: int
    indicator_id: int
    unit_id: int
    breakdown: str
    year: str
    year_label: str
    start_on: date
    end_on: date
    unit_of_measure: str
    decimals: int
    polarity: Polarity
    contextual: bool
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    basis: Basis | None
    why_none: NoOutturn | None
    sentence: str
    observation_id: int | None
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    target_basis: Basis | None
    rating: Rating
    unrated_reason: Unrated | None
    unrated_sentence: str
    override_reason: str | None
    broken_from: str | None

    @classmethod
    def of(cls, each: YearOutturn) -> "OutturnRead":
        return cls.model_validate(outturn_content(each))


def outturn_content(each: YearOutturn) -> dict[str, Any]:
    """What `OutturnRead` holds, ready for JSON."""
    made, target, definition = each.outturn, each.target, each.definition
    return {
        "series_id": each.series_id,
        "indicator_id": each.indicator_id,
        "unit_id": each.unit_id,
        "breakdown": each.breakdown,
        "year": made.year.code,
        "year_label": made.year.short_label,
        "start_on": made.year.start.isoformat(),
        "end_on": made.year.end.isoformat(),
        "unit_of_measure": definition.unit_of_measure,
        "decimals": definition.decimals,
        "polarity": definition.polarity,
        "contextual": each.contextual,
        "value_state": str(made.value_state),
        "value": made.value,
        "numerator": made.numerator,
        "denominator": made.denominator,
        "provisional": made.provisional,
        "basis": made.basis and made.basis.value,
        "why_none": made.why_none and made.why_none.value,
        "sentence": made.sentence,
        "observation_id": each.observation_id,
        "target": target and target.value,
        "target_low": target and target.low,
        "target_high": target and target.high,
        "target_text": target.text if target else "",
        "target_basis": each.target_basis and each.target_basis.value,
        "rating": each.rated.rating.value,
        "unrated_reason": each.rated.reason and each.rated.reason.value,
        "unrated_sentence": each.rated.sentence,
        "override_reason": each.override_reason,
        "broken_from": each.broken_from,
    }
