"""Numerators and denominators: the figure they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.measures.ratio import is_percentage, value_of_ratio


@pytest.mark.parametrize(
    "numerator, denominator, unit, value",
    [
        (942, 1000, "%", 94.2),
        (7, 25, "%", 28.0),  # not 28.000000000000004
        (113, 120, " Per cent ", 94.16666666666667),
        (10244, 10000, "percentage", 102.44),
        (0, 20, "%", 0.0),
        (0, -20, "%", 0.0),  # and never minus nought
        (53, 2, "days", 26.5),
        (1029.49, 1, "£", 1029.49),
        (42, 10000, "per 1,000 people", 4.2),
        (42, 10000, "Rate per 100,000 population", 420.0),
        (42, 10, "per 10 households", 42.0),
        (42, 10, "per household", 4.2),
        (19, 0, "%", None),  # nothing out of nothing is never 100%
        (0, 0, "%", None),
        (1e15, 1e-15, "%", None),  # beyond what can be reported
    ],
)
def test_a_numerator_and_a_denominator_make_the_figure(numerator, denominator, unit, value):
    assert value_of_ratio(numerator, denominator, unit) == value
    assert str(value_of_ratio(numerator, denominator, unit)) == str(value)


@pytest.mark.parametrize("given", [float("nan"), float("inf")])
def test_what_is_no_number_makes_none(given):
    with pytest.raises(ValueError):
        value_of_ratio(given, 1.0, "%")


@pytest.mark.parametrize(
    "unit, percentage", [("%", True), (" PER CENT", True), ("", False), ("% points", False), ("days", False)]
)
def test_a_percentage_is_known_by_its_unit(unit, percentage):
    assert is_percentage(unit) is percentage


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_part_of_a_whole_is_between_nought_and_a_hundred_per_cent(denominator, part):
    numerator = min(part, denominator)
    value = value_of_ratio(numerator, denominator, "%")
    assert (value is None) if denominator == 0 else (0 <= value <= 100)
