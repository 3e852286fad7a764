"""Activities: dated portfolios, updates that are appended, and what a round has to ask for."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.framework.periods import Period
from quarterdeck.planning import activities, updates
from quarterdeck.planning.models import Activity
from quarterdeck.planning.schemas import ActivityUpdateInput
from tests.builders import CouncilBuilder
from tests.planning.growing import Plans

Q1, Q2, Q3 = (Period.of_code(f"2023-24-Q{number}") for number in (1, 2, 3))
LATER = datetime(2023, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


@pytest.fixture
def priority_id(plans: Plans) -> int:
    return plans.priority_of(plans.adopted())


def _due(session: Session, council: CouncilBuilder, period: Period, *units: int) -> list[str]:
    return [each.ref for each in activities.due_activities(session, council.id, period, units or None)]


def test_an_activity_changes_portfolio_from_today_and_keeps_its_past(
    session: Session, council: CouncilBuilder, plans: Plans, priority_id: int
) -> None:
    activity = plans.activity(priority_id, "People 1", portfolio_ids=[council.homes.id])
    with clock.set_to(LATER):
        change = ActivityUpdateInput(portfolio_ids=[council.streets.id])
        activities.update_activity(session, plans.team, activity.id, change, 1)
        assert activities.activity_place(session, activity).portfolio_ids == {council.streets.id}
        again = activities.update_activity(session, plans.team, activity.id, change, 2)
    assert again.version == 2
    on = {
        day: activities.portfolios_on(session, [activity.id], day)[activity.id]
        for day in (date(2023, 3, 31), date(2023, 10, 31), date(2023, 11, 1))
    }
    assert on == {
        date(2023, 3, 31): set(),
        date(2023, 10, 31): {council.homes.id},
        date(2023, 11, 1): {council.streets.id},
    }


def test_an_activity_cannot_name_what_is_another_councils(
    session: Session, council: CouncilBuilder, plans: Plans, priority_id: int
) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    for values, pointer in (
        ({"unit_id": other.housing.id}, "/unit_id"),
        ({"lead_post_id": other.post("Head of Housing").id}, "/lead_post_id"),
        ({"portfolio_ids": [council.homes.id, other.homes.id]}, "/portfolio_ids/1"),
        ({"priority_id": 10**9}, "/priority_id"),
        ({"valid_to": date(2023, 3, 1)}, "/valid_to"),
    ):
        with pytest.raises(Problem) as refused:
            plans.activity(values.pop("priority_id", priority_id), "People 1", **values)  # type: ignore[arg-type]
        assert (refused.value.status, refused.value.errors[0].pointer) == (422, pointer)


def test_a_date_is_cleared_with_null(session: Session, plans: Plans, priority_id: int) -> None:
    activity = plans.activity(priority_id, "People 1", due_on=date(2024, 3, 31))
    changed = activities.update_activity(
        session, plans.team, activity.id, ActivityUpdateInput(due_on=None, description="New"), 1
    )
    assert (changed.due_on, changed.description, changed.version) == (None, "New", 2)
    with pytest.raises(Problem) as stale:
        activities.update_activity(session, plans.team, activity.id, ActivityUpdateInput(title="X"), 1)
    assert stale.value.status == 412


def test_a_list_is_narrowed_by_codes(session: Session, council: CouncilBuilder, plans: Plans, priority_id: int) -> None:
    plans.activity(priority_id, "People 1", portfolio_ids=[council.homes.id])
    plans.activity(priority_id, "Place 1", unit_id=council.environment.id, status="on_course")

    def refs_of(**by: object) -> list[str]:
        return sorted(each.ref for each in session.scalars(activities.list_activities(plans.team, **by)))  # type: ignore[arg-type]

    assert refs_of() == refs_of(plan="PLAN") == refs_of(priority_id=priority_id) == ["People 1", "Place 1"]
    assert refs_of(unit="HOUSING") == refs_of(portfolio="HOMES") == refs_of(ref="People 1") == ["People 1"]
    assert refs_of(status="on_course") == ["Place 1"]
    assert refs_of(plan="NONE") == refs_of(portfolio="STREETS") == []


def test_updates_are_appended_and_the_activity_shows_the_newest(
    session: Session, plans: Plans, priority_id: int
) -> None:
    activity = plans.activity(priority_id, "People 1")
    first = plans.reported(activity, "2023-24-Q1", "on_course")
    assert (first.revision, activity.status, activity.version) == (1, "on_course", 2)
    assert plans.reported(activity, "2023-24-Q1", "on_course").id == first.id
    second = plans.reported(activity, "2023-24-Q1", "in_question")
    assert (second.revision, activity.status) == (2, "in_question")


def test_how_far_an_activity_has_come_is_reported_with_its_update(
    session: Session, plans: Plans, priority_id: int
) -> None:
    activity = plans.activity(priority_id, "People 1")
    first = plans.reported(activity, "2023-24-Q1", "on_course", percent_complete=40)
    assert (first.percent_complete, activity.percent_complete, activity.version) == (40, 40, 2)
    assert plans.reported(activity, "2023-24-Q1", "on_course", percent_complete=40).id == first.id
    second = plans.reported(activity, "2023-24-Q1", "on_course", percent_complete=45)
    assert (second.revision, activity.percent_complete) == (2, 45)
    plans.reported(activity, "2023-24-Q2", "on_course")
    assert activity.percent_complete is None
    plans.reported(activity, "2023-24-Q1", "on_course", percent_complete=50)
    assert activity.percent_complete is None


def test_a_late_correction_of_an_earlier_period_leaves_the_status_alone(
    session: Session, plans: Plans, priority_id: int
) -> None:
    activity = plans.activity(priority_id, "People 1")
    plans.reported(activity, "2023-24-Q1", "on_course")
    plans.reported(activity, "2023-24-Q2", "completed")
    correction = plans.reported(activity, "2023-24-Q1", "in_question")
    assert (correction.revision, activity.status) == (2, "completed")


def test_a_round_asks_for_what_is_valid_adopted_and_not_completed_before(
    session: Session, council: CouncilBuilder, plans: Plans, priority_id: int
) -> None:
    made = {
        ref: plans.activity(priority_id, ref, **values)
        for ref, values in {
            "1 running": {},
            "2 ended": {"valid_to": date(2023, 6, 30)},
            "3 not yet": {"valid_from": date(2023, 10, 1)},
            "4 elsewhere": {"unit_id": council.environment.id},
            "5 done long ago": {"status": "completed"},
            "6 finishing": {},
        }.items()
    }
    plans.reported(made["6 finishing"], "2023-24-Q2", "completed")
    plans.activity(plans.priority_of(plans.draft("DRAFT")), "7 drafted")
    assert _due(session, council, Q1) == ["1 running", "2 ended", "4 elsewhere", "6 finishing"]
    assert _due(session, council, Q2) == ["1 running", "4 elsewhere", "6 finishing"]
    assert _due(session, council, Q3) == ["1 running", "3 not yet", "4 elsewhere"]
    assert _due(session, council, Q3, council.environment.id) == ["4 elsewhere"]
    assert _due(session, council, Period.of_code("2026-27-Q1")) == []


def test_an_activity_that_was_reopened_is_asked_for_again(
    session: Session, council: CouncilBuilder, plans: Plans, priority_id: int
) -> None:
    activity = plans.activity(priority_id, "People 1")
    plans.reported(activity, "2023-24-Q1", "completed")
    assert _due(session, council, Q2) == []
    plans.reported(activity, "2023-24-Q1", "on_course", "Reported as completed by mistake")
    assert _due(session, council, Q2) == ["People 1"]


def _readers(council: CouncilBuilder) -> dict[str, bool]:
    return {
        "performance_team": True,
        "data_provider": True,
        "service_manager": True,
        "portfolio_holder": True,
        "director": True,
        "auditor": True,
        "cabinet_member": False,
        "scrutiny_member": False,
        "analyst": False,
        "committee_administrator": False,
        "administrator": False,
    }


def test_what_a_service_reported_is_read_by_those_who_read_its_figures(
    session: Session, council: CouncilBuilder, plans: Plans, priority_id: int
) -> None:
    activity: Activity = plans.activity(priority_id, "People 1", portfolio_ids=[council.homes.id])
    row = plans.reported(activity, "2023-24-Q1", "on_course")
    for role, reads in _readers(council).items():
        found = session.scalars(updates.list_updates(council.actor(role), activity_id=activity.id)).all()
        assert [each.id for each in found] == ([row.id] if reads else []), role
    elsewhere = council.actor("data_provider", unit=council.environment)
    other_portfolio = council.actor("portfolio_holder", portfolio=council.streets)
    for actor in (elsewhere, other_portfolio):
        assert session.scalars(updates.list_updates(actor)).all() == []
    assert session.scalars(updates.list_updates(plans.team, period="2023-24-Q2")).all() == []
    assert updates.newest_updates(session, council.id, "2023-24-Q1") == {activity.id: row}
