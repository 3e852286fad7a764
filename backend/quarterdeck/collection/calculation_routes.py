"""Series that are calculated instead of asked for: how, and how a figure came about."""

from typing import Annotated

from fastapi import APIRouter, Response

from quarterdeck.collection.asking import asked_now
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Page, PagingDep, Route, page
from quarterdeck.core.ready import UNCHANGED, ready
from quarterdeck.measures import calculation_reads, calculations
from quarterdeck.measures.calculation import Calculation
from quarterdeck.measures.calculation_schemas import (
    CalculationCreate,
    CalculationRead,
    CalculationTried,
    CollectedSeries,
    HowCalculated,
)
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.measures.routes import DryRun, answer, tried
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["collection"], route_class=Route)
Keeper = Annotated[Actor, needs(Permission.EDIT_INDICATOR)]


@router.get("/series")
def list_collected_series(actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[CollectedSeries]:
    """Every series of your council: what figures are collected for, and what others may be calculated from."""
    query = calculation_reads.collected_series(actor)
    rows, cursor = page(session, query, (Indicator.ref, Series.breakdown, Series.id), paging)
    return Page(items=[calculation_reads.series_read(row) for row in rows], next_cursor=cursor)


@router.get("/indicators/{indicator_id}/calculations", responses=problems(404))
def list_calculations(
    indicator_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep
) -> Page[CalculationRead]:
    """Every version of how an indicator's series are calculated, newest first; none where they are entered."""
    query = calculations.list_calculations(session, actor, indicator_id)
    rows, cursor = page(session, query, (Calculation.change_no.desc(), Calculation.id.desc()), paging, entities=True)
    return Page(items=calculation_reads.calculation_reads(session, rows), next_cursor=cursor)


@router.post(
    "/indicators/{indicator_id}/calculations",
    status_code=201,
    response_model=CalculationRead,
    responses=problems(403, 404, 409) | tried(CalculationTried),
)
def add_calculation(
    indicator_id: Id, body: CalculationCreate, actor: Keeper, session: SessionDep, dry_run: DryRun = False
) -> CalculationRead | Response:
    """Record how a series is calculated from a day on, with the reason; what is on record is calculated at once.

    No service is asked for it any more, and it changes with what it is made of. `dry_run` answers what it would come
    to, and writes nothing.
    """
    asked = asked_now(session, actor)
    if dry_run:
        return answer(calculations.try_calculation(session, actor, indicator_id, body, asked))
    made = calculations.add_calculation(session, actor, indicator_id, body, asked)
    return calculation_reads.calculation_reads(session, [made])[0]


@router.get("/observations/{observation_id}/calculation", responses=problems(404) | UNCHANGED)
@ready
def read_calculation(
    observation_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep
) -> HowCalculated:
    """How a figure was calculated: the calculation, and the figures that it was made of, as they were."""
    return calculation_reads.how_calculated(session, actor, observation_id, viewpoint)
