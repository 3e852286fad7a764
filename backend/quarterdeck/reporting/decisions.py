"""Decisions on an edition, of officers, portfolio holders and bodies of members; and what follows from each."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection import rounds, stages, submissions
from quarterdeck.collection.models import Entry, Round, RoundStageState
from quarterdeck.core import journal, outbox
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import comment_required, conflict, forbidden, invalid
from quarterdeck.core.journal import Change, Event
from quarterdeck.core.workflow import check_version
from quarterdeck.framework.decisions import Decided, record_decision
from quarterdeck.framework.models import Approval, Cycle, Outcome, Stage, StageKind
from quarterdeck.measures import observations
from quarterdeck.measures.editions import EditionIssue, PackEdition, PackFigure, find_edition
from quarterdeck.measures.links import in_portfolios
from quarterdeck.measures.models import Series
from quarterdeck.organisation.models import Portfolio
from quarterdeck.reporting import year
from quarterdeck.reporting.parts import activities_in
from quarterdeck.reporting.reviews import PERMISSION, Awaited, Review, open_reviews, place_of, review_of
from quarterdeck.reporting.schemas import PackDecision

OUTCOMES = {"approve": Outcome.APPROVED, "note": Outcome.NOTED, "return": Outcome.RETURNED}


def decide_edition(
    session: Session, actor: Actor, edition_id: int, decision: PackDecision, version: int
) -> PackEdition:
    """Record what was decided on an edition at one stage: approved, noted, or returned with a reason.

    A review by portfolio holders is decided when each portfolio of the edition's figures has. The decisive
    stage makes the edition's figures approved; of an annual round, its targets. A return reopens the check and the
    submissions it names.
    Raises 404; 422 for a stage or portfolio that the edition has not, and for submissions that a portfolio holder
    names and that hold nothing of the portfolio; 403; 412; 409 for a stage that does not decide on this edition
    now, has decided, or has not been issued its papers; 409 `comment-required`.
    """
    change = journal.change(session, actor.council_id)
    edition = find_edition(session, actor, edition_id)
    session.refresh(edition, with_for_update=True)
    round_ = rounds.find_round(session, actor, edition.round_id, for_update=True)
    review = review_of(session, actor, edition)
    stage = _stage(review, decision.stage)
    portfolio = _portfolio(session, edition, stage, decision.portfolio)
    if not actor.may(PERMISSION[StageKind(stage.kind)], place_of(stage, portfolio)):
        raise forbidden(f"Your role does not allow you to decide at the stage {stage.name}.")
    check_version(edition, version)
    awaited = _awaited(review, stage, portfolio)
    if decision.action == "return" and not (decision.comment or "").strip():
        raise comment_required("Give a reason in the comment when you return an edition.")
    if portfolio is not None:
        _require_own(session, portfolio, decision.submission_ids)
    approval = _record(session, actor, edition, review, awaited, decision)
    edition.version += 1
    session.flush()
    _journal(session, actor, edition, awaited, decision, approval)
    if approval.outcome == Outcome.RETURNED:
        _send_back(session, actor, round_, decision)
    elif _is_last(review, awaited):
        _conclude(session, actor, round_, edition, awaited, approval, change)
    return edition


def _stage(review: Review, key: str) -> Stage:
    """The stage of the round's framework with this key that decides on editions."""
    for _, stage in review.stages:
        if stage.key == key and stage.kind != StageKind.CHECK:
            return stage
    keys = ", ".join(stage.key for _, stage in review.stages if stage.kind != StageKind.CHECK)
    raise invalid("/stage", "unknown_stage", f"The stages that decide on editions of this round are: {keys}.")


def _portfolio(session: Session, edition: PackEdition, stage: Stage, code: str | None) -> Portfolio | None:
    if stage.kind != StageKind.PORTFOLIO_REVIEW:
        if code is not None:
            raise invalid("/portfolio", "not_by_portfolio", "This stage is decided by a body, not by portfolio.")
        return None
    found = session.scalars(
        select(Portfolio).where(Portfolio.council_id == edition.council_id, Portfolio.code == code)
    ).one_or_none()
    if found is None:
        raise invalid("/portfolio", "unknown_portfolio", "Say for which portfolio, by its code.")
    return found


