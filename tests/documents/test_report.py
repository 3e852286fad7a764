"""What the quarterly monitoring document says, and that all of it comes from the edition."""

from datetime import date

import pytest

from quarterdeck.documents.assemble import PutBefore, assemble_document
from quarterdeck.documents.model import Callout, Heading, Key
from quarterdeck.documents.wording import day_words, due_words, figure_words, number_words, target_words
from quarterdeck.reporting.content import ContinuedPeriod, LegendEntry
from tests.documents.example import CONTENT, EDITION, FIGURES, earlier, figure
from tests.documents.example_changes import BEFORE
from tests.documents.reading import changed, columns, document, headings, rows, section, sentences, tables, words


def test_the_header_names_the_body_its_meeting_the_report_and_the_edition() -> None:
    facts = {each.term: each.text for each in document().facts.facts}
    assert facts == {
        "Council": "Example Borough Council",
        "Body": "Cabinet",
        "Date": "5 December 2023",
        "Report number": "ACE2304",
        "Portfolio Holders": "Portfolio Holder for Housing; Portfolio Holder for Place",
        "Period": "Q2 2023/24 (1 July 2023 to 30 September 2023)",
        "Edition": "2, sealed 6 November 2023",
        "Digest (SHA-256)": EDITION.digest,
    }


def test_an_edition_without_an_issue_is_a_draft_and_says_for_whom() -> None:
    made = document(put_before=None, draft_for="Cabinet")
    callout = made.blocks[0]
    assert isinstance(callout, Callout)
    assert callout.title == "Draft"
    assert sentences(callout.blocks) == ["This edition has not been issued to Cabinet."]
    assert "Body" not in {each.term for each in made.facts.facts}
    assert not isinstance(document().blocks[0], Callout)


def test_a_part_of_an_edition_says_that_it_is_one() -> None:
    callout = document(part=("Housing", "Place")).blocks[0]
    assert isinstance(callout, Callout)
    assert sentences(callout.blocks) == ["Only what belongs to these portfolios is shown and counted: Housing; Place."]


def test_how_old_the_figures_are_when_the_body_sees_them_is_said() -> None:
    assert "Age of the data: Cabinet meets 66 days after the period ended on 30 September 2023." in sentences(
        section(document(), "summary")
    )
    unset = document(put_before=PutBefore("Cabinet", None, ""))
    assert (
        "Age of the data: the period ended on 30 September 2023, 37 days before this edition was sealed."
        in sentences(section(unset, "summary"))
    )
    assert {"Date": "No meeting set", "Report number": "None given"}.items() <= {
        each.term: each.text for each in unset.facts.facts
    }.items()


def test_summary_counts_state_what_they_are_out_of_and_add_up() -> None:
    blocks = section(document(), "summary")
    assert sentences(blocks)[:3] == [
        "Rated: 3 of 4 performance indicators, of which 1 on target, 1 near target, 1 off target. Not rated: 1. "
        "Contextual measures, which are never rated: 1. Without a figure: 1 of 5 measures.",
        "Since the report for Q1 2023/24: 1 moved to off target (H4), 1 moved to on target.",
        "On course or completed: 2 of 3 activities. Without an update: 1 of 3 activities.",
    ]
    for table in tables(blocks):
        for number in range(1, len(table.columns)):
            *parts, whole = [int(words(row[number]).replace("\u2212", "-")) for row in table.rows]
            assert sum(parts) == whole, table.caption


def test_ratings_are_told_in_the_words_of_the_councils_own_legend() -> None:
    own = [
        LegendEntry(rating="red", word="Red", meaning="Missed."),
        LegendEntry(rating="green", word="Green", meaning="Met."),
    ]
    made = document(changed(framework=CONTENT.framework.model_copy(update={"legend": own})))
    assert sentences(section(made, "summary"))[0].startswith(
        "Rated: 3 of 4 performance indicators, of which 1 green, 1 near target, 1 red."
    )
    [key] = [each for each in section(made, "legend") if isinstance(each, Key)]
    assert [(each.status.word, each.meaning) for each in key.entries] == [("Red", "Missed."), ("Green", "Met.")]
    ratings = [row["Rating"] for table in tables(section(made, "performance")) for row in rows(table)]
    assert ratings == ["Green", "Red", "Near target", "Not rated (no value)"]


def test_activities_of_one_theme_stand_together_though_plans_mix_them() -> None:
    first, second, third = CONTENT.activities
    mixed = [second, first, third]
    assert headings(section(document(changed(activities=mixed)), "activities")) == ["Place", "People"]


