"""A slipped decimal point, in a figure or in its target, is told from what is only unusual."""

import pytest

from quarterdeck.measures.checks import check
from quarterdeck.measures.rating import TargetFigure
from tests.measures.checking import STEADY, codes, entry, found, history


@pytest.mark.parametrize(
    "value, earlier, given, times",
    [
        (255.0, STEADY, {}, "times_ten"),
        (2.55, STEADY, {}, "times_ten"),
        (2550.0, STEADY, {}, "times_hundred"),
        (0.25, STEADY, {}, "times_hundred"),
        (255.0, (25.5,), {}, "times_ten"),  # one figure is enough to tell a slipped decimal point
        (70.0, (25.5,), {}, None),
        (73390.0, (420.0, 431.0, 415.0), {}, "times_hundred"),  # 174 times is far beyond anything
        (0.952, (94.0, 95.1, 96.0), {"is_percentage": True}, "times_hundred"),  # a percentage typed as a share
        (9.5, (94.0, 95.1, 96.0), {"is_percentage": True}, "times_ten"),
        (-32.4, (-3.1, -3.3, -3.24), {}, "times_ten"),
        (32.4, (-3.1, -3.3, -3.24), {}, None),  # another sign is another matter
        (13.0, (28.0, 29.0, 30.0), {}, None),  # 30 became 13: no slip, whatever else
        (102.44, (97.0, 98.5, 101.2), {}, None),
        # appeals upheld: shares of a handful touch zero, and swing without anybody having mistyped them
        (20.0, (0.0, 20.0, 0.0, 3.0), {"is_percentage": True}, None),
        (3.0, (0.0, 20.0, 0.0), {"is_percentage": True}, None),
        (20.0, (3.0, 2.0, 3.0), {"is_percentage": True, "numerator": 1, "denominator": 5}, None),
        (20.0, (3.0, 2.0, 3.0), {"is_percentage": True, "numerator": 30, "denominator": 150}, "times_ten"),
        (7373.55, (7200.0, 7450.0), {"decimals": 0}, None),
        # counts for the year to date are held against the same place in the year
        (3050.0, (2950.0, 3900.0, 98.0, 201.0), {"aggregation": "year_to_date"}, None),
        (3050.0, (295.0, 405.0, 98.0, 201.0), {"aggregation": "year_to_date"}, "times_ten"),
    ],
)
def test_a_slipped_decimal_point_is_told_from_what_is_only_unusual(value, earlier, given, times):
    checked = entry(value, history=history(*earlier), **given)
    told = codes(checked) & {"times_ten", "times_hundred"}
    assert told == ({times} if times else set())
    assert "jump" not in codes(checked) or not times


def test_a_first_years_count_is_held_against_its_pace_so_far():
    paced = {"aggregation": "year_to_date", "history": history(100.0, 205.0)}
    assert codes(entry(3050.0, **paced)) == {"times_ten"}
    assert codes(entry(310.0, **paced)) == set()


def test_a_slip_is_explained_once_and_says_against_what():
    (finding,) = check(entry(255.0, history=history(*STEADY)))
    assert finding.sentence == (
        "255.0 is 9 times the highest of the 8 figures before it, 27.0. Put right what is wrong, or say why it is so."
    )
    assert finding.needs_explanation
    (finding,) = check(entry(2.55, decimals=2, history=history(25.5)))
    assert finding.sentence.startswith("2.55 is about a tenth of the figure before it, 25.50.")


@pytest.mark.parametrize(
    "value, target, earlier, given, times",
    [
        (73390.0, 420.0, (), {}, "times_hundred"),
        # members were shown this one: the figure was right, and the target was an error
        (73390.0, 420.0, (71200.0, 74010.0), {}, "times_hundred"),
        (4200.0, 420.0, (), {}, "times_ten"),
        (4200.0, 420.0, (4100.0, 3900.0), {}, None),  # six or ten times a target may be how it is
        (0.95, 95.0, (), {"is_percentage": True, "decimals": 2}, "times_hundred"),
        (9.5, 95.0, (), {"is_percentage": True}, "times_ten"),
        (60.0, 10.0, (), {}, None),
        (3.0, 40.0, (0.0, 20.0, 0.0), {"is_percentage": True}, None),  # few appeals upheld is good
        (0.0, 40.0, (), {"is_percentage": True}, None),
        (12.0, 0.0, (), {}, None),
        (-3.4, 3.24, (), {}, None),
        (112.0, 112.5, (), {"decimals": 0}, None),  # a quarter of an annual target
        (1847000.0, 1847000.4, (), {"decimals": 0}, None),
        (102.44, 98.0, (), {}, None),
        (13.0, 30.0, (), {}, None),
    ],
)
def test_a_figure_and_a_target_of_different_scales_are_asked_about(value, target, earlier, given, times):
    checked = entry(value, target=TargetFigure(target), history=history(*earlier), **given)
    assert codes(checked) == ({times} if times else set())


def test_the_sentence_says_that_either_may_be_wrong():
    (finding,) = check(entry(73390.0, decimals=0, target=TargetFigure(420.0)))
    assert finding.sentence == "73,390 is 175 times the target, 420. Put right what is wrong, or say why it is so."


@pytest.mark.parametrize("target", [TargetFigure(text="top quartile"), TargetFigure(low=18, high=22), None])
def test_a_target_without_one_figure_has_no_scale(target):
    assert found(entry(2000.0, target=target)) == []
