"""What a confirmation puts on record: observations and activity updates, with their texts.

Nothing reads an entry after this. A figure that members have seen comes back because a review returned it, or
because it was provisional or awaited and the final one is due. It goes on record as a restatement: proposed by who
submitted it, accepted by who confirms it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.beside import load as load_beside
from quarterdeck.collection.checklist import findings_of
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Change, Event
from quarterdeck.framework.periods import Period
from quarterdeck.measures import observations, revisions
from quarterdeck.measures.models import Observation, ObservationApproval, Origin, ValueState
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.measures.revisions import SAID, Reported
from quarterdeck.organisation.evidence import repeat_evidence
from quarterdeck.planning import updates
from quarterdeck.planning.models import ActivityStatus

FINAL: Final = "The final figure. The one reported before was provisional."
NO_FINAL: Final = "There is no final figure. The one reported before was provisional."
LATER: Final = "A later provisional figure."
ARRIVED: Final = "The figure that was awaited when the quarter was reported."


def put_on_record(session: Session, actor: Actor, submission: Submission, period_code: str) -> dict[str, Any]:
    """Append what a submission says, under the change under way; answers what the journal notes of it.

    period_code: of the round. The reason of a figure that changes is why the submission came back, or that it was
    provisional or awaited before. Evidence of an entry becomes evidence of what it put on record. Raises 409 `locked`
    for a changed figure that members have seen, where the submission was not returned nor asked for the final figure.
    """
    change = journal.change(session, submission.council_id)
    entries = session.scalars(
        select(Entry).where(Entry.submission_id == submission.id).order_by(Entry.position, Entry.id)
    ).all()
    figures = _figures(session, entries)
    again = {each.cell for each, entry in figures if entry.asked_again}
    standing = revisions.newest(session, submission.council_id, again)
    waiting = {each.cell: standing[each.cell] for each, _ in figures if _is_still_awaited(each, standing)}
    figures = [(each, entry) for each, entry in figures if each.cell not in waiting]
    seen = _seen_and_changed(session, submission, [each for each, _ in figures], again)
    usual = submission.returned_reason or f"Reported in the round of {Period.of_code(period_code).label}"
    reasons = {each.cell: _reason(each, standing.get(each.cell), usual) for each, _ in figures}
    plain = [each for each, _ in figures if each.cell not in seen]
    appended = _append(session, actor, submission, plain, reasons, change)
    restated = {
        each.cell: _restate(session, actor, submission, each, seen[each.cell], change, reasons[each.cell])
        for each, _ in figures
        if each.cell in seen
    }
    reported = [entry for entry in entries if entry.activity_id is not None]
    for entry in reported:
        _update_activity(session, actor, entry, change)
    made: dict[Cell, int | None] = {cell: row.id for cell, row in (waiting | appended).items()}
    made |= {cell: restatement.observation_id for cell, restatement in restated.items()}
    return {
        "observations": sum(row.change_no == change.number for row in appended.values()),
        "restatements": [restatement.id for restatement in restated.values()],
        "activities": len(reported),
        "evidence": _keep_evidence(session, submission, entries, made),
    }


def _append(
    session: Session,
    actor: Actor,
    submission: Submission,
    figures: Sequence[Reported],
    reasons: Mapping[Cell, str],
    change: Change,
) -> dict[Cell, Observation]:
    """Append what needs no restatement; answers the revision that now stands, by cell."""
    found: dict[Cell, Observation] = {}
    for reason in sorted({reasons[each.cell] for each in figures}):
        group = [each for each in figures if reasons[each.cell] == reason]
        rows = observations.append(
            session, actor, group, origin=Origin.SUBMISSION, origin_id=submission.id, change=change, reason=reason
        )
        found |= {each.cell: row for each, row in zip(group, rows, strict=True)}
    return found


def _reason(reported: Reported, standing: Observation | None, usual: str) -> str:
    """Why a figure changes. standing: what is on record of one that is asked for again."""
    if standing is None or not _is_not_final(standing):
        return usual
    if standing.value is None:
        return ARRIVED
    if reported.value is None:
        return NO_FINAL
    return LATER if reported.provisional else FINAL


def _is_still_awaited(reported: Reported, standing: Mapping[Cell, Observation]) -> bool:
    """Whether the final figure is not there yet: what was reported stands then, and is asked for once more."""
    before = standing.get(reported.cell)
    return before is not None and _is_not_final(before) and reported.value_state is ValueState.AWAITED


def _is_not_final(standing: Observation) -> bool:
    return standing.provisional or standing.value_state == ValueState.AWAITED


def _keep_evidence(
    session: Session, submission: Submission, entries: Sequence[Entry], made: Mapping[Cell, int | None]
) -> int:
    """Repeat the evidence of each entry for its figure, or its activity; answers how many files that gave."""
    to = {}
    for entry in entries:
        if entry.activity_id is not None:
            to[entry.id] = ("activity", entry.activity_id)
        elif entry.series_id is not None and (row := made[entry.series_id, entry.period_code]) is not None:
            to[entry.id] = ("observation", row)
    return repeat_evidence(session, submission.council_id, "entry", to)


def _figures(session: Session, entries: Sequence[Entry]) -> list[tuple[Reported, Entry]]:
    """What the entries report, each with the explanations of what the checks still find in it; and the entry."""
    beside = load_beside(session, entries[0].council_id, entries)
    found = {entry.id: {finding.code for finding in findings_of(entry, beside)} for entry in entries}
    return [(_reported(entry, found[entry.id]), entry) for entry in entries if entry.series_id is not None]


def _reported(entry: Entry, found: Collection[str]) -> Reported:
    assert entry.series_id is not None
    assert entry.value_state is not None, "the checklist lets nothing empty through"
    return Reported(
        series_id=entry.series_id,
        period_code=entry.period_code,
        value_state=ValueState(entry.value_state),
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        provisional=entry.provisional,
        forecast=entry.forecast,
        commentary=entry.commentary,
        # What explained an earlier figure, mistyped and put right since, would mislead the reviewers.
        explanations={code: text for code, text in entry.explanations.items() if code in found},
    )


def _update_activity(session: Session, actor: Actor, entry: Entry, change: Change) -> None:
    assert entry.activity_id is not None
    assert entry.status is not None, "the checklist lets nothing empty through"
    updates.append(
        session,
        actor,
        entry.activity_id,
        entry.period_code,
        ActivityStatus(entry.status),
        entry.update,
        entry.cause,
        entry.path_to_green,
        change,
        percent_complete=entry.percent_complete,
    )


def _seen_and_changed(
    session: Session, submission: Submission, figures: Sequence[Reported], again: Collection[Cell]
) -> dict[Cell, Observation]:
    """The figures that members have seen and that are others now, as they may be: what stands of each.

    They may in a submission that came back, and where the figure was asked for again because it was not final.
    """
    cells = [each.cell for each in figures if submission.returned_reason is not None or each.cell in again]
    locked = revisions.locked_cells(session, submission.council_id, cells)
    standing = revisions.newest(session, submission.council_id, locked)
    return {
        each.cell: standing[each.cell]
        for each in figures
        if each.cell in locked and any(getattr(standing[each.cell], name) != getattr(each, name) for name in SAID)
    }


def _restate(
    session: Session,
    actor: Actor,
    submission: Submission,
    reported: Reported,
    before: Observation,
    change: Change,
    reason: str,
) -> Restatement:
    """Record a changed figure as an accepted restatement, with its reason.

    What a body had approved stays approved in its new form; what none had approved yet waits for the next
    edition's decision.
    """
    assert submission.submitted_at is not None
    restatement = Restatement(
        council_id=submission.council_id,
        series_id=reported.series_id,
        unit_id=submission.unit_id,
        period_code=reported.period_code,
        value_state=reported.value_state,
        value=reported.value,
        numerator=reported.numerator,
        denominator=reported.denominator,
        reason=reason,
        state=RestatementState.ACCEPTED,
        proposed_by=submission.submitted_by,
        proposed_at=submission.submitted_at,
        # None where a post confirmed off the system: whoever records that may have submitted it for the service.
        decided_by=submission.confirmed_by,
        decided_on=clock.london(change.recorded_at).date(),
        observation_id=None,
        version=1,
    )
    session.add(restatement)
    session.flush()
    approved = session.get(ObservationApproval, before.id) is not None
    row = observations.append(
        session,
        actor,
        [reported],
        origin=Origin.RESTATEMENT,
        origin_id=restatement.id,
        change=change,
        reason=reason,
        approved=approved,
    )[0]
    restatement.observation_id = row.id
    session.flush()
    detail = {"submission_id": submission.id, "observation_id": row.id, "revision": row.revision}
    journal.record(session, actor, Event("restatement.accept", "restatement", restatement.id, detail))
    return restatement