def test_a_performance_row_reads_from_what_is_good_to_the_owner() -> None:
    people, place = tables(section(document(), "performance"))
    assert columns(people) == [
        "Indicator",
        "Good is",
        "Same period last year",
        "Q3 2022/23",
        "Q4 2022/23",
        "Q1 2023/24",
        "This period",
        "Target",
        "Rating",
        "Against the period before",
        "Against last year",
        "Commentary",
        "Owner",
    ]
    rent, lettings = rows(people)
    assert list(rent.values())[2:8] == ["93.0%", "97.2%", "98.0%", "94.1%", "102.4%", "95.0%"]
    assert (lettings["This period"], lettings["Good is"]) == ("31.4 days (revised)", "Low")
    assert lettings["Commentary"].endswith("Outside the usual limits: Both years were measured in the same way.")
    recycling, appeals = rows(place)
    assert recycling["This period"] == "42.0% (provisional, for Q1 2023/24)"
    assert (appeals["Owner"], appeals["This period"], appeals["Target"]) == (
        "Planning",
        "Not available",
        "Better than last year",
    )


def test_years_and_months_have_tables_of_their_own_beside_the_quarters() -> None:
    yearly = figure(
        "A1",
        "Satisfaction",
        series_id=11,
        period_code="2022-23",
        period_label="2022/23",
        previous=[earlier(("2020-21", "2020/21"), 58.0, "red"), earlier(("2021-22", "2021/22"), 61.0, "green")],
        previous_year=earlier(("2021-22", "2021/22"), 61.0, "green"),
    )
    quarters, years = tables(section(document(changed(figures=[FIGURES[0], yearly])), "performance"))
    assert [each for each in columns(quarters) if "/" in each] == ["Q3 2022/23", "Q4 2022/23", "Q1 2023/24"]
    assert years.caption == "People: performance indicators reported yearly"
    assert [each for each in columns(years) if "/" in each] == ["2020/21", "2021/22"]
    assert "Same period last year" not in columns(years)
    assert (rows(years)[0]["2020/21"], rows(years)[0]["This period"]) == ("58.0%", "95.3% (for 2022/23)")


def test_the_months_of_a_quarter_are_one_row_with_the_text_of_each() -> None:
    codes = [(f"2023-24-M0{number}", label) for number, label in enumerate(("Jun", "Jul", "Aug", "Sep"), start=3)]
    values = [earlier(code, 10.0 + at, "green") for at, code in enumerate(codes)]
    months = [
        figure(
            "M1",
            "Repairs",
            series_id=12,
            period_code=code,
            period_label=label,
            value=10.0 + at,
            previous=values[:at],
            previous_year=None,
            commentary=text,
        )
        for at, ((code, label), text) in enumerate(zip(codes, ("", "Steady.", "Leave.", "Steady."), strict=True))
        if at
    ]
    [table] = tables(section(document(changed(figures=months)), "performance"))
    assert table.caption == "People: performance indicators reported monthly"
    [row] = rows(table)
    assert [row[label] for label in ("Jun", "Jul", "Aug", "This period")] == [
        "10.0%",
        "11.0%",
        "12.0%",
        "13.0% (for Sep)",
    ]
    assert "No figure" not in [value for name, value in row.items() if name != "Same period last year"]
    assert row["Commentary"] == "Steady. Aug: Leave."


def test_a_final_figure_of_an_earlier_quarter_stands_below_the_newest_ones() -> None:
    final = FIGURES[0].model_copy(
        update={"period_code": BEFORE[0], "period_label": BEFORE[1], "value": 94.2, "rating": "amber", "revised": True}
    )
    blocks = section(document(changed(figures=[final, FIGURES[0]])), "performance")
    newest, earlier_ones = tables(blocks)
    assert [row["This period"] for row in rows(newest)] == ["102.4%"]
    assert headings(blocks) == ["People", "Figures of earlier periods"]
    assert [(row["Period"], row["Figure"], row["Rating"]) for row in rows(earlier_ones)] == [
        ("Q1 2023/24", "94.2% (revised)", "Near target")
    ]


def test_a_figure_that_comes_late_fills_the_column_of_its_own_period() -> None:
    late = FIGURES[2].model_copy(update={"theme": "People"})
    [table] = tables(section(document(changed(figures=[FIGURES[0], late])), "performance"))
    recycling = rows(table)[1]
    assert recycling["Q1 2023/24"] == "42.0% (provisional)"
    assert recycling["This period"] == "42.0% (provisional, for Q1 2023/24)"


def test_measures_without_a_theme_come_last_and_contextual_ones_stand_apart() -> None:
    figures = [figure("X1", "Loose", series_id=99, theme=None), *FIGURES]
    made = document(changed(figures=figures))
    assert [each.text for each in section(made, "performance") if isinstance(each, Heading)] == [
        "People",
        "Place",
        "Not under a theme",
    ]
    [table] = tables(section(made, "contextual"))
    assert "Rating" not in columns(table)
    assert [row["Measure"] for row in rows(table)] == ["C3 Calls to the contact centre"]


