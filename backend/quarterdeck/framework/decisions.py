"""What bodies, portfolio holders and officers decided: one appended row a decision, on any kind of thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import comment_required, invalid
from quarterdeck.core.journal import Change, Event
from quarterdeck.core.refs import Referent
from quarterdeck.framework.models import Approval, Outcome
from quarterdeck.organisation.models import Body, Meeting, Portfolio, Post

Readable = Callable[[Actor], Select[int]]
_readable: dict[str, Readable] = {}


def read_by(subject_kind: str, readable: Readable) -> None:
    """Let a subject above say on which of its things decisions are read: the ids of those that the actor may see.

    Decisions on a kind of thing of which nothing is said are everybody's.
    """
    _readable[subject_kind] = readable


@dataclass(frozen=True)
class Decided:
    """What was decided on what.

    subject_kind: `pack_edition` (then with its round's stage), `target`, `plan` or `definition`.
    A body or a portfolio decides, or neither where an officer decides under delegation: then in which post.
    """

    subject_kind: str
    subject_id: int
    outcome: Outcome
    body_id: int | None = None
    portfolio_id: int | None = None
    post_id: int | None = None
    decided_on: date | None = None
    meeting_id: int | None = None
    minute_reference: str | None = None
    comment: str | None = None
    round_stage_id: int | None = None


def record_decision(session: Session, actor: Actor, decided: Decided) -> Approval:
    """Append the decision and journal it. Whether the actor may decide is the caller's to check.

    `decided_on` is by default the meeting's day, and today without a meeting. Raises 422 for a body,
    portfolio or meeting that is not the council's or does not fit, and for a day to come; 409
    `comment-required` where something is returned without a reason.
    """
    return record_decisions(session, actor, [decided])[0]


def record_decisions(session: Session, actor: Actor, decided: Sequence[Decided]) -> list[Approval]:
    """Append several decisions at once, journalled in this order; as `record_decision` does."""
    change = journal.change(session, actor.council_id)
    rows = [_approval(session, actor, each, change) for each in decided]
    session.add_all(rows)
    session.flush()
    journal.record_all(session, actor, [_event(row) for row in rows])
    return rows


def _approval(session: Session, actor: Actor, decided: Decided, change: Change) -> Approval:
    """The row of a decision, checked."""
    meeting = _meeting(session, actor, decided)
    if decided.body_id is not None:
        require_ours(session, actor, Body, decided.body_id, "/body_id")
    if decided.portfolio_id is not None:
        require_ours(session, actor, Portfolio, decided.portfolio_id, "/portfolio_id")
    if decided.post_id is not None:
        require_ours(session, actor, Post, decided.post_id, "/post_id")
    if decided.outcome is Outcome.RETURNED and not (decided.comment or "").strip():
        raise comment_required("Give a reason in the comment when you return something.")
    return Approval(
        council_id=actor.council_id,
        subject_kind=decided.subject_kind,
        subject_id=decided.subject_id,
        round_stage_id=decided.round_stage_id,
        body_id=decided.body_id,
        portfolio_id=decided.portfolio_id,
        post_id=decided.post_id,
        outcome=decided.outcome,
        decided_on=_day(decided, meeting),
        meeting_id=decided.meeting_id,
        minute_reference=decided.minute_reference,
        comment=decided.comment,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )


def visible_approvals(actor: Actor) -> Select[Approval]:
    """The decisions recorded in the actor's council, but for those on things that the actor may not see."""
    seen = (or_(Approval.subject_kind != kind, Approval.subject_id.in_(ids(actor))) for kind, ids in _readable.items())
    return select(Approval).where(Approval.council_id == actor.council_id, *seen)


def approvals(
    actor: Actor,
    *,
    subject_kind: str | None = None,
    subject_id: int | None = None,
    body: str | None = None,
    round_stage_id: int | None = None,
) -> Select[Approval]:
    """Decisions on a kind of thing or one thing, of a body (its code), or at a stage of a round."""
    query = visible_approvals(actor)
    if subject_kind is not None:
        query = query.where(Approval.subject_kind == subject_kind)
    if subject_id is not None:
        query = query.where(Approval.subject_id == subject_id)
    if body is not None:
        ours = select(Body.id).where(Body.council_id == actor.council_id, Body.code == body)
        query = query.where(Approval.body_id.in_(ours))
    if round_stage_id is not None:
        query = query.where(Approval.round_stage_id == round_stage_id)
    return query


def approval_place(approval: Approval) -> Place:
    """Where a decision belongs: to the body or the portfolio that took it."""
    portfolios = frozenset({approval.portfolio_id}) if approval.portfolio_id else frozenset[int]()
    return Place(approval.council_id, portfolio_ids=portfolios, body_id=approval.body_id)


def _meeting(session: Session, actor: Actor, decided: Decided) -> Meeting | None:
    if decided.meeting_id is None:
        return None
    meeting = require_ours(session, actor, Meeting, decided.meeting_id, "/meeting_id")
    if meeting.body_id != decided.body_id:
        raise invalid("/meeting_id", "wrong_body", "This meeting is not one of the body that decides.")
    return meeting


def _day(decided: Decided, meeting: Meeting | None) -> date:
    day = decided.decided_on or (meeting.held_on if meeting else clock.today())
    if day > clock.today():
        raise invalid("/decided_on", "future", "A decision is recorded on the day it is taken, or later.")
    return day


def _event(approval: Approval) -> Event:
    detail = {
        "subject_kind": approval.subject_kind,
        "subject_id": approval.subject_id,
        "round_stage_id": approval.round_stage_id,
        "body_id": approval.body_id,
        "portfolio_id": approval.portfolio_id,
        "outcome": str(approval.outcome),
        "decided_on": approval.decided_on.isoformat(),
        "meeting_id": approval.meeting_id,
    }
    # The comment stays with the decision itself; the chain holds that it was taken.
    return Event("approval.record", "approval", approval.id, detail)


def _refer(session: Session, actor: Actor, approval_id: int) -> Referent | None:
    approval = session.scalars(visible_approvals(actor).where(Approval.id == approval_id)).one_or_none()
    if approval is None:
        return None
    body = session.get(Body, approval.body_id) if approval.body_id else None
    post = session.get(Post, approval.post_id) if approval.post_id else None
    officers = post.title if post else "officers"
    who = body.name if body else "a portfolio holder" if approval.portfolio_id else officers
    label = f"{approval.outcome.capitalize()} by {who} on {approval.decided_on.isoformat()}"
    return Referent("approval", approval.id, label, approval_place(approval))


refs.register("approval", _refer)
