"""Delegations: acting with the roles of another for a time."""

from fastapi import APIRouter, Response

from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.organisation import delegations
from quarterdeck.organisation.access import SignedIn
from quarterdeck.organisation.models import Delegation
from quarterdeck.organisation.schemas.delegations import DelegationCreate, DelegationRead, DelegationUpdate

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)


@router.get("/delegations")
def list_delegations(
    actor: SignedIn, session: SessionDep, paging: PagingDep, in_force: bool | None = None
) -> Page[DelegationRead]:
    """Delegations, past ones as well: all, for those who manage access; everyone else finds those given or received."""
    query = delegations.list_delegations(actor, in_force=in_force)
    rows, cursor = page(session, query, (Delegation.valid_from.desc(), Delegation.id), paging, entities=True)
    return Page(items=delegations.delegation_reads(session, rows), next_cursor=cursor)


@router.post("/delegations", status_code=201, responses=problems(403, 409))
def create_delegation(
    body: DelegationCreate, actor: SignedIn, session: SessionDep, response: Response
) -> DelegationRead:
    """Let somebody act with one's roles between two days. An administrator's role is not delegated."""
    row = delegations.delegate(session, actor, body)
    set_etag(response, row.version)
    return delegations.delegation_read(session, row)


@router.get("/delegations/{delegation_id}", responses=problems(404))
def read_delegation(delegation_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> DelegationRead:
    """One delegation."""
    row = delegations.find_delegation(session, actor, delegation_id)
    set_etag(response, row.version)
    return delegations.delegation_read(session, row)


@router.patch("/delegations/{delegation_id}", responses=problems(403, 404, 409, 412, 428))
def update_delegation(
    delegation_id: Id,
    body: DelegationUpdate,
    version: IfMatch,
    actor: SignedIn,
    session: SessionDep,
    response: Response,
) -> DelegationRead:
    """Set another last day: by who delegated, or who manages access."""
    row = delegations.end_delegation(session, actor, delegation_id, body, version)
    set_etag(response, row.version)
    return delegations.delegation_read(session, row)
