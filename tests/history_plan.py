"""The plan's part of `tests.history`: one activity with an update, and what it hangs from."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.planning.models import Activity, ActivityUpdate, Plan, Priority, Theme
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
        version=1,
    )
    session.add(plan)
    session.flush()
    theme = Theme(council_id=council.id, plan_id=plan.id, code="PEOPLE", name="People", position=1, version=1)
    session.add(theme)
    session.flush()
    priority = Priority(council_id=council.id, theme_id=theme.id, code="P1", name="Homes", position=1, version=1)
    session.add(priority)
    session.flush()
    activity = Activity(
        council_id=council.id,
        priority_id=priority.id,
        ref="People 5",
        title="Adopt the housing strategy",
        description="",
        unit_id=council.housing.id,
        lead_post_id=None,
        start_on=None,
        due_on=date(2024, 3, 31),
        status="on_course",
        valid_from=date(2023, 4, 1),
        valid_to=None,
        version=1,
    )
    session.add(activity)
    session.flush()
    session.add(
        ActivityUpdate(
            council_id=council.id,
            activity_id=activity.id,
            period_code=period_code,
            revision=1,
            status="on_course",
            update="Consultation closed.",
            cause="",
            path_to_green="",
            **common,
        )
    )
