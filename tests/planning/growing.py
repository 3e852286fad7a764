"""A plan to test on: one theme, one priority, and activities as asked."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.planning import activities, milestones, outline, service, updates
from quarterdeck.planning.models import Activity, ActivityStatus, ActivityUpdate, Milestone, Plan
from quarterdeck.planning.schemas import (
    ActivityCreate,
    MilestoneCreate,
    PlanCreate,
    PlanDecision,
    PriorityCreate,
    ThemeCreate,
)
from tests.builders import CouncilBuilder

START, END = date(2023, 4, 1), date(2026, 3, 31)


class Plans:
    """Plans of a council, as its performance team makes them."""

    def __init__(self, session: Session, council: CouncilBuilder) -> None:
        self.session, self.council = session, council
        self.team = council.actor("performance_team")

    def draft(self, code: str = "PLAN", unit_id: int | None = None, **values: Any) -> Plan:
        data = {
            "code": code,
            "title": f"Plan {code}",
            "kind": "council_plan",
            "unit_id": unit_id or self.council.root.id,
            "start_on": START,
            "end_on": END,
        }
        return service.create_plan(self.session, self.team, PlanCreate.model_validate({**data, **values}))

    def adopted(self, code: str = "PLAN", unit_id: int | None = None, **values: Any) -> Plan:
        plan = self.draft(code, unit_id, **values)
        return service.decide_plan(self.session, self.team, plan.id, PlanDecision(action="adopt"), plan.version)

    def priority_of(self, plan: Plan) -> int:
        """The id of a new priority, under a new theme, of the plan."""
        theme = outline.create_theme(
            self.session, self.team, ThemeCreate(plan_id=plan.id, code="PEOPLE", name="People", position=1)
        )
        data = PriorityCreate(theme_id=theme.id, code="HOMES", name="Good homes for all", position=1)
        return outline.create_priority(self.session, self.team, data).id

    def activity(self, priority_id: int, ref: str, **values: Any) -> Activity:
        data = {
            "priority_id": priority_id,
            "ref": ref,
            "title": f"Activity {ref}",
            "unit_id": self.council.housing.id,
            "valid_from": START,
        }
        return activities.create_activity(self.session, self.team, ActivityCreate.model_validate({**data, **values}))

    def milestone(self, activity: Activity, title: str, due_on: date, **values: Any) -> Milestone:
        data = MilestoneCreate(activity_id=activity.id, title=title, due_on=due_on, **values)
        return milestones.create_milestone(self.session, self.team, data)

    def superseded(self, plan: Plan, by: Plan, **values: Any) -> Plan:
        """The other plan takes the place of this one: today, unless `superseded_on` says since when."""
        data = {"action": "supersede", "superseded_by_id": by.id, **values}
        return service.decide_plan(self.session, self.team, plan.id, PlanDecision.model_validate(data), plan.version)

    def reported(
        self,
        activity: Activity,
        period: str,
        status: str,
        text: str = "Done as planned",
        actor: Actor | None = None,
        percent_complete: int | None = None,
    ) -> ActivityUpdate:
        change = journal.change(self.session, self.council.id)
        return updates.append(
            self.session,
            actor or self.team,
            activity.id,
            period,
            ActivityStatus(status),
            text,
            "",
            "",
            change,
            percent_complete=percent_complete,
        )
