"""The plan's part of `tests.history`: activities with an update, what they hang from, and actions about them."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action, ActionActivity, ActionDueChange, ActionNote
from quarterdeck.planning.models import (
    Activity,
    ActivitySuccession,
    ActivityUpdate,
    Milestone,
    Plan,
    Priority,
    PrioritySuccession,
    Theme,
)
from tests.builders import CouncilBuilder


def an_activity(session: Session, council: CouncilBuilder, period_code: str, common: dict[str, Any]) -> None:
    """A plan with a theme, a priority and an activity, and what was reported of it in a period."""
    plan = Plan(
        council_id=council.id,
        unit_id=council.root.id,
        code="CP",
        title="Council Plan",
        kind="council_plan",
        start_on=date(2023, 4, 1),
        end_on=date(2026, 3, 31),
        state="adopted",
        superseded_by_id=None,
        superseded_on=None,
        version=1,
    )
    session.add(plan)
    session.flush()
    theme = Theme(council_id=council.id, plan_id=plan.id, code="PEOPLE", name="People", position=1, version=1)
    session.add(theme)
    session.flush()
    earlier, priority = (
        Priority(council_id=council.id, theme_id=theme.id, code=code, name="Homes", position=number, version=1)
        for number, code in enumerate(("P0", "P1"), 1)
    )
    session.add_all([earlier, priority])
    session.flush()
    before, activity = (
        _activity(council, each.id, ref) for each, ref in ((earlier, "People 4"), (priority, "People 5"))
    )
    session.add_all([before, activity])
    session.flush()
    common_of_council = {"council_id": council.id}
    session.add_all(
        [
            ActivityUpdate(
                council_id=council.id,
                activity_id=activity.id,
                period_code=period_code,
                revision=1,
                status="on_course",
                percent_complete=40,
                update="Consultation closed.",
                cause="",
                path_to_green="",
                **common,
            ),
            Milestone(
                council_id=council.id,
                activity_id=activity.id,
                title="Consultation closes",
                position=1,
                due_on=date(2023, 6, 30),
                done_on=date(2023, 6, 12),
                version=2,
            ),
            PrioritySuccession(**common_of_council, predecessor_id=earlier.id, successor_id=priority.id),
            ActivitySuccession(**common_of_council, predecessor_id=before.id, successor_id=activity.id),
        ]
    )
    session.flush()
    _actions(session, council, activity, common)


def _activity(council: CouncilBuilder, priority_id: int, ref: str) -> Activity:
    return Activity(
        council_id=council.id,
        priority_id=priority_id,
        ref=ref,
        title="Adopt the housing strategy",
        description="",
        unit_id=council.housing.id,
        lead_post_id=None,
        start_on=None,
        due_on=date(2024, 3, 31),
        status="on_course",
        percent_complete=40,
        valid_from=date(2023, 4, 1),
        valid_to=None,
        version=1,
    )


def _actions(session: Session, council: CouncilBuilder, activity: Activity, common: dict[str, Any]) -> None:
    """One that Cabinet asked of a post by a meeting, done as its service says; one of an audit, of a person."""
    asked = {
        "council_id": council.id,
        "what": "Report back",
        "whom_post_id": None,
        "whom_person_id": None,
        "whom_text": "",
        "unit_id": council.housing.id,
        "due_on": date(2024, 3, 31),
        "due_precision": "month",
        "source_text": "",
        "body_id": None,
        "raised_by": None,
        "raised_at": common["recorded_at"],
        "reported_done_by": None,
        "reported_done_at": None,
        "closed_by": None,
        "closed_at": None,
        "version": 1,
    }
    reporter = council.person("data_provider")
    done = Action(
        **asked
        | {"ref": "A-0001", "state": "awaiting_closure", "outcome": "Reported", "source_kind": "unit"}
        | {"source_id": council.housing.id, "whom_text": "All services", "body_id": council.cabinet.id}
        | {"reported_done_by": reporter.id, "reported_done_at": common["recorded_at"]}
    )
    of_audit = Action(
        **asked
        | {"ref": "A-0002", "state": "open", "outcome": "", "source_kind": "audit", "source_id": None}
        | {"source_text": "Internal audit of lettings, finding 3", "whom_person_id": reporter.id}
    )
    session.add_all([done, of_audit])
    session.flush()
    written = {"council_id": council.id, "action_id": done.id, "change_no": common["change_no"]}
    session.add_all(
        [
            ActionActivity(council_id=council.id, action_id=done.id, activity_id=activity.id),
            ActionNote(**written, kind="note", text="Half done", written_by=None, written_at=common["recorded_at"]),
            ActionDueChange(
                **written,
                number=1,
                from_on=date(2023, 12, 31),
                from_precision="month",
                to_on=date(2024, 3, 31),
                to_precision="month",
                reason="Tenders came late",
                changed_by=None,
                changed_at=common["recorded_at"],
            ),
        ]
    )
