"""Comments in review: whoever reviews an edition asks about a figure or an activity of it, and its service answers.

They stand in nobody's way, and what is printed does not hold them: they are read by those who review, by the
service, the performance team and the auditor, never by the public.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.collection.workflow import RUNNING
from quarterdeck.core import journal, outbox
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.measures.editions import EditionIssue, PackEdition, find_edition, visible_editions
from quarterdeck.measures.indicators import indicator_place
from quarterdeck.measures.links import in_portfolios
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.organisation.models import Body
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.activities import activity_place
from quarterdeck.planning.models import Activity
from quarterdeck.reporting.comment_schemas import CommentAnswer, CommentCreate, CommentRead
from quarterdeck.reporting.models import ReviewComment
from quarterdeck.reporting.parts import activities_in, read_content
from quarterdeck.reporting.year_content import YearContent

ANSWERERS = (Permission.EDIT_SUBMISSION, Permission.CONFIRM_SUBMISSION)
COLUMNS = CommentRead.model_fields.keys() - {"ref", "name", "unit_id", "body", "allowed_actions"}
UNIT_ID = func.coalesce(Indicator.unit_id, Activity.unit_id)


def list_comments(
    session: Session, actor: Actor, edition_id: int, *, answered: bool | None = None
) -> Select[ReviewComment, str, str, int, str]:
    """The comments on an edition that the actor may read, each with ref, name, unit and body.

    A service reads those on its own figures and activities, though it may not see the edition.
    Raises 404 for an edition that the actor neither sees nor is asked about.
    """
    query = _visible(actor).where(ReviewComment.edition_id == edition_id)
    seen = visible_editions(actor).where(PackEdition.id == edition_id).with_only_columns(PackEdition.id)
    if session.scalar(seen) is None and session.execute(query.limit(1)).first() is None:
        raise not_found("pack edition")
    is_open = ReviewComment.answered_at.is_(None)
    return query.where(true() if answered is None else (~is_open if answered else is_open))


def add_comment(session: Session, actor: Actor, edition_id: int, data: CommentCreate) -> CommentRead:
    """Comment on a figure or an activity of an edition, while its round runs.

    Raises 404; 422 for what the edition does not hold and a body that the council has not; 403; 409 `not-issued`
    in the name of a body that has not been given it, and `wrong-state` once it is replaced or its round has ended.
    """
    change = journal.change(session, actor.council_id)
    edition = find_edition(session, actor, edition_id)
    _require_held(session, actor, edition, data)
    body_id = _in_whose_name(session, actor, edition, data)
    if edition.state != "sealed":
        raise conflict("A later edition has taken the place of this one: comment on that.", "wrong-state")
    state = session.get_one(Round, edition.round_id).state
    if state not in RUNNING:
        raise conflict(f"The round of this edition is {state}: its review has ended.", "wrong-state")
    comment = ReviewComment(
        council_id=edition.council_id,
        edition_id=edition.id,
        series_id=data.series_id,
        period_code=data.period,
        activity_id=data.activity_id,
        body_id=body_id,
        comment=data.comment,
        commented_by=actor.person_id,
        commented_at=change.recorded_at,
        answer=None,
        answered_by=None,
        answered_at=None,
    )
    session.add(comment)
    session.flush()
    _tell(session, actor, comment, "add", data.comment)
    return comment_read(session, actor, comment.id)


def answer_comment(
    session: Session, actor: Actor, edition_id: int, comment_id: int, data: CommentAnswer
) -> CommentRead:
    """Answer a comment for the service; once. Raises 404, 403 and 409 `answered`."""
    change = journal.change(session, actor.council_id)
    of_edition = _visible(actor).where(ReviewComment.edition_id == edition_id, ReviewComment.id == comment_id)
    row = session.execute(of_edition.with_for_update(of=ReviewComment)).one_or_none()
    if row is None:
        raise not_found("comment")
    comment: ReviewComment = row[0]
    if not _may_answer(actor, row.unit_id):
        raise forbidden("Your role does not allow you to answer for this service.")
    if comment.answered_at is not None:
        raise conflict("This was answered already. A further question is another comment.", "answered")
    comment.answer, comment.answered_by, comment.answered_at = data.answer, actor.person_id, change.recorded_at
    session.flush()
    _tell(session, actor, comment, "answer", data.answer)
    return comment_read(session, actor, comment.id)


def comment_reads(actor: Actor, rows: Iterable[Any]) -> list[CommentRead]:
    """Comments as they are answered to this actor."""
    return [_read(row, actor) for row in rows]


def comment_read(session: Session, actor: Actor, comment_id: int) -> CommentRead:
    """One comment as it is answered to this actor."""
    return _read(session.execute(_rows(actor).where(ReviewComment.id == comment_id)).one(), actor)


def _rows(actor: Actor) -> Select[ReviewComment, str, str, int, str]:
    return (
        select(
            ReviewComment,
            func.coalesce(Indicator.ref, Activity.ref).label("ref"),
            func.coalesce(Indicator.name, Activity.title).label("name"),
            UNIT_ID.label("unit_id"),
            Body.code.label("body"),
        )
        .outerjoin(Series, Series.id == ReviewComment.series_id)
        .outerjoin(Indicator, Indicator.id == Series.indicator_id)
        .outerjoin(Activity, Activity.id == ReviewComment.activity_id)
        .outerjoin(Body, Body.id == ReviewComment.body_id)
        .where(ReviewComment.council_id == actor.council_id)
    )


def _visible(actor: Actor) -> Select[ReviewComment, str, str, int, str]:
    return _rows(actor).where(_may_read(actor))


def _may_read(actor: Actor) -> ColumnElement[bool]:
    """Who reads editions reads the comments; members those of their body, portfolio holders those on what is theirs.

    A service reads what is asked of it, and everybody what they asked themselves.
    """
    reviews = actor.reach(Permission.READ_EDITIONS)
    answers = [actor.reach(permission) for permission in ANSWERERS]
    if reviews.everywhere or reviews.unit_ids or any(reach.everywhere for reach in answers):
        return true()
    unit_ids = frozenset().union(*(reach.unit_ids for reach in answers))
    return or_(
        ReviewComment.body_id.in_(reviews.body_ids),
        Indicator.id.in_(in_portfolios(reviews.portfolio_ids)),
        ReviewComment.activity_id.in_(activities_in(reviews.portfolio_ids)),
        UNIT_ID.in_(unit_ids),
        ReviewComment.commented_by == actor.person_id,
    )


def _require_held(session: Session, actor: Actor, edition: PackEdition, data: CommentCreate) -> None:
    """The edition holds what is commented on, as the actor reads it: also a measure that was due without a figure."""
    content = read_content(session, actor, edition).content
    if data.activity_id is not None:
        if data.activity_id not in {each.activity_id for each in content.activities}:
            raise invalid("/activity_id", "not_in_edition", "Name an activity of this edition.")
        return
    cells = {(each.series_id, each.period_code) for each in content.figures}
    cells |= {(each.series_id, each.period_code) for each in content.missing}
    if isinstance(content, YearContent):
        # Of an annual round's, what is proposed for the year that it plans.
        cells |= {(each.series_id, content.period.code) for each in content.proposals}
    if (data.series_id, data.period) not in cells:
        raise invalid(
            "/series_id", "not_in_edition", "Name a figure or a proposal of this edition, by its series and period."
        )


def _in_whose_name(session: Session, actor: Actor, edition: PackEdition, data: CommentCreate) -> int | None:
    """The body in whose name the actor comments; None for officers and portfolio holders, who speak for themselves."""
    had = set(session.scalars(select(EditionIssue.body_id).where(EditionIssue.edition_id == edition.id)))
    if data.body_id is not None:
        body = require_ours(session, actor, Body, data.body_id, "/body_id")
        if not actor.may(Permission.COMMENT_EDITION, Place(actor.council_id, body_id=body.id)):
            raise forbidden(f"Your role does not allow you to comment in the name of {body.name}.")
        if body.id not in had:
            raise conflict(f"This edition has not been issued to {body.name}.", "not-issued")
        return body.id
    reach = actor.reach(Permission.COMMENT_EDITION)
    if reach.everywhere or reach.unit_ids or actor.may(Permission.COMMENT_EDITION, _place(session, data)):
        return None
    if reach.body_ids & had:
        return min(reach.body_ids & had)
    raise forbidden("Your role does not allow you to comment on this part of the edition.")


def _place(session: Session, data: CommentCreate) -> Place:
    """Where what is commented on belongs today."""
    if data.activity_id is not None:
        return activity_place(session, session.get_one(Activity, data.activity_id))
    assert data.series_id is not None
    series = session.get_one(Series, data.series_id)
    return indicator_place(session, session.get_one(Indicator, series.indicator_id))


def _may_answer(actor: Actor, unit_id: int) -> bool:
    place = Place(actor.council_id, unit_id=unit_id)
    return any(actor.may(permission, place) for permission in ANSWERERS)


def _tell(session: Session, actor: Actor, comment: ReviewComment, action: str, words: str) -> None:
    names = ("edition_id", "series_id", "period_code", "activity_id", "body_id")
    detail = {name: getattr(comment, name) for name in names}
    journal.record(session, actor, Event(f"review_comment.{action}", "review_comment", comment.id, detail, words))
    told = {"comment_id": comment.id}
    outbox.put(session, comment.council_id, f"review-comment-{action}", "pack_edition", comment.edition_id, told)


def _read(row: Any, actor: Actor) -> CommentRead:
    comment: ReviewComment = row[0]
    may_answer = comment.answered_at is None and _may_answer(actor, row.unit_id)
    return CommentRead.model_validate(
        {
            **{name: getattr(comment, name) for name in COLUMNS},
            "ref": row.ref,
            "name": row.name,
            "unit_id": row.unit_id,
            "body": row.body,
            "allowed_actions": ["answer"] if may_answer else [],
        }
    )
