"""Milestones: the steps of an activity, in order; marked done by its service; late by computation."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, refs
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.planning import milestones
from quarterdeck.planning.activities import plan_id_of
from quarterdeck.planning.activity_reads import activity_reads
from quarterdeck.planning.models import Activity, Milestone
from quarterdeck.planning.schemas import MilestoneCreate, MilestoneUpdate
from quarterdeck.planning.service import find_plan
from tests.builders import CouncilBuilder
from tests.planning.growing import Plans
from tests.web import WebClient

AUTUMN = datetime(2023, 10, 2, 12, tzinfo=UTC)


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


@pytest.fixture
def activity(plans: Plans) -> Activity:
    return plans.activity(plans.priority_of(plans.adopted()), "People 5")


def _updated(plans: Plans, milestone: Milestone, actor: Any = None, version: int | None = None, **values: Any) -> Any:
    with clock.set_to(AUTUMN):
        return milestones.update_milestone(
            plans.session, actor or plans.team, milestone.id, MilestoneUpdate(**values), version or milestone.version
        )


def _titles(plans: Plans, **by: Any) -> list[str]:
    with clock.set_to(AUTUMN):
        query = milestones.list_milestones(plans.team, **by).order_by(Milestone.position, Milestone.id)
        return [each.title for each in plans.session.scalars(query)]


def _refusal(refused: pytest.ExceptionInfo[Problem]) -> tuple[int, str]:
    problem = refused.value
    return problem.status, problem.errors[0].pointer if problem.errors else problem.code


def test_milestones_stand_in_their_order(plans: Plans, activity: Activity) -> None:
    first = plans.milestone(activity, "Consultation closes", date(2023, 9, 30))
    second = plans.milestone(activity, "Cabinet decides", date(2024, 1, 31))
    plans.milestone(activity, "Scope agreed", date(2023, 6, 30), position=1)
    assert (first.position, second.position) == (1, 2)
    assert _titles(plans) == ["Consultation closes", "Scope agreed", "Cabinet decides"]
    _updated(plans, first, position=2)
    _updated(plans, second, position=3)
    assert _titles(plans, activity_id=activity.id) == ["Scope agreed", "Consultation closes", "Cabinet decides"]


@pytest.mark.parametrize(
    ("done_on", "today", "overdue", "late"),
    [
        (None, date(2023, 9, 30), False, False),
        (None, date(2023, 10, 1), True, True),
        (date(2023, 9, 30), date(2023, 10, 1), False, False),
        (date(2023, 10, 1), date(2023, 10, 2), False, True),
    ],
)
def test_late_is_computed_from_the_days(done_on: date | None, today: date, overdue: bool, late: bool) -> None:
    milestone = Milestone(
        id=1, activity_id=1, title="M", position=1, due_on=date(2023, 9, 30), done_on=done_on, version=1
    )
    read = milestones.milestone_read(milestone, today)
    assert (read.overdue, read.late) == (overdue, late)


def test_its_service_says_when_it_was_done_and_changes_nothing_else(
    council: CouncilBuilder, plans: Plans, activity: Activity
) -> None:
    milestone = plans.milestone(activity, "Consultation closes", date(2023, 9, 30))
    for role in ("data_provider", "service_manager"):
        officer = council.actor(role)
        assert _updated(plans, milestone, officer, done_on=date(2023, 9, 28)).done_on == date(2023, 9, 28)
        assert _updated(plans, milestone, officer, done_on=None).done_on is None
        with pytest.raises(Problem) as refused:
            _updated(plans, milestone, officer, done_on=date(2023, 9, 28), due_on=date(2023, 12, 31))
        assert refused.value.status == 403
    for stranger in (council.actor("data_provider", unit=council.environment), council.actor("director")):
        with pytest.raises(Problem) as forbidden:
            _updated(plans, milestone, stranger, done_on=date(2023, 9, 28))
        assert forbidden.value.status == 403
    events = plans.session.scalars(select(AuditEvent).where(AuditEvent.action == "milestone.update")).all()
    assert [event.detail["done_on"] for event in events] == ["2023-09-28", None] * 2


def test_nothing_is_done_before_the_day_and_stale_changes_are_refused(plans: Plans, activity: Activity) -> None:
    milestone = plans.milestone(activity, "Consultation closes", date(2023, 9, 30))
    with pytest.raises(Problem) as future:
        _updated(plans, milestone, done_on=date(2023, 10, 3))
    assert _refusal(future) == (422, "/done_on")
    _updated(plans, milestone, title="Consultation has closed")
    with pytest.raises(Problem) as stale:
        _updated(plans, milestone, version=1, title="Other")
    assert stale.value.status == 412


def test_a_superseded_plans_milestones_stay_as_they_were(plans: Plans, activity: Activity) -> None:
    milestone = plans.milestone(activity, "Consultation closes", date(2023, 9, 30))
    plan = find_plan(plans.session, plans.team, plan_id_of(plans.session, activity))
    plans.superseded(plan, plans.adopted("NEW"))
    for change in ({"done_on": date(2023, 9, 28)}, {"title": "Other"}):
        with pytest.raises(Problem) as refused:
            _updated(plans, milestone, **change)
        assert _refusal(refused) == (409, "wrong-state")
    with pytest.raises(Problem) as added:
        plans.milestone(activity, "One more", date(2023, 9, 30))
    assert _refusal(added) == (409, "wrong-state")


def test_milestones_of_a_draft_are_seen_with_it(council: CouncilBuilder, plans: Plans) -> None:
    draft = plans.activity(plans.priority_of(plans.draft("DRAFT")), "People 1")
    milestone = plans.milestone(draft, "Consultation closes", date(2023, 9, 30))
    analyst = council.actor("analyst")
    with pytest.raises(Problem) as hidden:
        milestones.find_milestone(plans.session, analyst, milestone.id)
    assert hidden.value.status == 404
    with pytest.raises(Problem) as unknown:
        milestones.create_milestone(
            plans.session, analyst, MilestoneCreate(activity_id=draft.id, title="M", due_on=date(2023, 9, 30))
        )
    assert _refusal(unknown) == (422, "/activity_id")
    with pytest.raises(Problem) as refused:
        refs.resolve(plans.session, analyst, "milestone", milestone.id)
    assert refused.value.status == 404
    found = refs.resolve(plans.session, plans.team, "milestone", milestone.id)
    assert (found.label, found.place.unit_id) == ("People 1: Consultation closes", council.housing.id)


def test_a_list_is_narrowed_and_an_activity_counts_its_milestones(
    session: Session, council: CouncilBuilder, plans: Plans, activity: Activity
) -> None:
    other = plans.activity(plans.priority_of(plans.adopted("OTHER")), "Place 1", unit_id=council.environment.id)
    done = plans.milestone(activity, "Scope agreed", date(2023, 6, 30))
    plans.milestone(activity, "Consultation closes", date(2023, 9, 30))
    plans.milestone(other, "Depot opens", date(2024, 3, 31))
    _updated(plans, done, done_on=date(2023, 7, 14))
    assert _titles(plans, plan="PLAN") == _titles(plans, unit="HOUSING") == ["Scope agreed", "Consultation closes"]
    assert _titles(plans, overdue=True) == ["Consultation closes"]
    assert _titles(plans, overdue=False) == ["Scope agreed", "Depot opens"]
    assert _titles(plans, plan="NONE") == _titles(plans, unit="CUSTOMER-SERVICES") == []
    with clock.set_to(AUTUMN):
        counts = activity_reads(session, plans.team, [activity])[0].milestone_counts
    assert (counts.total, counts.done, counts.overdue) == (2, 1, 1)


def test_milestones_over_http(client: WebClient, plans: Plans, activity: Activity) -> None:
    activity_id = activity.id
    plans.session.commit()
    client.sign_in_as("performance_team")
    body = {"activity_id": activity_id, "title": "Consultation closes", "due_on": "2023-09-30"}
    made = client.change("POST", "/milestones", body)
    assert (made.status_code, made.headers["ETag"], made.json()["overdue"]) == (201, '"1"', True)
    path = f"/milestones/{made.json()['id']}"
    client.sign_in_as("data_provider")
    assert client.change("PATCH", path, {"done_on": "2023-10-04"}).status_code == 428
    done = client.change("PATCH", path, {"done_on": "2023-10-04"}, 1)
    assert (done.status_code, done.json()["late"], done.json()["overdue"]) == (200, True, False)
    assert client.read(path)["version"] == 2
    assert [each["id"] for each in client.read("/milestones", activity_id=activity_id)["items"]] == [made.json()["id"]]
    detail = client.read(f"/activities/{activity_id}")
    assert [each["title"] for each in detail["milestones"]] == ["Consultation closes"]
    assert detail["succession"] == {"predecessor_ids": [], "successor_ids": []}
