"""What is off track, why, and what is being done; and the actions, activities and notes beside it."""

from typing import Any

from quarterdeck.documents.model import Paragraph
from tests.documents.example import CONTENT, FIGURES, LAST_YEAR, earlier, figure
from tests.documents.example_changes import ACTIONS, BEFORE
from tests.documents.reading import bullets, changed, columns, document, headings, rows, section, sentences, tables

LETTINGS = FIGURES[1]


def exceptions(**parts: Any) -> list[Any]:
    return section(document(changed(**parts)), "exceptions")


def test_an_exception_says_what_is_off_target_for_how_long_why_and_what_is_done() -> None:
    [table] = tables(section(document(), "exceptions"))
    assert table.caption == "Off target: 1 of 4 performance indicators"
    [row] = rows(table)
    assert row == {
        "Indicator": "H4 Average time to let a home again",
        "This period": "31.4 days (revised)",
        "Target": "26.0 days",
        "Period before": "29.8 days",
        "Rating": "Off target (two periods running)",
        "Why": "Two contractors left in July. Framework let again in September See the plan "
        "Outside the usual limits: Both years were measured in the same way.",
        "What is being done": "Report on the causes of empty homes. – Head of Housing, by December 2023; open.",
        "Owner": "Head of Housing",
    }


def test_where_nothing_is_being_done_that_is_said() -> None:
    closed = [each.model_copy(update={"state": "completed", "overdue": False}) for each in ACTIONS]
    [table] = tables(
        exceptions(actions=closed, figures=[LETTINGS.model_copy(update={"commentary": " ", "explanations": {}})])
    )
    [row] = rows(table)
    assert (row["Why"], row["What is being done"]) == (
        "No commentary was given.",
        "No recovery action is recorded.",
    )


def test_how_long_it_lasts_counts_back_without_a_gap_to_the_last_that_is_printed() -> None:
    codes = ["2022-23-Q2", "2022-23-Q3", "2022-23-Q4", "2023-24-Q1"]

    def rated(*ratings: str | None) -> str:
        pairs = [(code, rating) for code, rating in zip(codes, ratings, strict=True) if rating]
        red = figure("R", "Red", rating="red", previous=[earlier((code, code), 1.0, rating) for code, rating in pairs])
        [table] = tables(exceptions(figures=[red]))
        return rows(table)[0]["Rating"]

    assert rated("red", "red", "red", "red") == "Off target (five periods or more running)"
    assert rated("red", "red", "green", "red") == "Off target (two periods running)"
    assert rated("red", None, "red", "red") == "Off target (three periods running)"
    assert rated("red", "red", "red", "amber") == "Off target"


def test_amber_is_told_where_the_framework_wants_it_and_after_red() -> None:
    told = CONTENT.framework.model_copy(update={"exceptions": ["red", "amber"]})
    blocks = exceptions(framework=told)
    assert headings(blocks) == ["Indicators: off target", "Indicators: near target", "Activities"]
    assert [row["Indicator"][:2] for table in tables(blocks) for row in rows(table)] == ["H4", "W2"]
    calm = exceptions(framework=told, figures=[FIGURES[0]], activities=[])
    assert sentences(calm) == ["Off target: no performance indicator.", "Near target: no performance indicator."]


def test_an_indicator_is_told_once_by_its_newest_figure_as_it_is_counted() -> None:
    june = LETTINGS.model_copy(update={"period_code": "2023-24-M03", "rating": "red"})
    july = june.model_copy(update={"period_code": "2023-24-M04", "rating": "green"})
    assert tables(exceptions(figures=[june, july])) == []
    part = LETTINGS.model_copy(update={"series_id": 8, "breakdown": "ward:North"})
    whole = LETTINGS.model_copy(update={"rating": "green"})
    assert tables(exceptions(figures=[whole, part])) == []


def test_a_rating_by_judgement_is_told_with_the_rules_own_and_the_reason() -> None:
    judged = figure("H9", "Appeals upheld", rating="red", ruled_rating="green", override_reason="Two of *eleven*")
    made = document(changed(figures=[judged]))
    [table] = tables(section(made, "exceptions"))
    [row] = rows(table)
    assert row["Rating"] == "Off target (by judgement)"
    assert row["Why"] == "Rated off target by judgement; by the rule on target: Two of eleven"
    [performance] = tables(section(made, "performance"))
    assert rows(performance)[0]["Rating"] == "Off target (by judgement)"
    assert bullets(section(made, "notes"))[0] == (
        "H9 Appeals upheld, Q2 2023/24: off target; by the rule it would be on target. Two of eleven"
    )


