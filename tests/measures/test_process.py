"""What a series says of its process: which figures its limits rest on, where they begin anew, what is said of it."""

from datetime import date
from typing import Any

import pytest

from quarterdeck.framework.periods import Period
from quarterdeck.measures import process_words as words
from quarterdeck.measures.process import Anew, Judged, Series, judge
from quarterdeck.measures.process_limits import LimitSettings, Signal, Variation
from quarterdeck.measures.rating_rules import Polarity
from tests.measures.drawing import quarters

STEADY = [50.0, 52.0, 49.0, 51.0, 50.0, 48.0, 51.0, 50.0, 52.0, 49.0, 50.0, 51.0, 49.0, 50.0]
SAFE = "lies on the safe side of both: if nothing changes, it will be met. A single figure may miss it all the same."
SETTINGS = LimitSettings()


def judged(values: list[float | None], periods: list[Period] | None = None, **more: Any) -> Judged:
    figures = list(zip(periods or quarters(len(values)), values, strict=True))
    said = {"polarity": Polarity.HIGHER, "aggregation": "flow", "frequency": "quarterly", **more}
    return judge(Series(figures, **said), SETTINGS)


@pytest.mark.parametrize(
    "count, without, said, basis",
    [
        (0, "too_few", "Too few figures for process limits: 0 of 10.", ""),
        (9, "too_few", "Too few figures for process limits: 9 of 10.", ""),
        (10, None, "", "Trial limits: they rest on 10 figures, and move with each new one up to 13."),
        (12, None, "", "Trial limits: they rest on 12 figures, and move with each new one up to 13."),
        (13, None, "", ""),
    ],
)
def test_too_few_and_trial_are_said_plainly(count: int, without: str | None, said: str, basis: str) -> None:
    found = judged(list(STEADY[:count]))
    assert (found.without, words.without_said(found), words.basis_said(found)) == (without, said, basis)
    assert (found.limits is None) is (found.variation is None) is (without is not None)


@pytest.mark.parametrize(
    "more, without",
    [({"aggregation": "year_to_date"}, "year_to_date"), ({"frequency": "annual"}, "annual")],
)
def test_cumulative_and_annual_figures_never_have_limits_and_it_is_said_why(more: Any, without: str) -> None:
    found = judged([*STEADY, 99.0], target=50.0, **more)
    assert (found.without, found.limits, found.points, found.assurance) == (without, None, {}, None)
    assert words.without_said(found).startswith("No process limits: ")


def test_yearly_figures_of_a_measure_that_is_quarterly_today_have_none_either() -> None:
    years = [Period.of_code(f"{year}-{year % 100 + 1:02}") for year in range(2009, 2023)]
    assert judged(list(STEADY), years).without == "annual"


def test_a_gap_is_no_figure_and_breaks_no_run() -> None:
    full, gaps = judged([*STEADY, 40.0]), judged([*STEADY[:7], None, *STEADY[7:], None, 40.0, None])
    assert (full.limits, full.count) == (gaps.limits, gaps.count)
    assert full.signal == gaps.signal == Signal.BEYOND_LIMIT
    assert gaps.latest is not None
    # The latest period has no figure: variation is judged on the last that has one, and says which.
    assert gaps.latest[0].code == "2023-24-Q3"
    assert words.judged_said(gaps, SETTINGS).startswith("Q3 2023/24: below the lower limit. This is a real change for")


def test_figures_of_other_lengths_do_not_count() -> None:
    months = [Period.of_code(f"2019-{month:02}") for month in range(1, 13)]
    found = judged([1.0] * 12 + list(STEADY), months + quarters(14))
    assert (found.count, found.limits) == (14, judged(list(STEADY)).limits)


@pytest.mark.parametrize(
    "more, why",
    [
        ({"rebased": {date(2021, 7, 1)}}, Anew.REBASE),
        ({"breaks": {date(2021, 7, 1)}}, Anew.DEFINITION),
        # Both: the definition, which nobody can withdraw.
        ({"rebased": {date(2021, 7, 1)}, "breaks": {date(2021, 7, 1)}}, Anew.DEFINITION),
    ],
)
def test_limits_and_runs_begin_anew_with_a_rebase_and_another_definition(more: Any, why: Anew) -> None:
    values = [*STEADY, *(value + 30 for value in STEADY[:11])]
    before, after = judged(values), judged(values, **more)
    assert (before.variation, before.count) == (Variation.IMPROVING, 25)
    assert (after.variation, after.count, after.anew) == (Variation.COMMON, 11, {date(2021, 7, 1): why})
    assert after.since == Period.of_code("2021-22-Q2")
    assert {point.variation for point in after.points.values()} == {Variation.COMMON}


def test_a_stretch_that_is_too_short_has_no_limits_and_says_since_when_it_counts() -> None:
    found = judged([*STEADY, 80.0, 81.0, 79.0], rebased={date(2023, 7, 1)}, target=50.0)
    assert (found.without, found.limits, found.variation, found.assurance) == ("too_few", None, None, None)
    assert words.without_said(found) == "Too few figures for process limits: 3 of 10 since Q2 2023/24."
    # The stretch before it keeps its own.
    assert len(found.points) == 14


def test_a_rebase_from_a_period_whose_figure_is_gone_counts_from_the_next() -> None:
    values = [*STEADY, None, *(value + 30 for value in STEADY[:10])]
    periods = quarters(len(values))
    assert judged(values, rebased={periods[14].start}).anew == {periods[15].start: Anew.REBASE}


@pytest.mark.parametrize(
    "target, polarity, said",
    [
        (30.0, "higher", f"The target of 30.0% {SAFE}"),
        (
            50.0,
            "lower",
            "The target of 50.0% lies between them: if nothing changes, it will sometimes be met and sometimes missed, "
            "by chance.",
        ),
        (
            90.0,
            "higher",
            "The target of 90.0% lies beyond both: if nothing changes, it is not to be expected that it will be met. "
            "A single figure may meet it all the same.",
        ),
        (90.0, "lower", f"The target of 90.0% {SAFE}"),
        (50.0, "range", ""),
        (None, "higher", ""),
    ],
)
def test_whether_the_target_is_met_if_nothing_changes(target: float | None, polarity: str, said: str) -> None:
    found = judged(list(STEADY), polarity=Polarity(polarity), target=target)
    limits = "Judged by limits of 45.2% to 55.1%, which rest on 14 figures since Q3 2020/21. "
    assert words.expected_said(found, target, "%", 1) == (limits + said if said else "")


def test_every_rule_is_said_in_words() -> None:
    falling = [60.0, 59.0, 58.0, 57.0, 56.0, 55.0, 54.0]
    # Steps of one are far within limits that rest on steps of two and three.
    series = judged([*STEADY, *falling], polarity=Polarity.LOWER)
    said = {words.signal_said(point, SETTINGS) for point in series.points.values()}
    assert said - {""} <= {
        "Above the upper limit", "Below the lower limit", "One of two in three figures close to the upper limit",
        "One of two in three figures close to the lower limit", "One of 7 or more figures in a row that fall",
        "One of 7 or more figures in a row above the mean", "One of 7 or more figures in a row below the mean",
    }  # fmt: skip
    assert len(said) > 2
