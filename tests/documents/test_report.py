"""What the quarterly monitoring document says, and that all of it comes from the edition."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from quarterdeck.documents.assemble import PutBefore, assemble_document
from quarterdeck.documents.model import Block, Callout, Document, Heading, Key, Paragraph, Table
from quarterdeck.documents.wording import day_words, due_words, figure_words, number_words, target_words
from quarterdeck.reporting.content import EditionContent, LegendEntry
from tests.documents.example import BEFORE, CONTENT, EDITION, FIGURES, LAST_YEAR, earlier, figure


def changed(**parts: Any) -> EditionContent:
    return CONTENT.model_copy(update=parts)


def document(content: EditionContent = CONTENT, **edition: Any) -> Document:
    return assemble_document(content, replace(EDITION, **edition))


def section(made: Document, anchor: str) -> list[Block]:
    """The blocks under a heading of level 2."""
    starts = [n for n, block in enumerate(made.blocks) if isinstance(block, Heading) and block.level == 2]
    start = next(n for n in starts if made.blocks[n].anchor == anchor)  # type: ignore[union-attr]
    end = next((n for n in starts if n > start), len(made.blocks))
    return made.blocks[start + 1 : end]


def tables(blocks: Sequence[Block]) -> list[Table]:
    return [each for each in blocks if isinstance(each, Table)]


def columns(table: Table) -> list[str]:
    return [each.title for each in table.columns]


def words(cell: Any) -> str:
    """A cell's text, in one line."""
    match cell.cell:
        case "number":
            return f"{cell.text} ({cell.mark})" if cell.mark else cell.text
        case "status":
            return f"{cell.status.word} ({cell.note})" if cell.note else cell.status.word
    return " ".join(run.text for block in cell.blocks if isinstance(block, Paragraph) for run in block.runs)


def rows(table: Table) -> list[dict[str, str]]:
    return [dict(zip(columns(table), map(words, row), strict=True)) for row in table.rows]


def sentences(blocks: Sequence[Block]) -> list[str]:
    return ["".join(run.text for run in each.runs) for each in blocks if isinstance(each, Paragraph)]


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
    assert sentences(blocks)[:2] == [
        "Rated: 3 of 4 performance indicators, of which 1 on target, 1 near target, 1 off target. Not rated: 1. "
        "Contextual measures, which are never rated: 1. Without a figure: 1 of 5 measures.",
        "The same indicators in Q1 2023/24, rated: 3 of 4, of which 0 on target, 2 near target, 1 off target.",
    ]
    for table in tables(blocks):
        for number in range(1, len(table.columns)):
            *parts, whole = [int(words(row[number])) for row in table.rows]
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


def test_an_activity_in_trouble_shows_cause_and_recovery_and_only_then() -> None:
    people, place = tables(section(document(), "activities"))
    assert rows(people)[0]["Cause and recovery"] == ""
    assert rows(place) == [
        {
            "Activity": "Place 5 Civic quarter regeneration",
            "Priority": "Town centre",
            "Status": "Achievement in question",
            "Update": "The tender brought one bid.",
            "Cause and recovery": "Cause:  Costs rose by 18%. Recovery:  A second tender with fewer lots in November.",
            "Due": "No date",
            "Lead": "Regeneration",
        },
        {
            "Activity": "Place 6 Play area at the recreation ground",
            "Priority": "Town centre",
            "Status": "Completed",
            "Update": "No update was given.",
            "Cause and recovery": "",
            "Due": "No date",
            "Lead": "Street Scene",
        },
    ]
    unexplained = CONTENT.activities[1].model_copy(update={"cause": " ", "path_to_green": ""})
    [table] = tables(section(document(changed(activities=[unexplained])), "activities"))
    assert rows(table)[0]["Cause and recovery"] == "Cause:  No cause was given. Recovery:  No recovery was given."


def test_activities_of_one_theme_stand_together_though_plans_mix_them() -> None:
    first, second, third = CONTENT.activities
    mixed = [second, first, third]
    headings = [
        each.text for each in section(document(changed(activities=mixed)), "activities") if isinstance(each, Heading)
    ]
    assert headings == ["Place", "People"]


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
    assert lettings["Commentary"].endswith("Jump:  Both years were measured in the same way.")
    recycling, appeals = rows(place)
    assert recycling["This period"] == "42.0% (provisional, for Q1 2023/24)"
    assert (appeals["Owner"], appeals["This period"], appeals["Target"]) == (
        "Planning",
        "Not available",
        "Better than last year",
    )


