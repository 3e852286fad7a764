"""What can happen to a plan, as a table."""

from quarterdeck.core.workflow import Workflow, transition
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import PlanState

PLAN = Workflow(
    "plan",
    tuple(PlanState),
    (
        #          action       from                 to                    permission
        transition("adopt", {PlanState.DRAFT}, PlanState.ADOPTED, Permission.DECIDE_PLAN),
        transition("supersede", {PlanState.ADOPTED}, PlanState.SUPERSEDED, Permission.DECIDE_PLAN),
    ),
)
