"""Issuing: an edition goes to a body under a report number; what members have been given is locked from then on."""

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import RoundStage, RoundStageState
from quarterdeck.core import clock, journal, outbox
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import FieldError, conflict, forbidden, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import FrameworkVersion, Stage, StageKind
from quarterdeck.framework.periods import Period
from quarterdeck.measures.editions import EditionIssue, PackEdition
from quarterdeck.organisation import meetings
from quarterdeck.organisation.models import Body, Meeting
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting import exempt
from quarterdeck.reporting.reviews import Review, review_of
from quarterdeck.reporting.schemas import IssueCreate

BEFORE_MEMBERS = frozenset({StageKind.CHECK, StageKind.OFFICER_REVIEW, StageKind.PORTFOLIO_REVIEW})
DONE = frozenset({RoundStageState.DECIDED, RoundStageState.SKIPPED})


def issue(session: Session, actor: Actor, edition_id: int, data: IssueCreate) -> EditionIssue:
    """Issue an edition to a body, for a meeting where one is set.

    Members' papers for a public meeting become public the framework's clear working days before it (five:
    Local Government Act 1972, s. 100B), never before they are issued. Raises 404, 422 for a body or meeting
    that is not the council's or do not fit and for members' papers without a report number, 403, and 409 for an
    edition that a later one has replaced, a review that has to come first, a body that has decided or has it
    already; `report-number-taken` for a number of another edition, and `late-reason-required` where papers are
    late and nothing says why.
    """
    change = journal.change(session, actor.council_id)
    edition = _edition(session, actor, edition_id)
    body = require_ours(session, actor, Body, data.body_id, "/body_id")
    if not actor.may(Permission.ISSUE_EDITION, Place(actor.council_id, body_id=body.id)):
        raise forbidden(f"Your role does not allow you to issue papers to {body.name}.")
    meeting = _meeting(session, actor, body, data.meeting_id)
    reason = against_issuing(edition, review_of(session, actor, edition), body.id)
    if reason is not None:
        raise conflict(reason, "not-allowed-now")
    if body.of_members and not data.report_number:
        raise invalid("/report_number", "missing", "Members' papers carry a report number: give it.")
    _refuse_taken_number(session, edition, data.report_number)
    days = _clear_days(session, edition)
    if (late := _is_late(body, meeting, days)) and not data.late_reason.strip():
        told = f"Papers go out {days} clear working days before a public meeting: say why these are late."
        fault = FieldError(pointer="/late_reason", code="missing", detail=told)
        raise conflict(told, "late-reason-required", [fault])
    row = EditionIssue(
        council_id=edition.council_id,
        edition_id=edition.id,
        body_id=body.id,
        meeting_id=data.meeting_id,
        report_number=data.report_number,
        locks=body.of_members,
        issued_at=change.recorded_at,
        issued_by=actor.person_id,
        public_from=_public_from(body, meeting, days),
        late_reason=data.late_reason.strip() if late else "",
        outcome=None,
        decided_on=None,
        change_no=change.number,
    )
    session.add(row)
    session.flush()
    exempt.mark(session, edition, row, data.exempt)
    detail: dict[str, Any] = {
        "body_id": body.id,
        "issue_id": row.id,
        "locks": row.locks,
        "report_number": row.report_number,
    }
    if data.exempt:
        detail["exempt"] = [each.model_dump() for each in data.exempt]
    journal.record(session, actor, Event("pack_edition.issue", "pack_edition", edition.id, detail))
    outbox.put(session, actor.council_id, "edition-issued", "pack_edition", edition.id, {"body_id": body.id})
    return row


