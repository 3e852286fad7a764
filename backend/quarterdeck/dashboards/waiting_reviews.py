"""Of the review of editions: decisions to make or record, papers to issue and to read, comments to answer."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Select, and_, case, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, RoundStage, RoundStageState
from quarterdeck.collection.workflow import RUNNING
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Place
from quarterdeck.dashboards.home_schemas import HomeItem, Next, Waits
from quarterdeck.dashboards.waiting import Found, in_words, item, of_services, of_what, shortened, within
from quarterdeck.framework.models import Approval, Cycle, Stage, StageKind
from quarterdeck.measures.editions import EditionIssue, PackEdition, visible_editions
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.organisation.models import Body, Meeting, Portfolio
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import Activity
from quarterdeck.reporting.comments import ANSWERERS
from quarterdeck.reporting.models import ReviewComment
from quarterdeck.reporting.reviews import PERMISSION, portfolio_codes

DECIDES: Final = (*PERMISSION.values(), Permission.ISSUE_EDITION)
PAPERS: Final = 3
"""How many of the latest papers are shown."""


def reviews(session: Session, actor: Actor) -> Found:
    """Stages that are open on an edition and that the actor decides, records the decision of, or issues papers for.

    One query. A review of portfolio holders waits for each whose portfolio the edition holds a figure of, as sealed.
    """
    if not any(actor.holds(permission) for permission in DECIDES):
        return
    for row in session.execute(_open_stages(actor)):
        stage: Stage = row.Stage
        if stage.kind == StageKind.PORTFOLIO_REVIEW:
            portfolio: Portfolio | None = row.Portfolio
            if portfolio and portfolio.code in portfolio_codes(row.content):
                title = f"{portfolio.name}, {of_what(stage.cycle, row.period_code)}"
                yield Waits.REVIEWS, _stage(row, title, "Review the figures of your portfolio.", Next.REVIEW)
            continue
        place = Place(actor.council_id, body_id=stage.body_id)
        title = f"{row.body}, {of_what(stage.cycle, row.period_code)}"
        if stage.kind == StageKind.OFFICER_REVIEW:
            if actor.may(Permission.DECIDE_OFFICER_REVIEW, place):
                what = "Challenge the targets." if stage.cycle == Cycle.ANNUAL else "Review the pack."
                yield Waits.REVIEWS, _stage(row, title, what, Next.REVIEW)
        elif row.EditionIssue is None:
            if actor.may(Permission.ISSUE_EDITION, place):
                yield Waits.ISSUES, _stage(row, title, "Its papers have not been issued.", Next.ISSUE)
        elif actor.may(Permission.RECORD_DECISION, place):
            yield Waits.DECISIONS, _stage(row, title, _issued(row), Next.RECORD)


def papers(session: Session, actor: Actor) -> Found:
    """The latest papers issued to bodies of members, for those who read them; not for who issues them. One query."""
    reach = actor.reach(Permission.READ_EDITIONS)
    if reach.nowhere or actor.holds(Permission.ISSUE_EDITION):
        return
    i, everything = EditionIssue, reach.everywhere or reach.unit_ids or reach.portfolio_ids
    query = (
        visible_editions(actor)
        .join(i, and_(i.council_id == PackEdition.council_id, i.edition_id == PackEdition.id))
        .join(Body, Body.id == i.body_id)
        .join(Round, Round.id == PackEdition.round_id)
        .outerjoin(Meeting, Meeting.id == i.meeting_id)
        .where(i.locks, true() if everything else i.body_id.in_(sorted(reach.body_ids)))
        .with_only_columns(
            i, PackEdition.round_id, PackEdition.period_code, Round.cycle, Body.name.label("body"), Meeting.held_on
        )
        .order_by(i.issued_at.desc(), i.id.desc())
        .limit(PAPERS)
    )
    for row in session.execute(query):
        issue: EditionIssue = row.EditionIssue
        detail = _issued(row)
        if issue.outcome is not None and issue.decided_on is not None:
            detail += f" {row.body} {issue.outcome} it on {in_words(issue.decided_on)}."
        to_come = row.held_on if row.held_on and row.held_on >= clock.today() else None
        report = "Annual round" if row.cycle == Cycle.ANNUAL else "Performance report"
        title = f"{report} to {row.body}, {of_what(row.cycle, row.period_code)}"
        more = {"state": issue.outcome, "due_on": to_come, "round_id": row.round_id, "edition_id": issue.edition_id}
        yield Waits.PAPERS, item("edition_issue", issue.id, title, detail, Next.READ, **more)


def comments(session: Session, actor: Actor) -> Found:
    """Reviewers' comments that the service answers, and answers to the actor's own, while the round runs. One query."""
    answers = [of_services(actor).reach(permission) for permission in ANSWERERS]
    if all(reach.nowhere for reach in answers) and not actor.holds(Permission.COMMENT_EDITION):
        return
    c, unanswered = ReviewComment, ReviewComment.answered_at.is_(None)
    unit_id = func.coalesce(Indicator.unit_id, Activity.unit_id)
    read = and_(c.commented_by == actor.person_id, not_(unanswered), PackEdition.state == "sealed")
    query = (
        select(
            c,
            PackEdition.round_id,
            PackEdition.period_code,
            func.coalesce(Indicator.ref, Activity.ref).label("ref"),
            func.coalesce(Indicator.name, Activity.title).label("name"),
            Indicator.id.label("indicator_id"),
        )
        .join(PackEdition, PackEdition.id == c.edition_id)
        .join(Round, Round.id == PackEdition.round_id)
        .outerjoin(Series, Series.id == c.series_id)
        .outerjoin(Indicator, Indicator.id == Series.indicator_id)
        .outerjoin(Activity, Activity.id == c.activity_id)
        .where(
            c.council_id == actor.council_id,
            Round.state.in_(RUNNING),
            or_(within(unit_id, *answers) & unanswered, read),
        )
    )
    for row in session.execute(query):
        comment: ReviewComment = row.ReviewComment
        group, next_, said = Waits.COMMENTS, Next.ANSWER, comment.comment
        if comment.answer is not None:
            group, next_, said = Waits.COMMENT_ANSWERS, Next.READ, comment.answer
        where = {name: getattr(row, name) for name in ("round_id", "indicator_id")} | {"edition_id": comment.edition_id}
        yield group, item("review_comment", comment.id, f"{row.ref} {row.name}", shortened(said), next_, **where)


def _open_stages(actor: Actor) -> Select[Any]:
    """Open stages with their edition, its issue to the stage's body, and the actor's portfolios yet undecided.

    The edition's content, which says whose its figures are, is read for a holder who has not decided.
    """
    a, i, p = Approval, EditionIssue, Portfolio
    decided = exists().where(
        a.council_id == RoundStage.council_id,
        a.subject_kind == "pack_edition",
        a.subject_id == RoundStage.edition_id,
        a.round_stage_id == RoundStage.id,
        a.portfolio_id == p.id,
    )
    own = sorted(actor.reach(Permission.DECIDE_PORTFOLIO_REVIEW).portfolio_ids)
    undecided = and_(Stage.kind == StageKind.PORTFOLIO_REVIEW, p.id.in_(own), not_(decided))
    return (
        select(
            RoundStage,
            Stage,
            i,
            p,
            PackEdition.period_code,
            Body.name.label("body"),
            Meeting.held_on,
            case((p.id.is_not(None), PackEdition.content)).label("content"),
        )
        .join(Stage, Stage.id == RoundStage.stage_id)
        .join(Round, Round.id == RoundStage.round_id)
        .join(PackEdition, PackEdition.id == RoundStage.edition_id)
        .outerjoin(Body, Body.id == Stage.body_id)
        .outerjoin(
            i,
            and_(i.council_id == RoundStage.council_id, i.edition_id == PackEdition.id, i.body_id == Stage.body_id),
        )
        .outerjoin(Meeting, Meeting.id == i.meeting_id)
        .outerjoin(p, and_(p.council_id == RoundStage.council_id, undecided))
        .where(
            RoundStage.council_id == actor.council_id,
            RoundStage.state == RoundStageState.OPEN,
            Round.state.in_(RUNNING),
        )
    )


def _stage(row: Any, title: str, detail: str, next_: Next) -> HomeItem:
    stage: RoundStage = row.RoundStage
    more: Mapping[str, Any] = {
        "state": stage.state,
        "due_on": stage.due_on,
        "round_id": stage.round_id,
        "edition_id": stage.edition_id,
        "stage": row.Stage.key,
        "portfolio": row.Portfolio.code if row.Portfolio else None,
    }
    return item("round_stage", stage.id, title, detail, next_, **more)


def _issued(row: Any) -> str:
    """Under which number papers went out, when, and for which meeting."""
    issue: EditionIssue = row.EditionIssue
    number = f"Report {issue.report_number}, issued" if issue.report_number else "Issued"
    said = f"{number} on {in_words(clock.london(issue.issued_at).date())}"
    return said + (f" for the meeting on {in_words(row.held_on)}." if row.held_on else ".")
