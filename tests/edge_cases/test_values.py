"""Edge cases of values: what is no number, is out of nothing, over 100%, or cannot be worked out again."""

from typing import Any

import pytest
from pydantic import ValidationError

from quarterdeck.collection.schemas import EntryUpdate
from tests.collection.collecting import Q1, Q2, Q3
from tests.edge_cases.telling import Officers, Papers, found, rated
from tests.integrations.reading import ANYTOWN, a_mapping, a_row, read_text

MAIDSTONE = "Maidstone Borough Council"
MUSEUM = "Footfall at the Museum and Visitors Information Centre"


def test_e1_div_0_published_as_value(papers: Papers) -> None:
    """A spreadsheet's error is no figure, and none that was missed: it is shown as what it is."""
    report = papers.read_lines("maidstone.csv", 53, 72)
    assert (report["read_with_state"], report["unreadable"]) == (2, [])
    third, fourth = (papers.seen("Customer satisfaction with the Hazlitt", f"2020-21-Q{n}") for n in (3, 4))
    assert (third.value_state, third.value, third.as_printed, third.target) == ("error", None, "DIV/0", 75)
    assert rated(third) == ("unrated", "no_value")
    assert third.unrated_sentence == "There is no figure to rate (error)."
    assert (fourth.value_state, fourth.as_printed) == ("not_available", "Not available")
    assert (fourth.short_travel, fourth.short_reason) == ("not_compared", "no_value")
    said = papers.summary(MAIDSTONE, "2020-21-Q3").sentence
    assert said == "0 of 1 performance indicator is rated. Not rated: 1 error."


def test_e1_div_0_cannot_be_typed_and_says_why_there_is_no_figure(officers: Officers) -> None:
    hazlitt = officers.measures.indicator("C1")
    for text in ("DIV/0", "#DIV/0!"):
        with pytest.raises(ValidationError):
            EntryUpdate.model_validate({"value": text})
    read = officers.entered(hazlitt, Q1, value_state="error")
    assert found(read) == {"missing_commentary": ("Say in the commentary why there is no figure.", True)}
    figure = officers.handed_in(hazlitt, Q1, commentary="Nobody was surveyed")
    assert (figure.value_state, figure.value, figure.commentary) == ("error", None, "Nobody was surveyed")


# Footfall, and what it was to be: as displayed, a count, 7,374 is what is to be reached.
FOOTFALL = [
    (3_625, 7_373.55, "red"),
    (7_374, 7_373.55, "green"),
    (7_373, 7_373.55, "amber"),
    (1_847_000, 1_847_000.4, "green"),
    (1_090_366, 1_847_000.4, "red"),
    (86, 112.5, "red"),
    (113, 112.5, "green"),
]


def test_e2_fractional_target_for_a_count(officers: Officers) -> None:
    """A quarter of a year's target: kept as it was set, met by the whole number that it prints as."""
    definition = {"unit_of_measure": "visitors", "aggregation": "flow"}
    footfall = [officers.measures.indicator(f"M{n}", decimals=0, definition=definition) for n in range(len(FOOTFALL))]
    for indicator, (_, target, _) in zip(footfall, FOOTFALL, strict=True):
        officers.measures.target(indicator, Q1, target)
    for indicator, (value, target, rating) in zip(footfall, FOOTFALL, strict=True):
        read = officers.entered(indicator, Q1, value=value, commentary="The museum was closed")
        assert read.target is not None
        assert read.rating is not None
        assert (read.target.value, read.rating.rating, found(read)) == (target, rating, {})
    officers.handed_in(footfall[0], Q1)
    figures = [officers.figure(indicator, Q1) for indicator in footfall]
    assert [(each.value, each.target, each.rating) for each in figures] == FOOTFALL


def test_e2_fractional_targets_as_printed(papers: Papers) -> None:
    papers.read_lines("maidstone.csv", 43, 46, 74)
    targets = {
        name: papers.seen(name, period).target
        for name, period in ((MUSEUM, "2020-21-Q1"), ("Footfall in the Town Centre", "2020-21-Q4"))
    }
    assert targets == {MUSEUM: 7373.55, "Footfall in the Town Centre": 1847000.4}
    closed = papers.seen(MUSEUM, "2020-21-Q1")
    assert (closed.value_state, closed.value, rated(closed)) == ("value", 0, ("red", None))
    housed = papers.seen("Number of households housed through the housing register", "2020-21-Q1")
    assert (housed.value, housed.target) == (86, 112.5)


