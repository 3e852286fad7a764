"""Documents of pack editions, and the stylesheet that the HTML ones link to."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Route, Word
from quarterdeck.documents import service
from quarterdeck.documents.render import html
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["documents"], route_class=Route)
STYLESHEET = "/api/v1/documents/stylesheet.css"
BRANDING = "/api/v1/branding.css"
# A document runs nothing, and loads nothing but how it looks.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def _media(kind: str) -> dict[int | str, dict[str, object]]:
    """How the contract describes an answer that is no JSON."""
    return {200: {"content": {kind: {"schema": {"type": "string"}}}, "description": "OK"}}


@router.get(
    "/packs/{edition_id}/documents/html",
    response_class=Response,
    responses={**_media("text/html"), **problems(404)},
)
def read_html_document(
    edition_id: Id,
    actor: SignedIn,
    session: SessionDep,
    body: Annotated[Word | None, Query(description="A body's code; left out, the body that had it last.")] = None,
    public: Annotated[bool, Query(description="As the public reads it: without what is exempt.")] = False,
) -> Response:
    """The document of an edition as one accessible page; a draft where it is not issued.

    Of a quarter the monitoring document; of the annual round the indicators and targets that are proposed.
    """
    document = service.monitoring_document(session, actor, edition_id, body, for_public=public)
    look = html.Look(BRANDING, service.logo_of(session, actor))
    return _answer(html.render_html(document, STYLESHEET, look), "text/html", {"Content-Security-Policy": POLICY})


@router.get(
    "/packs/{edition_id}/documents/annual-report",
    response_class=Response,
    responses={**_media("text/html"), **problems(404)},
)
def read_annual_report(
    edition_id: Id,
    actor: SignedIn,
    session: SessionDep,
    body: Annotated[Word | None, Query(description="A body's code; left out, the body that had it last.")] = None,
    public: Annotated[bool, Query(description="As the public reads it: without what is exempt.")] = False,
) -> Response:
    """The annual report of the year that an edition's period ended: progress, outturns of up to five years, targets.

    404 where the period ends no year, and for an edition sealed before editions held what the report is made of.
    """
    document = service.annual_report(session, actor, edition_id, body, for_public=public)
    look = html.Look(BRANDING, service.logo_of(session, actor))
    return _answer(html.render_html(document, STYLESHEET, look), "text/html", {"Content-Security-Policy": POLICY})


@router.get("/documents/stylesheet.css", response_class=Response, responses=_media("text/css"))
def read_document_stylesheet() -> Response:
    """The stylesheet of HTML documents; it says nothing about a council."""
    return _answer(html.stylesheet(), "text/css", {"Cache-Control": "public, max-age=3600"})


def _answer(text: str, kind: str, headers: dict[str, str]) -> Response:
    """Text with a digest of its content as its ETag."""
    content = text.encode("utf-8")
    tag = hashlib.sha256(content).hexdigest()
    return Response(content, media_type=f"{kind}; charset=utf-8", headers={"ETag": f'"{tag}"', **headers})
