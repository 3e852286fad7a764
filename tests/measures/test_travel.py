"""Direction of travel: what may be compared, and which way is better."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.framework.periods import Period
from quarterdeck.measures.rating import Polarity
from quarterdeck.measures.travel import NotCompared, Point, Travel, Yardstick, long_travel, short_travel


def point(code, value, value_state=None):
    return Point(Period.of_code(code), value_state or ("awaited" if value is None else "value"), value)


def yardstick(polarity="higher", decimals=1, aggregation="flow", **more):
    return Yardstick(Polarity(polarity), decimals, aggregation, **more)


NOW, BEFORE, LAST_YEAR = "2023-24-Q2", "2023-24-Q1", "2022-23-Q2"

DIRECTIONS = [
    # polarity, decimals, before, now, travel
    ("higher", 1, 73.4, 73.6, "improving"),
    ("higher", 1, 65.0, 62.0, "worsening"),
    ("lower", 1, 26.0, 24.1, "improving"),
    ("lower", 1, 3.0, 20.0, "worsening"),
    ("lower", 2, -3.24, -3.40, "improving"),
    # as displayed
    ("higher", 1, 94.96, 95.04, "unchanged"),
    ("higher", 2, 94.96, 95.04, "improving"),
    ("higher", 0, 100.0, 100.0, "unchanged"),
    ("lower", 1, 0.1 + 0.2, 0.3, "unchanged"),
    ("lower", 0, -0.2, 0.2, "unchanged"),
    # where neither is better
    ("none", 0, 13870.0, 14195.0, "up"),
    ("none", 0, 14195.0, 13870.0, "down"),
    ("none", 0, 14195.0, 14195.0, "unchanged"),
]


@pytest.mark.parametrize("polarity, decimals, before, now, travel", DIRECTIONS)
def test_a_figure_moves(polarity, decimals, before, now, travel):
    measure = yardstick(polarity, decimals)
    short = short_travel(point(NOW, now), point(BEFORE, before), measure)
    long = long_travel(point(NOW, now), point(LAST_YEAR, before), measure)
    assert short == long
    assert (short.travel, short.reason, short.sentence) == (travel, None, "")


@pytest.mark.parametrize(
    "before, now, travel",
    [
        (25.0, 23.0, "improving"),
        (25.0, 20.0, "improving"),
        (20.0, 16.0, "worsening"),
        (16.0, 24.0, "unchanged"),  # as far off on the other side
        (19.0, 21.0, "unchanged"),  # within the range all the time
        (17.96, 18.0, "unchanged"),
    ],
)
def test_within_a_range_nearer_is_better(before, now, travel):
    measure = yardstick("range", low=18.0, high=22.0)
    assert short_travel(point(NOW, now), point(BEFORE, before), measure).travel == travel


def test_without_a_range_a_figure_only_goes_up_or_down():
    assert short_travel(point(NOW, 23.0), point(BEFORE, 25.0), yardstick("range")).travel is Travel.DOWN


def test_a_contextual_measure_is_never_better_or_worse():
    assert short_travel(point(NOW, 23.0), point(BEFORE, 25.0), yardstick(contextual=True)).travel is Travel.DOWN


def test_the_change_is_the_difference_of_what_is_printed():
    assert short_travel(point(NOW, 73.44), point(BEFORE, 73.66), yardstick()).change == Decimal("-0.3")


@pytest.mark.parametrize(
    "now, before, reason",
    [
        (point(NOW, None), point(BEFORE, 73.4), NotCompared.NO_VALUE),
        (point(NOW, None, "value"), point(BEFORE, 73.4), NotCompared.NO_VALUE),
        (point(NOW, 73.4), point(BEFORE, None), NotCompared.NO_EARLIER_VALUE),
        (point(NOW, 73.4), point(BEFORE, None, "suppressed"), NotCompared.NO_EARLIER_VALUE),
        (point(NOW, 73.4), None, NotCompared.NO_EARLIER_VALUE),
        # neither an older period nor the figure itself stands in for the period before
        (point(NOW, 73.4), point("2022-23-Q4", 70.0), NotCompared.NO_EARLIER_VALUE),
        (point(NOW, 73.4), point(NOW, 73.4), NotCompared.NO_EARLIER_VALUE),
        (point(NOW, 73.4), point("2023-Q1", 73.4), NotCompared.NO_EARLIER_VALUE),
    ],
)
def test_without_two_figures_nothing_is_compared(now, before, reason):
    moved = short_travel(now, before, yardstick())
    assert (moved.travel, moved.reason, moved.change) == (Travel.NOT_COMPARED, reason, None)
    assert moved.sentence.endswith(".")


def test_last_year_means_the_same_period():
    assert long_travel(point(NOW, 2), point("2022-23-Q1", 1), yardstick()).reason is NotCompared.NO_EARLIER_VALUE
    assert long_travel(point(NOW, 2), None, yardstick()).reason is NotCompared.NO_EARLIER_VALUE


@pytest.mark.parametrize("code", ["1900", "1900-01-01_1900-01-31"])
def test_the_first_period_there_is_has_nothing_to_compare_with(code):
    for travel in (short_travel, long_travel):
        assert travel(point(code, 2), point(code, 1), yardstick()).reason is NotCompared.NO_EARLIER_VALUE


@pytest.mark.parametrize("now, before", [("2023-24-Q2", "2023-24-Q1"), ("2023-24-Q1", "2022-23-Q4")])
def test_a_year_to_date_figure_is_not_compared_with_the_period_before(now, before):
    moved = short_travel(point(now, 54.81), point(before, 28.1), yardstick(aggregation="year_to_date"))
    assert (moved.travel, moved.reason) == (Travel.NOT_COMPARED, NotCompared.YEAR_TO_DATE)


def test_a_year_to_date_figure_is_compared_with_last_years():
    measure = yardstick(aggregation="year_to_date", decimals=2)
    assert long_travel(point(NOW, 54.81), point(LAST_YEAR, 54.93), measure).travel is Travel.WORSENING


def test_the_figures_of_two_whole_years_can_be_compared_either_way():
    measure = yardstick(aggregation="year_to_date")
    for travel in (short_travel, long_travel):
        assert travel(point("2023-24", 98.1), point("2022-23", 97.0), measure).travel is Travel.IMPROVING


@pytest.mark.parametrize(
    "day, compared",
    [
        (date(2023, 4, 1), True),  # in force when the earlier period began
        (date(2023, 5, 1), False),
        (date(2023, 7, 1), False),
        (date(2023, 9, 30), False),
        (date(2023, 10, 1), True),
    ],
)
def test_a_break_in_the_series_is_not_compared_across(day, compared):
    moved = short_travel(point(NOW, 75.0), point(BEFORE, 70.0), yardstick(breaks=[date(2019, 4, 1), day]))
    assert moved.travel is (Travel.IMPROVING if compared else Travel.NOT_COMPARED)
    assert moved.reason is (None if compared else NotCompared.BREAK_IN_SERIES)


figures = st.floats(-1e12, 1e12)
OPPOSITE = {
    Travel.IMPROVING: Travel.WORSENING,
    Travel.WORSENING: Travel.IMPROVING,
    Travel.UNCHANGED: Travel.UNCHANGED,
}


@given(figures, figures, st.integers(0, 6), st.sampled_from(["higher", "lower"]))
def test_the_way_back_is_the_opposite(one, other, decimals, polarity):
    measure = yardstick(polarity, decimals)
    there = short_travel(point(NOW, other), point(BEFORE, one), measure)
    back = short_travel(point(NOW, one), point(BEFORE, other), measure)
    assert back.travel is OPPOSITE[there.travel]
    assert there.change == -back.change
