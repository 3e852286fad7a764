"""Plans that take the place of others: what of the old goes on in what of the new, and who still reports on what."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.periods import Period
from quarterdeck.planning import activities, outline
from quarterdeck.planning.activity_reads import activity_detail
from quarterdeck.planning.models import Activity, Plan
from quarterdeck.planning.schemas import PriorityCreate
from tests.builders import CouncilBuilder
from tests.planning.growing import Plans
from tests.web import WebClient

pytestmark = pytest.mark.both

AUTUMN = datetime(2023, 10, 2, 12, tzinfo=UTC)
Q1, Q2, Q3 = (Period.of_code(f"2023-24-Q{number}") for number in (1, 2, 3))


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


def _grown(plans: Plans, code: str, refs: tuple[str, ...], **values: Any) -> tuple[Plan, int, dict[str, Activity]]:
    """An adopted plan with one priority, and activities under it."""
    plan = plans.adopted(code, **values)
    priority_id = plans.priority_of(plan)
    return plan, priority_id, {ref: plans.activity(priority_id, ref) for ref in refs}


def _superseded(plans: Plans, old: Plan, new: Plan, **values: Any) -> Plan:
    with clock.set_to(AUTUMN):
        return plans.superseded(old, new, **values)


def test_what_goes_on_in_what_is_kept_and_read_from_both_sides(session: Session, plans: Plans) -> None:
    old, old_priority, was = _grown(plans, "OLD", ("People 1", "People 2"))
    new, new_priority, now = _grown(plans, "NEW", ("People 7", "People 8"))
    # One activity goes on in two; the other ends with its plan.
    pairs = [{"from_id": was["People 1"].id, "to_id": now[ref].id} for ref in ("People 7", "People 8", "People 7")]
    done = _superseded(plans, old, new, priorities=[{"from_id": old_priority, "to_id": new_priority}], activities=pairs)
    assert (done.superseded_by_id, done.superseded_on) == (new.id, date(2023, 10, 2))
    before, after = (outline.plan_tree(session, plans.team, plan) for plan in (old, new))
    assert (before.supersedes_ids, after.supersedes_ids) == ([], [old.id])
    assert before.themes[0].priorities[0].succession.successor_ids == [new_priority]
    assert after.themes[0].priorities[0].succession.predecessor_ids == [old_priority]
    went_on = {each.ref: each.succession.successor_ids for each in before.themes[0].priorities[0].activities}
    assert went_on == {"People 1": [now["People 7"].id, now["People 8"].id], "People 2": []}
    assert activity_detail(session, plans.team, now["People 8"]).succession.predecessor_ids == [was["People 1"].id]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "plan.supersede")).one()
    assert event.detail == {
        "from": "adopted",
        "to": "superseded",
        "version": 3,
        "superseded_by_id": new.id,
        "superseded_on": "2023-10-02",
        "priorities": 1,
        "activities": 2,
        "indicators": 0,
    }


def test_only_what_stands_in_the_two_plans_is_mapped(session: Session, plans: Plans) -> None:
    old, old_priority, was = _grown(plans, "OLD", ("People 1",))
    new, new_priority, now = _grown(plans, "NEW", ("People 7",))
    for values, pointer in (
        ({"priorities": [{"from_id": new_priority, "to_id": new_priority}]}, "/priorities/0/from_id"),
        ({"priorities": [{"from_id": old_priority, "to_id": old_priority}]}, "/priorities/0/to_id"),
        ({"activities": [{"from_id": was["People 1"].id, "to_id": 10**9}]}, "/activities/0/to_id"),
        ({"superseded_on": date(2023, 10, 3)}, "/superseded_on"),
    ):
        with pytest.raises(Problem) as refused, session.begin_nested():
            _superseded(plans, old, new, **values)
        assert refused.value.errors[0].pointer == pointer
    session.refresh(old)
    _superseded(plans, old, new, activities=[{"from_id": was["People 1"].id, "to_id": now["People 7"].id}])


@pytest.mark.parametrize(
    ("old_days", "new_days", "day", "code"),
    [
        ({}, {}, date(2023, 3, 31), "before_start"),
        ({}, {"start_on": date(2022, 1, 1)}, date(2023, 3, 31), "before_start"),
        ({}, {"start_on": date(2023, 9, 1)}, date(2023, 8, 31), "before_start"),
        # Without a day it is today, which is before this successor begins.
        ({}, {"start_on": date(2023, 10, 3)}, None, "before_start"),
        ({"end_on": date(2023, 6, 30)}, {}, date(2023, 7, 2), "after_end"),
        # The day after the last is the first of a plan that follows on.
        ({"end_on": date(2023, 6, 30)}, {"start_on": date(2023, 7, 1)}, date(2023, 7, 1), None),
        ({}, {"start_on": date(2023, 9, 1)}, date(2023, 9, 1), None),
    ],
)
def test_a_plan_hands_over_while_it_runs_and_not_before_its_successor_begins(
    session: Session, plans: Plans, old_days: Any, new_days: Any, day: date | None, code: str | None
) -> None:
    old, new = plans.adopted("OLD", **old_days), plans.adopted("NEW", **new_days)
    if code is None:
        assert _superseded(plans, old, new, superseded_on=day).superseded_on == day
        return
    with pytest.raises(Problem) as refused, session.begin_nested():
        _superseded(plans, old, new, superseded_on=day)
    assert refused.value.status == 422
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/superseded_on", code)]
    session.refresh(old)
    assert old.state == "adopted"


def _due(session: Session, council: CouncilBuilder, period: Period) -> list[str]:
    return [each.ref for each in activities.due_activities(session, council.id, period)]


def test_a_plan_adopted_within_a_quarter_is_asked_for_beside_the_last_report_of_the_old(
    session: Session, council: CouncilBuilder, plans: Plans
) -> None:
    old, _, _ = _grown(plans, "OLD", ("1 old",), end_on=date(2025, 3, 31))
    new, _, _ = _grown(plans, "NEW", ("2 new",), start_on=date(2023, 9, 1))
    # Both run: each is asked for in the periods that it covers.
    assert _due(session, council, Q1) == ["1 old"]
    assert _due(session, council, Q2) == _due(session, council, Q3) == ["1 old", "2 new"]
    _superseded(plans, old, new, superseded_on=date(2023, 9, 1))
    assert _due(session, council, Q1) == ["1 old"]
    assert _due(session, council, Q2) == ["1 old", "2 new"]
    assert _due(session, council, Q3) == ["2 new"]


def test_a_plan_superseded_on_the_first_day_of_a_quarter_is_asked_for_no_more(
    session: Session, council: CouncilBuilder, plans: Plans
) -> None:
    old, _, _ = _grown(plans, "OLD", ("1 old",))
    new, _, _ = _grown(plans, "NEW", ("2 new",), start_on=date(2023, 7, 1))
    _superseded(plans, old, new, superseded_on=date(2023, 7, 1))
    assert _due(session, council, Q1) == ["1 old"]
    assert _due(session, council, Q2) == ["2 new"]


def test_a_tree_counts_what_is_in_it(session: Session, plans: Plans) -> None:
    plan, priority_id, made = _grown(plans, "PLAN", ("People 1", "People 2", "People 3"))
    theme_id = outline.find_priority(session, plans.team, priority_id).theme_id
    second = PriorityCreate(theme_id=theme_id, code="REPAIRS", name="Repairs", position=2)
    outline.create_priority(session, plans.team, second)
    plans.milestone(made["People 1"], "Consultation closes", date(2023, 9, 30))
    plans.reported(made["People 1"], "2023-24-Q2", "on_course")
    plans.reported(made["People 2"], "2023-24-Q2", "completed")
    with clock.set_to(AUTUMN):
        counts = outline.plan_tree(session, plans.team, plan).counts
    assert (counts.themes, counts.priorities, counts.activities) == (1, 2, 3)
    statuses = counts.statuses.model_dump()
    assert statuses == {"not_started": 1, "on_course": 1, "in_question": 0, "unable": 0, "completed": 1, "withheld": 0}
    assert sum(statuses.values()) == counts.activities
    assert counts.milestones.model_dump() == {"total": 1, "done": 0, "overdue": 1}
    # One has an overdue milestone, one was never reported.
    assert counts.with_hints == 2


def test_superseding_over_http(client: WebClient, plans: Plans) -> None:
    old, _, was = _grown(plans, "OLD", ("People 1",))
    new, _, now = _grown(plans, "NEW", ("People 7",))
    ids = was["People 1"].id, now["People 7"].id
    plans.session.commit()
    client.sign_in_as("performance_team")
    body = {
        "action": "supersede",
        "superseded_by_id": new.id,
        "superseded_on": "2023-10-01",
        "activities": [{"from_id": ids[0], "to_id": ids[1]}],
    }
    answer = client.change("POST", f"/plans/{old.id}/decisions", body, old.version)
    assert (answer.status_code, answer.json()["superseded_on"]) == (200, "2023-10-01")
    tree = client.read(f"/plans/{new.id}")
    activity = tree["themes"][0]["priorities"][0]["activities"][0]
    assert (tree["supersedes_ids"], activity["succession"]["predecessor_ids"]) == ([old.id], [ids[0]])
    assert client.read(f"/plans/{old.id}")["state"] == "superseded"
