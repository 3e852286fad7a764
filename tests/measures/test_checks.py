"""Checks at entry: what blocks a figure, and what has to be explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.framework.periods import Period
from quarterdeck.measures.check_catalogue import About, known_checks
from quarterdeck.measures.checks import Earlier, Finding, Setting, Severity, blocks, check
from quarterdeck.measures.rating import TargetFigure
from tests.measures.checking import STEADY, codes, entry, found, history


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
        ({"numerator": 198, "denominator": 200, "is_percentage": True}, []),
        ({"numerator": 198, "denominator": 2, "is_percentage": False}, []),  # days per letting
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
        ("2023-24-Q3", 206.0, (110.0, 206.0), False),
        ("2023-24-Q3", 204.0, (110.0, 205.0), True),
        ("2023-24-Q3", 100.0, (110.0, None), True),  # against the newest there is
        ("2023-24-Q3", 300.0, (None, None), False),
        ("2023-24-Q1", 104.0, (310.0, 405.0), False),  # it starts again in April
    ],
)
def test_a_year_to_date_does_not_fall_within_the_year(period_code, value, earlier, falls):
    before = history(*earlier, until=Period.of_code(period_code))
    checked = entry(value, period_code=period_code, aggregation="year_to_date", history=before)
    assert codes(checked) - {"identical_to_last"} == ({"falling_year_to_date"} if falls else set())
    assert codes(entry(value, period_code=period_code, history=before)) <= {"identical_to_last"}


def test_a_share_for_the_year_to_date_may_fall_but_its_numerator_may_not():
    before = [Earlier("2023-24-Q2", 60.0, numerator=60.0)]
    share = {"aggregation": "year_to_date", "is_percentage": True, "history": before, "denominator": 200.0}
    assert found(entry(45.0, numerator=90.0, **share)) == []
    assert found(entry(45.0, **share)) == []
    assert found(entry(25.0, numerator=50.0, **share)) == [("falling_year_to_date", "warning")]


@pytest.mark.parametrize(
    "value, earlier, jumps",
    [
        (27.5, STEADY, False),
        (21.0, STEADY, False),
        (20.5, STEADY, False),  # just outside, in a step that is usual
        (20.0, STEADY, True),
        (32.0, STEADY, True),
        (16.0, STEADY, True),
        (150.0, STEADY, True),
        (8.0, STEADY, True),
        (70.0, STEADY[:4], False),  # too little is known
        (70.0, (*STEADY[:4], None, None), False),
        (26.0, (*STEADY, 255.0), False),  # the way back from a mistyped figure
        (250.0, (*STEADY, 255.0), False),
        (60.0, (10.0, 16.0, 21.0, 27.0, 32.0, 38.0, 44.0, 49.0, 54.0), False),  # a steady trend
        (3.0, (0.0, 20.0, 0.0, 3.0, 0.0, 25.0), False),  # small numbers swing
        (104.0, (100.0,) * 6, False),  # a twentieth is always allowed
        (106.0, (100.0,) * 6, True),
        (-3.4, (-3.1, -3.3, -3.2, -3.5, -3.24), False),
        (7339.0, (420.0, 431.0, 415.0, 428.0, 422.0), True),
    ],
)
def test_a_jump_out_of_what_is_usual_has_to_be_explained(value, earlier, jumps):
    assert found(entry(value, history=history(*earlier))) == ([("jump", "warning")] if jumps else [])


def test_the_sentence_gives_the_usual_range():
    (finding,) = check(entry(7339.0, decimals=0, history=history(420.0, 431.0, 415.0, 428.0, 422.0)))
    assert finding.sentence == ("7,339 is outside 384 to 460, where the last 5 figures would put it. Say why.")
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
    "value, earlier, given, same",
    [
        (94.2, (91.0, 94.2), {}, True),
        (94.2, (94.2, 91.0), {}, False),
        (94.2, (94.2, None), {}, False),
        (14195.0, (14195.0,), {"decimals": 0}, True),
        (0.942, (0.942,), {"decimals": 3}, True),
        (97.0, (97.0,), {}, False),  # a round figure repeats by chance
        (5000.0, (5000.0,), {}, False),
        (100.0, (100.0,), {"is_percentage": True}, False),
        (0.0, (0.0,), {}, False),
        (-3.24, (-3.24,), {"decimals": 2}, True),
    ],
)
def test_the_figure_of_last_time_is_asked_about(value, earlier, given, same):
    assert codes(entry(value, history=history(*earlier), **given)) == ({"identical_to_last"} if same else set())


def test_the_same_share_of_other_numbers_is_not_the_same_figure():
    before = [Earlier("2023-24-Q2", 94.2, numerator=942)]
    share = {"is_percentage": True, "history": before}
    assert codes(entry(94.2, numerator=471, denominator=500, **share)) == set()
    assert codes(entry(94.2, numerator=942, denominator=1000, **share)) == {"identical_to_last"}


@pytest.mark.parametrize(
    "value, numerator, denominator, given, fits",
    [
        (94.2, 942, 1000, {"is_percentage": True}, True),
        (94.2, 113, 120, {"is_percentage": True}, True),  # 94.1666… is displayed so
        (94.1, 113, 120, {"is_percentage": True}, False),
        (94, 113, 120, {"is_percentage": True, "decimals": 0}, True),
        (102.44, 10244, 10000, {"is_percentage": True, "decimals": 2}, True),
        (26.5, 53, 2, {"unit_of_measure": "days"}, True),
        (26.4, 53, 2, {"unit_of_measure": "days"}, False),
        (4.2, 42, 10000, {"unit_of_measure": "per 1,000 people"}, True),
        (4.2, None, 10000, {"unit_of_measure": "per 1,000 people"}, True),
    ],
)
def test_a_figure_is_what_its_numerator_and_denominator_make(value, numerator, denominator, given, fits):
    before = history(101.0) if value > 100 else ()
    checked = entry(value, numerator=numerator, denominator=denominator, history=before, **given)
    assert (
        ("value_not_ratio", "error") not in found(checked) if fits else ("value_not_ratio", "error") in found(checked)
    )


def test_the_sentence_says_what_they_make():
    (finding,) = check(entry(94.1, numerator=113, denominator=120, is_percentage=True))
    assert finding.sentence == (
        "The numerator and the denominator make 94.2, not 94.1. Leave the figure out to have it worked out."
    )


@pytest.mark.parametrize("value_state", [None, "value"])
def test_nothing_out_of_nothing_is_told_as_that_and_not_as_a_missing_figure(value_state):
    assert found(entry(None, value_state=value_state, numerator=0, denominator=0)) == [("zero_denominator", "error")]


@pytest.mark.parametrize(
    "rating, needed, has, asked",
    [
        ("red", True, False, True),
        ("red", True, True, False),
        ("red", False, False, False),
        ("amber", True, False, False),
        (None, True, False, False),
    ],
)
def test_red_needs_an_action_where_the_framework_says_so(rating, needed, has, asked):
    checked = entry(rating=rating, commentary="A contractor left.", action_needed=needed, has_action=has)
    assert found(checked) == ([("red_without_action", "error")] if asked else [])


OVER = {"is_percentage": True, "numerator": 21, "denominator": 20, "rating": "red"}


@pytest.mark.parametrize(
    "settings, findings",
    [
        ({}, [("numerator_above_denominator", "error"), ("over_100", "warning"), ("missing_commentary", "warning")]),
        ({"over_100": "off"}, [("numerator_above_denominator", "error"), ("missing_commentary", "warning")]),
        (
            {"over_100": "error", "numerator_above_denominator": "warning", "missing_commentary": "off"},
            [("numerator_above_denominator", "warning"), ("over_100", "error")],
        ),
        (
            {"over_100": "off", "numerator_above_denominator": "off", "missing_commentary": "error"},
            [("missing_commentary", "error")],
        ),
    ],
)
def test_an_indicator_has_its_checks_as_they_are_set(settings, findings):
    checked = check(entry(105.0, **OVER), settings={code: Setting(each) for code, each in settings.items()})
    assert [(each.code, each.severity.value) for each in checked] == findings
    for each in checked:
        explained = each.severity is Severity.WARNING and each.code != "missing_commentary"
        assert each.needs_explanation is explained


def test_a_nil_return_has_its_reason_whatever_is_set():
    off = {"missing_commentary": Setting.OFF}
    assert found(entry(None, value_state="nil_return"), settings=off) == [("missing_commentary", "error")]
    assert found(entry(None, value_state="awaited"), settings=off) == []


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
    figures,
    st.booleans(),
    st.sampled_from(["flow", "year_to_date", "snapshot"]),
    st.lists(figures),
)
def test_findings_are_sentences_and_each_code_appears_once_and_is_listed(
    value, numerator, denominator, target, is_percentage, aggregation, earlier
):
    state = "awaited" if value is None else "value"
    checked = entry(
        value, value_state=state, numerator=numerator, denominator=denominator, is_percentage=is_percentage,
        aggregation=aggregation, history=history(*earlier), target=TargetFigure(target), rating="red",
        action_needed=True,
    )  # fmt: skip
    findings = check(checked)
    assert len({finding.code for finding in findings}) == len(findings)
    listed = {each.code: each for each in known_checks()}
    for finding in findings:
        assert listed[finding.code].about is About.FIGURE
        assert finding.sentence.endswith(".")
        assert not (finding.severity is Severity.ERROR and finding.needs_explanation)
