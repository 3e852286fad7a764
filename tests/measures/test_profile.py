"""A year's target over the year's periods: what adds up still does, and what the seasons were is said."""

import pytest

from quarterdeck.measures.profile import PastYear, Profiled, Spread, even, seasonal, spread_of

ADDS, RUNS, ENDS, AVERAGES = Spread.ADDS_UP, Spread.RUNS_UP, Spread.ENDS_WITH, Spread.AVERAGES
UNBOUNDED = (None, None)


@pytest.mark.parametrize(
    ("spread", "year", "periods", "decimals", "figures"),
    [
        # A quarter of 450 is 112.5 (Maidstone printed it so); a count is whole, and the year still comes out.
        (ADDS, 450, 4, 0, [112, 112, 113, 113]),
        (ADDS, 100, 12, 1, [8.3] * 8 + [8.4] * 4),
        (ADDS, -10, 4, 0, [-3, -3, -2, -2]),
        (RUNS, 450, 4, 0, [113, 225, 338, 450]),
        (ENDS, 95.5, 4, 1, [95.5] * 4),
        (AVERAGES, 24, 2, 0, [24, 24]),
    ],
)
def test_an_even_profile(spread: Spread, year: float, periods: int, decimals: int, figures: list[float]) -> None:
    assert even(spread, year, periods, decimals).figures == figures


@pytest.mark.parametrize(
    ("spread", "year", "history", "bounds", "figures"),
    [
        (ADDS, 1000, [[10, 20, 30, 40]], UNBOUNDED, [100, 200, 300, 400]),
        # Shares of each year are averaged, so that a busy year does not outweigh a quiet one.
        (ADDS, 100, [[1, 1, 1, 1], [100, 0, 0, 0]], UNBOUNDED, [62, 12, 13, 13]),
        (RUNS, 200, [[30, 55, 80, 100]], UNBOUNDED, [60, 110, 160, 200]),
        (ENDS, 95, [[90, 92, 96, 94]], UNBOUNDED, [91, 93, 97, 95]),
        (ENDS, 99, [[90, 92, 96, 94]], (0, 100), [95, 97, 100, 99]),
        (AVERAGES, 20, [[10, 14, 18, 14]], UNBOUNDED, [16, 20, 24, 20]),
        # Of five years the last three are used.
        (ADDS, 4, [[9, 0, 0, 0], [9, 0, 0, 0], [1, 1, 1, 1], [1, 1, 1, 1], [2, 2, 2, 2]], UNBOUNDED, [1, 1, 1, 1]),
    ],
)
def test_a_seasonal_profile(
    spread: Spread,
    year: float,
    history: list[list[float]],
    bounds: tuple[float | None, float | None],
    figures: list[float],
) -> None:
    past = [PastYear(f"{2019 + number}/{20 + number}", row) for number, row in enumerate(history)]
    made = seasonal(spread, year, past, 0, bounds=bounds)
    assert made is not None
    assert made.figures == figures
    assert made.years == [each.label for each in past[-3:]]
    assert made.years[-1] in made.method


@pytest.mark.parametrize("history", [[], [PastYear("2022/23", [0, 0, 0, 0])]])
def test_no_season_is_told_by_no_year_or_by_one_of_zero(history: list[PastYear]) -> None:
    assert seasonal(ADDS, 100, history, 0, bounds=UNBOUNDED) is None


def test_the_method_is_said_with_its_years() -> None:
    made = seasonal(RUNS, 100, [PastYear("2021/22", [1, 2]), PastYear("2022/23", [1, 4])], 0, bounds=UNBOUNDED)
    assert made == Profiled(
        [38, 100],
        ["2021/22", "2022/23"],
        "By each period the running total reaches the share of the year's target that it had reached, on average, "
        "in 2021/22 and 2022/23.",
    )


@pytest.mark.parametrize(
    ("aggregation", "is_ratio", "spread"),
    [
        ("flow", False, ADDS),
        ("flow", True, AVERAGES),
        ("year_to_date", False, RUNS),
        ("year_to_date", True, ENDS),
        ("snapshot", False, ENDS),
        ("rolling", True, ENDS),
        ("average", False, AVERAGES),
    ],
)
def test_how_periods_make_a_year(aggregation: str, is_ratio: bool, spread: Spread) -> None:
    assert spread_of(aggregation, is_ratio=is_ratio) is spread