def test_e3_fractional_count(officers: Officers, papers: Papers) -> None:
    """Half a bus journey, and a total for the year that lost it: both stand as they were printed."""
    papers.read_lines("maidstone.csv", (124, 128))
    name = "Number of on-board Park & Ride bus transactions"
    quarters = [papers.seen(name, f"2014-15-Q{n}") for n in (1, 2, 3)]
    assert [each.value for each in quarters] == [89849.5, 90217, 105595]
    year = papers.seen(name, "2014-04-01_2014-12-31")
    assert (year.value, sum(each.value or 0 for each in quarters)) == (285661, 285661.5)
    journeys = officers.measures.indicator("P7", decimals=0, definition={"unit_of_measure": "journeys"})
    officers.measures.target(journeys, Q1, 89_850)
    figure = officers.handed_in(journeys, Q1, value=89_849.5)
    assert (figure.value, figure.decimals, rated(figure)) == (89849.5, 0, ("green", None))


def test_e4_suppressed_below_10(officers: Officers, papers: Papers) -> None:
    report = papers.read_lines("mole_valley.csv", 128, 129)
    assert (report["read_with_state"], report["unreadable"]) == (2, [])
    name = "Number of rough sleepers in the district on a given date"
    for period in ("2024-07", "2025-03"):
        printed = papers.seen(name, period)
        assert (printed.value_state, printed.value, printed.as_printed) == ("suppressed", None, "fewer than 10")
    # Who types it in keeps it back on purpose: nobody asks for a commentary, and the number inside is no secret.
    sleepers = officers.measures.indicator("H9", polarity="lower", decimals=0, definition={"unit_of_measure": "people"})
    officers.measures.target(sleepers, Q1, 5)
    read = officers.entered(sleepers, Q1, value_state="suppressed")
    assert found(read) == {}
    figure = officers.handed_in(sleepers, Q1)
    assert (figure.value_state, figure.value, rated(figure)) == ("suppressed", None, ("unrated", "no_value"))
    assert officers.summary(Q1).sentence == "0 of 1 performance indicator is rated. Not rated: 1 suppressed."
    inside = officers.handed_in(sleepers, Q2, value=7)
    assert inside.value == 7


# What is printed, the unit, and what its two numbers make (MEASURED): Winchester, May 2011; Mansfield, 2023/24.
NOT_REPRODUCED: list[tuple[float, float, float, int, str]] = [
    (89, 12_274, 14_195, 1, "The numerator and the denominator make 86.5, not 89.0."),
    (99.94, 27_593_451, 28_011_755, 2, "The numerator and the denominator make 98.51, not 99.94."),
    (95.2, 218, 241, 1, "The numerator and the denominator make 90.5, not 95.2."),
]


@pytest.mark.parametrize("printed,numerator,denominator,decimals,sentence", NOT_REPRODUCED)
def test_e12_derived_rows_not_reproducible(
    officers: Officers, printed: float, numerator: float, denominator: float, decimals: int, sentence: str
) -> None:
    answered = officers.measures.indicator("C2", decimals=decimals)
    parts = {"numerator": numerator, "denominator": denominator}
    read = officers.entered(answered, Q1, value=printed, **parts)
    told = f"{sentence} Leave the figure out to have it worked out."
    assert found(read) == {"value_not_ratio": (told, True)}
    assert officers.submit_refused(answered, Q1) == (409, "checklist")
    # Left out, it is worked out; and what stands on record can be worked out again.
    worked_out = officers.typed(officers.asked(answered, Q1), value=None, value_state=None)
    assert worked_out.value is None
    officers.typed(worked_out, numerator=None)
    figure = officers.handed_in(answered, Q1, numerator=numerator)
    assert figure.value == pytest.approx(numerator / denominator * 100)
    assert (figure.numerator, figure.denominator) == (numerator, denominator)


