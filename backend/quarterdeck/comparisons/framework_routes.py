"""External frameworks over HTTP: which there are, how far our indicators cover each, and what stands for what."""

from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.comparisons import mappings
from quarterdeck.comparisons.coverage import coverage_of, framework_reads
from quarterdeck.comparisons.external_frameworks import visible_frameworks
from quarterdeck.comparisons.framework_models import ExternalFramework, MetricMapping
from quarterdeck.comparisons.framework_schemas import (
    ExternalFrameworkRead,
    FrameworkCoverage,
    MappingCreate,
    MetricMappingRead,
    mapping_content,
)
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, Page, PagingDep, Route, page
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["comparisons"], route_class=Route)
Mapper = Annotated[Actor, needs(Permission.EDIT_INDICATOR)]


@router.get("/external-frameworks")
def list_external_frameworks(actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[ExternalFrameworkRead]:
    """The frameworks of others that were loaded, by name, the newest version first."""
    sort = (ExternalFramework.name, ExternalFramework.id.desc())
    rows, cursor = page(session, visible_frameworks(actor), sort, paging, entities=True)
    return Page(items=framework_reads(session, rows), next_cursor=cursor)


@router.get("/external-frameworks/{framework_id}", responses=problems(404))
def read_external_framework(
    framework_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep
) -> FrameworkCoverage:
    """A framework's outcomes and metrics, with the indicators that stand for each and their newest figures.

    A metric without an indicator is a gap. Nothing is rated by it.
    """
    return coverage_of(session, actor, viewpoint, framework_id)


@router.get("/metric-mappings")
def list_metric_mappings(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    indicator_id: Annotated[int | None, Query(ge=1, le=MAX_ID, description="Of one indicator.")] = None,
) -> Page[MetricMappingRead]:
    """Which indicators stand for which metrics today."""
    query = mappings.of_indicator(mappings.visible_mappings(actor), indicator_id)
    rows, cursor = page(session, query, (MetricMapping.id,), paging)
    return Page(items=[MetricMappingRead.model_validate(mapping_content(row[:4])) for row in rows], next_cursor=cursor)


@router.post("/metric-mappings", status_code=201, responses=problems(403, 404, 409))
def record_metric_mapping(data: MappingCreate, actor: Mapper, session: SessionDep) -> MetricMappingRead:
    """Say how an indicator stands to a metric from a day on, or that it no longer does."""
    return MetricMappingRead.model_validate(mapping_content(mappings.record_mapping(session, actor, data)))
