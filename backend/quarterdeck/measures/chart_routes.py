"""Charts of indicators, as SVG."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from quarterdeck.core.db import SessionDep
from quarterdeck.core.drawn import DRAWN, NARROWEST, WIDEST, drawn
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Route, Word
from quarterdeck.measures import charts
from quarterdeck.measures.chart_frame import WIDTH
from quarterdeck.measures.chart_reads import read_trend
from quarterdeck.measures.filters import IdQuery
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["measures"], route_class=Route)
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
    width: Annotated[int, Query(ge=NARROWEST, le=WIDEST, description=PIXELS)] = WIDTH,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """An indicator's trend against its target, as SVG with its description; `series` where it has several.

    Without `from` the newest 60 figures. To be put inline: its points carry `data-*`, its parts classes.
    """
    chart = read_trend(session, actor, viewpoint, indicator_id, series_id=series, since=since, until=until)
    return drawn(charts.draw_trend(chart, width), if_none_match)
