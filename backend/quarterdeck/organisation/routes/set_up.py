"""Setting an empty installation up, and how a council's pages look."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response, UploadFile

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import Problem, problems
from quarterdeck.core.http import Id, IfMatch, Route, set_etag
from quarterdeck.core.ready import tags_of
from quarterdeck.organisation import branding, service, set_up
from quarterdeck.organisation.access import identify, needs, refuse_cross_site
from quarterdeck.organisation.models import Council
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.set_up import SetUpCreate
from quarterdeck.organisation.schemas.units import CouncilRead

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Manager = Annotated[Actor, needs(Permission.MANAGE_ORGANISATION)]
CHANGES = problems(403, 404, 409, 412, 413, 428)
FOR_EVER = "public, max-age=31536000, immutable"
A_FILE = {"schema": {"type": "string", "format": "binary"}}
PICTURES = {"content": dict.fromkeys(("image/png", "image/jpeg", "image/webp"), A_FILE)}
A_TEXT = {"schema": {"type": "string"}}
CSS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/css": A_TEXT}, "description": "OK"}}


@router.post("/set-up", status_code=204, responses=problems(403, 409, 429, 503))
def create_first_council(body: SetUpCreate, request: Request) -> None:
    """Make the first council and its administrator, who then signs in. Only while nobody can, and with the code."""
    refuse_cross_site(request)
    address = request.client.host if request.client else "unknown"
    set_up.set_up(request.app.state.database, body, address)


@router.get("/branding.css", response_class=Response, responses=CSS)
def read_branding_stylesheet(request: Request, session: SessionDep) -> Response:
    """The colour of one's council; before sign-in, that of the only one. Empty where there is none of its own."""
    try:
        council = session.get(Council, identify(request, session).actor.council_id)
    except Problem:
        council = service.only_council(session)
    text = branding.stylesheet(council)
    tag = hashlib.sha256(text.encode()).hexdigest()[:16]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if tag in tags_of(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="text/css; charset=utf-8", headers=headers)


@router.get("/councils/{council_id}/logo", response_class=Response, responses={200: PICTURES, **problems(404)})
def read_logo(council_id: Id, session: SessionDep) -> Response:
    """A council's logo."""
    logo = branding.find_logo(session, council_id)
    headers = {"Cache-Control": FOR_EVER, "Content-Security-Policy": "sandbox"}
    return Response(logo.content, media_type=logo.media_type, headers=headers)


@router.put("/councils/{council_id}/logo", responses=CHANGES)
def set_logo(
    council_id: Id, file: UploadFile, version: IfMatch, actor: Manager, session: SessionDep, response: Response
) -> CouncilRead:
    """Give one's own council a logo: PNG, JPEG or WebP, at most 200 kB."""
    content = file.file.read(branding.LARGEST_LOGO + 1)
    council = branding.set_logo(session, actor, council_id, content, version)
    set_etag(response, council.version)
    return service.council_read(session, council)


@router.delete("/councils/{council_id}/logo", responses=CHANGES)
def remove_logo(
    council_id: Id, version: IfMatch, actor: Manager, session: SessionDep, response: Response
) -> CouncilRead:
    """Take one's own council's logo away."""
    council = branding.remove_logo(session, actor, council_id, version)
    set_etag(response, council.version)
    return service.council_read(session, council)
