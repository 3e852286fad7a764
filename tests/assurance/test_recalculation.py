"""Computing a figure and its rating again: what agrees, what differs, and where there is nothing to compute."""

from typing import Any

import pytest

from quarterdeck.assurance.recalculation import Verdict, count, recalculate
from quarterdeck.assurance.recorded import Recorded
from quarterdeck.measures.models import Indicator, IndicatorDefinition, Observation, RatingRow, RatingRule, Target
from quarterdeck.organisation.models import Unit

AGREES, DIFFERS, NOTHING = Verdict.AGREES, Verdict.DIFFERS, Verdict.NOTHING


def recorded(*, rating: str = "green", unrated: str | None = None, ruled: str | None = None, **figure: Any) -> Recorded:
    """A percentage of one decimal with a target of 95, amber within 10% of it."""
    said = {"value_state": "value", "value": 95.0, "numerator": None, "denominator": None, **figure}
    return Recorded(
        Observation(id=1, revision=1, **said),
        RatingRow(rating=rating, unrated_reason=unrated, ruled_rating=ruled, forecast=None),
        Indicator(kind="performance"),
        Unit(name="Housing"),
        IndicatorDefinition(unit_of_measure="%", decimals=1, polarity="higher"),
        RatingRule(number=3, kind="relative", parameters={"green_within": 0, "amber_within": 10}),
        Target(value=95.0, low=None, high=None, text=""),
        None,
        None,
    )


@pytest.mark.parametrize(
    "figure, verdict, sentence",
    [
        ({"numerator": 190.0, "denominator": 200.0}, AGREES, "190 of 200 makes 95.0%, as on record."),
        # As displayed: the sixth digit is nobody's mistake.
        ({"numerator": 950.2, "denominator": 1000.0}, AGREES, "950.2 of 1,000 makes 95.0%, as on record."),
        ({"numerator": 180.0, "denominator": 200.0}, DIFFERS, "180 of 200 makes 90.0%; 95.0% is on record."),
        ({"numerator": 1.0, "denominator": 0.0}, DIFFERS, "1 of 0 makes no figure; 95.0% is on record."),
        ({}, NOTHING, "No numerator and denominator were given: it can be re-performed from source only."),
        ({"value": None, "value_state": "awaited"}, NOTHING, "There is no figure to compute again."),
    ],
)
def test_a_figure_is_computed_from_its_parts(figure: dict[str, Any], verdict: Verdict, sentence: str) -> None:
    again = recalculate(recorded(**figure))
    assert (again.value_verdict, again.value_sentence) == (verdict, sentence)


@pytest.mark.parametrize(
    "figure, verdict, sentence",
    [
        ({}, AGREES, "Green by version 3 of the rule, as on record."),
        ({"value": 90.0}, DIFFERS, "Amber by version 3 of the rule; green is on record."),
        ({"value": 90.0, "rating": "red", "ruled": "amber"}, AGREES,
         "Amber by version 3 of the rule, as on record. By judgement it stands as red."),
        ({"value": None, "value_state": "awaited", "rating": "unrated", "unrated": "no_value"}, AGREES,
         "Not rated (there is no figure to rate), as on record."),
        ({"value": None, "value_state": "awaited", "rating": "unrated", "unrated": "no_target"}, DIFFERS,
         "Not rated (there is no figure to rate); unrated is on record."),
    ],
)  # fmt: skip
def test_a_rating_is_made_again_by_its_rule(figure: dict[str, Any], verdict: Verdict, sentence: str) -> None:
    again = recalculate(recorded(**figure))
    assert (again.rating_verdict, again.rating_sentence) == (verdict, sentence)


def test_what_came_out_is_counted() -> None:
    sound = recalculate(recorded(numerator=190.0, denominator=200.0))
    wrong = recalculate(recorded(value=90.0, numerator=190.0, denominator=200.0))
    without = recalculate(recorded())
    counts = count([sound, wrong, without])
    assert list(counts.model_dump().values()) == [3, 1, 1, 1, 2, 1]
