"""Portfolios, bodies and their meetings."""

from typing import Annotated

from fastapi import APIRouter, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Day, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.organisation import meetings, records
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.models import Body, BodyKind, Meeting, Portfolio
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.meetings import (
    BodyCreate,
    BodyRead,
    BodyUpdate,
    MeetingCreate,
    MeetingRead,
    MeetingUpdate,
    PortfolioCreate,
    PortfolioRead,
    PortfolioUpdate,
)

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Manager = Annotated[Actor, needs(Permission.MANAGE_ORGANISATION)]
Clerk = Annotated[Actor, needs(Permission.MANAGE_MEETINGS)]
CREATES = problems(403, 409)
CHANGES = problems(403, 404, 409, 412, 428)


@router.get("/portfolios")
def list_portfolios(
    actor: SignedIn, session: SessionDep, paging: PagingDep, code: Word | None = None
) -> Page[PortfolioRead]:
    """Portfolios by code."""
    query = meetings.list_portfolios(actor, code=code)
    rows, cursor = page(session, query, (Portfolio.code, Portfolio.id), paging, entities=True)
    return Page(items=meetings.portfolio_reads(session, actor, rows), next_cursor=cursor)


@router.post("/portfolios", status_code=201, responses=CREATES)
def create_portfolio(body: PortfolioCreate, actor: Manager, session: SessionDep, response: Response) -> PortfolioRead:
    """Add a portfolio."""
    portfolio = meetings.create_portfolio(session, actor, body)
    set_etag(response, portfolio.version)
    return meetings.portfolio_read(session, actor, portfolio)


@router.get("/portfolios/{portfolio_id}", responses=problems(404))
def read_portfolio(portfolio_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> PortfolioRead:
    """One portfolio."""
    portfolio = records.find(session, actor, Portfolio, portfolio_id)
    set_etag(response, portfolio.version)
    return meetings.portfolio_read(session, actor, portfolio)


@router.patch("/portfolios/{portfolio_id}", responses=CHANGES)
def update_portfolio(
    portfolio_id: Id,
    body: PortfolioUpdate,
    version: IfMatch,
    actor: Manager,
    session: SessionDep,
    response: Response,
) -> PortfolioRead:
    """Rename a portfolio, or open or close it."""
    portfolio = meetings.update_portfolio(session, actor, portfolio_id, body, version)
    set_etag(response, portfolio.version)
    return meetings.portfolio_read(session, actor, portfolio)


@router.get("/bodies")
def list_bodies(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    code: Word | None = None,
    kind: BodyKind | None = None,
) -> Page[BodyRead]:
    """Bodies by code."""
    query = meetings.list_bodies(actor, code=code, kind=kind)
    rows, cursor = page(session, query, (Body.code, Body.id), paging, entities=True)
    return Page(items=[BodyRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.post("/bodies", status_code=201, responses=CREATES)
def create_body(body: BodyCreate, actor: Manager, session: SessionDep, response: Response) -> BodyRead:
    """Add a body."""
    created = meetings.create_body(session, actor, body)
    set_etag(response, created.version)
    return BodyRead.model_validate(created)


@router.get("/bodies/{body_id}", responses=problems(404))
def read_body(body_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> BodyRead:
    """One body."""
    found = records.find(session, actor, Body, body_id)
    set_etag(response, found.version)
    return BodyRead.model_validate(found)


@router.patch("/bodies/{body_id}", responses=CHANGES)
def update_body(
    body_id: Id, body: BodyUpdate, version: IfMatch, actor: Manager, session: SessionDep, response: Response
) -> BodyRead:
    """Rename a body, or open or close it."""
    changed = meetings.update_body(session, actor, body_id, body, version)
    set_etag(response, changed.version)
    return BodyRead.model_validate(changed)


@router.get("/meetings")
def list_meetings(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    body: Word | None = None,
    held_from: Day | None = None,
    held_to: Day | None = None,
) -> Page[MeetingRead]:
    """Meetings, newest first. `body` is a body's code."""
    query = meetings.list_meetings(actor, body=body, held_from=held_from, held_to=held_to)
    rows, cursor = page(session, query, (Meeting.held_on.desc(), Meeting.id.desc()), paging, entities=True)
    return Page(items=[MeetingRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.post("/meetings", status_code=201, responses=CREATES)
def create_meeting(body: MeetingCreate, actor: Clerk, session: SessionDep, response: Response) -> MeetingRead:
    """Add a meeting of a body."""
    meeting = meetings.create_meeting(session, actor, body)
    set_etag(response, meeting.version)
    return MeetingRead.model_validate(meeting)


@router.get("/meetings/{meeting_id}", responses=problems(404))
def read_meeting(meeting_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> MeetingRead:
    """One meeting."""
    meeting = records.find(session, actor, Meeting, meeting_id)
    set_etag(response, meeting.version)
    return MeetingRead.model_validate(meeting)


@router.patch("/meetings/{meeting_id}", responses=CHANGES)
def update_meeting(
    meeting_id: Id, body: MeetingUpdate, version: IfMatch, actor: Clerk, session: SessionDep, response: Response
) -> MeetingRead:
    """Move or rename a meeting."""
    meeting = meetings.update_meeting(session, actor, meeting_id, body, version)
    set_etag(response, meeting.version)
    return MeetingRead.model_validate(meeting)
