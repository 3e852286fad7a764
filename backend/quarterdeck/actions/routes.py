"""Actions: What, Whom, When."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.actions import service
from quarterdeck.actions.models import Action, ActionState
from quarterdeck.actions.schemas import ActionCreate, ActionDecision, ActionRead, ActionUpdate
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["actions"], route_class=Route)
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
CHANGES = problems(403, 404, 409, 412, 428)


@router.get("/actions")
def list_actions(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    ref: Word | None = None,
    state: ActionState | None = None,
    overdue: bool | None = None,
    unit: Word | None = None,
    source_kind: Word | None = None,
    source_id: IdQuery = None,
) -> Page[ActionRead]:
    """Actions, the first due first. `unit` is a unit's code."""
    query = service.list_actions(
        actor, ref=ref, state=state, overdue=overdue, unit=unit, source_kind=source_kind, source_id=source_id
    )
    rows, cursor = page(session, query, (Action.due_on, Action.id), paging, entities=True)
    return Page(items=[service.action_read(row, actor) for row in rows], next_cursor=cursor)


@router.post("/actions", status_code=201, responses=problems(403, 409))
def create_action(
    body: ActionCreate,
    actor: Annotated[Actor, needs(Permission.RAISE_ACTION)],
    session: SessionDep,
    response: Response,
) -> ActionRead:
    """Raise an action from something on record."""
    action = service.raise_action(session, actor, body)
    set_etag(response, action.version)
    return service.action_read(action, actor)


@router.get("/actions/{action_id}", responses=problems(404))
def read_action(action_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> ActionRead:
    """One action."""
    action = service.find_action(session, actor, action_id)
    set_etag(response, action.version)
    return service.action_read(action, actor)


@router.patch("/actions/{action_id}", responses=CHANGES)
def update_action(
    action_id: Id,
    body: ActionUpdate,
    version: IfMatch,
    actor: Annotated[Actor, needs(Permission.UPDATE_ACTION)],
    session: SessionDep,
    response: Response,
) -> ActionRead:
    """Change an open action, or note how far it has come."""
    action = service.update_action(session, actor, action_id, body, version)
    set_etag(response, action.version)
    return service.action_read(action, actor)


@router.post("/actions/{action_id}/decisions", responses=CHANGES)
def decide_action(
    action_id: Id,
    body: ActionDecision,
    version: IfMatch,
    actor: Annotated[Actor, needs(Permission.CLOSE_ACTION)],
    session: SessionDep,
    response: Response,
) -> ActionRead:
    """Complete, cancel or reopen an action."""
    action = service.decide_action(session, actor, action_id, body, version)
    set_etag(response, action.version)
    return service.action_read(action, actor)
