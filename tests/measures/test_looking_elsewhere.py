"""Rules that look at last year's figure or at a forecast: what they used is kept, and rated again when it changes."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from quarterdeck.measures import reads
from quarterdeck.measures.models import Observation, RatingRow, ValueState
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.viewpoint import Viewpoint
from tests.measures.counting import counted
from tests.measures.growing import Q1, Q2, Q4, Measures

LAST_Q1, YEAR_BEFORE_Q1 = "2022-23-Q1", "2021-22-Q1"
LAST_YEAR: dict[str, Any] = {"kind": "last_year", "parameters": {}}
FORECAST: dict[str, Any] = {"kind": "forecast", "parameters": {}}


def _ratings(measures: Measures, row: Observation) -> list[RatingRow]:
    query = select(RatingRow).where(RatingRow.observation_id == row.id).order_by(RatingRow.change_no, RatingRow.id)
    return list(measures.session.scalars(query))


def test_the_figure_of_last_year_that_was_compared_with_is_kept(measures: Measures) -> None:
    voids = measures.indicator(rule=LAST_YEAR)
    measures.target(voids, Q1, 95)
    before = measures.reported(voids, LAST_Q1, 90)
    row = measures.reported(voids, Q1, 92)
    assert measures.rating(row) == "amber"
    assert [(each.last_year_observation_id, each.forecast) for each in _ratings(measures, row)] == [(before.id, None)]


def test_a_restated_figure_rates_the_one_a_year_later_again_under_its_own_change(measures: Measures) -> None:
    voids = measures.indicator(rule=LAST_YEAR)
    measures.target(voids, Q1, 95)
    before = measures.reported(voids, LAST_Q1, 90, approved=True)
    measures.edition(LAST_Q1, before, issued_to=measures.council.cabinet)
    row = measures.reported(voids, Q1, 92, approved=True)
    then = measures.now()
    restated = measures.restated(before, 93, "Two voids were missing")
    assert measures.rating(row) == "red"
    first, second = _ratings(measures, row)
    assert (second.last_year_observation_id, second.change_no) == (restated.id, restated.change_no)
    measures.consistent()
    # What stood before stays readable.
    (figure,) = (
        each for each in reads.read_figures(measures.session, measures.team, Viewpoint(then)) if each.period == Q1
    )
    assert (figure.rating, figure.rating_id) == ("amber", first.id)


def test_what_a_pack_was_sealed_with_stays_pinned(measures: Measures) -> None:
    voids = measures.indicator(rule=LAST_YEAR)
    measures.target(voids, Q1, 95)
    before = measures.reported(voids, LAST_Q1, 90, approved=True)
    measures.edition(LAST_Q1, before, issued_to=measures.council.cabinet)
    row = measures.reported(voids, Q1, 92, approved=True)
    edition = measures.edition(Q1, row, issued_to=measures.council.cabinet)
    measures.restated(before, 93, "Two voids were missing")
    viewpoint = Viewpoint(edition.change_no, edition.id)
    (figure,) = reads.read_figures(measures.session, measures.team, viewpoint)
    assert (figure.rating, measures.rating(row)) == ("amber", "red")


def test_last_year_reported_late_or_in_the_same_batch_counts(measures: Measures) -> None:
    late, batch = measures.indicator("H1", rule=LAST_YEAR), measures.indicator("H2", rule=LAST_YEAR)
    for each in (late, batch):
        measures.target(each, Q1, 95)
    row = measures.reported(late, Q1, 92)
    assert measures.rating(row) == "red"
    measures.reported(late, LAST_Q1, 90)
    assert measures.rating(row) == "amber"
    series = measures.series(batch).id
    said = [Reported(series, code, ValueState.VALUE, value) for code, value in ((Q1, 92.0), (LAST_Q1, 90.0))]
    assert measures.rating(measures.appended(said)[0]) == "amber"
    measures.consistent()


def test_another_series_and_another_quarter_are_left_alone(measures: Measures) -> None:
    voids = measures.indicator(rule=LAST_YEAR)
    measures.target(voids, Q1, 95)
    row = measures.reported(voids, Q1, 92)
    measures.reported(voids, LAST_Q1, 90, breakdown="ward:Northfield")
    measures.reported(voids, "2022-23-Q2", 90)
    measures.reported(voids, YEAR_BEFORE_Q1, 90)
    assert [each.rating for each in _ratings(measures, row)] == ["red"]


def test_a_figure_without_a_number_is_no_last_year(measures: Measures) -> None:
    voids = measures.indicator(rule=LAST_YEAR)
    measures.target(voids, Q1, 95)
    measures.reported(voids, LAST_Q1, state="not_available")
    row = measures.reported(voids, Q1, 92)
    assert (measures.rating(row), _ratings(measures, row)[0].last_year_observation_id) == ("red", None)


def test_a_break_in_the_series_leaves_nothing_to_compare_with(measures: Measures) -> None:
    voids = measures.indicator(rule=LAST_YEAR)
    measures.target(voids, Q1, 95)
    measures.reported(voids, LAST_Q1, 90)
    row = measures.reported(voids, Q1, 92)
    measures.defined(voids, date(2023, 4, 1), breaks_series=True)
    assert (measures.rating(row), _ratings(measures, row)[-1].last_year_observation_id) == ("red", None)


def test_a_rule_that_looks_nowhere_costs_a_single_query_more(measures: Measures) -> None:
    plain, looking = measures.indicator("H1"), measures.indicator("H2", rule=LAST_YEAR)
    sent = {}
    for indicator in (plain, looking):
        measures.target(indicator, Q1, 95)
        measures.reported(indicator, Q2, 90)
        with counted(measures.session) as statements:
            measures.reported(indicator, Q1, 92)
        sent[indicator.ref] = len(statements)
    assert sent["H2"] <= sent["H1"] + 2


# By forecast


def test_behind_but_forecast_to_recover_is_held_against_the_years_end(measures: Measures) -> None:
    tax = measures.indicator(rule=FORECAST, definition={"aggregation": "year_to_date"})
    measures.target(tax, Q1, 28.8)
    ends = measures.target(tax, Q4, 95.75)
    row = measures.reported(tax, Q1, 28.0, forecast=96.0)
    assert measures.rating(row) == "amber"
    (rating,) = _ratings(measures, row)
    assert (rating.forecast, rating.forecast_target_id, rating.last_year_observation_id) == (96.0, ends.id, None)


def test_a_new_target_of_the_years_end_rates_its_quarters_again(measures: Measures) -> None:
    tax = measures.indicator(rule=FORECAST, definition={"aggregation": "year_to_date"})
    measures.target(tax, Q1, 28.8)
    row = measures.reported(tax, Q1, 28.0, forecast=96.0)
    assert measures.rating(row) == "red"  # nothing is set for the year's end
    whole = measures.target(tax, "2023-24", 95.0)
    assert (measures.rating(row), _ratings(measures, row)[-1].forecast_target_id) == ("amber", whole.id)
    ends = measures.target(tax, Q4, 97.0)
    assert (measures.rating(row), _ratings(measures, row)[-1].forecast_target_id) == ("red", ends.id)
    measures.consistent()


def test_without_another_the_periods_own_target_stands_in_but_for_what_adds_up(measures: Measures) -> None:
    flow, adds_up = (
        measures.indicator(ref, rule=FORECAST, definition={"aggregation": how})
        for ref, how in (("H1", "flow"), ("H2", "year_to_date"))
    )
    for each, rating in ((flow, "amber"), (adds_up, "red")):
        measures.target(each, Q1, 95)
        assert measures.rating(measures.reported(each, Q1, 90, forecast=96)) == rating


def test_another_forecast_is_another_revision_and_rated_by_it(measures: Measures) -> None:
    voids = measures.indicator(rule=FORECAST)
    measures.target(voids, Q1, 95)
    first = measures.reported(voids, Q1, 90, forecast=96)
    second = measures.reported(voids, Q1, 90, forecast=91)
    assert (measures.rating(first), measures.rating(second)) == ("amber", "red")


def test_a_forecast_that_no_rule_looks_at_is_not_kept_with_the_rating(measures: Measures) -> None:
    voids = measures.indicator()
    measures.target(voids, Q1, 95)
    row = measures.reported(voids, Q1, 90, forecast=96)
    assert _ratings(measures, row)[0].forecast is None


@pytest.mark.parametrize("kind, rating", [("last_year", "amber"), ("forecast", "amber"), ("relative", "red")])
def test_a_rule_that_is_exchanged_takes_along_what_it_looks_at(measures: Measures, kind: str, rating: str) -> None:
    voids = measures.indicator(rule={"kind": "points", "parameters": {"green_within": 0, "amber_within": 0}})
    measures.target(voids, Q1, 95)
    measures.reported(voids, LAST_Q1, 80)
    row = measures.reported(voids, Q1, 85, forecast=95)
    tolerances = {"green_within": 0, "amber_within": 5} if kind == "relative" else {}
    measures.ruled(voids, kind, **tolerances)
    assert measures.rating(row) == rating
    measures.consistent()