def test_years_do_not_mix_with_the_quarters_of_a_quarterly_report() -> None:
    yearly = figure(
        "A1",
        "Satisfaction",
        period_code="2022-23",
        period_label="2022/23",
        previous=[earlier(("2021-22", "2021/22"), 61.0, "green")],
        previous_year=earlier(("2021-22", "2021/22"), 61.0, "green"),
    )
    [table] = tables(section(document(changed(figures=[yearly])), "performance"))
    assert [each for each in columns(table) if "/" in each] == []
    assert rows(table)[0]["Same period last year"] == "61.0%"


def test_a_figure_that_comes_late_fills_the_column_of_its_own_period() -> None:
    late = FIGURES[2].model_copy(update={"theme": "People"})
    [table] = tables(section(document(changed(figures=[FIGURES[0], late])), "performance"))
    recycling = rows(table)[1]
    assert recycling["Q1 2023/24"] == "42.0% (provisional)"
    assert recycling["This period"] == "42.0% (provisional, for Q1 2023/24)"


def test_measures_without_a_theme_come_last_and_contextual_ones_stand_apart() -> None:
    figures = [figure("X1", "Loose", theme=None), *FIGURES]
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
        figure("H1", "Rent", measured_in="Leisure"),
        figure("H1", "Rent", measured_in="Leisure", breakdown="ward:Northfield"),
    ]
    [table] = tables(section(document(changed(figures=parts)), "performance"))
    assert [row["Indicator"] for row in rows(table)] == [
        "H1 Rent (ward: Northfield)",
        "H1 Rent (Leisure)",
        "H1 Rent (Leisure, ward: Northfield)",
    ]


def test_an_exception_is_off_target_in_this_period_and_the_one_just_before() -> None:
    [table] = tables(section(document(), "exceptions"))
    assert [(row["Indicator"], row["Period before"], row["This period"]) for row in rows(table)] == [
        ("H4 Average time to let a home again", "29.8 days", "31.4 days (revised)")
    ]
    gap = figure("H4", "Lettings", rating="red", previous=[earlier(LAST_YEAR, 40.0, "red")])
    better = figure("H5", "Voids", rating="red", previous=[earlier(BEFORE, 10.0, "amber")])
    none = section(document(changed(figures=[gap, better])), "exceptions")
    assert sentences(none) == ["No indicator is off target for two periods running."]


def test_missing_measures_say_what_is_recorded_and_why() -> None:
    silent = CONTENT.missing[0].model_copy(update={"ref": "P2", "value_state": "not_reported", "reason": ""})
    [table] = tables(section(document(changed(missing=[*CONTENT.missing, silent])), "missing"))
    assert [(row["What is recorded"], row["Why"]) for row in rows(table)] == [
        ("Not available", "The Inspectorate has not published its decisions."),
        ("Not reported", "No reason was given."),
    ]


def test_corrections_say_what_was_what_is_and_why() -> None:
    [table] = tables(section(document(), "corrections"))
    assert rows(table) == [
        {
            "Measure": "H1 Rent collected",
            "Period": "Q1 2023/24",
            "Was": "94.0%",
            "Is now": "90.0%",
            "Why": "Garage rents had been counted twice.",
            "Accepted": "12 October 2023",
        }
    ]


def test_actions_are_open_overdue_or_closed_with_what_became_of_them() -> None:
    closed = CONTENT.actions[0].model_copy(update={"state": "completed", "outcome": "Reported in October."})
    done = CONTENT.actions[1].model_copy(
        update={"state": "awaiting_closure", "overdue": False, "outcome": "Published."}
    )
    [table] = tables(section(document(changed(actions=[*CONTENT.actions, closed, done])), "actions"))
    moved = "December 2023 First asked for by September 2023; moved 2 times."
    assert [(row["When"], row["Standing"]) for row in rows(table)] == [
        (moved, "Open Draft is with the  Head of Housing ."),
        ("4 September 2023", "Overdue"),
        (moved, "Completed Reported in October."),
        ("4 September 2023", "Awaiting closure Published."),
    ]


def test_an_empty_edition_says_so_in_every_part() -> None:
    empty = changed(figures=[], activities=[], missing=[], corrections=[], actions=[], portfolios=[])
    made = document(empty)
    assert {
        anchor: sentences(section(made, anchor))
        for anchor in ("activities", "performance", "contextual", "exceptions", "missing", "corrections", "actions")
    } == {
        "activities": ["No activities are reported in this period."],
        "performance": ["No performance indicator is reported in this period."],
        "contextual": ["No contextual measure is reported in this period."],
        "exceptions": ["No indicator is off target for two periods running."],
        "missing": ["Every measure that was due has a figure."],
        "corrections": ["No figure that members have seen has been changed since the last report."],
        "actions": ["No actions are open, and none were closed since the last report."],
    }
    assert {each.term: each.text for each in made.facts.facts}["Portfolio Holders"] == "None recorded"


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
