"""The council plan's consultation, recorded with the plan when the council is set up."""

from datetime import timedelta

from quarterdeck.demo.timeline import Demo
from quarterdeck.planning import service as plans
from quarterdeck.planning.models import Plan
from quarterdeck.planning.schemas import PlanDecision


def consult_on(demo: Demo, plan: Plan) -> None:
    """The consultation on the draft in the autumn before the plan began, with what was heard and what changed."""
    about, actor = demo.papers.long_cycle["consultation"], demo.actor("performance")
    opens_on = plan.start_on - timedelta(weeks=about["weeks_before"])
    closes_on = opens_on + timedelta(weeks=about["weeks_open"])
    opened = PlanDecision(action="consult", opens_on=opens_on, closes_on=closes_on, how=about["how"])
    plans.decide_plan(demo.session, actor, plan.id, opened, plan.version)
    ended = PlanDecision(action="end_consultation", heard=about["heard"], changed=about["changed"], ended_on=closes_on)
    plans.decide_plan(demo.session, actor, plan.id, ended, plan.version)
