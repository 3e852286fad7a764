"""Links between indicators and activities, from either side."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Day, Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.measures import activity_links
from quarterdeck.measures.activity_link_schemas import ActivityLinkCreate, ActivityLinkRead, ActivityLinkUpdate
from quarterdeck.measures.models import IndicatorActivity
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["measures"], route_class=Route)
Keeper = Annotated[Actor, needs(Permission.EDIT_INDICATOR)]
OnDay = Annotated[Day | None, Query(description="Only links in force on this day.")]
SORT = (IndicatorActivity.valid_from, IndicatorActivity.id)


@router.get("/indicators/{indicator_id}/activities", responses=problems(404))
def list_indicator_activities(
    indicator_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep, on: OnDay = None
) -> Page[ActivityLinkRead]:
    """The activities that an indicator shows the effect of, with their days."""
    query = activity_links.links_of_indicator(session, actor, indicator_id, on)
    rows, cursor = page(session, query, SORT, paging)
    return Page(items=[activity_links.link_read(row[:3]) for row in rows], next_cursor=cursor)


@router.get("/activities/{activity_id}/indicators", responses=problems(404))
def list_activity_indicators(
    activity_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep, on: OnDay = None
) -> Page[ActivityLinkRead]:
    """The indicators that show what an activity is for, with their days."""
    query = activity_links.links_of_activity(session, actor, activity_id, on)
    rows, cursor = page(session, query, SORT, paging)
    return Page(items=[activity_links.link_read(row[:3]) for row in rows], next_cursor=cursor)


@router.post("/indicators/{indicator_id}/activities", status_code=201, responses=problems(403, 404, 409))
def link_indicator_activity(
    indicator_id: Id, body: ActivityLinkCreate, actor: Keeper, session: SessionDep, response: Response
) -> ActivityLinkRead:
    """Let an indicator show what an activity is for, from a day on."""
    link = activity_links.link_read(activity_links.link_activity(session, actor, indicator_id, body))
    set_etag(response, link.indicator_version)
    return link


@router.patch("/indicators/{indicator_id}/activities/{link_id}", responses=problems(403, 404, 409, 412, 428))
def end_indicator_activity(
    indicator_id: Id,
    link_id: Id,
    body: ActivityLinkUpdate,
    version: IfMatch,
    actor: Keeper,
    session: SessionDep,
    response: Response,
) -> ActivityLinkRead:
    """Set the last day of a link. The version is the indicator's."""
    row = activity_links.end_link(session, actor, indicator_id, link_id, body, version)
    link = activity_links.link_read(row)
    set_etag(response, link.indicator_version)
    return link
