"""The summary of an edition: each indicator once, out of everything that was due, and every count adding up."""

import random
from typing import Any

import pytest

from quarterdeck.framework.periods import Period
from quarterdeck.reporting.content import ActivityContent, FigureContent, MissingContent, Summary
from quarterdeck.reporting.counting import period_before, summarise
from tests.documents.example import ACTIVITIES, BEFORE, LAST_YEAR, earlier, figure

Q2 = Period.of_code("2023-24-Q2")


def counted(*figures: FigureContent, missing: Any = (), activities: Any = ()) -> Summary:
    return summarise(Q2, figures, missing, activities)


def unreported(ref: str, series_id: int, **given: Any) -> MissingContent:
    usual: dict[str, Any] = {
        "series_id": series_id,
        "period_code": "2023-24-Q2",
        "period_label": "Q2 2023/24",
        "ref": ref,
        "name": "A measure",
        "kind": "performance",
        "breakdown": "all",
        "measured_in": None,
        "unit": "Housing",
        "value_state": "not_reported",
        "reason": "",
        "portfolios": [],
    }
    return MissingContent.model_validate(usual | given)


def test_a_measure_that_was_not_reported_is_out_of_what_was_due() -> None:
    summary = counted(figure("H1", "One"), missing=[unreported("H2", 2), unreported("C1", 3, kind="contextual")])
    assert (summary.performance.indicators, summary.performance.rated, summary.performance.unrated) == (2, 1, 1)
    assert (summary.contextual, summary.without_number) == (1, 2)
    assert summary.short_travel.not_compared == 1


def test_a_state_without_a_number_is_counted_once_though_it_is_listed_as_missing() -> None:
    awaited = figure("H1", "One", value=None, value_state="awaited", rating="unrated", unrated_reason="no_value")
    listed = unreported("H1", 1, value_state="awaited")
    summary = counted(awaited, missing=[listed])
    assert (summary.performance.indicators, summary.without_number) == (1, 1)


def test_an_indicator_counts_once_with_its_newest_period() -> None:
    months = [
        figure("H1", "One", period_code=f"2023-24-M0{number}", rating=rating)
        for number, rating in ((4, "red"), (6, "green"), (5, "amber"))
    ]
    summary = counted(*months)
    assert (summary.performance.indicators, summary.performance.green, summary.performance.red) == (1, 1, 0)
    silent = counted(*months[:1], missing=[unreported("H1", 1, period_code="2023-24-M06")])
    assert (silent.performance.indicators, silent.performance.unrated) == (1, 1)


def test_a_breakdown_counts_where_there_is_no_whole_beside_it() -> None:
    whole, part = figure("H1", "One"), figure("H1", "One", series_id=2, breakdown="ward:North")
    loose = [figure("H2", "Two", series_id=each, breakdown=f"ward:{each}") for each in (3, 4)]
    assert counted(whole, part).performance.indicators == 1
    assert counted(whole, part, *loose).performance.indicators == 3


def test_the_same_indicators_are_counted_one_period_before() -> None:
    red = figure("H1", "One", previous=[earlier(BEFORE, 1.0, "red")])
    older = figure("H2", "Two", series_id=2, previous=[earlier(LAST_YEAR, 1.0, "green")])
    summary = counted(red, older)
    assert summary.previous is not None
    assert (summary.previous.label, summary.previous.ratings.red, summary.previous.ratings.unrated) == (
        "Q1 2023/24",
        1,
        1,
    )
    assert (period_before(red), period_before(older)) == (red.previous[0], None)
    assert counted(older).previous is None


def test_what_went_up_where_neither_way_is_better_is_not_compared() -> None:
    summary = counted(figure("H1", "One", short_travel="up", long_travel="down"))
    assert (summary.short_travel.not_compared, summary.long_travel.not_compared) == (1, 1)


def test_activities_are_counted_by_status_and_those_without_an_update() -> None:
    counts = counted(activities=ACTIVITIES).activities
    assert (counts.activities, counts.on_course, counts.in_question, counts.completed, counts.without_update) == (
        3,
        1,
        1,
        1,
        1,
    )


@pytest.mark.parametrize("seed", range(200))
def test_whatever_an_edition_holds_its_counts_add_up(seed: int) -> None:
    chance = random.Random(seed)
    figures = [_any_figure(chance, number) for number in range(chance.randrange(30))]
    missing = [unreported(f"M{number}", 1000 + number, kind=chance.choice(("performance", "contextual")))
               for number in range(chance.randrange(5))]  # fmt: skip
    activities = [_any_activity(chance) for _ in range(chance.randrange(10))]
    summary = counted(*figures, missing=missing, activities=activities)
    ratings = [summary.performance, *([summary.previous.ratings] if summary.previous else [])]
    for each in ratings:
        assert each.green + each.amber + each.red == each.rated
        assert each.rated + each.unrated == each.indicators == summary.performance.indicators
    for travel in (summary.short_travel, summary.long_travel):
        assert travel.improving + travel.unchanged + travel.worsening + travel.not_compared == travel.indicators
        assert travel.indicators == summary.performance.indicators
    counts = summary.activities
    assert (
        counts.not_started + counts.on_course + counts.in_question + counts.unable + counts.completed
        == counts.activities
    )
    assert summary.without_number <= summary.performance.indicators + summary.contextual


def _any_figure(chance: random.Random, number: int) -> FigureContent:
    contextual, silent = chance.random() < 0.2, chance.random() < 0.2
    rating = "unrated" if contextual or silent else chance.choice(("green", "amber", "red", "unrated"))
    return figure(
        f"R{chance.randrange(20)}",
        "A measure",
        series_id=number,
        kind="contextual" if contextual else "performance",
        breakdown=chance.choice(("all", "all", "ward:1", "ward:2")),
        value=None if silent else 1.0,
        value_state="awaited" if silent else "value",
        rating=rating,
        unrated_reason="no_value" if rating == "unrated" else None,
        period_code=chance.choice(("2023-24-Q2", "2023-24-Q1", "2022-23")),
        previous=[earlier(BEFORE, 1.0, chance.choice(("green", "red", "unrated")))] if chance.random() < 0.5 else [],
        short_travel=chance.choice(("improving", "unchanged", "worsening", "not_compared", "up", "down")),
        long_travel=chance.choice(("improving", "unchanged", "worsening", "not_compared", "up", "down")),
    )


def _any_activity(chance: random.Random) -> ActivityContent:
    status = chance.choice(("not_started", "on_course", "in_question", "unable", "completed"))
    return ACTIVITIES[0].model_copy(update={"status": status, "reported": chance.random() < 0.5})
