"""Charts of indicators, as SVG."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Route, Word
from quarterdeck.core.ready import tags_of
from quarterdeck.measures import charts
from quarterdeck.measures.chart_frame import WIDTH
from quarterdeck.measures.chart_reads import read_trend
from quarterdeck.measures.filters import IdQuery
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["measures"], route_class=Route)
DRAWN: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "The chart"},
    304: {"description": "Nothing has changed since the answer with this ETag"},
}
PIXELS = "How wide it is drawn, in pixels: a narrow one has fewer labels, not smaller ones."


@router.get("/indicators/{indicator_id}/chart.svg", response_class=Response, responses={**problems(404), **DRAWN})
def draw_chart(
    indicator_id: Id,
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    series: IdQuery = None,
    since: Annotated[Word | None, Query(alias="from", description="The first period's code.")] = None,
    until: Annotated[Word | None, Query(alias="to", description="The last period's code.")] = None,
    width: Annotated[int, Query(ge=280, le=1600, description=PIXELS)] = WIDTH,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """An indicator's trend against its target, as SVG with its description; `series` where it has several.

    Without `from` the newest 60 figures. To be put inline: its points carry `data-*`, its parts classes.
    """
    chart = read_trend(session, actor, viewpoint, indicator_id, series_id=series, since=since, until=until)
    drawn = charts.draw_trend(chart, width).encode()
    tag = hashlib.sha256(drawn).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if tag in tags_of(if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(drawn, media_type="image/svg+xml", headers=headers)
