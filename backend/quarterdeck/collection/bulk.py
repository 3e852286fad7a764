"""One decision on many submissions of a round: all of them, or none.

Each follows its own rules, as if it were decided on alone; where one refuses, nothing is done, and the answer says
of every one that refuses why.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, Submission
from quarterdeck.collection.query_schemas import BulkAction, BulkDecision, BulkResult, BulkRow
from quarterdeck.collection.rounds import find_round
from quarterdeck.collection.schemas import SubmissionDecision, SubmissionUnit
from quarterdeck.collection.submissions import carry_out, cases_of
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, Problem, invalid, invalid_fields
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
    rows = _held(session, actor, round_, data.submission_ids)
    units = {row.id: row for row in session.scalars(select(Unit).where(Unit.id.in_({row.unit_id for row in rows})))}
    decision = SubmissionDecision(action=data.action, comment=data.comment, due_on=data.due_on)
    refused: list[tuple[Problem, FieldError]] = []
    for number, case in enumerate(cases_of(session, actor, [(row, round_) for row in rows])):
        try:
            carry_out(session, actor, case, round_, decision, case.row.version)
        except Problem as problem:
            refused.append((problem, _fault(number, units[case.row.unit_id], problem)))
    if refused:
        raise _refusal(refused, len(rows))
    return BulkResult(action=data.action, rows=[_row(row, units[row.unit_id]) for row in rows])


def _held(session: Session, actor: Actor, round_: Round, submission_ids: Sequence[int]) -> list[Submission]:
    """The submissions in the order they are named, held for change."""
    query = visible_submissions(actor).where(Submission.round_id == round_.id, Submission.id.in_(submission_ids))
    found = {row.id: row for row in session.scalars(query.order_by(Submission.id).with_for_update())}
    faults = [
        FieldError(pointer=f"/submission_ids/{number}", code="unknown_submission", detail="It is not of this round.")
        for number, each in enumerate(submission_ids)
        if each not in found
    ]
    faults += [
        FieldError(pointer=f"/submission_ids/{number}", code="duplicate", detail="It is named already.")
        for number, each in enumerate(submission_ids)
        if each in submission_ids[:number]
    ]
    if faults:
        raise invalid_fields(faults)
    return [found[each] for each in submission_ids]


def _fault(number: int, unit: Unit, problem: Problem) -> FieldError:
    if problem.code == "comment-required":
        # One comment is given for all of them.
        return problem.errors[0]
    code = problem.errors[0].code if problem.status == 422 and problem.errors else problem.code
    return FieldError(pointer=f"/submission_ids/{number}", code=code, detail=f"{unit.name}: {problem.detail}")


def _refusal(refused: Sequence[tuple[Problem, FieldError]], number: int) -> Problem:
    # Where the comment alone is missing, that is the whole answer, as it is for one submission.
    if all(problem.code == "comment-required" for problem, _ in refused):
        return refused[0][0]
    status = 403 if any(problem.status == 403 for problem, _ in refused) else 409
    detail = f"Nothing was done: {len(refused)} of {number} submissions do not take this now."
    return Problem(status, "bulk-refused", detail, _each_once(fault for _, fault in refused))


def _each_once(faults: Iterable[FieldError]) -> list[FieldError]:
    return list({(each.pointer, each.detail): each for each in faults}.values())


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
