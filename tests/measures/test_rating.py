"""Ratings: what value, target, polarity and rule make of each other, in the cases that real papers hold."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import quarterdeck
from quarterdeck.measures.rating import (
    KINDS,
    BadRule,
    Polarity,
    Rating,
    TargetFigure,
    Unrated,
    as_displayed,
    check_polarity,
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


RATED = [
    # rule, polarity, decimals, value, target, rating
    (FIVE_TEN, "higher", 1, 75.0, 75.0, "green"),
    (FIVE_TEN, "higher", 1, 71.25, 75.0, "green"),  # 71.3 as displayed
    (FIVE_TEN, "higher", 2, 71.25, 75.0, "green"),  # just 5% short
    (FIVE_TEN, "higher", 2, 71.24, 75.0, "amber"),
    (FIVE_TEN, "higher", 2, 67.50, 75.0, "amber"),  # just 10% short
    (FIVE_TEN, "higher", 2, 67.49, 75.0, "red"),
    (FIVE_TEN, "higher", 2, 102.44, 98.0, "green"),  # over 100% can be right
    (FIVE_TEN, "lower", 0, 0.0, 20.0, "green"),
    (FIVE_TEN, "lower", 1, 27.3, 26.0, "green"),
    (FIVE_TEN, "lower", 1, 27.4, 26.0, "amber"),
    (FIVE_TEN, "lower", 1, 28.7, 26.0, "red"),
    (FIVE_TEN, "lower", 0, 114.0, 127.0, "green"),  # kilograms of waste: fewer is better
    (MET_OR_TEN, "higher", 2, 81.50, 82.42, "amber"),  # 1.1% short is within 10%, never red
    # as displayed
    (MET_OR_TEN, "higher", 0, 94.96, 95.0, "green"),
    (MET_OR_TEN, "higher", 1, 94.96, 95.0, "green"),
    (MET_OR_TEN, "higher", 1, 94.94, 95.0, "amber"),
    (MET_OR_TEN, "higher", 0, 7373.6, 7373.55, "green"),  # a quarter of an annual target, for a count
    (MET_OR_TEN, "higher", 2, 2.675, 2.68, "green"),  # half up as typed, not as the double lies
    (MET_OR_TEN, "higher", 1, 0.1 + 0.2, 0.3, "green"),
    # negative targets: tolerances are shares of their size
    (FIVE_TEN, "higher", 2, -3.24, -3.24, "green"),
    (FIVE_TEN, "higher", 2, -3.40, -3.24, "green"),
    (FIVE_TEN, "higher", 2, -3.50, -3.24, "amber"),
    (FIVE_TEN, "higher", 2, -4.00, -3.24, "red"),
    (FIVE_TEN, "higher", 2, -1.00, -3.24, "green"),
    (FIVE_TEN, "lower", 2, -3.00, -3.24, "amber"),
    # points, in the unit of measure
    (TWO_POINTS, "higher", 1, 93.0, 95.0, "amber"),
    (TWO_POINTS, "higher", 1, 92.9, 95.0, "red"),
    (TWO_POINTS, "lower", 0, 2.0, 0.0, "amber"),  # a zero target is no obstacle here
    (TWO_POINTS, "lower", 0, 0.0, 0.0, "green"),
    (TWO_POINTS, "lower", 0, 3.0, 0.0, "red"),
    # two stored thresholds, with or without a target
    (HIGH_LINES, "higher", 1, 95.0, None, "green"),
    (HIGH_LINES, "higher", 1, 94.96, None, "green"),
    (HIGH_LINES, "higher", 1, 94.9, 99.0, "amber"),
    (HIGH_LINES, "higher", 1, 90.0, None, "amber"),
    (HIGH_LINES, "higher", 1, 89.9, None, "red"),
    (LOW_LINES, "lower", 1, 20.0, None, "green"),
    (LOW_LINES, "lower", 1, 26.5, None, "amber"),
    (LOW_LINES, "lower", 1, 26.6, None, "red"),
    # within a range: the rule's own, the target's, or around a single target
    (BAND, "range", 1, 18.0, None, "green"),
    (BAND, "range", 1, 22.0, None, "green"),
    (BAND, "range", 1, 16.5, None, "amber"),
    (BAND, "range", 1, 23.6, None, "red"),
    (BAND, "range", 1, 16.4, None, "red"),
    (TARGET_BAND, "range", 0, 9.0, TargetFigure(low=10, high=12), "amber"),
    (TARGET_BAND, "range", 0, 11.0, TargetFigure(low=10, high=12), "green"),
    (TARGET_BAND, "range", 0, 14.0, TargetFigure(low=10, high=12), "red"),
    (TARGET_BAND, "range", 0, 11.0, TargetFigure(value=10), "amber"),
    (FIVE_TEN, "range", 1, 105.0, 100.0, "green"),
    (FIVE_TEN, "range", 1, 94.0, 100.0, "amber"),
    (FIVE_TEN, "range", 1, 111.0, 100.0, "red"),
    (TWO_POINTS, "range", 1, 11.0, TargetFigure(low=10, high=12), "green"),
    (TWO_POINTS, "range", 1, 14.1, TargetFigure(low=10, high=12), "red"),
    # a target printed as a range, for an indicator with a direction: its nearer edge
    (FIVE_TEN, "higher", 0, 10.0, TargetFigure(low=10, high=12), "green"),
    (FIVE_TEN, "lower", 0, 12.0, TargetFigure(low=10, high=12), "green"),
    (FIVE_TEN, "lower", 0, 20.0, TargetFigure(low=10, high=12), "red"),
    # the largest figures a double holds
    (FIVE_TEN, "higher", 6, 1.7e308, 1.79e308, "amber"),
    (FIVE_TEN, "higher", 0, 73390.0, 420.0, "green"),
]


@pytest.mark.parametrize("rule, polarity, decimals, value, target, rating", RATED)
def test_a_value_is_rated(rule, polarity, decimals, value, target, rating):
    result = rated(rule, polarity, decimals, value, target)
    assert (result.rating, result.reason) == (rating, None)
    assert result.sentence == ""


UNRATED = [
    # rule, polarity, value, value state, target, reason
    (CONTEXTUAL, "none", 14195.0, "value", None, Unrated.CONTEXTUAL),
    (CONTEXTUAL, "higher", 14195.0, "value", 14000.0, Unrated.CONTEXTUAL),
    (CONTEXTUAL, "none", None, "awaited", None, Unrated.CONTEXTUAL),
    (FIVE_TEN, "higher", None, "awaited", 75.0, Unrated.NO_VALUE),
    (FIVE_TEN, "higher", None, "suppressed", 75.0, Unrated.NO_VALUE),
    (FIVE_TEN, "higher", None, "error", 75.0, Unrated.NO_VALUE),  # DIV/0
    (FIVE_TEN, "higher", None, "value", 75.0, Unrated.NO_VALUE),
    (None, "higher", None, "not_due", None, Unrated.NO_VALUE),
    (None, "higher", 75.0, "value", 75.0, Unrated.NO_RULE),
    (FIVE_TEN, "none", 75.0, "value", 75.0, Unrated.NO_POLARITY),
    (HIGH_LINES, "range", 75.0, "value", 75.0, Unrated.RULE_MISMATCH),
    (BAND, "higher", 20.0, "value", 20.0, Unrated.RULE_MISMATCH),
    (FIVE_TEN, "higher", 75.0, "value", None, Unrated.NO_TARGET),
    (FIVE_TEN, "higher", 75.0, "value", TargetFigure(text="  "), Unrated.NO_TARGET),
    (TARGET_BAND, "range", 75.0, "value", None, Unrated.NO_TARGET),
    (TARGET_BAND, "range", 75.0, "value", TargetFigure(low=70.0), Unrated.NO_TARGET),
    (FIVE_TEN, "higher", 75.0, "value", TargetFigure(text="Top quartile"), Unrated.TEXTUAL_TARGET),
    (
        TWO_POINTS,
        "lower",
        75.0,
        "value",
        TargetFigure(text="Higher than previous year"),
        Unrated.TEXTUAL_TARGET,
    ),
    (FIVE_TEN, "lower", 3.0, "value", 0.0, Unrated.ZERO_TARGET),
    (FIVE_TEN, "lower", 0.0, "value", 0.04, Unrated.ZERO_TARGET),  # displayed as 0.0
]


@pytest.mark.parametrize("rule, polarity, value, value_state, target, reason", UNRATED)
def test_a_value_stays_unrated_for_a_stated_reason(rule, polarity, value, value_state, target, reason):
    result = rated(rule, polarity, 1, value, target, value_state)
    assert (result.rating, result.reason) == (Rating.UNRATED, reason)
    assert result.sentence.endswith(".")


def test_the_sentence_says_what_was_reported_instead_of_a_figure():
    assert rated(FIVE_TEN, "higher", 1, None, 75.0, "not_available").sentence == (
        "There is no figure to rate (not available)."
    )


def test_what_is_shown_is_what_was_compared():
    result = rated(MET_OR_TEN, "higher", 0, 7373.6, 7373.55)
    assert (str(result.shown_value), str(result.shown_target)) == ("7374", "7374")
    awaited = rated(FIVE_TEN, "lower", 1, None, TargetFigure(low=10, high=12), "awaited")
    assert (awaited.shown_value, awaited.shown_target) == (None, Decimal("12.0"))
    assert rated(BAND, "range", 1, 23.6, None).shown_target == 22


@pytest.mark.parametrize(
    "value, decimals, shown",
    [
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.125, 2, "0.13"),
        (1.005, 2, "1.01"),
        (-0.04, 1, "0.0"),
        (-0.0, 0, "0"),
        (94.2, 3, "94.200"),
        (1e16, 1, "10000000000000000.0"),
        (-1.5e40, 0, "-15" + "0" * 39),
    ],
)
def test_a_figure_as_displayed(value, decimals, shown):
    assert str(as_displayed(value, decimals)) == shown


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_figure_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError):
        rated(FIVE_TEN, "higher", 1, value, 75.0)
    with pytest.raises(ValueError):
        rated(FIVE_TEN, "higher", 1, 75.0, value)


@pytest.mark.parametrize(
    "kind, parameters, field",
    [
        ("by_forecast_of_the_weather", {}, "kind"),
        ("relative", {}, "green_within"),
        ("relative", {"green_within": 5}, "amber_within"),
        ("relative", {"green_within": 5, "amber_within": None}, "amber_within"),
        ("relative", {"green_within": 5, "amber_within": 4.99}, "amber_within"),
        ("relative", {"green_within": -1, "amber_within": 4}, "green_within"),
        ("relative", {"green_within": "5", "amber_within": 10}, "green_within"),
        ("relative", {"green_within": True, "amber_within": 10}, "green_within"),
        ("points", {"green_within": float("nan"), "amber_within": 10}, "green_within"),
        ("points", {"green_within": 0, "amber_within": 10**5000}, "amber_within"),
        ("points", {"green_within": 0, "amber_within": 1e16}, "amber_within"),
        ("points", {"green_within": 0, "amber_within": 1, "red_within": 2}, "red_within"),
        ("thresholds", {"green": 95}, "amber"),
        ("thresholds", {"green": [95], "amber": 90}, "green"),
        ("range", {"low": 1, "high": 2}, "amber_within"),
        ("range", {"low": 1, "amber_within": 0}, "high"),
        ("range", {"high": 1, "amber_within": 0}, "low"),
        ("range", {"low": 3, "high": 2, "amber_within": 0}, "high"),
        ("range", {"low": 1, "high": 2, "amber_within": -1}, "amber_within"),
        ("contextual", {"green": 95}, "green"),
    ],
)
def test_parameters_that_make_no_rule_are_refused_by_name(kind, parameters, field):
    with pytest.raises(BadRule) as refused:
        rule_from(kind, parameters)
    assert refused.value.field == field
    assert str(refused.value).startswith(f"{field}: ")
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "rule, polarity, field",
    [
        (HIGH_LINES, "lower", "amber"),
        (LOW_LINES, "higher", "amber"),
        (HIGH_LINES, "range", "kind"),
        (BAND, "higher", "kind"),
        (FIVE_TEN, "none", "kind"),
    ],
)
def test_a_rule_that_cannot_suit_the_polarity_is_refused_when_recorded(rule, polarity, field):
    with pytest.raises(BadRule) as refused:
        check_polarity(rule, Polarity(polarity))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "rule, polarity",
    [
        (HIGH_LINES, "higher"), (LOW_LINES, "lower"), (BAND, "range"), (FIVE_TEN, "range"),
        (TWO_POINTS, "lower"), (CONTEXTUAL, "none"), (CONTEXTUAL, "higher"),
    ],
)  # fmt: skip
def test_a_rule_that_suits_the_polarity_is_taken(rule, polarity):
    check_polarity(rule, Polarity(polarity))


EXAMPLES = Path(__file__).parents[1] / "examples"
MAPPING = Path(quarterdeck.__file__).parent / "demo" / "data" / "mapping.toml"


def test_bracknells_printed_ratings_are_reproduced_but_for_two_that_contradict_its_own_rule():
    mapping = tomllib.loads(MAPPING.read_text(encoding="utf-8"))
    council = next(one for one in mapping["council"] if one["name"] == "Bracknell Forest Council")
    rule = rule_from(council["rating"].pop("kind"), council["rating"])
    indicators = {one["ref"]: one for one in council["indicator"]}
    differ, compared = [], 0
    with (EXAMPLES / "bracknell_forest.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["rag_as_printed"]:
                continue
            one = indicators[row["ref"]]
            value, target = (
                float(row[column].replace(",", "").rstrip("%")) for column in ("value_as_printed", "target_as_printed")
            )
            rating = rated(rule, one["polarity"], one["decimals"], value, target).rating
            compared += 1
            if rating != row["rag_as_printed"].lower():
                differ.append((row["ref"], row["period_label"], row["rag_as_printed"], rating.value))
    assert compared == 37
    assert differ == [
        ("1.1.4.KR", "Quarter 3, 2024 to 2025", "Green", "red"),
        ("1.1.6.KR", "Quarter 3, 2024 to 2025", "Amber", "red"),
    ]


figures = st.floats(-1e9, 1e9)
polarities = st.sampled_from([Polarity.HIGHER, Polarity.LOWER, Polarity.RANGE])
two_tolerances = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)
ORDER = [Rating.RED, Rating.AMBER, Rating.GREEN]


@given(figures, st.integers(0, 6), polarities, st.sampled_from(["relative", "points"]), two_tolerances)
def test_a_target_reached_to_the_last_displayed_digit_is_green(target, decimals, polarity, kind, tolerances):
    rule = rule_from(kind, {"green_within": tolerances[0], "amber_within": tolerances[1]})
    shown = as_displayed(target, decimals)
    assume(shown != 0 or kind == "points")
    assert rated(rule, polarity, decimals, float(shown), target).rating == Rating.GREEN


@given(figures, figures, figures, st.integers(0, 3), st.sampled_from(["relative", "points"]), two_tolerances)
def test_a_better_figure_is_never_rated_worse(one, other, target, decimals, kind, tolerances):
    rule = rule_from(kind, {"green_within": tolerances[0], "amber_within": tolerances[1]})
    assume(as_displayed(target, decimals) != 0)
    low, high = sorted((one, other))
    for polarity, worse, better in (("higher", low, high), ("lower", high, low)):
        ranks = [ORDER.index(rated(rule, polarity, decimals, value, target).rating) for value in (worse, better)]
        assert ranks == sorted(ranks)


@given(figures, figures, st.integers(0, 3), two_tolerances)
def test_lower_is_better_mirrors_higher_is_better(value, target, decimals, tolerances):
    rule = rule_from("points", {"green_within": tolerances[0], "amber_within": tolerances[1]})
    higher = rated(rule, "higher", decimals, value, target).rating
    assert rated(rule, "lower", decimals, -value, -target).rating == higher


json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers())


@given(
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(["green_within", "amber_within", "green", "amber", "low", "high", "other"]),
        json_values,
    ),
)
def test_no_parameters_break_the_reader(kind, parameters):
    try:
        rule = rule_from(kind, parameters)
    except BadRule:
        return
    assert rule_from(kind, parameters) == rule
