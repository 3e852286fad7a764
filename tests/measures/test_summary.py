"""Summaries state their denominators and add up, where printed ones summed to 104% or 96%."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.measures.rating import Unrated
from quarterdeck.measures.summary import Summary, TravelCounts, add_up, shares, summarise, summarise_by
from quarterdeck.measures.travel import Travel


@dataclass(frozen=True)
class Figure:
    rating: str = "green"
    unrated_reason: str | None = None
    value_state: str = "value"
    kind: str = "performance"
    short_travel: str = "not_compared"
    long_travel: str = "not_compared"
    theme: str = "People"


def without(value_state, **more):
    return Figure("unrated", "no_value", value_state, **more)


CONTEXTUAL = Figure("unrated", "contextual", kind="contextual", short_travel="up")
QUARTER = [
    *[Figure("green")] * 8,
    *[Figure("amber")] * 3,
    Figure("red", theme="Place"),
    without("awaited", theme="Place"),
    without("awaited"),
    Figure("unrated", "no_target"),
    CONTEXTUAL,
    CONTEXTUAL,
    Figure("unrated", "contextual", "not_available", "contextual"),
]


def test_counts_state_what_they_are_out_of():
    summary = summarise(QUARTER)
    assert (summary.total, summary.performance, summary.rated, summary.contextual) == (18, 15, 12, 3)
    assert (summary.green, summary.amber, summary.red, summary.not_rated) == (8, 3, 1, 3)
    assert dict(summary.unrated) == {"no_value": 2, "no_target": 1}
    assert dict(summary.without_data) == {"awaited": 2}
    assert summary.contextual_without_data == 1


@pytest.mark.parametrize(
    "rows, sentence",
    [
        (
            QUARTER,
            "12 of 15 performance indicators are rated: 8 green, 3 amber, 1 red. "
            "Not rated: 2 awaited, 1 without a target. Contextual, never rated: 3.",
        ),
        ([Figure("red")], "1 of 1 performance indicator is rated: 0 green, 0 amber, 1 red."),
        ([without("not_due")], "0 of 1 performance indicator is rated. Not rated: 1 not due."),
        ([CONTEXTUAL], "0 of 0 performance indicators are rated. Contextual, never rated: 1."),
        ([], "0 of 0 performance indicators are rated."),
    ],
)
def test_the_sentence(rows, sentence):
    assert summarise(rows).sentence() == sentence


@pytest.mark.parametrize("reason", [reason for reason in Unrated if reason is not Unrated.CONTEXTUAL])
def test_every_reason_has_its_words(reason):
    row = Figure("unrated", reason.value, "awaited" if reason is Unrated.NO_VALUE else "value")
    assert "_" not in summarise([row]).sentence()


def test_a_contextual_measure_printed_with_a_rating_is_still_contextual():
    summary = summarise([Figure("green", kind="contextual")])
    assert (summary.rated, summary.contextual) == (0, 1)


def test_an_overridden_rating_counts_as_rated_though_there_is_no_figure():
    summary = summarise([Figure("amber", None, "awaited")])
    assert (summary.rated, dict(summary.without_data)) == (1, {})


@pytest.mark.parametrize("row", [Figure("unrated"), Figure("blue"), Figure("")])
def test_what_cannot_be_counted_is_refused(row):
    with pytest.raises(ValueError):
        summarise([row])


def test_directions_of_travel_are_counted_for_performance_indicators_alone():
    rows = [
        Figure(short_travel="improving", long_travel="worsening"),
        Figure(short_travel="unchanged", long_travel="up"),
        Figure(short_travel="worsening", long_travel="improving"),
        Figure(short_travel="worsening"),
        CONTEXTUAL,
    ]
    summary = summarise(rows)
    assert summary.short_travel == TravelCounts(4, improving=1, unchanged=1, worsening=2, not_compared=0)
    assert summary.long_travel == TravelCounts(4, improving=1, unchanged=0, worsening=1, not_compared=2)
    assert summary.short_travel.sentence() == "4 of 4 can be compared: 1 improving, 1 unchanged, 2 worsening."
    assert TravelCounts(2, not_compared=2).sentence() == "0 of 2 can be compared."


def test_groups_keep_their_order_and_add_up():
    groups = summarise_by(QUARTER, lambda row: row.theme)
    assert list(groups) == ["People", "Place"]
    assert (groups["Place"].rated, groups["Place"].performance) == (1, 2)
    assert sum(group.total for group in groups.values()) == len(QUARTER)


@pytest.mark.parametrize(
    "counts, decimals, percentages",
    [
        ([24, 3, 6], 0, ["73", "9", "18"]),  # printed as 74 + 5 + 17 = 96
        ([1, 1, 1], 0, ["34", "33", "33"]),
        ([1, 1, 1], 1, ["33.4", "33.3", "33.3"]),
        ([2, 14], 0, ["13", "87"]),  # printed as 12.25%; 12.5 and 87.5 tie, the first is rounded up
        ([10, 5, 0], 0, ["67", "33", "0"]),
        ([0, 0, 7], 0, ["0", "0", "100"]),
        ([0, 0, 0], 0, ["0", "0", "0"]),
        ([], 0, []),
    ],
)
def test_percentages_by_largest_remainder(counts, decimals, percentages):
    named = {str(place): count for place, count in enumerate(counts)}
    assert [str(share) for share in shares(named, decimals).values()] == percentages


def test_percentages_are_of_the_rated():
    assert summarise(QUARTER).percentages() == {"green": 67, "amber": 25, "red": 8}
    assert Summary().percentages() == {"green": 0, "amber": 0, "red": 0}


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError):
        shares({"green": -1, "red": 2})


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10**9), min_size=1), st.integers(0, 4))
def test_shares_always_sum_to_a_hundred_and_are_rounded_by_less_than_one_step(counts, decimals):
    found = shares(counts, decimals)
    whole = sum(counts.values())
    assert sum(found.values()) == (100 if whole else 0)
    step = Decimal(1).scaleb(-decimals)
    for name, count in counts.items():
        assert abs(found[name] * whole - 100 * count) < step * whole or not whole


travels = st.sampled_from([way.value for way in Travel])
rated = st.builds(Figure, st.sampled_from(["green", "amber", "red"]), short_travel=travels, long_travel=travels)
unrated = st.builds(
    Figure,
    st.just("unrated"),
    st.sampled_from([reason.value for reason in Unrated]),
    st.sampled_from(["value", "awaited", "not_due", "suppressed"]),
    st.sampled_from(["performance", "contextual"]),
    travels,
    travels,
)


@given(st.lists(rated | unrated, max_size=40))
def test_every_count_adds_up(rows):
    summary = summarise(rows)
    assert summary.total == len(rows) == summary.contextual + summary.rated + summary.not_rated
    assert sum(summary.without_data.values()) == summary.unrated.get("no_value", 0)
    for counts in (summary.short_travel, summary.long_travel):
        assert counts.indicators == summary.performance == counts.compared + counts.not_compared


@given(st.lists(rated | unrated, max_size=40), st.integers(1, 4))
def test_the_summary_of_the_whole_is_that_of_its_parts_together(rows, groups):
    parts = [summarise(rows[start::groups]) for start in range(groups)]
    assert add_up(parts) == summarise(rows)
    assert list(add_up(parts).unrated) == list(summarise(rows).unrated)
