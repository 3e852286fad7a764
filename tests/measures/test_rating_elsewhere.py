"""Rules that look at last year's figure or at a forecast: amber where it was missed, and is better or will be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.measures.rating import (
    BadRule,
    Beside,
    Polarity,
    Rating,
    TargetFigure,
    rate,
    rule_from,
)

FIVE_TEN = rule_from("relative", {"green_within": 5, "amber_within": 10})
MET_OR_TEN = rule_from("relative", {"green_within": 0, "amber_within": 10})
TWO_POINTS = rule_from("points", {"green_within": 0, "amber_within": 2})
HIGH_LINES = rule_from("thresholds", {"green": 95, "amber": 90})
LOW_LINES = rule_from("thresholds", {"green": 20, "amber": 26.5})
BAND = rule_from("range", {"low": 18, "high": 22, "amber_within": 1.5})
TARGET_BAND = rule_from("range", {"amber_within": 1})
CONTEXTUAL = rule_from("contextual", {})


def rated(rule, polarity, decimals, value, target, value_state="value"):
    figure = target if isinstance(target, TargetFigure | None) else TargetFigure(value=target)
    return rate(rule, Polarity(polarity), decimals, value_state, value, figure)


LAST_YEAR = rule_from("last_year", {})
LAST_YEAR_WITHIN_ONE = rule_from("last_year", {"green_within": 1})


@pytest.mark.parametrize(
    "rule, polarity, value, target, last_year, rating",
    [
        (LAST_YEAR, "higher", 95.0, 95.0, None, "green"),  # met, whatever was before
        (LAST_YEAR, "higher", 94.96, 95.0, 99.0, "green"),  # as displayed
        (LAST_YEAR, "higher", 94.0, 95.0, 93.9, "amber"),
        (LAST_YEAR, "higher", 94.0, 95.0, 94.04, "red"),  # the same, as displayed, is not better
        (LAST_YEAR, "higher", 94.0, 95.0, 94.2, "red"),
        (LAST_YEAR, "higher", 94.0, 95.0, 97.0, "red"),  # last year it was met
        (LAST_YEAR, "higher", 94.0, 95.0, None, "red"),  # that it is better has to be shown
        (LAST_YEAR, "lower", 27.0, 26.0, 30.0, "amber"),
        (LAST_YEAR, "lower", 27.0, 26.0, 26.5, "red"),
        (LAST_YEAR, "lower", 5.0, 0.0, 9.0, "amber"),  # a target of zero can be missed by less than last year
        (LAST_YEAR, "range", 23.0, TargetFigure(low=18, high=22), 15.0, "amber"),
        (LAST_YEAR, "range", 23.0, TargetFigure(low=18, high=22), 17.0, "red"),  # as far outside, on the other side
        (LAST_YEAR, "range", 23.0, TargetFigure(low=18, high=22), 20.0, "red"),
        (LAST_YEAR_WITHIN_ONE, "higher", 94.0, 95.0, None, "green"),
        (LAST_YEAR_WITHIN_ONE, "higher", 93.9, 95.0, None, "red"),
        (LAST_YEAR, "higher", 94.0, None, 90.0, "no_target"),
        (LAST_YEAR, "higher", 94.0, TargetFigure(text="top quartile"), 90.0, "textual_target"),
        (LAST_YEAR, "none", 94.0, 95.0, 90.0, "no_polarity"),
    ],
)
def test_missed_but_better_than_last_year_is_amber(rule, polarity, value, target, last_year, rating):
    figure = target if isinstance(target, TargetFigure | None) else TargetFigure(value=target)
    made = rate(rule, Polarity(polarity), 1, "value", value, figure, Beside(last_year=last_year))
    assert (made.reason or made.rating).value == rating


FORECAST = rule_from("forecast", {})


@pytest.mark.parametrize(
    "polarity, value, target, forecast, year_target, rating",
    [
        ("higher", 95.0, 95.0, None, None, "green"),
        ("higher", 95.0, 95.0, 40.0, 95.0, "green"),  # met now: a forecast takes nothing away
        ("higher", 90.0, 95.0, 96.0, 96.0, "amber"),
        ("higher", 90.0, 95.0, 95.96, 96.0, "amber"),  # as displayed
        ("higher", 90.0, 95.0, 95.9, 96.0, "red"),
        ("higher", 90.0, 95.0, None, 96.0, "red"),  # nobody says that it will recover
        ("higher", 90.0, 95.0, 99.0, None, "red"),  # nothing is set for the year's end
        (
            "higher",
            28.0,
            28.8,
            96.0,
            95.75,
            "amber",
        ),  # a profile is recovered by the year's end, not by the first quarter's
        ("higher", 28.0, 28.8, 60.0, 95.75, "red"),
        ("lower", 30.0, 26.0, 25.0, 26.0, "amber"),
        ("lower", 30.0, 26.0, 27.0, 26.0, "red"),
        ("range", 23.0, TargetFigure(low=18, high=22), 21.0, TargetFigure(low=18, high=22), "amber"),
        ("range", 23.0, TargetFigure(low=18, high=22), 23.0, TargetFigure(low=18, high=22), "red"),
        ("higher", 90.0, 95.0, 99.0, TargetFigure(text="top quartile"), "red"),
        ("higher", 90.0, None, 99.0, 95.0, "no_target"),
        ("none", 90.0, 95.0, 99.0, 95.0, "no_polarity"),
    ],
)
def test_behind_but_forecast_to_recover_is_amber_and_never_green(
    polarity, value, target, forecast, year_target, rating
):
    now, ahead = (
        each if isinstance(each, TargetFigure | None) else TargetFigure(value=each) for each in (target, year_target)
    )
    made = rate(FORECAST, Polarity(polarity), 1, "value", value, now, Beside(None, forecast, ahead))
    assert (made.reason or made.rating).value == rating


@pytest.mark.parametrize("kind", ["last_year", "forecast"])
@pytest.mark.parametrize(
    "parameters, field",
    [
        ({"green_within": -1}, "green_within"),
        ({"amber_within": 1}, "amber_within"),
        ({"green_within": "1"}, "green_within"),
    ],
)
def test_a_rule_that_looks_elsewhere_takes_a_tolerance_and_nothing_else(kind, parameters, field):
    with pytest.raises(BadRule) as bad:
        rule_from(kind, parameters)
    assert bad.value.field == field
    assert rule_from(kind, {"green_within": None}) == rule_from(kind, {})


@given(
    st.sampled_from(["last_year", "forecast"]),
    st.sampled_from(["higher", "lower"]),
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.none() | st.floats(-1e6, 1e6),
)
def test_what_a_rule_looks_at_elsewhere_never_makes_green_and_never_takes_it_away(
    kind, polarity, value, target, elsewhere
):
    def of(beside):
        return rate(rule_from(kind, {}), Polarity(polarity), 1, "value", value, TargetFigure(target), beside).rating

    beside = Beside(elsewhere, elsewhere, TargetFigure(target))
    assert (of(beside) is Rating.GREEN) is (of(Beside()) is Rating.GREEN)
    assert of(Beside()) in (Rating.GREEN, Rating.RED)
