"""What can happen to an action, as a table. Overdue is no state: it is computed from the day."""

from quarterdeck.actions.models import Action, ActionState
from quarterdeck.core.actor import Actor
from quarterdeck.core.workflow import REQUIRED, Workflow, transition
from quarterdeck.organisation.roles import Permission

OPEN, AWAITING_CLOSURE = ActionState.OPEN, ActionState.AWAITING_CLOSURE
COMPLETED, CANCELLED = ActionState.COMPLETED, ActionState.CANCELLED


def may_close(action: Action, actor: Actor) -> bool:
    """Whoever raised it and may still raise actions, and whoever records for the body that asked.

    Where no body asked, that is whoever closes actions of the unit that was asked.
    """
    if actor.may(Permission.CLOSE_ACTION, action.closing_place()):
        return True
    return _is(actor, action.raised_by) and actor.holds(Permission.RAISE_ACTION)


def not_who_reported_it(action: Action, actor: Actor) -> str | None:
    """Two people close an action: who says that it is done, and who agrees."""
    if _is(actor, action.reported_done_by):
        return "You reported this action done yourself; somebody else has to confirm that."
    return None


def _is(actor: Actor, person_id: int | None) -> bool:
    return actor.person_id is not None and actor.person_id == person_id


UPDATE, CLOSE = Permission.UPDATE_ACTION, Permission.CLOSE_ACTION
ACTION = Workflow(
    "action",
    tuple(ActionState),
    (
        #          action             from                    to                permission  and
        transition("report_done", {OPEN}, AWAITING_CLOSURE, UPDATE, comment=REQUIRED, words="report this action done"),
        transition("confirm_closure", {AWAITING_CLOSURE}, COMPLETED, CLOSE, who=may_close, guard=not_who_reported_it,
                   words="confirm the closure of this action"),
        transition("send_back", {AWAITING_CLOSURE}, OPEN, CLOSE, who=may_close, comment=REQUIRED,
                   words="send this action back"),
        transition("cancel", {OPEN}, CANCELLED, CLOSE, who=may_close, comment=REQUIRED),
        transition("reopen", {COMPLETED, CANCELLED}, OPEN, CLOSE, who=may_close, comment=REQUIRED),
    ),
)  # fmt: skip