def _awaited(review: Review, stage: Stage, portfolio: Portfolio | None) -> Awaited:
    """The decision that is to be taken now. Raises 409 where there is none to take."""
    of_stage = [each for each in review.awaited if each.stage.id == stage.id]
    for each in of_stage:
        if each.portfolio_id == (portfolio.id if portfolio else None):
            if not each.can_be_decided:
                raise conflict("Issue the edition to this body first.", "not-issued")
            return each
    if portfolio is not None and of_stage:
        raise conflict(f"{portfolio.name} has decided on this edition, or holds nothing of it.", "already-decided")
    row = next(row for row, each in review.stages if each.id == stage.id)
    if row.state == RoundStageState.DECIDED:
        raise conflict(f"{stage.name} has decided in this round already.", "already-decided")
    waits_for = ", ".join(dict.fromkeys(each.stage.name for each in review.awaited))
    now = f" It waits for: {waits_for}." if waits_for else ""
    raise conflict(f"{stage.name} does not decide on this edition now.{now}", "wrong-state")


def _require_own(session: Session, portfolio: Portfolio, submission_ids: Collection[int]) -> None:
    """A portfolio holder sends back what holds something of the portfolio: more they do not review."""
    of_portfolio = or_(
        Series.indicator_id.in_(in_portfolios([portfolio.id])), Entry.activity_id.in_(activities_in([portfolio.id]))
    )
    own = session.scalars(
        select(Entry.submission_id)
        .outerjoin(Series, Series.id == Entry.series_id)
        .where(Entry.submission_id.in_(submission_ids), of_portfolio)
    )
    if not set(submission_ids) <= set(own):
        detail = f"Name submissions that hold something of {portfolio.name}."
        raise invalid("/submission_ids", "not_of_portfolio", detail)


def _record(
    session: Session,
    actor: Actor,
    edition: PackEdition,
    review: Review,
    awaited: Awaited,
    decision: PackDecision,
) -> Approval:
    """The decision as a row, and in the issue to the body that took it."""
    issue = _issue_to(review, awaited.stage.body_id)
    meeting_id = decision.meeting_id
    if meeting_id is None and issue is not None:
        meeting_id = issue.meeting_id
    approval = record_decision(
        session,
        actor,
        Decided(
            subject_kind="pack_edition",
            subject_id=edition.id,
            outcome=OUTCOMES[decision.action],
            body_id=awaited.stage.body_id,
            portfolio_id=awaited.portfolio_id,
            decided_on=decision.decided_on,
            meeting_id=meeting_id,
            minute_reference=decision.minute_reference,
            comment=decision.comment,
            round_stage_id=awaited.row.id,
        ),
    )
    # A body may stand at two stages of a framework: its issue keeps what it decided first.
    if issue is not None and issue.outcome is None:
        issue.outcome, issue.decided_on = approval.outcome, approval.decided_on
        session.flush()
    return approval


def _issue_to(review: Review, body_id: int | None) -> EditionIssue | None:
    return next((issue for issue, body in review.issues if body.id == body_id), None)


def _journal(
    session: Session, actor: Actor, edition: PackEdition, awaited: Awaited, decision: PackDecision, approval: Approval
) -> None:
    detail = {
        "stage": awaited.stage.key,
        "portfolio_id": approval.portfolio_id,
        "approval_id": approval.id,
        "version": edition.version,
        "submission_ids": sorted(set(decision.submission_ids)),
    }
    event = Event(f"pack_edition.{decision.action}", "pack_edition", edition.id, detail, decision.comment)
    journal.record(session, actor, event)
    told = {"stage": awaited.stage.key, "outcome": str(approval.outcome)}
    outbox.put(session, actor.council_id, "edition-decided", "pack_edition", edition.id, told)


def _is_last(review: Review, awaited: Awaited) -> bool:
    """Whether nothing else of the same stage is awaited."""
    return all(each is awaited for each in review.awaited if each.row is awaited.row)


def _conclude(
    session: Session,
    actor: Actor,
    round_: Round,
    edition: PackEdition,
    awaited: Awaited,
    approval: Approval,
    change: Change,
) -> None:
    """The stage has decided: its effect, and the next stages."""
    stages.decide(session, awaited.row, edition.id)
    if awaited.stage.decisive and round_.cycle == Cycle.ANNUAL:
        took = year.take_effect(session, actor, round_, edition, approval, change)
        journal.record(session, actor, Event("pack_edition.take_effect", "pack_edition", edition.id, took))
    elif awaited.stage.decisive:
        pinned = session.scalars(select(PackFigure.observation_id).where(PackFigure.edition_id == edition.id))
        observations.approve(session, edition.council_id, pinned.all(), edition.id, change)
    open_reviews(session, actor, round_, edition)


def _send_back(session: Session, actor: Actor, round_: Round, decision: PackDecision) -> None:
    """The round collects again: the check reopens, and so do the submissions that the decision names."""
    reason = (decision.comment or "").strip()
    rounds.resume_collecting(session, actor, round_, reason)
    stages.reopen_check(session, round_)
    submissions.send_back(session, actor, round_, decision.submission_ids, reason)
