"""Submissions: who sees them, and how they are extended, submitted, returned, confirmed and reopened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from quarterdeck.collection import year
from quarterdeck.collection.checklist import blocking, entries_of
from quarterdeck.collection.completeness import Completeness, days_late, note_findings, of_submissions
from quarterdeck.collection.confirming import put_on_record
from quarterdeck.collection.entries import acts_on_behalf, is_editable
from quarterdeck.collection.models import Entry, Round, Submission, SubmissionState
from quarterdeck.collection.off_system import post_and_evidence
from quarterdeck.collection.schemas import SubmissionDecision, SubmissionRead, SubmissionUnit
from quarterdeck.collection.sent_back import enter_what_stands
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.collection.workflow import CONFIRMED, DRAFT, RETURNED, SUBMISSION, SubmissionCase
from quarterdeck.core import clock, journal, outbox, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.core.refs import Referent
from quarterdeck.framework.models import Cycle, Outcome, PeriodRow
from quarterdeck.framework.periods import Period
from quarterdeck.measures.editions import EditionIssue, PackEdition, PackFigure
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission

# Whose submissions `mine` lists: those that the actor enters or confirms.
MINE: Final = (Permission.EDIT_SUBMISSION, Permission.CONFIRM_SUBMISSION)
SEE_CHECKLIST: Final = FieldError(pointer="/entries", code="checklist", detail="See its checklist.")
# Columns that are answered as they are.
COLUMNS: Final = (
    "id",
    "round_id",
    "state",
    "due_on",
    "extended_from",
    "reminded_at",
    "submitted_by",
    "submitted_at",
    "submitted_on_behalf",
    "confirmed_by",
    "confirmed_by_post_id",
    "off_system_evidence_id",
    "confirmed_at",
    "returned_reason",
    "version",
)


def list_submissions(
    actor: Actor,
    *,
    round_id: int | None = None,
    period: str | None = None,
    unit: str | None = None,
    state: SubmissionState | None = None,
    mine: bool = False,
) -> Select[Submission, Round, Unit]:
    """Visible submissions with their rounds and units, by round, the codes of period and unit, and state.

    mine: those of the units that the actor enters or confirms for.
    """
    reaches = [actor.reach(permission) for permission in MINE]
    unit_ids = sorted(frozenset[int]().union(*(reach.unit_ids for reach in reaches)))
    ours = true() if any(reach.everywhere for reach in reaches) else Submission.unit_id.in_(unit_ids)
    return (
        visible_submissions(actor)
        .join(Round, Round.id == Submission.round_id)
        .join(PeriodRow, PeriodRow.code == Round.period_code)
        .join(Unit, Unit.id == Submission.unit_id)
        .add_columns(Round, Unit)
        .where(
            true() if round_id is None else Submission.round_id == round_id,
            true() if period is None else Round.period_code == period,
            true() if unit is None else Unit.code == unit,
            true() if state is None else Submission.state == state,
            ours if mine else true(),
        )
    )


def find_submission(session: Session, actor: Actor, submission_id: int, *, for_update: bool = False) -> Submission:
    """One submission that the actor may see. Raises 404."""
    query = visible_submissions(actor).where(Submission.id == submission_id)
    found = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise not_found("submission")
    return found


def find_with_entries(session: Session, actor: Actor, submission_id: int) -> Submission:
    """One submission whose every entry the actor may see, as it is typed. Raises 404."""
    submission = find_submission(session, actor, submission_id)
    if not actor.may(Permission.READ_ENTRIES, submission.place()):
        raise not_found("submission")
    return submission


def decide_submission(
    session: Session, actor: Actor, submission_id: int, decision: SubmissionDecision, version: int
) -> Submission:
    """Start, submit, return, confirm or reopen a submission, remind its service or give it longer.

    Confirming puts its figures and activity updates on record. Raises 404, 403, 412, 409, and 422 for a day, a
    post or evidence that does not fit; a 409 `checklist` says of each entry that is not ready what to mend.
    """
    # Taken before anything moves: a state has to reach the database together with who brought it about.
    journal.change(session, actor.council_id)
    submission = find_submission(session, actor, submission_id, for_update=True)
    round_ = session.get_one(Round, submission.round_id)
    case = cases_of(session, actor, [(submission, round_)])[0]
    carry_out(session, actor, case, round_, decision, version)
    return submission


def carry_out(
    session: Session,
    actor: Actor,
    case: SubmissionCase,
    round_: Round,
    decision: SubmissionDecision,
    version: int,
) -> None:
    """Do what was decided on a submission that is held for change, under the change under way.

    Raises 403, 412, 409 and 422, having changed nothing that was written.
    """
    submission = case.row
    with session.no_autoflush:
        event = SUBMISSION.perform(case, decision.action, actor, version, decision.comment)
        detail = _note(session, submission, decision)
    _move_on(session, actor, submission, round_, replace(event, detail={**event.detail, **detail}))


def send_back(session: Session, actor: Actor, round_: Round, submission_ids: Collection[int], reason: str) -> None:
    """Return to their services those confirmed submissions that a review names, with its reason.

    That the actor may decide there is the caller's to check, who has moved the round back to collecting. What
    is not confirmed stands open already. Raises 422 `unknown_submission` for an id that is not of the round.
    """
    query = select(Submission).where(Submission.round_id == round_.id, Submission.id.in_(submission_ids))
    found = session.scalars(query.order_by(Submission.id).with_for_update()).all()
    if len(found) < len(set(submission_ids)):
        detail = "Name submissions of this round alone."
        raise invalid("/submission_ids", "unknown_submission", detail)
    for submission in found:
        if submission.state == CONFIRMED:
            case = SubmissionCase(submission, round_.state)
            system = Actor.system(round_.council_id)
            event = SUBMISSION.perform(case, "send_back", system, submission.version, reason)
            _move_on(session, actor, submission, round_, event)


def cases_of(
    session: Session,
    actor: Actor,
    pairs: Sequence[tuple[Submission, Round]],
    noted: Mapping[int, Completeness] | None = None,
) -> list[SubmissionCase]:
    """The submissions with what stands around each, in the same order, as far as it decides what the actor may do.

    noted: what the checks found when entries were last saved, for lists; without it they are checked anew.
    """
    typed = [row for row, _ in pairs if row.state in (DRAFT, RETURNED) and _may(actor, Permission.EDIT_SUBMISSION, row)]
    confirmed = [row for row, _ in pairs if row.state == CONFIRMED and _may(actor, Permission.MANAGE_ROUND, row)]
    blocked: Mapping[int, Sequence[FieldError]] = {}
    if noted is not None:
        blocked = {row.id: (SEE_CHECKLIST,) for row in typed if (found := noted.get(row.id)) and found.blocking}
    elif typed:
        blocked = blocking(session, actor.council_id, [row.id for row in typed])
    seen, returned = _by_members(session, confirmed) if confirmed else (frozenset(), frozenset())
    return [
        SubmissionCase(
            row=row,
            round_state=round_.state,
            blocking=blocked.get(row.id, ()),
            seen_by_members=row.id in seen,
            returned_by_members=row.round_id in returned,
            cycle=round_.cycle,
        )
        for row, round_ in pairs
    ]


def submission_reads(
    session: Session, actor: Actor, rows: Sequence[tuple[Submission, Round, Unit]]
) -> list[SubmissionRead]:
    """Submissions, with their rounds and units, as they are listed to this actor: two queries however many.

    Whether one can be submitted is told by what the checks found when its entries were last saved.
    """
    complete = _complete(session, actor, [row[0] for row in rows])
    cases = cases_of(session, actor, [(row[0], row[1]) for row in rows], complete)
    return [_read(case, row[1], row[2], complete.get(row[0].id), actor) for case, row in zip(cases, rows, strict=True)]


def submission_read(session: Session, actor: Actor, submission: Submission) -> SubmissionRead:
    """One submission as it is answered to this actor, checked anew."""
    round_ = session.get_one(Round, submission.round_id)
    unit = session.get_one(Unit, submission.unit_id)
    case = cases_of(session, actor, [(submission, round_)])[0]
    return _read(case, round_, unit, _complete(session, actor, [submission]).get(submission.id), actor)


def _note(session: Session, submission: Submission, decision: SubmissionDecision) -> dict[str, Any]:
    """What a decision says beside its comment: a day, or who confirmed off the system; answers what to journal."""
    match decision.action:
        case "extend":
            if decision.due_on is None:
                raise invalid("/due_on", "missing", "Say until which day the service has.")
            if decision.due_on <= submission.due_on:
                raise invalid("/due_on", "not_later", f"It is due on {submission.due_on} already: give a later day.")
            before = submission.due_on
            submission.extended_from, submission.due_on = submission.extended_from or before, decision.due_on
            return {"due_on": decision.due_on.isoformat(), "due_on_before": before.isoformat()}
        case "confirm_off_system":
            post, evidence = post_and_evidence(session, submission, decision.post_id, decision.evidence_id)
            submission.confirmed_by_post_id, submission.off_system_evidence_id = post.id, evidence.id
            return {"post_id": post.id, "evidence_id": evidence.id}
    return {}


def _move_on(session: Session, actor: Actor, submission: Submission, round_: Round, event: Event) -> None:
    """What follows from an action that was performed: who and when, the record, the journal and the outbox."""
    now = journal.change(session, submission.council_id).recorded_at
    noted: dict[str, Any] = {}
    match event.action.removeprefix("submission."):
        case "submit":
            submission.submitted_by, submission.submitted_at = actor.person_id, now
            submission.submitted_on_behalf = acts_on_behalf(actor, submission.place())
            session.flush()
            note_findings(session, submission.council_id, entries_of(session, [submission.id]))
        case "return" | "reopen" | "send_back":
            # Whoever confirmed it before may submit it now; the log keeps who did.
            submission.returned_reason, submission.confirmed_by, submission.confirmed_at = event.comment, None, None
            submission.confirmed_by_post_id = submission.off_system_evidence_id = None
            if event.action != "submission.return" and round_.cycle == Cycle.ANNUAL:
                noted = year.take_back(session, submission)
            elif event.action != "submission.return":
                enter_what_stands(session, submission)
        case "confirm" | "confirm_off_system":
            # Off the system a post confirmed, and not who records it.
            submission.confirmed_by = actor.person_id if submission.confirmed_by_post_id is None else None
            submission.confirmed_at = now
            session.flush()
            if round_.cycle == Cycle.ANNUAL:
                noted = year.put_forward(session, actor, submission)
            else:
                noted = put_on_record(session, actor, submission, round_.period_code)
        case "remind":
            submission.reminded_at = now
    session.flush()
    journal.record(session, actor, replace(event, detail={**event.detail, **noted}))
    topic = event.action.replace(".", "-").replace("_", "-")
    outbox.put(session, submission.council_id, topic, "submission", submission.id, {"unit_id": submission.unit_id})


def _may(actor: Actor, permission: Permission, submission: Submission) -> bool:
    return actor.may(permission, submission.place())


def _complete(session: Session, actor: Actor, rows: Sequence[Submission]) -> dict[int, Completeness]:
    """How complete those of the submissions are whose entries the actor sees as they are typed."""
    typed = [row.id for row in rows if _may(actor, Permission.READ_ENTRIES, row)]
    return of_submissions(session, actor.council_id, typed) if typed else {}


def _by_members(session: Session, rows: Sequence[Submission]) -> tuple[frozenset[int], frozenset[int]]:
    """Of these submissions, those with a figure that members have seen; of their rounds, those that members returned.

    Seen is what an edition issued to members pins, and of an annual round all that it had in one; returned is a round
    whose newest edition they returned.
    """
    seen = (
        select(literal("seen"), Entry.submission_id)
        .join(
            PackFigure,
            (PackFigure.council_id == Entry.council_id)
            & (PackFigure.series_id == Entry.series_id)
            & (PackFigure.period_code == Entry.period_code),
        )
        .join(EditionIssue, EditionIssue.edition_id == PackFigure.edition_id)
        .where(Entry.submission_id.in_([row.id for row in rows]), EditionIssue.locks)
        .distinct()
    )
    proposed = (
        select(literal("seen"), Submission.id)
        .join(Round, Round.id == Submission.round_id)
        .join(PackEdition, PackEdition.round_id == Round.id)
        .join(EditionIssue, EditionIssue.edition_id == PackEdition.id)
        .where(Submission.id.in_([row.id for row in rows]), EditionIssue.locks, Round.cycle == Cycle.ANNUAL)
    )
    newest = (
        select(PackEdition.round_id, func.max(PackEdition.number).label("number"))
        .where(PackEdition.round_id.in_({row.round_id for row in rows}))
        .group_by(PackEdition.round_id)
        .subquery()
    )
    returned = (
        select(literal("returned"), PackEdition.round_id)
        .join(newest, (newest.c.round_id == PackEdition.round_id) & (newest.c.number == PackEdition.number))
        .join(EditionIssue, EditionIssue.edition_id == PackEdition.id)
        .where(EditionIssue.locks, EditionIssue.outcome == Outcome.RETURNED)
    )
    found: dict[str, set[int]] = {"seen": set(), "returned": set()}
    for what, row_id in session.execute(union_all(seen, proposed, returned)):
        found[what].add(row_id)
    return frozenset(found["seen"]), frozenset(found["returned"])


def _read(
    case: SubmissionCase, round_: Round, unit: Unit, complete: Completeness | None, actor: Actor
) -> SubmissionRead:
    row = case.row
    open_still = is_editable(row, round_.state)
    late = days_late(
        state=row.state,
        due_on=row.due_on,
        submitted_at=row.submitted_at,
        round_state=round_.state,
        closed_at=round_.closed_at,
    )
    return SubmissionRead.model_validate(
        {
            **{name: getattr(row, name) for name in COLUMNS},
            "cycle": round_.cycle,
            "period_code": round_.period_code,
            "period_label": Period.of_code(round_.period_code).label,
            "unit": SubmissionUnit.model_validate(unit),
            "overdue": open_still and row.due_on < clock.today(),
            "days_late": late,
            "confirmed_off_system": row.confirmed_by_post_id is not None,
            "completeness": complete,
            "editable": open_still and _may(actor, Permission.EDIT_SUBMISSION, row),
            "allowed_actions": SUBMISSION.allowed_actions(case, actor),
        }
    )


def _refer(session: Session, actor: Actor, submission_id: int) -> Referent | None:
    found = session.scalars(visible_submissions(actor).where(Submission.id == submission_id)).one_or_none()
    if found is None:
        return None
    unit, round_ = session.get_one(Unit, found.unit_id), session.get_one(Round, found.round_id)
    label = f"{unit.name}: submission for {Period.of_code(round_.period_code).label}"
    return Referent("submission", found.id, label, found.place())


refs.register("submission", _refer)
