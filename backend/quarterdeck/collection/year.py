"""What follows from a service's part of the annual round: its targets go forward, come back, and take effect."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, ProposedChange, Submission
from quarterdeck.collection.proposal_beside import Proposed, load_proposals
from quarterdeck.collection.proposal_checks import findings_on
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.measures import targets_of_rounds
from quarterdeck.measures.targets import TargetSet

DROP = ProposedChange.DROP


def proposals_of(session: Session, submission_ids: Sequence[int], council_id: int) -> list[Proposed]:
    """The proposals of these submissions with what stands beside them, in their order."""
    query = (
        select(Entry)
        .where(Entry.submission_id.in_(sorted(submission_ids)), Entry.proposes)
        .order_by(Entry.submission_id, Entry.position, Entry.id)
    )
    entries = session.scalars(query).all()
    beside = load_proposals(session, council_id, entries)
    return [beside[entry.id] for entry in entries]


def put_forward(session: Session, actor: Actor, submission: Submission) -> dict[str, Any]:
    """Propose the targets of a confirmed submission, with their texts; answers what the journal notes of it."""
    proposed = proposals_of(session, [submission.id], submission.council_id)
    said = [each for proposal in proposed for each in _targets(proposal, submission.round_id)]
    change = journal.change(session, submission.council_id)
    made = targets_of_rounds.put_forward(session, actor, said, change)
    counts: dict[str, int] = defaultdict(int)
    for each in proposed:
        counts[str(each.proposal.change)] += 1
    return {"targets": len(made), "proposals": dict(sorted(counts.items()))}


def take_back(session: Session, submission: Submission) -> dict[str, Any]:
    """Take back the targets of a submission that is opened again; answers what the journal notes of it."""
    series = select(Entry.series_id).where(Entry.submission_id == submission.id, Entry.proposes)
    ids = {each for each in session.scalars(series) if each is not None}
    taken = targets_of_rounds.take_back(session, submission.council_id, submission.round_id, ids)
    return {"targets_taken_back": taken}


def _targets(each: Proposed, round_id: int) -> list[TargetSet]:
    asked = {finding.code for finding in findings_on(each) if finding.needs_explanation}
    explained = {code: words for code, words in each.entry.explanations.items() if code in asked}
    assert each.entry.series_id is not None
    return [
        TargetSet(
            series_id=each.entry.series_id,
            period_code=code,
            value=said["value"],
            low=said["low"],
            high=said["high"],
            text=said["text"],
            rationale=each.proposal.rationale,
            explanations=explained,
            round_id=round_id,
        )
        for code, said in each.proposal.targets.items()
    ]
