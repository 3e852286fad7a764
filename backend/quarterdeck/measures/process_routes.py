"""Process limits of indicators: whether a change is real. Rebases, and the council's settings of them."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.drawn import DRAWN, NARROWEST, WIDEST, drawn
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.measures import indicators, limit_settings, process_chart, process_chart_data, rebases
from quarterdeck.measures.chart_event_reads import read_events
from quarterdeck.measures.chart_frame import WIDTH
from quarterdeck.measures.chart_reads import seen_before
from quarterdeck.measures.chart_routes import PIXELS
from quarterdeck.measures.filters import IdQuery
from quarterdeck.measures.process_limits import LimitSettings
from quarterdeck.measures.process_reads import read_process
from quarterdeck.measures.process_schemas import (
    ProcessRead,
    ProcessSettingsRead,
    ProcessSettingsUpdate,
    RebaseCreate,
    RebaseRead,
    RebaseWithdraw,
    settings_read,
)
from quarterdeck.measures.rebases import Rebase
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["measures"], route_class=Route)
Keeper = Annotated[Actor, needs(Permission.EDIT_INDICATOR)]


@router.get("/indicators/{indicator_id}/process-limits", responses=problems(404))
def read_process_limits(
    indicator_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep, series: IdQuery = None
) -> ProcessRead:
    """Whether a series has really changed or only varies as it always has, and whether it meets its target.

    `series` where the indicator has several. They rest on the figures that you may see.
    """
    return ProcessRead.of(read_process(session, actor, viewpoint, indicator_id, series), actor)


@router.get(
    "/indicators/{indicator_id}/process-limits.svg", response_class=Response, responses={**problems(404), **DRAWN}
)
def draw_process_limits(
    indicator_id: Id,
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    series: IdQuery = None,
    width: Annotated[int, Query(ge=NARROWEST, le=WIDEST, description=PIXELS)] = WIDTH,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """An indicator's newest 60 figures with mean and process limits (an XmR chart), as SVG with its description."""
    found = read_process(session, actor, viewpoint, indicator_id, series)
    events = read_events(session, actor, viewpoint, found.series, found.rows)
    chart = process_chart_data.chart_of(found, events, seen_before(session, actor, viewpoint, found.rows))
    return drawn(process_chart.draw_process(chart, width), if_none_match)


@router.get("/indicators/{indicator_id}/rebases", responses=problems(404))
def list_rebases(
    indicator_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep, viewpoint: ViewpointDep
) -> Page[RebaseRead]:
    """Every rebase of an indicator's process limits and every withdrawal of one, newest first."""
    indicator = indicators.find_indicator(session, actor, indicator_id)
    rows, cursor = page(session, rebases.list_rebases(actor, indicator.id, viewpoint), (Rebase.id.desc(),), paging)
    may = actor.may(Permission.EDIT_INDICATOR, indicator.place())
    return Page(items=[RebaseRead.of(row, may=may) for row in rows], next_cursor=cursor)


@router.post("/indicators/{indicator_id}/rebases", status_code=201, responses=problems(403, 404, 409))
def record_rebase(indicator_id: Id, body: RebaseCreate, actor: Keeper, session: SessionDep) -> RebaseRead:
    """Have process limits of a series begin anew with a period, because its process has changed for good."""
    rebase = rebases.record_rebase(session, actor, indicator_id, body.series_id, body.period, body.reason)
    return RebaseRead.of((rebase, True), may=True)


@router.post("/rebases/{rebase_id}/withdrawals", status_code=201, responses=problems(403, 404, 409))
def withdraw_rebase(rebase_id: Id, body: RebaseWithdraw, actor: Keeper, session: SessionDep) -> RebaseRead:
    """Let limits run on over the period again. The rebase and its withdrawal stay on record."""
    return RebaseRead.of((rebases.withdraw_rebase(session, actor, rebase_id, body.reason), True), may=True)


@router.get("/process-settings")
def read_process_settings(actor: SignedIn, session: SessionDep, response: Response) -> ProcessSettingsRead:
    """How the council has process limits worked out, and every change of that."""
    read = settings_read(session, actor)
    set_etag(response, read.version)
    return read


@router.put("/process-settings", responses=problems(403, 409, 412, 428))
def change_process_settings(
    body: ProcessSettingsUpdate,
    version: IfMatch,
    actor: Annotated[Actor, needs(Permission.MANAGE_FRAMEWORK)],
    session: SessionDep,
    response: Response,
) -> ProcessSettingsRead:
    """Change how process limits are worked out: every chart of now follows, those of the past do not."""
    limit_settings.change_settings(session, actor, LimitSettings(body.run, body.screened), body.reason, version)
    read = settings_read(session, actor)
    set_etag(response, read.version)
    return read