def test_e12_a_year_s_total_that_its_months_do_not_make_is_kept_as_printed(papers: Papers) -> None:
    """Mole Valley printed 5,996 journeys in a commentary; the twelve months make 6,899."""
    papers.read_lines("mole_valley.csv", (22, 33))
    name = "Number of community transport journeys"
    months = [papers.seen(name, f"2023-24-M{n:02}") for n in range(1, 13)]
    assert sum(each.value or 0 for each in months) == 6899
    assert {rated(each) for each in months} == {("unrated", "contextual")}


@pytest.mark.parametrize(
    "typed", [{"value": 100, "numerator": 0, "denominator": 0}, {"numerator": 0, "denominator": 0}]
)
def test_e13_zero_denominator_reported_as_100_per_cent(officers: Officers, typed: dict[str, Any]) -> None:
    appeals = officers.measures.indicator("P1")
    officers.measures.target(appeals, Q1, 75)
    read = officers.entered(appeals, Q1, **typed)
    sentence = "The denominator is zero, so there is no figure. Choose “nil return” or “not applicable”."
    assert found(read) == {"zero_denominator": (sentence, True)}
    assert read.value == typed.get("value")
    assert read.rating is None, "out of nothing, nothing is green"
    assert officers.submit_refused(appeals, Q1) == (409, "checklist")
    figure = officers.handed_in(appeals, Q1, value_state="nil_return", commentary="No appeal was decided")
    assert (figure.value_state, figure.value, figure.denominator) == ("nil_return", None, 0)
    assert rated(figure) == ("unrated", "no_value")
    assert officers.summary(Q1).sentence == "0 of 1 performance indicator is rated. Not rated: 1 nil return."


def test_e13_zero_denominator_as_printed_is_listed(papers: Papers) -> None:
    """100% of nothing is no figure on paper either: the row is listed with what to do about it."""
    report = papers.read([a_row(value_as_printed="100% (0/0)")], a_mapping())
    (row,) = report["unreadable"]
    assert (row["text"], row["reason"]) == ("100% (0/0)", "a share of nought: there is no percentage of nothing")
    assert (row["advice"], report["read"]) == ("correct the two counts, or print a word such as “N/A”", 0)


def test_e14_legitimate_more_than_100_per_cent(officers: Officers) -> None:
    """102.44% of the rent due was collected: right, once it is said why; and said to whoever reviews it."""
    rent = officers.measures.indicator("H1", decimals=2)
    officers.measures.target(rent, Q1, 98)
    read = officers.entered(rent, Q1, value=102.44)
    assert found(read) == {"over_100": ("102.44% is more than 100%. Say why that is right.", True)}
    assert read.rating is not None
    assert read.rating.rating == "green"
    assert officers.submit_refused(rent, Q1) == (409, "checklist")
    figure = officers.handed_in(rent, Q1, explanations={"over_100": "Arrears of last year were paid"})
    assert (figure.value, rated(figure)) == (102.44, ("green", None))
    assert figure.explanations == {"over_100": "Arrears of last year were paid"}


def test_e14_more_cleared_than_reported(officers: Officers) -> None:
    """106% of fly-tips cleared. The first time the numbers may be the wrong way round; after that it is known."""
    cleared = officers.measures.indicator("S1", decimals=0)
    officers.measures.reported(cleared, Q1, 101, approved=True)
    read = officers.entered(cleared, Q2, numerator=53, denominator=50)
    assert found(read) == {
        "numerator_above_denominator": ("The numerator (53) is above the denominator (50). Say why.", True),
        "over_100": ("106% is more than 100%. Say why that is right.", True),
    }
    said = dict.fromkeys(found(read), "Some were reported in the quarter before")
    figure = officers.handed_in(cleared, Q2, explanations=said)
    assert (figure.value, figure.explanations) == (106, said)
    first = officers.measures.indicator("S2", decimals=0)
    wrong = officers.entered(first, Q3, numerator=53, denominator=50)
    assert found(wrong)["numerator_above_denominator"][0].endswith(
        "One of them is wrong, or they are the wrong way round."
    )


