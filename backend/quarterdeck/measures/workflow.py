"""What can happen to a target, as a table."""

from typing import Any

from quarterdeck.core.actor import Actor
from quarterdeck.core.workflow import REQUIRED, Workflow, transition
from quarterdeck.measures.models import TargetState
from quarterdeck.organisation.roles import Permission


def not_overtaken(target: Any, _actor: Actor) -> str | None:
    """The newest approved target of a period counts: approving an older one would change nothing."""
    return "A newer target for this period is approved already. Propose this one again." if target.overtaken else None


def not_of_a_round(target: Any, actor: Actor) -> str | None:
    """What an annual round proposes is decided on as a whole."""
    if target.target.round_id is None or actor.is_system:
        return None
    return "The annual round proposed this target: it is decided on with the round's edition."


PROPOSED, APPROVED, DECLINED = TargetState.PROPOSED, TargetState.APPROVED, TargetState.DECLINED
DECIDE = Permission.DECIDE_TARGET
NOBODY = "by_review"
"""No role holds this: what a round proposed moves with its submission and its edition."""

TARGET = Workflow(
    "target",
    tuple(TargetState),
    (
        #          action     from        to        permission
        transition("approve", {PROPOSED}, APPROVED, DECIDE, guard=(not_of_a_round, not_overtaken)),
        transition("decline", {PROPOSED}, DECLINED, DECIDE, comment=REQUIRED, guard=not_of_a_round),
        # What its service takes back, or a body returns, with the round that proposed it.
        transition("take_back", {PROPOSED}, DECLINED, NOBODY, words="take this target back"),
    ),
)
