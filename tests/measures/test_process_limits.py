"""Process limits are as the NHS-R community's package computes them, point by point, and say what they rest on."""

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from quarterdeck.measures.process_limits import (
    LimitBasis,
    Limits,
    LimitSettings,
    ProcessPoint,
    Signal,
    Variation,
    assurance,
    basis_of,
    moving_range_limits,
    process_stretches,
)
from quarterdeck.measures.rating_rules import Polarity

EXAMPLES = Path(__file__).parents[1] / "examples"
POLARITIES = {"increase": Polarity.HIGHER, "decrease": Polarity.LOWER, "neutral": Polarity.NONE}
SIGNALS = {
    "Common Cause": (None, 0),
    "Above UCL": (Signal.BEYOND_LIMIT, 1),
    "Below LCL": (Signal.BEYOND_LIMIT, -1),
    "7 Points Above CL": (Signal.RUN, 1),
    "7 Points Below CL": (Signal.RUN, -1),
    "7 Point Trend (Increasing)": (Signal.TREND, 1),
    "7 Point Trend (Decreasing)": (Signal.TREND, -1),
    "2 in 3 Above CL": (Signal.NEAR_LIMIT, 1),
    "2 in 3 Below CL": (Signal.NEAR_LIMIT, -1),
}
VARIATIONS = {
    "common_cause": Variation.COMMON,
    "special_cause_improvement": Variation.IMPROVING,
    "special_cause_concern": Variation.WORSENING,
}
ASSURANCES = {"NA": None, "consistent_pass": "always", "inconsistent": "sometimes", "consistent_fail": "never"}


def _points(values: Sequence[float], polarity: Polarity, **more: Any) -> list[ProcessPoint]:
    return [point for each in process_stretches(values, polarity, **more) for point in each.points]


def _rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


POINTS: dict[str, list[dict[str, str]]] = {}
for each in _rows("spc_vectors.csv"):
    POINTS.setdefault(each["case_id"], []).append(each)
CASES = {each["case_id"]: each for each in _rows("spc_vectors_cases.csv")}


def _computed(rows: Sequence[dict[str, str]]) -> list[ProcessPoint]:
    about = rows[0]
    fixed = about["fix_after_n_points"]
    groups = [each["rebase_group"] for each in rows]
    return _points(
        [float(each["value"]) for each in rows],
        POLARITIES[about["improvement_direction"]],
        starts=[place for place, (before, now) in enumerate(pairwise(groups), start=1) if now != before],
        settings=LimitSettings(screened=about["screen_outliers"] == "TRUE", baseline=int(fixed) if fixed else None),
    )


def test_the_examples_are_all_there() -> None:
    assert (sum(map(len, POINTS.values())), len(POINTS), sorted(POINTS)) == (851, 32, sorted(CASES))


@pytest.mark.parametrize("case", sorted(POINTS))
def test_every_point_is_as_the_nhs_computes_it(case: str, record_property: Any) -> None:
    rows = POINTS[case]
    for row, point in zip(rows, _computed(rows), strict=True):
        limits = point.limits
        expected = [float(row[name]) for name in ("mean", "lpl", "upl")]
        assert [limits.mean, limits.lower, limits.upper] == pytest.approx(expected, rel=1e-9, abs=1e-9), row
        assert (point.side, point.beyond, point.close) == (
            int(row["relative_to_mean"]), row["outside_limits"] == "1", row["close_to_limits"] == "1"
        ), row  # fmt: skip
        assert (point.signal, point.heading) == SIGNALS[row["special_cause_type"]], row
        assert point.variation == VARIATIONS[row["point_type"]], row
    record_property("figure", ("points with process limits as computed elsewhere", "32 cases", len(rows)))


@pytest.mark.parametrize("case", sorted(CASES))
def test_variation_and_assurance_of_a_case(case: str) -> None:
    about, points = CASES[case], _computed(POINTS[case])
    assert points[-1].variation == VARIATIONS[about["variation_last_point"]]
    assert sum(point.signal is not None for point in points) == int(about["special_cause_points"])
    polarity = POLARITIES[about["improvement_direction"]]
    found = assurance(points[-1].limits, float(about["target"]), polarity) if about["target"] else None
    assert found == ASSURANCES[about["assurance"]]


@pytest.mark.parametrize(
    "count, basis", [(0, "too_few"), (9, "too_few"), (10, "trial"), (12, "trial"), (13, "full"), (60, "full")]
)
def test_limits_are_worth_what_they_rest_on(count: int, basis: str) -> None:
    assert basis_of(count) == LimitBasis(basis)


def test_one_figure_is_its_own_limits_and_none_has_none() -> None:
    assert moving_range_limits([4.0]) == Limits(4.0, 4.0, 4.0)
    assert [point.signal for point in _points([4.0], Polarity.HIGHER)] == [None]
    assert process_stretches([], Polarity.HIGHER) == []
    with pytest.raises(ValueError, match="a value"):
        moving_range_limits([])


@pytest.mark.parametrize("value", [0.1, 0.7, 93.3, -2.675, 1e-9, 0.0])
def test_figures_that_are_all_the_same_signal_nothing(value: float) -> None:
    # The mean of twelve times 0.1 is not 0.1, in doubles.
    for number in range(10, 61):
        assert {(point.side, point.signal) for point in _points([value] * number, Polarity.HIGHER)} == {(0, None)}


@pytest.mark.parametrize(
    "polarity, expected",
    [
        (Polarity.HIGHER, Variation.IMPROVING), (Polarity.LOWER, Variation.WORSENING),
        (Polarity.RANGE, Variation.CHANGED), (Polarity.NONE, Variation.CHANGED),
    ],
)  # fmt: skip
def test_a_signal_is_good_or_bad_by_what_is_good(polarity: Polarity, expected: Variation) -> None:
    steady = [10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0]
    last = _points([*steady, 30.0], polarity, settings=LimitSettings(baseline=12))[-1]
    assert (last.signal, last.heading, last.variation) == (Signal.BEYOND_LIMIT, 1, expected)
    assert assurance(last.limits, 20, polarity) == {"higher": "never", "lower": "always"}.get(polarity)


LOWER_THEN_HIGHER = [13.0, 15.0] * 4 + [16.0, 18.0] * 4


def test_a_run_does_not_go_on_where_limits_begin_anew() -> None:
    assert {point.signal for point in _points(LOWER_THEN_HIGHER, Polarity.HIGHER)} == {Signal.RUN}
    assert {point.signal for point in _points(LOWER_THEN_HIGHER, Polarity.HIGHER, starts=[8])} == {None}


@pytest.mark.parametrize("run, found", [(5, {Signal.RUN}), (9, {None})])
def test_how_long_a_run_has_to_be_is_a_setting(run: int, found: set[Signal | None]) -> None:
    points = _points(LOWER_THEN_HIGHER, Polarity.HIGHER, settings=LimitSettings(run=run))
    assert {point.signal for point in points} == found