def test_e28_number_formats(papers: Papers) -> None:
    papers.read_lines("maidstone.csv", 84, 95, 100, 123, 153, 155)
    papers.read_lines("brighton_hove_housing.csv", 4, 19, 64)
    papers.read_lines("winchester_csc_2011_12.csv", 3, 50, 62)
    shown = {
        ("Income from pay and display car parks per parking space", "2012-13"): (1112.44, "£1,112.44*"),
        ("Income from pay and display car parks per space", "2014-04-01_2014-12-31"): (928.49, "£928.49"),
        ("Total number of telephone calls made to centre", "2011-12-M02"): (14195, "14,195"),
        ("Number of reception visitors", "2011-12-M01"): (3829, "3829"),
        ("Average customer waiting time in reception", "2011-12-M01"): (280, "4m 40s"),
        ("The average weight of fly tipped material collected", "2020-21-Q4"): (209.03, "209.03kg"),
        ("Percentage of households receiving Council Tax Support (CTS)", "2023-24-Q2"): (12.31, "12.31%"),
        ("Percentage of households receiving Council Tax Support (CTS)", "2023-24-Q3"): (13, "13%"),
        ("Percentage change in bus usage on services from Maidstone depot", "2012-13"): (-3.24, "-3.24%"),
    }
    read = {key: papers.seen(*key) for key in shown}
    assert {key: (each.value, each.as_printed) for key, each in read.items()} == shown
    assert [key[0] for key, each in read.items() if each.provisional] == [
        "Income from pay and display car parks per parking space"
    ]
    assert papers.seen("Income from pay and display car parks per space", "2014-04-01_2014-12-31").target == 1029.49
    relet = "Average re-let time excluding time spent in major works"
    targets = [papers.seen(relet, period).target for period in ("2022-23-Q4", "2024-25-Q1", "2025-26-Q3")]
    assert targets == [21, 42, 42], "21 day, 42 day and 42-day"


UNITS = f"""\
council,indicator,unit,period_label,value_as_printed,target_as_printed
{ANYTOWN},Income from planning fees,£m,Q1 2023/24,1.24,1.2
{ANYTOWN},Income from planning fees,,Q2 2023/24,1.31,1.2
{ANYTOWN},Income from planning fees,,Q3 2023/24,£1.3m,1.2
{ANYTOWN},Visits to the theatre,Unknown,Q1 2023/24,979,900
{ANYTOWN},Planning applications in time,%,Q1 2023/24,89,90
{ANYTOWN},Planning applications in time,,Q2 2023/24,91%,90
"""


def test_e29_unit_only_in_the_first_column_unknown_or_pounds_meaning_millions(papers: Papers) -> None:
    report = papers.read(read_text(UNITS))
    assert (report["read"], report["unreadable"]) == (6, [])
    fees = [papers.seen("Income from planning fees", f"2023-24-Q{n}") for n in (1, 2, 3)]
    assert [each.value for each in fees] == [1.24, 1.31, 1.3]
    assert {each.unit_of_measure for each in fees} == {"£m"}
    assert [papers.seen("Planning applications in time", f"2023-24-Q{n}").value for n in (1, 2)] == [89, 91]
    theatre = papers.seen("Visits to the theatre", "2023-24-Q1")
    assert (theatre.value, theatre.unit_of_measure) == (979, "")


def test_e30_partner_value_missing_and_a_nil_return_with_its_reason(officers: Officers) -> None:
    partner, appeals = officers.measures.indicator("P2"), officers.measures.indicator("P3")
    officers.measures.target(partner, Q1, 90)
    waiting = officers.entered(partner, Q1, value_state="not_available")
    assert found(waiting) == {"missing_commentary": ("Say in the commentary why there is no figure.", True)}
    nil = officers.entered(appeals, Q1, value_state="nil_return", commentary="   ")
    assert found(nil) == {"missing_commentary": ("A nil return needs its reason in the commentary.", True)}
    officers.typed(officers.asked(partner, Q1), commentary="The police have not sent theirs")
    figure = officers.handed_in(appeals, Q1, commentary="Nobody appealed")
    assert (figure.value_state, figure.commentary, figure.unrated_sentence) == (
        "nil_return", "Nobody appealed", "There is no figure to rate (nil return).",
    )  # fmt: skip
    said = "0 of 2 performance indicators are rated. Not rated: 1 nil return, 1 not available."
    assert officers.summary(Q1).sentence == said
