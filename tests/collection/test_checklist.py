"""The checklist: what blocks, what has to be explained, and where to mend it."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection.checklist import checklist
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.collection.schemas import ChecklistRead
from quarterdeck.core.errors import Problem
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.schemas import Calendar, FrameworkVersionCreate
from quarterdeck.measures.models import Indicator
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Collecting


def _submission(collecting: Collecting, *indicators: Indicator, period: str = Q1) -> tuple[Submission, list[Entry]]:
    submission = collecting.submission(collecting.opened(period))
    return submission, [collecting.entry(submission, each) for each in indicators]


def _found(session: Session, submission: Submission) -> dict[str, bool]:
    """Each finding's code with whether it blocks."""
    read = checklist(session, submission)
    return {finding.code: finding.blocks for item in read.items for finding in item.findings}


def test_an_empty_submission_lists_everything_that_is_missing(session: Session, collecting: Collecting) -> None:
    collecting.measures.indicator("H1")
    collecting.activity("People 5")
    submission = collecting.submission(collecting.opened(Q1))
    read: ChecklistRead = checklist(session, submission)
    assert [(item.position, item.label, [f.code for f in item.findings]) for item in read.items] == [
        (1, "H1 Indicator H1, Q1 2023/24", ["missing_value"]),
        (2, "People 5: Activity People 5", ["missing_status", "missing_update"]),
    ]
    assert read.clear is False
    assert read.counts.model_dump() == {"entries": 2, "entered": 0, "errors": 3, "warnings": 0, "blocking": 3}


# What is typed for an indicator in per cent with a target of 95, green on target and amber within 10% of it; and
# the findings, each with whether it blocks.
FIGURES: list[tuple[dict[str, Any], dict[str, bool]]] = [
    ({"value": 97}, {}),
    ({"value": 90}, {"missing_commentary": True}),
    ({"value": 50}, {"missing_commentary": True}),
    ({"value": 90, "commentary": "Two sites were closed."}, {}),
    ({"value_state": "value"}, {"missing_value": True}),
    ({"value_state": "awaited"}, {"missing_commentary": True}),
    ({"value_state": "awaited", "commentary": "Due in August"}, {}),
    ({"value_state": "nil_return"}, {"missing_commentary": True}),
    ({"value_state": "not_due"}, {}),
    ({"value": 97, "denominator": 0}, {"zero_denominator": True}),
    ({"value": 97, "numerator": 103, "denominator": 100}, {"numerator_above_denominator": True}),
    ({"value": 102.44}, {"over_100": True}),
    ({"value": 102.44, "explanations": {"over_100": "Arrears were paid too"}}, {"over_100": False}),
    ({"value": 102.44, "explanations": {"over_100": "  "}}, {"over_100": True}),
    ({"value": 102.44, "explanations": {"jump": "Not what was asked"}}, {"over_100": True}),
]


@pytest.mark.parametrize("typed,expected", FIGURES)
def test_a_figure_is_checked_as_it_is_typed(
    session: Session, collecting: Collecting, typed: dict[str, Any], expected: dict[str, bool]
) -> None:
    indicator = collecting.measures.indicator("H1")
    collecting.measures.target(indicator, Q1, 95)
    submission, (entry,) = _submission(collecting, indicator)
    collecting.typed(entry, **typed)
    assert _found(session, submission) == expected


@pytest.mark.parametrize(
    "typed,expected",
    [
        ({"status": "on_course", "update": "Consulted"}, set()),
        ({"status": "completed", "update": "Adopted"}, set()),
        ({"status": "on_course", "update": "  "}, {"missing_update"}),
        ({"update": "Consulted"}, {"missing_status"}),
        ({"status": "in_question", "update": "x"}, {"missing_cause", "missing_path_to_green"}),
        ({"status": "unable", "update": "x", "cause": "No bids"}, {"missing_path_to_green"}),
        ({"status": "unable", "update": "x", "cause": "No bids", "path_to_green": "A second tender"}, set()),
    ],
)
def test_an_activity_off_course_says_why_and_how_it_comes_back(
    session: Session, collecting: Collecting, typed: dict[str, Any], expected: set[str]
) -> None:
    activity = collecting.activity("People 5")
    submission = collecting.submission(collecting.opened(Q1))
    collecting.typed(collecting.entry(submission, activity), **typed)
    found = _found(session, submission)
    assert found.keys() == expected
    assert all(found.values())


def test_a_jump_out_of_the_usual_has_to_be_explained(session: Session, collecting: Collecting) -> None:
    indicator = collecting.measures.indicator("H1", definition={"unit_of_measure": "days"})
    for number, value in enumerate([20.1, 20.4, 19.8, 20.2, 20.0, 19.9]):
        collecting.measures.reported(indicator, f"202{1 + number // 4}-{22 + number // 4}-Q{number % 4 + 1}", value)
    submission, (entry,) = _submission(collecting, indicator)
    collecting.typed(entry, value=41)
    assert _found(session, submission) == {"jump": True}
    collecting.typed(entry, explanations={"jump": "Two flats had stood empty for years"})
    assert _found(session, submission) == {"jump": False}
    assert checklist(session, submission).clear is True


