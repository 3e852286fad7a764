"""What can happen to a target, as a table."""

from typing import Any

from quarterdeck.core.actor import Actor
from quarterdeck.core.workflow import REQUIRED, Workflow, transition
from quarterdeck.measures.models import TargetState
from quarterdeck.organisation.roles import Permission


def not_overtaken(target: Any, _actor: Actor) -> str | None:
    """The newest approved target of a period counts: approving an older one would change nothing."""
    return "A newer target for this period is approved already. Propose this one again." if target.overtaken else None


PROPOSED, APPROVED, DECLINED = TargetState.PROPOSED, TargetState.APPROVED, TargetState.DECLINED
DECIDE = Permission.DECIDE_TARGET
NOBODY = "by_review"
"""No role holds this: what a round proposed moves with its submission and its edition."""

TARGET = Workflow(
    "target",
    tuple(TargetState),
    (
        #          action     from        to        permission
        transition("approve", {PROPOSED}, APPROVED, DECIDE, guard=not_overtaken),
        transition("decline", {PROPOSED}, DECLINED, DECIDE, comment=REQUIRED),
        # What its service takes back, or a body returns, with the round that proposed it.
        transition("take_back", {PROPOSED}, DECLINED, NOBODY, words="take this target back"),
    ),
)
