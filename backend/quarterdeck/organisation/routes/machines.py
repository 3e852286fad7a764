"""Other programs and their tokens, for the administrator."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from quarterdeck.core import idempotency
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.organisation import tokens
from quarterdeck.organisation.access import needs
from quarterdeck.organisation.models import ApiClient, ApiToken
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.machines import (
    ClientCreate,
    ClientRead,
    ClientUpdate,
    TokenCreate,
    TokenMade,
    TokenRead,
)

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Administrator = Annotated[Actor, needs(Permission.MANAGE_ACCESS)]


@router.get("/clients", responses=problems(403))
def list_clients(
    actor: Administrator, session: SessionDep, paging: PagingDep, active: bool | None = None
) -> Page[ClientRead]:
    """Other programs that talk to Quarterdeck, by name."""
    query = tokens.list_clients(actor, active=active)
    rows, cursor = page(session, query, (ApiClient.name, ApiClient.id), paging, entities=True)
    return Page(items=[ClientRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.post("/clients", status_code=201, responses=problems(403, 409))
def create_client(body: ClientCreate, actor: Administrator, session: SessionDep, response: Response) -> ClientRead:
    """Add another program, with what it is for and whom to ask about it."""
    client = tokens.create_client(session, actor, body)
    set_etag(response, client.version)
    return ClientRead.model_validate(client)


@router.get("/clients/{client_id}", responses=problems(403, 404))
def read_client(client_id: Id, actor: Administrator, session: SessionDep, response: Response) -> ClientRead:
    """One of them."""
    client = tokens.find_client(session, actor, client_id)
    set_etag(response, client.version)
    return ClientRead.model_validate(client)


@router.patch("/clients/{client_id}", responses=problems(403, 404, 409, 412, 428))
def update_client(
    client_id: Id, body: ClientUpdate, version: IfMatch, actor: Administrator, session: SessionDep, response: Response
) -> ClientRead:
    """Change one. Disabled, its tokens are refused at once."""
    client = tokens.update_client(session, actor, client_id, body, version)
    set_etag(response, client.version)
    return ClientRead.model_validate(client)


@router.get("/tokens", responses=problems(403))
def list_tokens(
    actor: Administrator,
    session: SessionDep,
    paging: PagingDep,
    client_id: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
) -> Page[TokenRead]:
    """Tokens, newest first, without their secrets."""
    query = tokens.list_tokens(actor, client_id=client_id)
    rows, cursor = page(session, query, (ApiToken.id.desc(),), paging, entities=True)
    return Page(items=[tokens.token_read(row) for row in rows], next_cursor=cursor)


@router.post("/tokens", status_code=201, responses=problems(403, 404, 409))
def create_token(body: TokenCreate, request: Request, actor: Administrator, session: SessionDep) -> TokenMade:
    """Make a token for a client. Its secret is told this once."""
    made = tokens.create_token(session, actor, body)
    idempotency.show_once(request)
    return made


@router.get("/tokens/{token_id}", responses=problems(403, 404))
def read_token(token_id: Id, actor: Administrator, session: SessionDep) -> TokenRead:
    """One of them, without its secret."""
    return tokens.token_read(tokens.find_token(session, actor, token_id))


@router.post("/tokens/{token_id}/revoke", responses=problems(403, 404))
def revoke_token(token_id: Id, actor: Administrator, session: SessionDep) -> TokenRead:
    """End a token at once, for good."""
    return tokens.token_read(tokens.revoke_token(session, actor, token_id))
