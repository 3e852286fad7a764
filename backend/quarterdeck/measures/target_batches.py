"""Many targets at once, of many indicators: proposed, and approved as one body did on one day; each with its event."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.all_or_none import for_all, in_order
from quarterdeck.core.errors import FieldError
from quarterdeck.core.journal import Change, Event
from quarterdeck.framework.decisions import record_decisions
from quarterdeck.framework.models import Outcome
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures.bulk import insert_all
from quarterdeck.measures.models import Indicator, Target, TargetState
from quarterdeck.measures.schemas import TargetDecision, TargetsDecision
from quarterdeck.measures.targets import (
    PlacedTarget,
    TargetSet,
    decided_on,
    next_rows,
    proposed_event,
    rate_again,
    visible_targets,
)
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
    _record(session, actor, placed, decision, events, change)


def decide_many(session: Session, actor: Actor, data: TargetsDecision) -> list[PlacedTarget]:
    """Approve or decline these proposals as one body did on one day: all of them, or none.

    Raises 422 for what is no target that the actor sees or is named twice, 403 or 409 `bulk-refused` where any
    refuses, with each that does, and 409 `comment-required` where a comment alone is missing.
    """
    # Taken before anything moves: state and number of the approval have to reach the database together.
    change = journal.change(session, actor.council_id)
    query = visible_targets(actor).where(Target.id.in_(data.target_ids)).order_by(Target.id)
    found = [PlacedTarget(*row) for row in session.execute(query.with_for_update(of=Target))]
    unknown = FieldError(pointer="", code="unknown_target", detail="There is no such target.")
    placed = in_order(data.target_ids, found, "target_ids", unknown)
    ids = {each.series.indicator_id for each in placed}
    refs = {
        row.id: row.ref for row in session.execute(select(Indicator.id, Indicator.ref).where(Indicator.id.in_(ids)))
    }
    events: list[Event] = []
    for_all(
        placed,
        lambda each: events.append(TARGET.perform(each, data.action, actor, each.version, data.comment)),
        field="target_ids",
        things="targets",
        name=lambda each: f"{refs[each.series.indicator_id]}, {Period.of_code(each.target.period_code).short_label}",
    )
    _record(session, actor, placed, data, events, change)
    return placed


def _record(
    session: Session,
    actor: Actor,
    placed: Sequence[PlacedTarget],
    decision: TargetDecision,
    events: Sequence[Event],
    change: Change,
) -> None:
    """What follows when proposals have moved: their events and decisions, and ratings where they were approved."""
    approved = placed[0].target.state == TargetState.APPROVED if placed else False
    for each in placed:
        each.target.approved_change_no = change.number if approved else None
    session.flush()
    journal.record_all(session, actor, events)
    outcome = Outcome.APPROVED if approved else Outcome.RETURNED
    decided = [decided_on(each.target, decision, outcome) for each in placed]
    for each, approval in zip(placed, record_decisions(session, actor, decided), strict=True):
        each.target.approval_id = approval.id
    session.flush()
    if approved:
        rate_again(session, [(each.target.series_id, each.target.period_code) for each in placed], change)
