"""Hints: what dates and reports give reason to ask about, beside a judged status that they never change."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.planning import activities
from quarterdeck.planning.activity_reads import activity_detail, activity_reads
from quarterdeck.planning.hints import HintCode, Standing, hints
from quarterdeck.planning.models import Activity, ActivityStatus
from quarterdeck.planning.schemas import ActivityUpdateInput
from tests.builders import CouncilBuilder
from tests.measures.counting import counted
from tests.planning.growing import Plans

TODAY = date(2024, 1, 15)
# Its plan runs for three years; the newest report is for the quarter that ended on New Year's Eve.
FINE = Standing(
    status=ActivityStatus.ON_COURSE,
    percent_complete=60,
    due_on=date(2024, 3, 31),
    asked_from=date(2023, 4, 1),
    asked_until=date(2026, 3, 31),
    reported_until=date(2023, 12, 31),
)
LATE = ("Consultation closes", date(2023, 12, 1))


def _codes(**changed: Any) -> list[str]:
    return [hint.code.value for hint in hints(replace(FINE, **changed), TODAY)]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"overdue": [LATE], "status": ActivityStatus.IN_QUESTION}, ["milestone_overdue"]),
        ({"overdue": [LATE]}, ["milestone_overdue", "on_course_with_overdue_milestone"]),
        ({"due_on": date(2024, 1, 14)}, ["due_date_passed"]),
        ({"due_on": TODAY}, []),
        ({"due_on": None}, []),
        ({"percent_complete": 100}, ["all_done_but_not_completed"]),
        ({"percent_complete": 99}, []),
        ({"percent_complete": None}, []),
        # One quarter without an update may still be collected.
        ({"reported_until": date(2023, 9, 30)}, []),
        ({"reported_until": date(2023, 6, 30)}, ["no_update_for_two_periods"]),
        ({"reported_until": None}, ["no_update_for_two_periods"]),
        # A report on a month or on part of a quarter is one.
        ({"reported_until": date(2023, 7, 31)}, []),
        # It was asked for in one of the two quarters alone.
        ({"reported_until": None, "asked_from": date(2023, 10, 1)}, []),
        ({"reported_until": None, "asked_from": date(2023, 9, 30)}, ["no_update_for_two_periods"]),
    ],
)
def test_what_is_hinted_at(changed: dict[str, Any], codes: list[str]) -> None:
    assert _codes(**changed) == codes


EVERYTHING: dict[str, Any] = {
    "overdue": [LATE],
    "due_on": date(2023, 12, 31),
    "reported_until": None,
    "percent_complete": 100,
}


def test_every_hint_at_once_and_none_for_what_is_completed_or_has_ended() -> None:
    assert _codes(**EVERYTHING) == [code.value for code in HintCode]
    assert _codes(**EVERYTHING, status=ActivityStatus.COMPLETED) == []
    assert _codes(**EVERYTHING, asked_until=date(2024, 1, 14)) == []
    assert _codes(**EVERYTHING, asked_until=None) == [code.value for code in HintCode]


def test_sentences_name_the_oldest_milestone_and_the_days() -> None:
    second = ("Tender issued", date(2024, 1, 3))
    said = {hint.code: hint.sentence for hint in hints(replace(FINE, **EVERYTHING), TODAY)}
    assert said == {
        HintCode.MILESTONE_OVERDUE: "The milestone “Consultation closes” was due on 1 December 2023.",
        HintCode.DUE_DATE_PASSED: "The activity was due on 31 December 2023 and is not reported as completed.",
        HintCode.NO_UPDATE_FOR_TWO_PERIODS: "There is no update for either of the last two quarters.",
        HintCode.ON_COURSE_WITH_OVERDUE_MILESTONE: "It is reported as on course, though a milestone is overdue.",
        HintCode.ALL_DONE_BUT_NOT_COMPLETED: "It is reported as 100% complete, though its status is “on course”.",
    }
    several = hints(replace(FINE, overdue=[LATE, second]), TODAY)[0]
    assert several.sentence == "2 milestones are overdue, “Consultation closes” since 1 December 2023."


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


def _hinted(session: Session, activity: Activity, moment: datetime) -> list[str]:
    with clock.set_to(moment):
        return [
            hint.code.value for hint in activity_reads(session, Actor.system(activity.council_id), [activity])[0].hints
        ]


def test_hints_stand_on_the_read_and_leave_the_judgement_alone(session: Session, plans: Plans) -> None:
    activity = plans.activity(plans.priority_of(plans.adopted()), "People 5", due_on=date(2023, 12, 31))
    plans.milestone(activity, "Consultation closes", date(2023, 9, 30))
    plans.reported(activity, "2023-24-Q1", "on_course", percent_complete=100)
    said = ["milestone_overdue", "on_course_with_overdue_milestone", "all_done_but_not_completed"]
    assert _hinted(session, activity, datetime(2023, 10, 2, tzinfo=UTC)) == said
    later = datetime(2024, 1, 15, tzinfo=UTC)
    assert _hinted(session, activity, later) == [
        "milestone_overdue",
        "due_date_passed",
        "no_update_for_two_periods",
        "on_course_with_overdue_milestone",
        "all_done_but_not_completed",
    ]
    assert (activity.status, activity.percent_complete) == ("on_course", 100)
    plans.reported(activity, "2023-24-Q3", "completed")
    assert _hinted(session, activity, later) == []


def test_a_draft_is_asked_nothing_yet_and_a_superseded_plan_nothing_more(session: Session, plans: Plans) -> None:
    moment = datetime(2024, 1, 15, tzinfo=UTC)
    draft, old, new = plans.draft("DRAFT"), plans.adopted("OLD"), plans.adopted("NEW")
    rows = [
        plans.activity(plans.priority_of(plan), "People 5", due_on=date(2023, 12, 31)) for plan in (draft, old, new)
    ]
    with clock.set_to(moment):
        plans.superseded(old, new)
    found = [_hinted(session, activity, moment) for activity in rows]
    assert found == [[], [], ["due_date_passed", "no_update_for_two_periods"]]


def test_an_activity_handed_in_late_is_not_asked_for_the_time_before(session: Session, plans: Plans) -> None:
    priority_id = plans.priority_of(plans.adopted())
    activity = plans.activity(priority_id, "People 5", valid_from=date(2023, 12, 1))
    moment = datetime(2024, 4, 2, tzinfo=UTC)
    assert _hinted(session, activity, moment) == ["no_update_for_two_periods"]
    ended = ActivityUpdateInput(valid_to=date(2024, 3, 31))
    activities.update_activity(session, plans.team, activity.id, ended, 1)
    assert _hinted(session, activity, moment) == []


def test_many_activities_take_as_many_queries_as_one(session: Session, plans: Plans) -> None:
    priority_id = plans.priority_of(plans.adopted())
    rows = [plans.activity(priority_id, f"People {number}") for number in range(6)]
    for row in rows:
        plans.milestone(row, "Consultation closes", date(2023, 9, 30))
        plans.reported(row, "2023-24-Q1", "on_course")
    with counted(session) as few:
        activity_reads(session, plans.team, rows[:1])
    with counted(session) as many:
        activity_reads(session, plans.team, rows)
    assert len(many) == len(few) == 2
    assert activity_detail(session, plans.team, rows[0]).milestones[0].title == "Consultation closes"
