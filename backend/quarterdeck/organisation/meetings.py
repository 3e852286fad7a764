"""Portfolios, bodies and their meetings: everyone signed in may read them."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor, Place, Scope
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.http import changes
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation.grants import in_force
from quarterdeck.organisation.models import Body, BodyKind, Meeting, Portfolio, Post, RoleGrant
from quarterdeck.organisation.records import (
    check_dates,
    find,
    note_creation,
    note_update,
    refuse_taken,
    require,
    visible,
)
from quarterdeck.organisation.roles import Permission, Role
from quarterdeck.organisation.schemas.meetings import (
    BodyCreate,
    BodyUpdate,
    MeetingCreate,
    MeetingUpdate,
    PortfolioCreate,
    PortfolioRead,
    PortfolioUpdate,
)


def list_portfolios(actor: Actor, *, code: str | None = None) -> Select[Portfolio]:
    """Portfolios of the actor's council, by code."""
    return visible(actor, Portfolio).where(true() if code is None else Portfolio.code == code)


def create_portfolio(session: Session, actor: Actor, data: PortfolioCreate) -> Portfolio:
    """Add a portfolio. Raises 403, 422, 409 for a code in use."""
    journal.lock(session, actor.council_id)
    require(actor, Permission.MANAGE_ORGANISATION)
    check_dates(data.valid_from, data.valid_to)
    same = select(Portfolio.id).where(Portfolio.council_id == actor.council_id, Portfolio.code == data.code)
    refuse_taken(session, same)
    portfolio = Portfolio(council_id=actor.council_id, version=1, **data.model_dump())
    note_creation(session, actor, portfolio, "portfolio", {"code": portfolio.code})
    return portfolio


def update_portfolio(
    session: Session, actor: Actor, portfolio_id: int, data: PortfolioUpdate, version: int
) -> Portfolio:
    """Rename a portfolio, or open or close it. Raises 404, 403, 412, 422."""
    portfolio = find(session, actor, Portfolio, portfolio_id, for_update=True)
    require(actor, Permission.MANAGE_ORGANISATION)
    check_version(portfolio, version)
    changed = changes(portfolio, data.given())
    check_dates(portfolio.valid_from, portfolio.valid_to)
    note_update(session, actor, portfolio, "portfolio", changed)
    return portfolio


def portfolio_holders(session: Session, council_id: int, on: date) -> dict[int, Post]:
    """The post that is Portfolio Holder on a day, by portfolio: documents name posts, never people."""
    query = (
        select(RoleGrant.scope_id, Post)
        .join(Post, Post.id == RoleGrant.post_id)
        .where(
            RoleGrant.council_id == council_id,
            RoleGrant.role == Role.PORTFOLIO_HOLDER,
            RoleGrant.scope == Scope.PORTFOLIO,
            in_force(RoleGrant, on),
        )
        .order_by(RoleGrant.valid_from, RoleGrant.id)
    )
    # Where two hold one portfolio on a day of handing over, the newer one counts.
    return {portfolio_id: post for portfolio_id, post in session.execute(query) if portfolio_id is not None}


def portfolio_reads(session: Session, actor: Actor, rows: Iterable[Portfolio]) -> list[PortfolioRead]:
    """Portfolios as they are answered, with the post that holds each today."""
    holders = portfolio_holders(session, actor.council_id, clock.today())
    names = PortfolioRead.model_fields.keys() - {"holder_post_id"}
    return [
        PortfolioRead.model_validate(
            {
                **{name: getattr(portfolio, name) for name in names},
                "holder_post_id": holders[portfolio.id].id if portfolio.id in holders else None,
            }
        )
        for portfolio in rows
    ]


def portfolio_read(session: Session, actor: Actor, portfolio: Portfolio) -> PortfolioRead:
    return portfolio_reads(session, actor, [portfolio])[0]


def list_bodies(actor: Actor, *, code: str | None = None, kind: BodyKind | None = None) -> Select[Body]:
    """Bodies of the actor's council, by code and kind."""
    return visible(actor, Body).where(
        true() if code is None else Body.code == code,
        true() if kind is None else Body.kind == kind,
    )


def create_body(session: Session, actor: Actor, data: BodyCreate) -> Body:
    """Add a body. Raises 403, 422, 409 for a code in use."""
    journal.lock(session, actor.council_id)
    require(actor, Permission.MANAGE_ORGANISATION)
    check_dates(data.valid_from, data.valid_to)
    refuse_taken(session, select(Body.id).where(Body.council_id == actor.council_id, Body.code == data.code))
    body = Body(council_id=actor.council_id, version=1, **data.model_dump())
    note_creation(session, actor, body, "body", {"code": body.code, "kind": str(body.kind)})
    return body


