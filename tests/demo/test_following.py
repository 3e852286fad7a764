"""What the demo shows beside its rounds: actions at every point of their way, milestones, and what is linked."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action
from quarterdeck.actions.service import is_overdue
from tests.demo.conftest import Visitor

pytestmark = pytest.mark.slow


def test_actions_are_closed_open_and_overdue_each_raised_from_a_decision_or_an_audit(records: Session) -> None:
    actions = records.scalars(select(Action)).all()
    assert {action.source_kind for action in actions} == {"approval", "audit"}
    states = Counter("overdue" if is_overdue(action) else action.state for action in actions)
    assert states["overdue"] >= 1
    assert states["completed"] >= 5
    done = [action for action in actions if action.state in ("awaiting_closure", "completed")]
    assert all(action.outcome and action.reported_done_by for action in done)
    assert all(action.closed_by != action.reported_done_by for action in done)


def test_actions_wait_for_closure_were_sent_back_and_have_another_day_than_first(visitor: Visitor) -> None:
    visitor.sign_in("clerk")
    waiting = visitor.items("/actions", state="awaiting_closure")
    assert any("confirm_closure" in action["allowed_actions"] for action in waiting)
    moved = [action for action in visitor.items("/actions", state="open") if action["due_changes"]]
    assert moved
    assert all(action["first_due"] < action["due"] for action in moved)
    noted = [note for each in visitor.items("/actions") for note in visitor.items(f"/actions/{each['id']}/notes")]
    kinds = Counter(note["kind"] for note in noted)
    assert kinds["send_back"] == 1
    assert kinds["note"] >= 3


def test_activities_have_milestones_progress_and_indicators_and_what_gives_reason_to_ask(visitor: Visitor) -> None:
    visitor.sign_in("performance")
    activities = visitor.items("/activities")
    counts = [each["milestone_counts"] for each in activities if each["milestone_counts"]["total"]]
    assert sum(each["total"] for each in counts) >= 10
    assert any(each["done"] for each in counts)
    assert "milestone_overdue" in {hint["code"] for each in activities for hint in each["hints"]}
    assert any(each["late"] and each["done_on"] for each in visitor.items("/milestones"))
    homes = next(each for each in activities if each["ref"] == "People 5")
    assert homes["percent_complete"] > 50
    linked = visitor.items(f"/activities/{homes['id']}/indicators")
    assert [each["indicator_ref"] for each in linked] == ["HOP4", "HOP8"]
