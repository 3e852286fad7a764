"""Samples for internal audit: drawn, listed, and handed out as one archive."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from quarterdeck.assurance import archive, samples
from quarterdeck.assurance.models import AssuranceSample
from quarterdeck.assurance.sample_schemas import SampleCreate, SampleRead
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Page, PagingDep, Route, page
from quarterdeck.organisation.access import needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["assurance"], route_class=Route)
Drawer = Annotated[Actor, needs(Permission.DRAW_SAMPLE)]
ZIP = "application/zip"
A_ZIP = {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}


@router.get("/assurance-samples", responses=problems(403))
def list_samples(actor: Drawer, session: SessionDep, paging: PagingDep) -> Page[SampleRead]:
    """The samples that were drawn, the newest first."""
    query = samples.visible_samples(actor)
    rows, cursor = page(session, query, (AssuranceSample.id.desc(),), paging, entities=True)
    return Page(items=samples.sample_reads(session, rows), next_cursor=cursor)


@router.post("/assurance-samples", status_code=201, responses=problems(403, 404))
def draw_sample(body: SampleCreate, actor: Drawer, session: SessionDep) -> SampleRead:
    """Draw a seeded random sample of indicators, to be re-performed. The draw is recorded and can be done again."""
    return samples.sample_reads(session, [samples.draw_sample(session, actor, body)])[0]


@router.get("/assurance-samples/{sample_id}", responses=problems(403, 404))
def read_sample(sample_id: Id, actor: Drawer, session: SessionDep) -> SampleRead:
    """One sample, with what was drawn."""
    return samples.sample_reads(session, [samples.find_sample(session, actor, sample_id)])[0]


@router.get(
    "/assurance-samples/{sample_id}/archive.zip",
    response_class=StreamingResponse,
    responses={**problems(403, 404), 200: A_ZIP},
)
def read_sample_archive(sample_id: Id, request: Request, actor: Drawer, session: SessionDep) -> StreamingResponse:
    """Everything that it takes to re-perform the sample's figures, with a script that computes them again.

    It tells the record as it stood when the sample was drawn.
    """
    file, size, name = archive.write_archive(session, actor, request.app.state.settings, sample_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(archive.chunks(file), media_type=ZIP, headers=headers)
