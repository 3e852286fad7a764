"""Many targets at once, of many indicators: proposed, and approved as one body did on one day; each with its event."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.framework.decisions import record_decisions
from quarterdeck.framework.models import Outcome
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures.bulk import insert_all
from quarterdeck.measures.models import Target, TargetState
from quarterdeck.measures.schemas import TargetDecision
from quarterdeck.measures.targets import PlacedTarget, TargetSet, decided_on, next_rows, proposed_event, rate_again
from quarterdeck.measures.workflow import TARGET


def propose_checked(session: Session, actor: Actor, targets: Sequence[TargetSet]) -> list[Target]:
    """Append proposals that were checked (`target_inputs.findings_on_all`), in the order of their ids.

    The caller has found that the actor may propose them, and that their series are the council's.
    """
    for code in sorted({each.period_code for each in targets}):
        ensure_period(session, code)
    change = journal.change(session, actor.council_id)
    proposed = {"state": TargetState.PROPOSED.value, "approved_change_no": None, "approval_id": None}
    rows = [row | proposed for row in next_rows(session, actor, targets, change)]
    new = sorted(insert_all(session, Target, rows), key=lambda row: row.id)
    journal.record_all(session, actor, [proposed_event(row) for row in new])
    return new


def approve_all(session: Session, actor: Actor, placed: Sequence[PlacedTarget], decision: TargetDecision) -> None:
    """Approve proposals, each recorded as its decision; their figures are rated again.

    Raises 403, 409, 422 as `targets.decide_target` does.
    """
    change = journal.change(session, actor.council_id)
    events = [TARGET.perform(each, decision.action, actor, each.version, decision.comment) for each in placed]
    for each in placed:
        each.target.approved_change_no = change.number
    session.flush()
    journal.record_all(session, actor, events)
    decided = [decided_on(each.target, decision, Outcome.APPROVED) for each in placed]
    for each, approval in zip(placed, record_decisions(session, actor, decided), strict=True):
        each.target.approval_id = approval.id
    session.flush()
    rate_again(session, [(each.target.series_id, each.target.period_code) for each in placed], change)
