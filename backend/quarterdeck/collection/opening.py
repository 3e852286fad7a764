"""What opening a round raises: its stages, a submission for each unit that owes something, and blank entries."""

from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.collection import stages
from quarterdeck.collection.due import Due, due_in
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.workflow import REQUESTED
from quarterdeck.core import journal
from quarterdeck.framework.models import FrameworkVersion
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures.observations import locked_cells

BLANK: dict[str, Any] = {
    "series_id": None,
    "activity_id": None,
    "asked_again": False,
    "value_state": None,
    "value": None,
    "numerator": None,
    "denominator": None,
    "provisional": False,
    "forecast": None,
    "commentary": "",
    "status": None,
    "percent_complete": None,
    "update": "",
    "cause": "",
    "path_to_green": "",
    "updated_by": None,
    "updated_at": None,
    "on_behalf": False,
    "errors": 0,
    "warnings": 0,
    "unexplained": 0,
    "commentary_asked": False,
    "version": 1,
}


def raise_submissions(session: Session, round_: Round, framework: FrameworkVersion) -> dict[str, Any]:
    """Let a round that opens run under a framework, and ask each unit for what it owes; answers what to journal."""
    round_.framework_version_id = framework.id
    round_.opened_at = journal.change(session, round_.council_id).recorded_at
    stages.begin(session, round_, framework)
    owed = due_in(session, round_.council_id, Period.of_code(round_.period_code))
    _leave_out_seen(session, round_.council_id, owed)
    for code in sorted({code for due in owed.values() for _, code in due.figures}):
        ensure_period(session, code)
    counts = [_ask(session, round_, unit_id, due) for unit_id, due in owed.items() if due.figures or due.activity_ids]
    return {"framework_version_id": framework.id, "submissions": len(counts), "entries": sum(counts)}


def _leave_out_seen(session: Session, council_id: int, owed: dict[int, Due]) -> None:
    """A figure that members have seen is not asked for again (its lag was changed): it changes by restatement."""
    locked = locked_cells(session, council_id, {cell for due in owed.values() for cell in due.figures})
    for due in owed.values():
        due.figures = [cell for cell in due.figures if cell not in locked]


def _ask(session: Session, round_: Round, unit_id: int, due: Due) -> int:
    """Raise a unit's submission with its blank entries; answers how many."""
    submission = Submission(
        council_id=round_.council_id,
        round_id=round_.id,
        unit_id=unit_id,
        state=REQUESTED,
        due_on=round_.due_on,
        extended_from=None,
        reminded_at=None,
        submitted_by=None,
        submitted_at=None,
        submitted_on_behalf=False,
        confirmed_by=None,
        confirmed_by_post_id=None,
        off_system_evidence_id=None,
        confirmed_at=None,
        returned_reason=None,
        version=1,
    )
    session.add(submission)
    session.flush()
    asked: list[dict[str, Any]] = [{"series_id": series_id, "period_code": code} for series_id, code in due.figures]
    asked += [{"activity_id": activity_id, "period_code": round_.period_code} for activity_id in due.activity_ids]
    common = {"council_id": round_.council_id, "submission_id": submission.id}
    session.add_all(
        Entry(**{**BLANK, "explanations": {}, **common, "position": position, **each})
        for position, each in enumerate(asked, start=1)
    )
    session.flush()
    return len(asked)
