"""Issuing: an edition goes to a body under a report number; what members have been given is locked from then on."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import RoundStage, RoundStageState
from quarterdeck.core import clock, journal, outbox
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import FrameworkVersion, Stage, StageKind
from quarterdeck.measures.editions import EditionIssue, PackEdition
from quarterdeck.organisation.models import Body, Meeting
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting.reviews import Review, review_of
from quarterdeck.reporting.schemas import IssueCreate

BEFORE_MEMBERS = frozenset({StageKind.CHECK, StageKind.OFFICER_REVIEW, StageKind.PORTFOLIO_REVIEW})
DONE = frozenset({RoundStageState.DECIDED, RoundStageState.SKIPPED})


def issue(session: Session, actor: Actor, edition_id: int, data: IssueCreate) -> EditionIssue:
    """Issue an edition to a body, for a meeting where one is set.

    Members' papers for a public meeting become public the framework's clear working days before it (five:
    Local Government Act 1972, s. 100B), never before they are issued. Raises 404, 422 for a body or meeting
    that is not the council's or do not fit, 403, and 409 for an edition that a later one has replaced, a review
    that has to come first, a body that has decided or has it already.
    """
    change = journal.change(session, actor.council_id)
    edition = _edition(session, actor, edition_id)
    body = require_ours(session, actor, Body, data.body_id, "/body_id")
    if not actor.may(Permission.ISSUE_EDITION, Place(actor.council_id, body_id=body.id)):
        raise forbidden(f"Your role does not allow you to issue papers to {body.name}.")
    meeting = _meeting(session, actor, body, data.meeting_id)
    reason = against_issuing(edition, review_of(session, edition), body.id)
    if reason is not None:
        raise conflict(reason, "not-allowed-now")
    row = EditionIssue(
        council_id=edition.council_id,
        edition_id=edition.id,
        body_id=body.id,
        meeting_id=data.meeting_id,
        report_number=data.report_number,
        locks=body.of_members,
        issued_at=change.recorded_at,
        issued_by=actor.person_id,
        public_from=_public_from(session, edition, body, meeting),
        outcome=None,
        decided_on=None,
        change_no=change.number,
    )
    session.add(row)
    session.flush()
    detail = {"body_id": body.id, "issue_id": row.id, "locks": row.locks, "report_number": row.report_number}
    journal.record(session, actor, Event("pack_edition.issue", "pack_edition", edition.id, detail))
    outbox.put(session, actor.council_id, "edition-issued", "pack_edition", edition.id, {"body_id": body.id})
    return row


def against_issuing(edition: PackEdition, review: Review, body_id: int) -> str | None:
    """Why an edition cannot be issued to a body now, or None."""
    if edition.state != "sealed":
        return "A later edition has taken the place of this one."
    if body_id in {issue.body_id for issue, _ in review.issues}:
        return "This edition has been issued to that body already."
    own = [(row, stage) for row, stage in review.stages if stage.body_id == body_id]
    if own and all(row.state in DONE for row, _ in own):
        return "That body has decided in this round already."
    if any(row.state not in DONE and stage.kind in BEFORE_MEMBERS for row, stage in _before(review, own)):
        return "The reviews that come before that body have not all decided yet."
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


def _public_from(session: Session, edition: PackEdition, body: Body, meeting: Meeting | None) -> date | None:
    if meeting is None or not meeting.public or not body.of_members:
        return None
    calendar = session.get_one(FrameworkVersion, edition.framework_version_id).calendar
    clear_days = int(calendar["papers_clear_days"])
    return max(clock.clear_days_before(meeting.held_on, clear_days), clock.today())