def follow_meeting(session: Session, actor: Actor, meeting: Meeting) -> None:
    """Let papers for a meeting that was moved become public by its new day; what is public stays so."""
    journal.change(session, actor.council_id)
    i, today = EditionIssue, clock.today()
    rows = session.execute(
        select(i, PackEdition, Body)
        .join(PackEdition, PackEdition.id == i.edition_id)
        .join(Body, Body.id == i.body_id)
        .where(
            i.council_id == meeting.council_id,
            i.meeting_id == meeting.id,
            i.outcome.is_(None),
            or_(i.public_from.is_(None), i.public_from > today),
        )
        .order_by(i.id)
    )
    for row, edition, body in rows:
        before, row.public_from = row.public_from, _public_from(body, meeting, _clear_days(session, edition))
        if row.public_from != before:
            days = {"from": _day(before), "to": _day(row.public_from)}
            detail = {"issue_id": row.id, "meeting_id": meeting.id, "public_from": days}
            journal.record(session, actor, Event("pack_edition.move_papers", "pack_edition", edition.id, detail))
    session.flush()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def against_issuing(edition: PackEdition, review: Review, body_id: int) -> str | None:
    """Why an edition cannot be issued to a body now, or None."""
    if edition.state != "sealed":
        return "A later edition has taken the place of this one."
    if body_id in {issue.body_id for issue, _ in review.issues}:
        return "This edition has been issued to that body already."
    own = [(row, stage) for row, stage in review.stages if stage.body_id == body_id]
    if own and all(row.state in DONE for row, _ in own):
        return "That body has decided in this round already."
    waiting = [
        stage.name for row, stage in _before(review, own) if row.state not in DONE and stage.kind in BEFORE_MEMBERS
    ]
    if waiting:
        return f"What comes before that body is still to be decided: {', '.join(waiting)}."
    return None


def may_issue(edition: PackEdition, review: Review, actor: Actor) -> bool:
    """Whether this actor may issue the edition now, to some body that has a stage in the round."""
    return any(
        actor.may(Permission.ISSUE_EDITION, Place(edition.council_id, body_id=stage.body_id))
        and against_issuing(edition, review, stage.body_id) is None
        for _, stage in review.stages
        if stage.body_id is not None
    )


def _before(review: Review, own: list[tuple[RoundStage, Stage]]) -> list[tuple[RoundStage, Stage]]:
    """The stages before a body's own; all of them, for a body that the framework does not know."""
    if not own:
        return list(review.stages)
    position = min(row.position for row, _ in own)
    return [(row, stage) for row, stage in review.stages if row.position < position]


def _edition(session: Session, actor: Actor, edition_id: int) -> PackEdition:
    """The edition, also for a body's own clerk, who reads it once it is issued to the body. Raises 404."""
    query = select(PackEdition).where(
        PackEdition.council_id == actor.council_id, PackEdition.id == edition_id, PackEdition.state != "sealing"
    )
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise not_found("pack edition")
    return found


def _meeting(session: Session, actor: Actor, body: Body, meeting_id: int | None) -> Meeting | None:
    if meeting_id is None:
        return None
    meeting = require_ours(session, actor, Meeting, meeting_id, "/meeting_id")
    if meeting.body_id != body.id:
        raise invalid("/meeting_id", "wrong_body", "This meeting is not one of the body that has the papers.")
    return meeting


def _refuse_taken_number(session: Session, edition: PackEdition, number: str) -> None:
    """A report number names one edition, in whichever case it is written; several bodies may have that under it."""
    taken = session.execute(
        select(PackEdition.number, PackEdition.period_code)
        .join(EditionIssue, EditionIssue.edition_id == PackEdition.id)
        .where(
            EditionIssue.council_id == edition.council_id,
            func.lower(EditionIssue.report_number) == number.lower(),
            EditionIssue.edition_id != edition.id,
        )
        .limit(1)
    ).first()
    if number and taken:
        period = Period.of_code(taken.period_code).label
        raise conflict(f"That is the report number of edition {taken.number} for {period}.", "report-number-taken")


def _clear_days(session: Session, edition: PackEdition) -> int:
    calendar = session.get_one(FrameworkVersion, edition.framework_version_id).calendar
    return int(calendar["papers_clear_days"])


def _is_late(body: Body, meeting: Meeting | None, days: int) -> bool:
    """Whether papers issued today are later than they have to be."""
    due = _published_by(body, meeting, days)
    return due is not None and clock.today() > due


def _public_from(body: Body, meeting: Meeting | None, days: int) -> date | None:
    due = _published_by(body, meeting, days)
    return None if due is None else max(due, clock.today())


def _published_by(body: Body, meeting: Meeting | None, days: int) -> date | None:
    """The last day on which papers may become public; None for those that never do."""
    if meeting is None or not meeting.public or not body.of_members:
        return None
    return clock.clear_days_before(meeting.held_on, days)


meetings.when_changed(follow_meeting)
