"""What changed since the last report: ratings that moved, corrections, definitions and targets."""

from typing import Any

from quarterdeck.reporting.break_content import NotComparable
from tests.documents.example import CONTENT, FIGURES, figure
from tests.documents.example_changes import DEFINITIONS, LAST_REPORT, TARGETS
from tests.documents.reading import changed, columns, document, headings, rows, section, sentences, tables


def changes(**parts: Any) -> list[Any]:
    return section(document(changed(**parts)), "changes")


def test_each_kind_of_change_has_its_own_heading_and_what_did_not_happen_has_none() -> None:
    assert headings(changes()) == [
        "Ratings that moved",
        "Corrections to earlier periods",
        "Changed definitions",
        "Changed and late targets",
    ]
    assert headings(changes(definitions=[], targets=[], last_report=None)) == ["Corrections to earlier periods"]


def test_ratings_moved_are_those_that_the_last_report_printed_otherwise() -> None:
    blocks = changes()
    moved = tables(blocks)[0]
    assert [tuple(row.values()) for row in rows(moved)] == [
        ("H4 Average time to let a home again", "On target (25.1 days)", "Off target (31.4 days)"),
        ("H1 Rent collected", "Near target (94.0%)", "On target (102.4%)"),
    ]
    assert sentences(blocks)[:2] == [
        "In this report and not in that one: 1 indicator (P1).",
        "In that report and not in this one: 1 indicator (H8).",
    ]


def test_the_summary_counts_against_what_the_last_report_counted() -> None:
    [ratings, *_] = tables(section(document(), "summary"))
    assert columns(ratings) == ["Rating", "This period", "Q1 2023/24", "Change"]
    assert [tuple(row.values()) for row in rows(ratings)] == [
        ("On target", "1", "2", "\u22121"),
        ("Near target", "1", "2", "\u22121"),
        ("Off target", "1", "0", "+1"),
        ("Not rated", "1", "0", "+1"),
        ("All indicators", "4", "4", "0"),
    ]


def test_a_first_report_is_compared_with_what_is_on_record_of_the_period_before() -> None:
    blocks = section(document(changed(last_report=None)), "summary")
    assert sentences(blocks)[1] == (
        "The same indicators in Q1 2023/24, rated: 3 of 4, of which 0 on target, 2 near target, 1 off target."
    )
    assert columns(tables(blocks)[0]) == ["Rating", "This period", "Q1 2023/24", "Change"]


def test_where_no_rating_moved_that_is_said() -> None:
    same = LAST_REPORT.model_copy(update={"indicators": [LAST_REPORT.indicators[2]]})
    made = document(changed(last_report=same, figures=[FIGURES[2]]))
    assert sentences(section(made, "summary"))[1] == "Since the report for Q1 2023/24: no rating moved."
    assert "Ratings that moved" not in headings(section(made, "changes"))


def test_one_that_was_not_reported_moved_to_unrated() -> None:
    silent = CONTENT.missing[0].model_copy(update={"series_id": 2, "ref": "H4", "value_state": "not_reported"})
    [moved, *_] = tables(changes(figures=[], missing=[silent]))
    assert [tuple(row.values()) for row in rows(moved)] == [
        ("H4 Planning appeals allowed", "On target (25.1 days)", "Not rated (Not reported)")
    ]


def test_corrections_say_what_was_what_is_and_why() -> None:
    assert rows(tables(changes(last_report=None))[0]) == [
        {
            "Measure": "H1 Rent collected",
            "Period": "Q1 2023/24",
            "Was": "94.0%",
            "Is now": "90.0%",
            "Why": "Garage rents had been counted twice.",
            "Accepted": "12 October 2023",
        }
    ]


def test_a_changed_definition_says_what_it_says_now_and_said_before_from_when_and_why() -> None:
    [row] = rows(tables(changes(last_report=None, corrections=[]))[0])
    assert row == {
        "Measure": "W2 Household waste sent for reuse, recycling and composting",
        "What changed": "Definition: With street sweepings. Before: Without street sweepings. "
        "How a period's figure comes about: The year so far. Before: What happened in the period. "
        "What is counted: Tonnes recycled. Before: Nothing was said. "
        "Figures from before cannot be compared with those from then on.",
        "For periods from": "1 April 2023",
        "Why": "The Government's definition changed.",
    }


def test_a_measure_of_several_units_is_told_once() -> None:
    twice = [DEFINITIONS[0], DEFINITIONS[0].model_copy(update={"series_id": 33})]
    assert len(rows(tables(changes(last_report=None, corrections=[], definitions=twice))[0])) == 1


def test_a_changed_target_says_what_it_was_and_that_it_came_late() -> None:
    set_first = TARGETS[0].model_copy(update={"was": None, "late": False, "reason": ""})
    words = TARGETS[0].now.model_copy(update={"value": None, "text": "Top quartile"})
    band = TARGETS[0].now.model_copy(update={"value": None, "low": 20.0, "high": 25.0})
    other = TARGETS[0].model_copy(update={"was": words, "now": band, "late": False})
    [table] = tables(changes(last_report=None, corrections=[], definitions=[], targets=[*TARGETS, set_first, other]))
    assert [tuple(row.values())[2:] for row in rows(table)] == [
        (
            "21.0 days",
            "26.0 days",
            "18 July 2023 Approved after the period began.",
            "Works by the water company cannot be hurried.",
        ),
        ("None set", "26.0 days", "18 July 2023", "No reason was given."),
        ("Top quartile", "20.0 days to 25.0 days", "18 July 2023", "Works by the water company cannot be hurried."),
    ]


def test_what_the_checks_asked_of_a_target_travels_with_the_figure() -> None:
    easier = figure("H7", "Voids", target_explanations={"target_easier_than_outturn": "The contract ends in March."})
    [table] = tables(section(document(changed(figures=[easier])), "performance"))
    assert rows(table)[0]["Commentary"] == "Target easier than the last outturn: The contract ends in March."


def test_across_a_break_in_series_no_rating_moved_and_no_arrow_stands() -> None:
    apart = [
        NotComparable(series_id=2, before="2023-24-Q1", now="2023-24-Q2", since="Q2 2023/24", note=""),
        NotComparable(series_id=2, before="2022-23-Q2", now="2023-24-Q2", since="Q2 2023/24", note=""),
    ]
    made = document(changed(not_comparable=apart))
    said = sentences(section(made, "changes"))
    which = "1 indicator (H4: definition changed from Q2 2023/24)"
    assert said[0] == f"Not comparable with the report for Q1 2023/24: {which}."
    assert [row["Indicator"] for row in rows(tables(section(made, "changes"))[0])] == ["H1 Rent collected"]
    lettings = next(
        row for table in tables(section(made, "performance")) for row in rows(table) if "H4" in row["Indicator"]
    )
    words = "Not comparable (definition changed from Q2 2023/24)"
    assert [lettings[each] for each in ("Against the period before", "Against last year")] == [words, words]
