"""Comparison over HTTP: areas, groups, and an indicator beside others."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from quarterdeck.comparisons import areas, groups
from quarterdeck.comparisons.drawing import draw_comparison
from quarterdeck.comparisons.models import ComparisonArea, ComparisonGroup
from quarterdeck.comparisons.reads import Asked, Order, area_reads, compare, group_reads
from quarterdeck.comparisons.schemas import ComparisonAreaRead, ComparisonGroupRead, ComparisonRead
from quarterdeck.core.db import SessionDep
from quarterdeck.core.drawn import DRAWN, NARROWEST, WIDEST, drawn
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, Page, PagingDep, Route, Word, at_once, page
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["comparisons"], route_class=Route)
PERIOD = "A period's code; without it the newest that others have figures for."
GROUP = "The id of a group of areas; without it every council that has a figure."


@at_once
def _asked(
    indicator_id: Id,
    period: Annotated[Word | None, Query(description=PERIOD)] = None,
    group: Annotated[int | None, Query(ge=1, le=MAX_ID, description=GROUP)] = None,
    order: Annotated[Order, Query(description="By name or by code: figures rank nobody.")] = "name",
) -> Asked:
    return Asked(indicator_id, period, group, order)


AskedDep = Annotated[Asked, Depends(_asked)]


@router.get("/comparisons/areas")
def list_comparison_areas(actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[ComparisonAreaRead]:
    """The areas that figures are compared with, by code, with what each took the place of and what took its place."""
    rows, cursor = page(
        session, areas.visible_areas(actor), (ComparisonArea.code, ComparisonArea.id), paging, entities=True
    )
    return Page(items=area_reads(session, actor, rows), next_cursor=cursor)


@router.get("/comparisons/groups")
def list_comparison_groups(actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[ComparisonGroupRead]:
    """The groups of areas, each version with its date and members, by name."""
    sort = (ComparisonGroup.name, ComparisonGroup.dated.desc(), ComparisonGroup.id)
    rows, cursor = page(session, groups.visible_groups(actor), sort, paging, entities=True)
    return Page(items=group_reads(session, rows), next_cursor=cursor)


@router.get("/indicators/{indicator_id}/comparisons", responses=problems(404))
def read_comparison(asked: AskedDep, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep) -> ComparisonRead:
    """An indicator's figure beside those of others for one period, with source, age and cautions; ranked by nothing."""
    return compare(session, actor, viewpoint, asked)


@router.get(
    "/indicators/{indicator_id}/comparisons/chart.svg", response_class=Response, responses={**problems(404), **DRAWN}
)
def draw_comparison_chart(
    asked: AskedDep,
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    width: Annotated[int, Query(ge=NARROWEST, le=WIDEST, description="How wide it is drawn, in pixels.")] = 760,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """The comparison as a drawing (SVG) with its description: a dot for each council, ours and what is wider beside."""
    return drawn(draw_comparison(compare(session, actor, viewpoint, asked), width), if_none_match)
