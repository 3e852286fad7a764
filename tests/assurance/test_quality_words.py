"""What the record says of each dimension of data quality, in sentences: facts in, words out."""

from datetime import date
from typing import Any

import pytest

from quarterdeck.assurance.models import QualityDimension
from quarterdeck.assurance.quality_words import Facts, on_record
from quarterdeck.assurance.recalculation import RecalculationCounts

AGAIN = {"figures": 8, "values_agree": 8, "values_differ": 0, "values_without_parts": 0, "ratings_agree": 8,
         "ratings_differ": 0}  # fmt: skip
ODD = {**AGAIN, "values_agree": 7, "values_differ": 1, "ratings_agree": 6, "ratings_differ": 2}
# dimension, what was counted, what is said of it, whether that asks for an explanation
SAID: list[tuple[str, dict[str, Any], str, bool]] = [
    ("completeness", {}, "No figure was expected for a period since April 2023.", False),
    ("completeness", {"expected": 8, "present": 8}, "8 of 8 expected figures since April 2023 have a value.", False),
    (
        "completeness",
        {"expected": 8, "present": 5, "without": {"suppressed": 1, "awaited": 1}},
        "5 of 8 expected figures since April 2023 have a value: 1 awaited, 1 suppressed and 1 not on record.",
        True,
    ),
    (
        "completeness",
        {"expected": 1, "without": {"suppressed": 1}},
        "0 of 1 expected figure since April 2023 has a value: 1 suppressed.",
        False,
    ),
    ("uniqueness", {}, "No other indicator has its name or its figures.", False),
    (
        "uniqueness",
        {"printed": 4, "printed_twice": ["Q1 2023/24"], "namesakes": ["H9"], "doubles": ["X1", "X2"]},
        "Printed with different figures: Q1 2023/24. Which one counts stands in the trail. "
        "Goes by the same name: H9. Has the very same figures: X1 and X2.",
        True,
    ),
    (
        "uniqueness",
        {"printed": 4},
        "No period was printed with two different figures. No other indicator has its name or its figures.",
        False,
    ),
    ("consistency", {}, "Nothing was redefined since April 2023.", False),
    (
        "consistency",
        {"definitions": 2, "rules": 1, "breaks": [date(2024, 4, 1)]},
        "Changed since April 2023: the definition twice and rating rule once. The series breaks from 1 April 2024.",
        True,
    ),
    ("timeliness", {}, "No return was asked for, and no body has decided on its figures.", False),
    (
        "timeliness",
        {"returns": 8, "late": [3, 12], "overdue": [40], "extended": 1, "ages": [70, 47, 68]},
        "5 of 8 returns came on time, 1 of them after more time was given; the latest came 12 days late; one has not "
        "come for 40 days. The body that decides had its figures 47 to 70 days, a median of 68, after the period "
        "ended.",
        True,
    ),
    ("timeliness", {"returns": 1, "ages": [70]}, "1 of 1 return came on time. The body that decides had its figures 70 "
     "days after the period ended.", False),
    ("validity", {}, "There is no figure that checks could have looked at.", False),
    ("validity", {"expected": 8}, "No check at entry asked about any of its figures.", False),
    (
        "validity",
        {"expected": 8, "explained": 2, "fired": {"Over 100%": 1, "Jump": 2}, "without": {"error": 1}},
        "Checks at entry asked about 2 figures, and each was explained: Jump (2) and Over 100% (1). "
        "1 figure is reported as an error.",
        True,
    ),
    ("accuracy", {}, "No figure was changed since April 2023.", False),
    (
        "accuracy",
        {"present": 8, "restated": 2, "corrected": 1, "recalculated": AGAIN, "evidenced": 3},
        "Since April 2023: 2 restatements of figures that members had had and 1 correction before members had them. "
        "Computed again, all 8 figures with numerator and denominator agree. "
        "3 of 8 figures since April 2023 have a file of evidence.",
        True,
    ),
    (
        "accuracy",
        {"recalculated": ODD},
        "No figure was changed since April 2023. Computed again, 1 of 8 figures come out otherwise; 2 ratings come out "
        "otherwise.",
        True,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("dimension", "counted", "sentences", "worth_a_look"), SAID)
def test_what_was_counted_is_said_in_sentences(
    dimension: str, counted: dict[str, Any], sentences: str, worth_a_look: bool
) -> None:
    again = counted.get("recalculated")
    given = {**counted, "recalculated": None if again is None else RecalculationCounts(**again)}
    said, look = on_record(Facts(since=date(2023, 4, 1), **given))[QualityDimension(dimension)]
    assert (" ".join(said), look) == (sentences, worth_a_look)


def test_every_dimension_has_something_said_of_it() -> None:
    said = on_record(Facts(since=date(2023, 4, 1)))
    assert list(said) == list(QualityDimension)
    assert all(sentences for sentences, _ in said.values())
