"""Checks at entry: what blocks a figure, and what has to be explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.framework.periods import Period
from quarterdeck.measures.checks import CheckInput, Earlier, Finding, Severity, blocks, check

NOW = Period.of_code("2023-24-Q3")


def history(*values, until=NOW):
    """Values of the periods just before `until`, oldest first; None where there was none."""
    return [Earlier(until.lagged(len(values) - place).code, value) for place, value in enumerate(values)]


def entry(value=75.0, **given):
    state = given.pop("value_state", "value")
    code = given.pop("period_code", NOW.code)
    return CheckInput(code, state, value, **given)


def found(checked, **how):
    return [(finding.code, finding.severity.value) for finding in check(checked, **how)]


def test_an_ordinary_figure_is_clear():
    ordinary = entry(95.0, numerator=19, denominator=20, is_percentage=True, rating="green")
    assert check(ordinary) == []


@pytest.mark.parametrize(
    "value_state, value, missing",
    [
        (None, None, True),
        ("value", None, True),
        ("value", 0.0, False),
        ("not_due", None, False),
        ("not_applicable", None, False),
    ],
)
def test_a_figure_or_the_reason_for_none_is_needed(value_state, value, missing):
    findings = check(entry(value, value_state=value_state))
    assert [finding.code for finding in findings] == (["missing_value"] if missing else [])
    assert all(finding.severity is Severity.ERROR for finding in findings)


@pytest.mark.parametrize(
    "value_state, rating, commentary, missing",
    [
        ("value", "green", "", False),
        ("value", "amber", "", True),
        ("value", "red", " \n", True),
        ("value", "red", "Two contractors left.", False),
        ("value", "unrated", "", False),
        ("value", None, "", False),
        ("awaited", "unrated", "", True),
        ("not_available", "unrated", "", True),
        ("error", "unrated", "", True),
        ("awaited", "unrated", "The partner reports in May.", False),
        ("suppressed", "unrated", "", False),
        ("not_due", "unrated", "", False),
    ],
)
def test_commentary_is_needed_where_a_reader_would_ask_why(value_state, rating, commentary, missing):
    value = 75.0 if value_state == "value" else None
    checked = entry(value, value_state=value_state, rating=rating, commentary=commentary)
    assert found(checked) == ([("missing_commentary", "warning")] if missing else [])
    assert found(checked, commentary=Severity.ERROR) == ([("missing_commentary", "error")] if missing else [])


def test_the_framework_says_which_ratings_need_commentary():
    assert found(entry(rating="amber"), commentary_for={"red"}) == []
    assert found(entry(rating="red"), commentary_for={"red"}) == [("missing_commentary", "warning")]


def test_a_nil_return_has_a_reason():
    assert found(entry(None, value_state="nil_return")) == [("missing_commentary", "error")]
    assert found(entry(None, value_state="nil_return", commentary="No appeals were heard.")) == []


@pytest.mark.parametrize("value", [0.0, 100.0])
def test_a_zero_denominator_is_no_figure_least_of_all_100_per_cent(value):
    checked = entry(value, numerator=0, denominator=0, is_percentage=True)
    assert found(checked) == [("zero_denominator", "error")]
    nothing = entry(None, value_state="not_applicable", numerator=0, denominator=0, is_percentage=True)
    assert found(nothing) == []


@pytest.mark.parametrize(
    "given, findings",
    [
        (
            {"numerator": 21, "denominator": 20, "is_percentage": True},
            [("numerator_above_denominator", "error")],
        ),
        ({"numerator": 20, "denominator": 20, "is_percentage": True}, []),
        ({"numerator": 52, "denominator": 2, "is_percentage": False}, []),  # days per letting
        ({"numerator": 21, "denominator": None, "is_percentage": True}, []),
        ({"numerator": None, "denominator": 20, "is_percentage": True}, []),
    ],
)
def test_a_part_is_not_more_than_the_whole(given, findings):
    assert found(entry(99.0, **given)) == findings


def test_an_indicator_that_was_over_100_before_may_be_again():
    rent = entry(102.44, numerator=10244, denominator=10000, is_percentage=True, history=history(98.0, 101.2))
    assert found(rent) == [("numerator_above_denominator", "warning"), ("over_100", "warning")]


@pytest.mark.parametrize(
    "value, is_percentage, over",
    [(102.44, True, True), (100.04, True, False), (100.0, True, False), (420.0, False, False)],
)
def test_more_than_100_per_cent_has_to_be_explained(value, is_percentage, over):
    assert found(entry(value, is_percentage=is_percentage)) == ([("over_100", "warning")] if over else [])


@pytest.mark.parametrize(
    "period_code, value, earlier, falls",
    [
        ("2023-24-Q3", 300.0, (110.0, 205.0), False),
        ("2023-24-Q3", 205.0, (110.0, 205.0), False),
        ("2023-24-Q3", 204.0, (110.0, 205.0), True),
        ("2023-24-Q3", 100.0, (110.0, None), True),  # against the newest there is
        ("2023-24-Q3", 300.0, (None, None), False),
        ("2023-24-Q1", 104.0, (310.0, 405.0), False),  # it starts again in April
    ],
)
def test_a_year_to_date_does_not_fall_within_the_year(period_code, value, earlier, falls):
    before = history(*earlier, until=Period.of_code(period_code))
    checked = entry(value, period_code=period_code, aggregation="year_to_date", history=before)
    assert found(checked) == ([("falling_year_to_date", "warning")] if falls else [])
    assert found(entry(value, period_code=period_code, history=before)) == []


def test_a_share_for_the_year_to_date_may_fall_but_its_numerator_may_not():
    before = [Earlier("2023-24-Q2", 60.0, numerator=60.0)]
    share = {"aggregation": "year_to_date", "is_percentage": True, "history": before, "denominator": 200.0}
    assert found(entry(45.0, numerator=90.0, **share)) == []
    assert found(entry(45.0, **share)) == []
    assert found(entry(25.0, numerator=50.0, **share)) == [("falling_year_to_date", "warning")]


STEADY = (24.0, 26.5, 25.1, 23.8, 27.0, 25.5, 24.4, 26.0)


@pytest.mark.parametrize(
    "value, earlier, jumps",
    [
        (27.5, STEADY, False),
        (21.0, STEADY, False),
        (20.5, STEADY, False),  # just outside, in a step that is usual
        (20.0, STEADY, True),
        (32.0, STEADY, True),
        (16.0, STEADY, True),
        (255.0, STEADY, True),  # a slipped decimal point
        (2.55, STEADY, True),
        (255.0, STEADY[:4], False),  # too little is known
        (255.0, (*STEADY[:4], None, None), False),
        (26.0, (*STEADY, 255.0), False),  # the way back from a mistyped figure
        (250.0, (*STEADY, 255.0), False),
        (60.0, (10.0, 16.0, 21.0, 27.0, 32.0, 38.0, 44.0, 49.0, 54.0), False),  # a steady trend
        (3.0, (0.0, 20.0, 0.0, 3.0, 0.0, 25.0), False),  # small numbers swing
        (104.0, (100.0,) * 6, False),  # a twentieth is always allowed
        (106.0, (100.0,) * 6, True),
        (-3.4, (-3.1, -3.3, -3.2, -3.5, -3.24), False),
        (73390.0, (420.0, 431.0, 415.0, 428.0, 422.0), True),
    ],
)
def test_a_jump_out_of_what_is_usual_has_to_be_explained(value, earlier, jumps):
    assert found(entry(value, history=history(*earlier))) == ([("jump", "warning")] if jumps else [])


def test_the_sentence_gives_the_usual_range():
    (finding,) = check(entry(73390.0, decimals=0, history=history(420.0, 431.0, 415.0, 428.0, 422.0)))
    assert finding.sentence == ("73,390 is outside 384 to 460, where the last 5 figures would put it. Say why.")
    assert finding.needs_explanation


@pytest.mark.parametrize("value, jumps", [(305.0, False), (500.0, True)])
def test_a_count_for_the_year_to_date_is_judged_by_what_the_period_adds(value, jumps):
    before = history(100.0, 205.0, 300.0, 410.0, 98.0, 200.0)
    assert [each.period_code for each in before] == [
        "2022-23-Q1", "2022-23-Q2", "2022-23-Q3", "2022-23-Q4", "2023-24-Q1", "2023-24-Q2",
    ]  # fmt: skip
    checked = entry(value, aggregation="year_to_date", history=before)
    assert found(checked) == ([("jump", "warning")] if jumps else [])


def test_a_gap_in_a_year_to_date_is_not_bridged():
    before = history(100.0, 205.0, 300.0, 410.0, 98.0, None)
    assert found(entry(900.0, aggregation="year_to_date", history=before)) == []


@pytest.mark.parametrize(
    "finding, explanations, blocked",
    [
        (Finding("missing_value", Severity.ERROR, "", False), {"missing_value": "Because."}, True),
        (Finding("jump", Severity.WARNING, "", True), {}, True),
        (Finding("jump", Severity.WARNING, "", True), {"jump": "  "}, True),
        (Finding("jump", Severity.WARNING, "", True), {"over_100": "Arrears were paid."}, True),
        (Finding("jump", Severity.WARNING, "", True), {"jump": "A second contractor began."}, False),
        (Finding("missing_commentary", Severity.WARNING, "", False), {}, False),
    ],
)
def test_what_blocks_a_submission(finding, explanations, blocked):
    assert blocks(finding, explanations) is blocked


figures = st.none() | st.floats(-1e15, 1e15)


@given(
    figures,
    figures,
    figures,
    st.booleans(),
    st.sampled_from(["flow", "year_to_date", "snapshot"]),
    st.lists(figures),
)
def test_findings_are_sentences_and_each_code_appears_once(
    value, numerator, denominator, is_percentage, aggregation, earlier
):
    state = "awaited" if value is None else "value"
    checked = entry(
        value, value_state=state, numerator=numerator, denominator=denominator, is_percentage=is_percentage,
        aggregation=aggregation, history=history(*earlier),
    )  # fmt: skip
    findings = check(checked)
    assert len({finding.code for finding in findings}) == len(findings)
    for finding in findings:
        assert finding.sentence.endswith(".")
        assert not (finding.severity is Severity.ERROR and finding.needs_explanation)