def test_a_month_is_held_against_the_month_typed_beside_it(session: Session, collecting: Collecting) -> None:
    """June's count for the year to date has to be at least May's, though neither is on record yet."""
    definition = {"unit_of_measure": "number", "aggregation": "year_to_date", "decimals": 0}
    indicator = collecting.measures.indicator("H1", frequency="monthly", definition=definition)
    submission = collecting.submission(collecting.opened(Q1))
    april, may, june = (collecting.entry(submission, indicator, f"2023-24-M0{month}") for month in (1, 2, 3))
    collecting.typed(april, value=100)
    collecting.typed(may, value=210)
    collecting.typed(june, value=190)
    read = checklist(session, submission)
    assert [(item.entry_id, [f.code for f in item.findings]) for item in read.items] == [
        (june.id, ["falling_year_to_date"])
    ]
    collecting.typed(may, value=180)
    assert _found(session, submission) == {}


def test_a_later_month_typed_already_is_no_history(session: Session, collecting: Collecting) -> None:
    definition = {"unit_of_measure": "number", "aggregation": "year_to_date", "decimals": 0}
    indicator = collecting.measures.indicator("H1", frequency="monthly", definition=definition)
    submission = collecting.submission(collecting.opened(Q1))
    for month, value in ((3, 300), (2, 200), (1, 100)):
        collecting.typed(collecting.entry(submission, indicator, f"2023-24-M0{month}"), value=value)
    assert _found(session, submission) == {}


def test_the_framework_says_which_ratings_need_a_commentary(session: Session, collecting: Collecting) -> None:
    """Both templates ask for amber and red; a council may ask for red alone."""
    calendar = Calendar(submission_days=15, papers_clear_days=5, commentary_for=["red"])
    data = FrameworkVersionCreate.model_validate(
        {
            "template": "cabinet_first",
            "effective_from": "2021-04-01",
            "calendar": calendar.model_dump(),
            "reason": "Less to write",
        }
    )
    adopt_version(session, collecting.team, data)
    indicator = collecting.measures.indicator("H1")
    collecting.measures.target(indicator, Q1, 95)
    submission, (entry,) = _submission(collecting, indicator)
    collecting.typed(entry, value=90)
    assert _found(session, submission) == {}
    collecting.typed(entry, value=50)
    assert _found(session, submission) == {"missing_commentary": True}


def test_a_contextual_measure_needs_no_commentary(session: Session, collecting: Collecting) -> None:
    indicator = collecting.measures.indicator("H1", kind="contextual", definition={"unit_of_measure": "number"})
    collecting.measures.target(indicator, Q1, 95)
    submission, (entry,) = _submission(collecting, indicator)
    collecting.typed(entry, value=3)
    assert _found(session, submission) == {}


def test_submitting_is_refused_with_the_place_and_the_mend_of_each_fault(
    session: Session, collecting: Collecting
) -> None:
    rent = collecting.measures.indicator("H1")
    voids = collecting.measures.indicator("H2")
    collecting.measures.target(voids, Q1, 95)
    activity = collecting.activity("People 5")
    submission, (rent_entry, voids_entry) = _submission(collecting, rent, voids)
    activity_entry = collecting.entry(submission, activity)
    collecting.typed(rent_entry, value=102.44)
    collecting.typed(voids_entry, value=60)
    collecting.typed(activity_entry, status="unable", update="Stopped", cause="No funding")
    with pytest.raises(Problem) as refused, session.begin_nested():
        collecting.decided(submission, "submit", collecting.provider)
    assert (refused.value.status, refused.value.code) == (409, "checklist")
    assert refused.value.detail == "3 things have to be mended before this can be submitted."
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        (f"/entries/{rent_entry.id}/explanations/over_100", "over_100"),
        (f"/entries/{voids_entry.id}/commentary", "missing_commentary"),
        (f"/entries/{activity_entry.id}/path_to_green", "missing_path_to_green"),
    ]
    assert refused.value.errors[0].detail == (
        "H1 Indicator H1, Q1 2023/24: 102.4% is more than 100%. Say why that is right."
    )
    session.expire_all()
    collecting.typed(rent_entry, explanations={"over_100": "Arrears were paid too"})
    collecting.typed(voids_entry, commentary="Contractor left; a new one starts in August.")
    collecting.typed(activity_entry, path_to_green="A bid for next year")
    assert collecting.decided(submission, "submit", collecting.provider).state == "submitted"


def test_what_is_explained_is_counted_as_a_warning_that_does_not_block(
    session: Session, collecting: Collecting
) -> None:
    indicator = collecting.measures.indicator("H1")
    submission, (entry,) = _submission(collecting, indicator)
    collecting.typed(entry, value=102, explanations={"over_100": "Arrears were paid too"})
    read = checklist(session, submission)
    assert read.counts.model_dump() == {"entries": 1, "entered": 1, "errors": 0, "warnings": 1, "blocking": 0}
    assert read.clear is True


def test_each_submission_is_checked_against_its_own_entries(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    """Two quarters of one indicator open at once: the later is not held against the earlier's draft."""
    definition = {"unit_of_measure": "number", "aggregation": "year_to_date", "decimals": 0}
    indicator = collecting.measures.indicator("H1", definition=definition)
    first, (early,) = _submission(collecting, indicator)
    second, (late,) = _submission(collecting, indicator, period=Q2)
    collecting.typed(early, value=900)
    collecting.typed(late, value=300)
    assert _found(session, second) == {}
    collecting.decided(first, "submit", collecting.provider)
    collecting.decided(first, "confirm", collecting.manager)
    assert _found(session, second) == {"falling_year_to_date": True}
