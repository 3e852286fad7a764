"""A council set up from one workbook, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, UploadFile

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.core.workbooks import WORKBOOK
from quarterdeck.integrations.models import SetupLoad, SetupRow
from quarterdeck.integrations.schemas import Outcome, SetupDecision, SetupLoadRead, SetupRowRead
from quarterdeck.integrations.setup import service
from quarterdeck.integrations.setup.template import setup_workbook
from quarterdeck.integrations.workflow import OF_SETUP
from quarterdeck.organisation.access import SignedInApart, hold_key, needs

router = APIRouter(prefix="/api/v1/setup", tags=["integrations"], route_class=Route)
Setter = Annotated[Actor, needs(*OF_SETUP)]
FILE: dict[int | str, Any] = {200: {"content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/workbook.xlsx", response_class=Response, responses={**problems(403), **FILE})
def read_setup_workbook(actor: Setter, session: SessionDep) -> Response:
    """The workbook to fill in, with what is on record already. Loaded again as it is, it changes nothing."""
    headers = {"Content-Disposition": 'attachment; filename="quarterdeck-set-up.xlsx"', "Cache-Control": "no-store"}
    return Response(setup_workbook(session, actor), media_type=WORKBOOK, headers=headers)


@router.get("/loads", responses=problems(403))
def list_setup_loads(actor: Setter, session: SessionDep, paging: PagingDep) -> Page[SetupLoadRead]:
    """The workbooks that you uploaded, the newest first; an administrator is told of everybody's."""
    query = service.visible_loads(actor)
    rows, cursor = page(session, query, (SetupLoad.id.desc(),), paging, entities=True)
    return Page(items=[service.load_read(row, actor) for row in rows], next_cursor=cursor)


@router.post("/loads", status_code=201, responses=problems(403, 413))
def create_setup_load(
    request: Request, actor: SignedInApart, session: SessionDep, file: UploadFile, response: Response
) -> SetupLoadRead:
    """Upload a set-up workbook and see what loading it would do, row by row. Nothing of it is loaded."""
    opened = service.open_upload(actor, file.filename, file.file)
    hold_key(request, session, actor)
    load = service.try_workbook(session, actor, opened)
    set_etag(response, load.version)
    return service.load_read(load, actor)


@router.get("/loads/{load_id}", responses=problems(403, 404))
def read_setup_load(load_id: Id, actor: Setter, session: SessionDep, response: Response) -> SetupLoadRead:
    """One workbook: how many rows of which sheet do what."""
    load = service.find_load(session, actor, load_id)
    set_etag(response, load.version)
    return service.load_read(load, actor)


@router.get("/loads/{load_id}/rows", responses=problems(403, 404))
def list_setup_rows(
    load_id: Id,
    actor: Setter,
    session: SessionDep,
    paging: PagingDep,
    sheet: Annotated[str | None, Query(max_length=40)] = None,
    outcome: Outcome | None = None,
) -> Page[SetupRowRead]:
    """The rows of a workbook in their order: what each does, from what to what, or what is wrong with it."""
    query = service.list_rows(session, actor, load_id, sheet=sheet, outcome=outcome)
    rows, cursor = page(session, query, (SetupRow.id,), paging, entities=True)
    return Page(items=[service.row_read(row) for row in rows], next_cursor=cursor)


@router.post("/loads/{load_id}/decisions", responses=problems(403, 404, 409, 412, 428))
def decide_setup_load(
    load_id: Id, decision: SetupDecision, version: IfMatch, actor: Setter, session: SessionDep, response: Response
) -> SetupLoadRead:
    """Load a workbook in one transaction, exactly as it was looked at; or look at it again."""
    load = service.decide_load(session, actor, load_id, decision.action, version)
    set_etag(response, load.version)
    return service.load_read(load, actor)


@router.delete("/loads/{load_id}", status_code=204, responses=problems(403, 404, 409, 412, 428))
def delete_setup_load(load_id: Id, version: IfMatch, actor: Setter, session: SessionDep) -> None:
    """Throw away a workbook that was not loaded."""
    service.throw_away(session, actor, load_id, version)
