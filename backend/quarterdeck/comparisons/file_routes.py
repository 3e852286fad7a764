"""Files of comparison data over HTTP: upload one, say where it is from, look at what it would do, load it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, UploadFile

from quarterdeck.comparisons import files
from quarterdeck.comparisons.lines import Result, counted
from quarterdeck.comparisons.models import ComparisonFile, FileKind, FileState
from quarterdeck.comparisons.schemas import (
    ComparisonFileDecision,
    ComparisonFileRead,
    ComparisonFileSummary,
    ComparisonLineRead,
    ComparisonSourceUpdate,
    line_read,
)
from quarterdeck.comparisons.workflow import COMPARISON_FILE
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.organisation.access import SignedIn, SignedInApart, hold_key, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1/comparisons/files", tags=["comparisons"], route_class=Route)
Loader = Annotated[Actor, needs(Permission.EDIT_INDICATOR)]


@router.get("")
def list_comparison_files(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    kind: Annotated[FileKind | None, Query(description="Files of one kind.")] = None,
) -> Page[ComparisonFileSummary]:
    """The files of comparison data with their sources, the newest first; those not loaded only for who may load."""
    query = files.of_kind(files.visible_files(actor), kind)
    rows, cursor = page(session, query, (ComparisonFile.id.desc(),), paging, entities=True)
    items = [ComparisonFileSummary.model_validate(files.told(actor, row)) for row in rows]
    return Page(items=items, next_cursor=cursor)


@router.post("", status_code=201, responses=problems(403, 413))
def create_comparison_file(
    request: Request, actor: SignedInApart, session: SessionDep, file: UploadFile, response: Response
) -> ComparisonFileRead:
    """Upload a CSV file of areas, groups of areas, or figures: its heading tells which. Nothing is on record yet."""
    opened = files.open_file(actor, file.filename, file.file)
    hold_key(request, session, actor)
    made = files.upload_file(session, actor, opened)
    set_etag(response, made.version)
    return _read(session, actor, made)


@router.get("/{file_id}", responses=problems(404))
def read_comparison_file(file_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> ComparisonFileRead:
    """One file: where it is from, and what loading it would come to, or came to."""
    file = files.find_file(session, actor, file_id)
    set_etag(response, file.version)
    return _read(session, actor, file)


@router.patch("/{file_id}", responses=problems(403, 404, 409, 412, 428))
def state_comparison_source(
    file_id: Id,
    data: ComparisonSourceUpdate,
    version: IfMatch,
    actor: Loader,
    session: SessionDep,
    response: Response,
) -> ComparisonFileRead:
    """Say where a file is from: who published it, what it is called, when, under which licence."""
    file = files.state_source(session, actor, file_id, data.given(), version)
    set_etag(response, file.version)
    return _read(session, actor, file)


@router.delete("/{file_id}", status_code=204, responses=problems(403, 404, 409, 412, 428))
def delete_comparison_file(file_id: Id, version: IfMatch, actor: Loader, session: SessionDep) -> None:
    """Throw away a file that was not loaded."""
    files.throw_away(session, actor, file_id, version)


@router.get("/{file_id}/lines", responses=problems(403, 404))
def list_comparison_lines(
    file_id: Id,
    actor: Loader,
    session: SessionDep,
    result: Annotated[Result | None, Query(description="Lines that come to one thing.")] = None,
) -> Page[ComparisonLineRead]:
    """Each line of a file that is not loaded yet, at most 20,000: what loading it comes to, or how to mend it."""
    file = files.find_file(session, actor, file_id)
    lines = files.lines_of(session, actor, file) if file.state == FileState.PREVIEWED else []
    return Page(items=[line_read(line) for line in lines if result in (None, line.result)], next_cursor=None)


@router.post("/{file_id}/decisions", responses=problems(403, 404, 409, 412, 428))
def decide_comparison_file(
    file_id: Id,
    decision: ComparisonFileDecision,
    version: IfMatch,
    actor: Loader,
    session: SessionDep,
    response: Response,
) -> ComparisonFileRead:
    """Load a file: all of it in one transaction. A figure that differs from the one on record is a revision of it."""
    file = files.decide_file(session, actor, file_id, decision.action, version, decision.digest)
    set_etag(response, file.version)
    return _read(session, actor, file)


def _read(session: SessionDep, actor: Actor, file: ComparisonFile) -> ComparisonFileRead:
    waiting = file.state == FileState.PREVIEWED
    lines = files.lines_of(session, actor, file) if waiting else []
    told = files.told(actor, file)
    return ComparisonFileRead.model_validate(
        {
            **told,
            "sha256": file.sha256,
            "counts": counted(lines) if waiting else file.counts,
            "digest": files.digest_of(file, lines) if waiting else None,
            "allowed_actions": [*told["allowed_actions"], *COMPARISON_FILE.allowed_actions(file, actor)],
        }
    )
