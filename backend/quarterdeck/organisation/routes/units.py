"""Councils and their units."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.organisation import records, service, units
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.models import Council, Unit, UnitKind
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.units import CouncilRead, CouncilUpdate, UnitCreate, UnitRead, UnitUpdate

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Manager = Annotated[Actor, needs(Permission.MANAGE_ORGANISATION)]
CHANGES = problems(403, 404, 409, 412, 428)


@router.get("/councils")
def list_councils(
    actor: SignedIn, session: SessionDep, paging: PagingDep, code: Word | None = None
) -> Page[CouncilRead]:
    """The council one belongs to: a deployment may hold several, and none looks into another."""
    query = service.list_councils(actor, code=code)
    rows, cursor = page(session, query, (Council.code, Council.id), paging, entities=True)
    return Page(items=[service.council_read(session, row) for row in rows], next_cursor=cursor)


@router.get("/councils/{council_id}", responses=problems(404))
def read_council(council_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> CouncilRead:
    """One's own council."""
    council = service.find_council(session, actor, council_id)
    set_etag(response, council.version)
    return service.council_read(session, council)


@router.patch("/councils/{council_id}", responses=CHANGES)
def update_council(
    council_id: Id, body: CouncilUpdate, version: IfMatch, actor: Manager, session: SessionDep, response: Response
) -> CouncilRead:
    """Change one's own council's name, GSS code or dates."""
    council = service.update_council(session, actor, council_id, body, version)
    set_etag(response, council.version)
    return service.council_read(session, council)


@router.get("/units")
def list_units(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    code: Word | None = None,
    kind: UnitKind | None = None,
    parent_id: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
) -> Page[UnitRead]:
    """Units by code."""
    query = units.list_units(actor, code=code, kind=kind, parent_id=parent_id)
    rows, cursor = page(session, query, (Unit.code, Unit.id), paging, entities=True)
    return Page(items=units.unit_reads(session, rows), next_cursor=cursor)


@router.post("/units", status_code=201, responses=problems(403, 409))
def create_unit(body: UnitCreate, actor: Manager, session: SessionDep, response: Response) -> UnitRead:
    """Add a unit below another."""
    unit = units.create_unit(session, actor, body)
    set_etag(response, unit.version)
    return units.unit_read(session, unit)


@router.get("/units/{unit_id}", responses=problems(404))
def read_unit(unit_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> UnitRead:
    """One unit."""
    unit = records.find(session, actor, Unit, unit_id)
    set_etag(response, unit.version)
    return units.unit_read(session, unit)


@router.patch("/units/{unit_id}", responses=CHANGES)
def update_unit(
    unit_id: Id, body: UnitUpdate, version: IfMatch, actor: Manager, session: SessionDep, response: Response
) -> UnitRead:
    """Rename, move, open or close a unit."""
    unit = units.update_unit(session, actor, unit_id, body, version)
    set_etag(response, unit.version)
    return units.unit_read(session, unit)
