"""What can happen to a plan, as a table."""

from quarterdeck.core.workflow import REQUIRED, UNCHANGED, Workflow, transition
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import PlanState

P, S = Permission, PlanState
NEW_DRAFTS = (S.DRAFT, S.CONSULTED)

PLAN = Workflow(
    "plan",
    tuple(PlanState),
    (
        #          action                  from              to              permission
        transition("consult", NEW_DRAFTS, S.CONSULTATION, P.DECIDE_PLAN, words="consult on this plan"),
        transition("end_consultation", {S.CONSULTATION}, S.CONSULTED, P.DECIDE_PLAN, words="end this consultation"),
        transition(
            "withdraw_consultation", {S.CONSULTATION}, S.DRAFT, P.DECIDE_PLAN,
            comment=REQUIRED, words="withdraw this consultation",
        ),
        transition("redraft", {S.CONSULTED}, S.DRAFT, P.DECIDE_PLAN, comment=REQUIRED),
        transition("adopt", NEW_DRAFTS, S.ADOPTED, P.DECIDE_PLAN),
        transition("review", {S.ADOPTED}, UNCHANGED, P.DECIDE_PLAN),
        transition("supersede", {S.ADOPTED}, S.SUPERSEDED, P.DECIDE_PLAN),
    ),
)  # fmt: skip
