"""What can happen to an action, as a table. Overdue is no state: it is computed from the day."""

from quarterdeck.actions.models import ActionState
from quarterdeck.core.workflow import REQUIRED, Workflow, transition
from quarterdeck.organisation.roles import Permission

OPEN, COMPLETED, CANCELLED = ActionState.OPEN, ActionState.COMPLETED, ActionState.CANCELLED

ACTION = Workflow(
    "action",
    tuple(ActionState),
    (
        #          action      from                    to         permission
        transition("complete", {OPEN}, COMPLETED, Permission.CLOSE_ACTION, comment=REQUIRED),
        transition("cancel", {OPEN}, CANCELLED, Permission.CLOSE_ACTION, comment=REQUIRED),
        transition("reopen", {COMPLETED, CANCELLED}, OPEN, Permission.CLOSE_ACTION, comment=REQUIRED),
    ),
)
