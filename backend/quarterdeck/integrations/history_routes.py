"""Printed history over HTTP: upload a table, say what it does not say, and read it into the record."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response, UploadFile

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.integrations import history, history_reads
from quarterdeck.integrations.history_schemas import (
    HistoryDecision,
    HistoryRow,
    HistorySummary,
    HistoryUpdate,
    HistoryUploadRead,
)
from quarterdeck.integrations.models import HistoryUpload
from quarterdeck.integrations.workflow import OF_HISTORY
from quarterdeck.organisation.access import SignedInApart, hold_key, needs

router = APIRouter(prefix="/api/v1/history-uploads", tags=["integrations"], route_class=Route)
Loader = Annotated[Actor, needs(*OF_HISTORY)]
Outcome = Literal["read", "unread", "left_out", "conflict"]


@router.get("", responses=problems(403))
def list_history_uploads(actor: Loader, session: SessionDep, paging: PagingDep) -> Page[HistorySummary]:
    """The printed tables of the council, the newest first."""
    query = history.visible_uploads(actor)
    rows, cursor = page(session, query, (HistoryUpload.id.desc(),), paging, entities=True)
    return Page(items=[history_reads.summary_read(row) for row in rows], next_cursor=cursor)


@router.post("", status_code=201, responses=problems(403, 413))
def create_history_upload(
    request: Request, actor: SignedInApart, session: SessionDep, file: UploadFile, response: Response
) -> HistoryUploadRead:
    """Upload a printed table (CSV or Excel) to make it ready. Nothing of it is on record until it is loaded."""
    opened = history.open_table(actor, file.filename, file.file)
    hold_key(request, session, actor)
    upload = history.upload_table(session, actor, opened)
    set_etag(response, upload.version)
    return history_reads.upload_read(session, actor, upload)


@router.get("/{upload_id}", responses=problems(403, 404))
def read_history_upload(upload_id: Id, actor: Loader, session: SessionDep, response: Response) -> HistoryUploadRead:
    """One table: its columns, its indicators with what is suggested, and what loading it would come to."""
    upload = history.find_upload(session, actor, upload_id)
    set_etag(response, upload.version)
    return history_reads.upload_read(session, actor, upload)


@router.patch("/{upload_id}", responses=problems(403, 404, 409, 412, 428))
def update_history_upload(
    upload_id: Id, data: HistoryUpdate, version: IfMatch, actor: Loader, session: SessionDep, response: Response
) -> HistoryUploadRead:
    """Say which column is what, what no table says of an indicator, how a cell is read, or why a row is left out."""
    upload = history.update_upload(session, actor, upload_id, data, version)
    set_etag(response, upload.version)
    return history_reads.upload_read(session, actor, upload)


@router.delete("/{upload_id}", status_code=204, responses=problems(403, 404, 409, 412, 428))
def delete_history_upload(upload_id: Id, version: IfMatch, actor: Loader, session: SessionDep) -> None:
    """Throw away a table that was not loaded, with all that was said of it."""
    history.throw_away(session, actor, upload_id, version)


@router.get("/{upload_id}/rows", responses=problems(403, 404))
def list_history_rows(
    upload_id: Id, actor: Loader, session: SessionDep, outcome: Outcome | None = None
) -> Page[HistoryRow]:
    """Every row of a table, at most 5,000: what becomes of it, and what stands in the way."""
    upload = history.find_upload(session, actor, upload_id)
    return Page(items=history_reads.row_reads(session, upload, outcome), next_cursor=None)


@router.post("/{upload_id}/decisions", responses=problems(403, 404, 409, 412, 428))
def decide_history_upload(
    upload_id: Id, decision: HistoryDecision, version: IfMatch, actor: Loader, session: SessionDep, response: Response
) -> HistoryUploadRead:
    """Read a table into the record: all of it in one transaction."""
    upload = history.decide_upload(session, actor, upload_id, decision.action, version, decision.digest)
    set_etag(response, upload.version)
    return history_reads.upload_read(session, actor, upload)