def test_a_breakdown_and_another_unit_are_named_beside_the_measure() -> None:
    parts = [
        figure("H1", "Rent", breakdown="ward:Northfield"),
        figure("H1", "Rent", series_id=2, measured_in="Leisure"),
        figure("H1", "Rent", series_id=3, measured_in="Leisure", breakdown="ward:Northfield"),
    ]
    [table] = tables(section(document(changed(figures=parts)), "performance"))
    assert [row["Indicator"] for row in rows(table)] == [
        "H1 Rent (ward: Northfield)",
        "H1 Rent (Leisure)",
        "H1 Rent (Leisure, ward: Northfield)",
    ]


def test_missing_measures_say_what_is_recorded_and_why() -> None:
    silent = CONTENT.missing[0].model_copy(update={"ref": "P2", "value_state": "not_reported", "reason": ""})
    [table] = tables(section(document(changed(missing=[*CONTENT.missing, silent])), "missing"))
    assert [(row["What is recorded"], row["Why"]) for row in rows(table)] == [
        ("Not available", "The Inspectorate has not published its decisions."),
        ("Not reported", "No reason was given."),
    ]


def test_an_empty_edition_says_so_in_every_part() -> None:
    nothing: dict[str, list[object]] = {
        name: []
        for name in (
            "figures",
            "activities",
            "missing",
            "corrections",
            "definitions",
            "targets",
            "off_system",
            "actions",
            "portfolios",
        )
    }
    made = document(changed(**nothing, last_report=None))
    parts = ("exceptions", "changes", "activities", "performance", "contextual", "missing", "actions")
    assert {anchor: sentences(section(made, anchor)) for anchor in parts} == {
        "exceptions": ["Off target: no performance indicator."],
        "changes": [
            "No figure that members have seen has changed since the last report, nor any definition, rule or target."
        ],
        "activities": ["No activities are reported in this period."],
        "performance": ["No performance indicator is reported in this period."],
        "contextual": ["No contextual measure is reported in this period."],
        "missing": ["Every measure that was due has a figure."],
        "actions": ["No actions are open, and none were closed since the last report."],
    }
    assert "notes" not in [each.anchor for each in made.blocks if isinstance(each, Heading)]
    # A council of the committee system has no portfolios: nothing is said of their holders.
    assert [each.term for each in made.facts.facts if "Portfolio" in each.term] == []


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (94.25, "%", 1, "94.3%"),
        (2.675, "days", 2, "2.68 days"),
        (-3.24, "%", 2, "\u22123.24%"),
        (-0.04, "%", 1, "0.0%"),
        (1029.49, "£", 2, "£1,029.49"),
        (-1.5, "£m", 1, "\u2212£1.5m"),
        (250.0, "£000", 0, "£250k"),
        (14195.0, "number", 0, "14,195"),
        (209.03, "kg", 2, "209.03 kg"),
        (280.0, "seconds", 0, "4m 40s"),
        (45.0, "seconds", 0, "45s"),
        (60.0, "secs", 0, "1m 0s"),
        (3725.5, "seconds", 1, "1h 2m 5.5s"),
        (-90.0, "seconds", 0, "\u22121m 30s"),
        (1.0, "days", 0, "1 day"),
        (1.0, "days", 1, "1.0 days"),
        (42.0, "working days", 0, "42 working days"),
        (3.5, "ratio", 1, "3.5"),
        (-0.5, "£", 2, "\u2212£0.50"),
        (1e21, "", 0, "1,000,000,000,000,000,000,000"),
        (1e-7, "", 2, "0.00"),
    ],
)
def test_numbers_are_printed_as_a_committee_reads_them(value: float, unit: str, decimals: int, printed: str) -> None:
    assert number_words(value, unit, decimals) == printed


def test_what_is_no_number_is_told_in_words() -> None:
    assert figure_words("suppressed", None, "%", 1) == "Suppressed"
    assert figure_words("not_reported", None, "%", 1) == "Not reported"
    assert target_words(figure("R", "Range", target=None, target_low=40.0, target_high=45.0)) == "40.0% to 45.0%"
    assert target_words(figure("N", "None", target=None)) == "None set"
    assert day_words(date(2023, 9, 4)) == "4 September 2023"
    assert due_words(date(2023, 9, 30), "month") == "September 2023"


def test_a_report_of_two_quarters_says_so_and_why() -> None:
    deferred = ContinuedPeriod(
        code="2023-24-Q1",
        label="Q1 2023/24",
        start_on=date(2023, 4, 1),
        end_on=date(2023, 6, 30),
        how="deferred",
        reason="No committee met before the election.",
    )
    made = assemble_document(CONTENT.model_copy(update={"continues": [deferred]}), EDITION)
    assert made.title == "Quarterly monitoring document: Q1 2023/24 and Q2 2023/24"
    facts = {each.term: each.text for each in made.facts.facts}
    assert facts["Also reported"] == (
        "Q1 2023/24 (1 April 2023 to 30 June 2023), deferred to this report: No committee met before the election."
    )
