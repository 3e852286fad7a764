"""The checklist of a submission: what the checks find in each entry, and what stands against submitting."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import beside as standing
from quarterdeck.collection.beside import Beside, Figure, Wanted
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.collection.proposal_reads import proposal_findings
from quarterdeck.collection.schemas import ChecklistCounts, ChecklistItem, ChecklistRead, EntryFinding
from quarterdeck.core.errors import FieldError
from quarterdeck.measures.check_catalogue import ERROR, About, Check, register
from quarterdeck.measures.checks import CheckInput, Finding, Severity, blocks, check
from quarterdeck.measures.models import ValueState
from quarterdeck.planning.models import ActivityStatus

OFF_COURSE: Final = frozenset({ActivityStatus.IN_QUESTION, ActivityStatus.UNABLE})
# Where to mend what a check finds; a warning is mended by its explanation.
FIELDS: Final = {
    "missing_value": "value",
    "zero_denominator": "denominator",
    "numerator_above_denominator": "numerator",
    "value_not_ratio": "value",
    "missing_commentary": "commentary",
    "missing_status": "status",
    "missing_update": "update",
    "missing_cause": "cause",
    "missing_path_to_green": "path_to_green",
}


def findings_of(entry: Entry, beside: Beside) -> list[EntryFinding]:
    """What the checks find in an entry as it is, errors and warnings, in the order they are shown."""
    if entry.proposes:
        return proposal_findings(beside.proposals[entry.id])
    if entry.activity_id is not None:
        found = list(_of_activity(entry))
    else:
        found = _of_figure(entry, beside.figures[entry.id], beside.wanted[entry.submission_id])
    return [
        EntryFinding(
            code=each.code,
            severity=each.severity,
            sentence=each.sentence,
            field=_field(each),
            needs_explanation=each.needs_explanation,
            blocks=blocks(each, entry.explanations),
        )
        for each in found
    ]


def checklist(session: Session, submission: Submission) -> ChecklistRead:
    """Everything the checks find in a submission as it is."""
    entries = entries_of(session, [submission.id])
    beside = standing.load(session, submission.council_id, entries)
    items = [
        ChecklistItem(
            entry_id=entry.id, position=entry.position, label=standing.label_of(entry, beside), findings=findings
        )
        for entry in entries
        if (findings := findings_of(entry, beside))
    ]
    found = [finding for item in items for finding in item.findings]
    counts = ChecklistCounts(
        entries=len(entries),
        entered=sum(_is_entered(entry, beside) for entry in entries),
        errors=sum(finding.severity is Severity.ERROR for finding in found),
        warnings=sum(finding.severity is Severity.WARNING for finding in found),
        blocking=sum(finding.blocks for finding in found),
    )
    return ChecklistRead(submission_id=submission.id, clear=counts.blocking == 0, counts=counts, items=items)


def _is_entered(entry: Entry, beside: Beside) -> bool:
    """Whether there is a figure, a reason for none, a status, or a proposal."""
    if entry.proposes:
        return beside.proposals[entry.id].proposal.change is not None
    if entry.value_state == ValueState.VALUE:
        return entry.value is not None
    return entry.value_state is not None or entry.status is not None


def blocking(session: Session, council_id: int, submission_ids: Collection[int]) -> dict[int, list[FieldError]]:
    """What stands against submitting each of these submissions: where it is, and the mend. Nothing: left out."""
    entries = entries_of(session, submission_ids)
    beside = standing.load(session, council_id, entries)
    found: dict[int, list[FieldError]] = defaultdict(list)
    for entry in entries:
        label = standing.label_of(entry, beside)
        found[entry.submission_id] += [
            FieldError(pointer=f"/entries/{entry.id}/{each.field}", code=each.code, detail=f"{label}: {each.sentence}")
            for each in findings_of(entry, beside)
            if each.blocks
        ]
    return dict(found)


def entries_of(session: Session, submission_ids: Collection[int]) -> Sequence[Entry]:
    """The entries of these submissions, each submission's in its order."""
    query = (
        select(Entry)
        .where(Entry.submission_id.in_(sorted(submission_ids)))
        .order_by(Entry.submission_id, Entry.position, Entry.id)
    )
    return session.scalars(query).all()


def asks_for_commentary(entry: Entry, beside: Beside) -> bool:
    """Whether the figure, as it is, has to have a commentary, given or not."""
    if entry.activity_id is not None or entry.proposes:
        return False
    figure, wanted = beside.figures[entry.id], beside.wanted[entry.submission_id]
    found = _check(entry, replace(_case(entry, figure, wanted), commentary=""), figure, wanted)
    return any(each.code == "missing_commentary" for each in found)


def _of_figure(entry: Entry, figure: Figure, wanted: Wanted) -> list[Finding]:
    return _check(entry, _case(entry, figure, wanted), figure, wanted)


def _check(entry: Entry, case: CheckInput, figure: Figure, wanted: Wanted) -> list[Finding]:
    # What the framework wants a commentary on does not go to the reviewers without one.
    found = check(case, Severity.ERROR, wanted.commentary_for, figure.settings)
    if entry.asked_again and entry.value_state == ValueState.AWAITED:
        # What was reported stands, with the commentary that it has.
        return [each for each in found if each.code != "missing_commentary"]
    return found


def _case(entry: Entry, figure: Figure, wanted: Wanted) -> CheckInput:
    return CheckInput(
        period_code=entry.period_code,
        value_state=entry.value_state,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        commentary=entry.commentary,
        is_percentage=figure.is_percentage,
        unit_of_measure=figure.definition.unit_of_measure,
        aggregation=figure.definition.aggregation,
        decimals=figure.definition.decimals,
        rating=None if figure.rated is None else figure.rated.rating,
        target=figure.target,
        history=figure.history,
        action_needed=wanted.action_for_red,
        has_action=figure.has_action,
    )


def _of_activity(entry: Entry) -> Iterator[Finding]:
    """An activity says where it stands and what was done; off course, also why and how it comes back."""
    if entry.status is None:
        yield _error("missing_status", "Say where the activity stands: choose its status.")
    if not entry.update.strip():
        yield _error("missing_update", "Say what was done in the period.")
    if entry.status in OFF_COURSE:
        status = str(entry.status).replace("_", " ")
        if not entry.cause.strip():
            yield _error("missing_cause", f"The status is “{status}”. Say what caused it.")
        if not entry.path_to_green.strip():
            sentence = f"The status is “{status}”. Say how it gets back on course, or what follows if it cannot."
            yield _error("missing_path_to_green", sentence)


def _error(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.ERROR, sentence, needs_explanation=False)


def _field(finding: Finding) -> str:
    # A warning that is set to be an error is mended in the figure itself.
    return f"explanations/{finding.code}" if finding.needs_explanation else FIELDS.get(finding.code, "value")


register(
    Check("missing_status", About.ACTIVITY, "No status", "It is said where the activity stands.", ERROR, fixed=True),
    Check("missing_update", About.ACTIVITY, "No update", "It is said what was done in the period.", ERROR, fixed=True),
    Check("missing_cause", About.ACTIVITY, "No cause", "Off course, it is said what caused it.", ERROR, fixed=True),
    Check(
        "missing_path_to_green",
        About.ACTIVITY,
        "No path to green",
        "Off course, it is said how the activity gets back on course, or what follows if it cannot.",
        ERROR,
        fixed=True,
    ),
)