def test_a_service_confirmed_outside_the_system_is_named_with_the_post_and_the_reason() -> None:
    blocks = section(document(), "notes")
    assert bullets(blocks) == [
        "Planning: by the Executive Director, recorded on 9 October 2023. "
        "The service has one officer; the director confirmed by letter.",
        "W2 Household waste sent for reuse, recycling and composting (Q1 2023/24)",
    ]
    assert sentences(blocks)[1] == "Provisional, to be confirmed or changed later: 1 figure."


def test_activities_in_trouble_are_named_and_led_to_their_cause() -> None:
    blocks = section(document(), "exceptions")
    assert bullets(blocks) == ["Place 5 Civic quarter regeneration: achievement in question"]
    [led] = [run for each in blocks if isinstance(each, Paragraph) for run in each.runs if run.href]
    assert (led.text, led.href) == ("Causes and recovery stand in Part 1", "#activities")
    calm = exceptions(activities=CONTENT.activities[:1])
    assert sentences(calm)[-1] == "Every activity is on course, completed, or not started yet."


def test_an_activity_shows_milestones_progress_cause_and_recovery_where_there_are_any() -> None:
    people, place = tables(section(document(), "activities"))
    assert "Cause and recovery" not in columns(people)
    assert "Milestones" not in columns(place)
    [strategy] = rows(people)
    assert strategy["Status"] == "On course (60% complete)"
    assert strategy["Milestones"] == (
        "Consultation: done 12 September 2023 Draft to Cabinet: overdue since 31 October 2023 "
        "Adoption: due 31 March 2024"
    )
    assert rows(place) == [
        {
            "Activity": "Place 5 Civic quarter regeneration",
            "Priority": "Town centre",
            "Status": "Achievement in question",
            "Update": "The tender brought one bid.",
            "Cause and recovery": "Cause: Costs rose by 18%. Recovery: A second tender with fewer lots in November. "
            "Report on the causes of empty homes. – Head of Housing, by December 2023; open.",
            "Due": "No date",
            "Lead": "Regeneration",
        },
        {
            "Activity": "Place 6 Play area at the recreation ground",
            "Priority": "Town centre",
            "Status": "Completed (100% complete)",
            "Update": "No update was given.",
            "Cause and recovery": "",
            "Due": "No date",
            "Lead": "Street Scene",
        },
    ]


def test_an_activity_in_trouble_without_cause_or_recovery_says_that_none_was_given() -> None:
    unexplained = CONTENT.activities[1].model_copy(update={"cause": " ", "path_to_green": ""})
    [table] = tables(section(document(changed(activities=[unexplained], actions=[])), "activities"))
    assert rows(table)[0]["Cause and recovery"] == "Cause: No cause was given. Recovery: No recovery was given."


def test_a_step_done_late_says_when_it_was_due() -> None:
    step = CONTENT.activities[0].milestones[1].model_copy(update={"done_on": step_day(), "overdue": False})
    late = CONTENT.activities[0].model_copy(update={"milestones": [step]})
    [table] = tables(section(document(changed(activities=[late])), "activities"))
    assert rows(table)[0]["Milestones"] == "Draft to Cabinet: done 31 March 2024, due 31 October 2023"


def step_day() -> Any:
    return CONTENT.activities[0].due_on


def test_actions_stand_overdue_first_with_their_source_and_what_became_of_them() -> None:
    closed = ACTIONS[0].model_copy(update={"state": "completed", "outcome": "Reported in October.", "source": ""})
    done = ACTIONS[1].model_copy(update={"state": "awaiting_closure", "overdue": False, "outcome": "Published."})
    blocks = section(document(changed(actions=[*ACTIONS, closed, done])), "actions")
    assert sentences(blocks) == ["Open: 3 actions, of which 1 overdue. Closed since the last report: 1."]
    [table] = tables(blocks)
    moved = "December 2023 First asked for by September 2023; moved 2 times."
    assert [(row["When"], row["Standing"]) for row in rows(table)] == [
        ("4 September 2023", "Overdue"),
        (moved, "Open Draft is with the Head of Housing."),
        ("4 September 2023", "Reported done, to be confirmed Published."),
        (moved, "Completed Reported in October."),
    ]
    overdue, still, _, over = rows(table)
    assert still["What"] == "Report on the causes of empty homes. About H4, Place 5."
    assert [each["Raised from"] for each in (overdue, still, over)] == [
        "Internal audit of planning",
        "Overview and Scrutiny Committee, 22 June 2023, Minute 12",
        "22 June 2023, Minute 12",
    ]


def test_a_figure_of_an_earlier_period_is_marked_where_it_is_provisional() -> None:
    before = earlier(BEFORE, 94.1, "amber").model_copy(update={"provisional": True})
    shown = figure("H1", "Rent", previous=[earlier(LAST_YEAR, 93.0, "amber"), before])
    [table] = tables(section(document(changed(figures=[shown])), "performance"))
    assert rows(table)[0]["Q1 2023/24"] == "94.1% (provisional)"
