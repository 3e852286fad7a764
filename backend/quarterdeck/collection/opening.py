"""What opening a round raises: its stages, a submission for each unit that owes something, and blank entries."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.collection import stages
from quarterdeck.collection.completeness import note_findings
from quarterdeck.collection.continuing import continuations, periods_of
from quarterdeck.collection.due import Due, due_in, due_in_year
from quarterdeck.collection.models import Entry, Proposal, Round, Submission
from quarterdeck.collection.workflow import REQUESTED
from quarterdeck.core import journal
from quarterdeck.framework.models import Cycle, FrameworkVersion
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures.profile import Profile
from quarterdeck.measures.revisions import locked_cells
from quarterdeck.organisation.evidence import repeat_evidence

BLANK: dict[str, Any] = {
    "series_id": None,
    "activity_id": None,
    "proposes": False,
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


BLANK_PROPOSAL: dict[str, Any] = {
    "change": None,
    "profile": Profile.EVEN,
    "rationale": "",
    "benchmark": "",
    "benchmark_value": None,
    "benchmark_source": "",
}
# What was typed for a quarter that is deferred or merged comes along.
CARRIED: Final = (
    "value_state",
    "value",
    "numerator",
    "denominator",
    "provisional",
    "forecast",
    "commentary",
    "explanations",
    "updated_by",
    "updated_at",
    "on_behalf",
)


def blank_proposals(session: Session, submission: Submission, series_ids: Sequence[int], code: str) -> list[Entry]:
    """Ask a service for its proposals of these series, after what it is asked for already; answers the entries."""
    query = select(Entry.position).where(Entry.submission_id == submission.id).order_by(Entry.position.desc()).limit(1)
    last = session.scalar(query) or 0
    common = {"council_id": submission.council_id, "submission_id": submission.id, "period_code": code}
    made = [
        Entry(**{**BLANK, **common, "explanations": {}, "proposes": True, "series_id": series_id, "position": position})
        for position, series_id in enumerate(series_ids, start=last + 1)
    ]
    session.add_all(made)
    session.flush()
    _add_proposals(session, made)
    return made


def _add_proposals(session: Session, entries: Sequence[Entry]) -> None:
    """A blank proposal for each of these entries."""
    session.add_all(
        Proposal(council_id=entry.council_id, entry_id=entry.id, targets={}, **BLANK_PROPOSAL) for entry in entries
    )
    session.flush()


def raise_submissions(session: Session, round_: Round, framework: FrameworkVersion) -> dict[str, Any]:
    """Let a round that opens run under a framework, and ask each unit for what it owes; answers what to journal."""
    round_.framework_version_id = framework.id
    round_.opened_at = journal.change(session, round_.council_id).recorded_at
    stages.begin(session, round_, framework)
    return {"framework_version_id": framework.id, **ask(session, round_)}


def ask(session: Session, round_: Round) -> dict[str, Any]:
    """Ask each unit for what it owes in a round and was not asked for yet; answers what to journal.

    A round that continues another asks for what both periods owe.
    """
    owed = owed_in(session, round_)
    for code in sorted({code for due in owed.values() for _, code in due.figures}):
        ensure_period(session, code)
    typed = _typed_before(session, round_)
    asked = {unit_id: _ask(session, round_, unit_id, due, typed) for unit_id, due in owed.items()}
    new = [entry for entries in asked.values() for entry in entries]
    _bring_evidence(session, round_.council_id, new, typed)
    note_findings(session, round_.council_id, new)
    return {"submissions": sum(bool(entries) for entries in asked.values()), "entries": len(new)}


def owed_in(session: Session, round_: Round) -> dict[int, Due]:
    """What each unit owes in a round, by unit id, without the figures that members have seen.

    In an annual round that is a proposal for each series, by the code of the year that is planned.
    """
    if round_.cycle == Cycle.ANNUAL:
        return due_in_year(session, round_.council_id, Period.of_code(round_.period_code))
    owed = due_in(session, round_.council_id, *periods_of(session, round_))
    _leave_out_seen(session, round_.council_id, owed)
    return owed


def _leave_out_seen(session: Session, council_id: int, owed: dict[int, Due]) -> None:
    """A figure that members have seen is not asked for again (its lag was changed): it changes by restatement.

    One that they have seen as provisional or awaited is: the final figure is due.
    """
    locked = locked_cells(session, council_id, {cell for due in owed.values() for cell in due.figures})
    for due in owed.values():
        due.figures = [cell for cell in due.figures if cell not in locked or cell in due.again]


def _typed_before(session: Session, round_: Round) -> dict[tuple[int, str], Entry]:
    """What was typed in the rounds that this one continues, by cell."""
    continued = continuations(session, [round_.council_id]).continued_in(round_.id)
    rows = session.scalars(
        select(Entry)
        .join(Submission, Submission.id == Entry.submission_id)
        .where(
            Submission.round_id.in_([row.id for row in continued]),
            Entry.series_id.is_not(None),
            Entry.updated_at.is_not(None),
        )
        .order_by(Entry.updated_at, Entry.id)
    )
    return {(row.series_id, row.period_code): row for row in rows if row.series_id is not None}


def _ask(
    session: Session, round_: Round, unit_id: int, due: Due, typed: Mapping[tuple[int, str], Entry]
) -> list[Entry]:
    """Ask a unit for what it was not asked for yet; answers the new entries, blank but for what was typed before."""
    query = select(Submission).where(Submission.round_id == round_.id, Submission.unit_id == unit_id)
    submission = session.scalars(query).one_or_none()
    there = [] if submission is None else session.scalars(_entries_of(submission)).all()
    asked = {(entry.series_id, entry.period_code) for entry in there}
    activities = {entry.activity_id for entry in there}
    proposes = round_.cycle == Cycle.ANNUAL
    rows: list[dict[str, Any]] = [
        {"series_id": cell[0], "period_code": cell[1], "asked_again": cell in due.again, "proposes": proposes}
        | ({name: getattr(typed[cell], name) for name in CARRIED} if cell in typed else {})
        for cell in due.figures
        if cell not in asked
    ]
    rows += [
        {"activity_id": activity_id, "period_code": round_.period_code}
        for activity_id in due.activity_ids
        if activity_id not in activities
    ]
    if not rows:
        return []
    submission = submission or _submission(session, round_, unit_id)
    common = {"council_id": round_.council_id, "submission_id": submission.id, "explanations": {}}
    made = [
        Entry(**{**BLANK, **common, "position": position, **each})
        for position, each in enumerate(rows, start=len(there) + 1)
    ]
    session.add_all(made)
    session.flush()
    if proposes:
        _add_proposals(session, made)
    return made


def _entries_of(submission: Submission) -> Select[Entry]:
    return select(Entry).where(Entry.submission_id == submission.id)


def _submission(session: Session, round_: Round, unit_id: int) -> Submission:
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
    return submission


def _bring_evidence(
    session: Session, council_id: int, new: Sequence[Entry], typed: Mapping[tuple[int, str], Entry]
) -> None:
    cells = {(entry.series_id, entry.period_code): entry.id for entry in new if entry.series_id is not None}
    repeat_evidence(
        session, council_id, "entry", {typed[cell].id: ("entry", cells[cell]) for cell in cells if cell in typed}
    )
