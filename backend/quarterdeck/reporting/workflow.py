"""What can happen to a restatement, as a table."""

from quarterdeck.core.actor import Actor
from quarterdeck.core.workflow import REQUIRED, Workflow, transition
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.organisation.roles import Permission


def not_the_proposer(restatement: Restatement, actor: Actor) -> str | None:
    if actor.person_id is None or actor.person_id != restatement.proposed_by:
        return None
    return "You proposed this restatement. Somebody else has to decide on it."


def only_the_proposer(restatement: Restatement, actor: Actor) -> str | None:
    if actor.person_id == restatement.proposed_by:
        return None
    return "Only whoever proposed a restatement withdraws it. Decline it instead."


PROPOSED = RestatementState.PROPOSED
ACCEPTED, DECLINED, WITHDRAWN = RestatementState.ACCEPTED, RestatementState.DECLINED, RestatementState.WITHDRAWN
DECIDE = Permission.ACCEPT_RESTATEMENT

RESTATEMENT = Workflow(
    "restatement",
    tuple(RestatementState),
    (
        #          action      from        to         permission
        transition("accept", {PROPOSED}, ACCEPTED, DECIDE, guard=not_the_proposer),
        transition("decline", {PROPOSED}, DECLINED, DECIDE, comment=REQUIRED, guard=not_the_proposer),
        transition("withdraw", {PROPOSED}, WITHDRAWN, Permission.PROPOSE_RESTATEMENT, guard=only_the_proposer),
    ),
)
