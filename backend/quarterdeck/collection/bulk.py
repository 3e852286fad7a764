"""One decision on many submissions of a round: all of them, or none.

Each follows its own rules, as if it were decided on alone; where one refuses, nothing is done, and the answer says
of every one that refuses why.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Submission
from quarterdeck.collection.query_schemas import BulkAction, BulkDecision, BulkResult, BulkRow
from quarterdeck.collection.rounds import find_round
from quarterdeck.collection.schemas import SubmissionDecision, SubmissionUnit
from quarterdeck.collection.submissions import carry_out, cases_of
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.all_or_none import for_all, in_order
from quarterdeck.core.errors import FieldError, invalid
from quarterdeck.organisation.models import Unit


def decide_many(session: Session, actor: Actor, round_id: int, data: BulkDecision) -> BulkResult:
    """Remind, extend or return these submissions of a round, all of them or none.

    Raises 404 for the round, 422 for what is not of the round or named twice, 403 or 409 `bulk-refused` where
    any refuses, with each that does, and 409 `comment-required` where they lack the comment alone.
    """
    journal.change(session, actor.council_id)
    round_ = find_round(session, actor, round_id)
    if data.action is BulkAction.EXTEND and data.due_on is None:
        raise invalid("/due_on", "missing", "Say until which day the services have.")
    query = visible_submissions(actor).where(Submission.round_id == round_.id, Submission.id.in_(data.submission_ids))
    held = session.scalars(query.order_by(Submission.id).with_for_update()).all()
    unknown = FieldError(pointer="", code="unknown_submission", detail="It is not of this round.")
    rows = in_order(data.submission_ids, held, "submission_ids", unknown)
    units = {row.id: row for row in session.scalars(select(Unit).where(Unit.id.in_({row.unit_id for row in rows})))}
    decision = SubmissionDecision(action=data.action, comment=data.comment, due_on=data.due_on)
    for_all(
        cases_of(session, actor, [(row, round_) for row in rows]),
        lambda case: carry_out(session, actor, case, round_, decision, case.row.version),
        field="submission_ids",
        things="submissions",
        name=lambda case: units[case.row.unit_id].name,
    )
    return BulkResult(action=data.action, rows=[_row(row, units[row.unit_id]) for row in rows])


def _row(row: Submission, unit: Unit) -> BulkRow:
    return BulkRow.model_validate(
        {
            "submission_id": row.id,
            "unit": SubmissionUnit.model_validate(unit),
            "state": row.state,
            "due_on": row.due_on,
            "version": row.version,
        }
    )