def update_body(session: Session, actor: Actor, body_id: int, data: BodyUpdate, version: int) -> Body:
    """Rename a body, or open or close it. Raises 404, 403, 412, 422."""
    body = find(session, actor, Body, body_id, for_update=True)
    require(actor, Permission.MANAGE_ORGANISATION)
    check_version(body, version)
    changed = changes(body, data.given())
    check_dates(body.valid_from, body.valid_to)
    note_update(session, actor, body, "body", changed)
    return body


def list_meetings(
    actor: Actor, *, body: str | None = None, held_from: date | None = None, held_to: date | None = None
) -> Select[Meeting]:
    """Meetings of the actor's council, by the code of their body and by day (both days count)."""
    bodies = select(Body.id).where(Body.council_id == actor.council_id, Body.code == body)
    return visible(actor, Meeting).where(
        true() if body is None else Meeting.body_id.in_(bodies),
        true() if held_from is None else Meeting.held_on >= held_from,
        true() if held_to is None else Meeting.held_on <= held_to,
    )


def create_meeting(session: Session, actor: Actor, data: MeetingCreate) -> Meeting:
    """Add a body's meeting. Raises 422 for a body that is not the council's, 403, 409 where it meets then already."""
    journal.lock(session, actor.council_id)
    body = require_ours(session, actor, Body, data.body_id, "/body_id")
    require(actor, Permission.MANAGE_MEETINGS, Place(body.council_id, body_id=body.id))
    _refuse_same_day(session, body.id, data.held_on)
    meeting = Meeting(council_id=actor.council_id, version=1, **data.model_dump())
    detail = {"body_id": body.id, "held_on": data.held_on.isoformat(), "public": data.public}
    note_creation(session, actor, meeting, "meeting", detail)
    return meeting


Moved = Callable[[Session, Actor, Meeting], None]
_followers: list[Moved] = []


def when_changed(follow: Moved) -> None:
    """Let a subject above follow a meeting whose day or openness has changed, in the same transaction."""
    _followers.append(follow)


def update_meeting(session: Session, actor: Actor, meeting_id: int, data: MeetingUpdate, version: int) -> Meeting:
    """Move or rename a meeting. Raises 404, 403, 412, 409."""
    meeting = find(session, actor, Meeting, meeting_id, for_update=True)
    require(actor, Permission.MANAGE_MEETINGS, meeting_place(meeting))
    check_version(meeting, version)
    if data.held_on not in (None, meeting.held_on):
        _refuse_same_day(session, meeting.body_id, data.held_on)
    changed = changes(meeting, data.given())
    note_update(session, actor, meeting, "meeting", changed)
    if changed.keys() & {"held_on", "public"}:
        for follow in _followers:
            follow(session, actor, meeting)
    return meeting


def meeting_place(meeting: Meeting) -> Place:
    """Where a meeting belongs: its body."""
    return Place(meeting.council_id, body_id=meeting.body_id)


def _refuse_same_day(session: Session, body_id: int, held_on: date | None) -> None:
    same = select(Meeting.id).where(Meeting.body_id == body_id, Meeting.held_on == held_on)
    refuse_taken(session, same, "day for a meeting of this body")


def _refer_portfolio(session: Session, actor: Actor, portfolio_id: int) -> Referent | None:
    found = session.scalars(visible(actor, Portfolio).where(Portfolio.id == portfolio_id)).one_or_none()
    place = Place(actor.council_id, portfolio_ids=frozenset({portfolio_id}))
    return Referent("portfolio", found.id, found.name, place) if found else None


def _refer_body(session: Session, actor: Actor, body_id: int) -> Referent | None:
    found = session.scalars(visible(actor, Body).where(Body.id == body_id)).one_or_none()
    return Referent("body", found.id, found.name, Place(found.council_id, body_id=found.id)) if found else None


def _refer_meeting(session: Session, actor: Actor, meeting_id: int) -> Referent | None:
    found = session.scalars(visible(actor, Meeting).where(Meeting.id == meeting_id)).one_or_none()
    return Referent("meeting", found.id, found.title, meeting_place(found)) if found else None


refs.register("portfolio", _refer_portfolio)
refs.register("body", _refer_body)
refs.register("meeting", _refer_meeting)
