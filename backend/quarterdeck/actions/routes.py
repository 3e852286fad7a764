"""Actions: What, Whom, When; the notes on them, and their days as they were moved."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.actions import progress, service
from quarterdeck.actions.models import Action, ActionDueChange, ActionNote, ActionState
from quarterdeck.actions.reads import action_read, action_reads
from quarterdeck.actions.schemas import (
    ActionCreate,
    ActionDecision,
    ActionRead,
    ActionUpdate,
    DueChangeCreate,
    DueChangeRead,
    NoteCreate,
    NoteRead,
)
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["actions"], route_class=Route)
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
# Its service, those who close actions, and whoever may have raised it.
Follower = Annotated[Actor, needs(Permission.UPDATE_ACTION, Permission.CLOSE_ACTION, Permission.RAISE_ACTION)]
CHANGES = problems(403, 404, 409, 412, 428)


@router.get("/actions")
def list_actions(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    ref: Word | None = None,
    state: ActionState | None = None,
    unfinished: Annotated[bool | None, Query(description="Whether it is open or waits to be closed.")] = None,
    overdue: bool | None = None,
    unit: Annotated[Word | None, Query(description="A unit's code.")] = None,
    source_kind: Word | None = None,
    source_id: IdQuery = None,
    indicator_id: IdQuery = None,
    activity_id: IdQuery = None,
) -> Page[ActionRead]:
    """Actions, the first due first; of a source, or about an indicator or an activity."""
    query = service.list_actions(
        actor,
        ref=ref,
        state=state,
        unfinished=unfinished,
        overdue=overdue,
        unit=unit,
        source_kind=source_kind,
        source_id=source_id,
        indicator_id=indicator_id,
        activity_id=activity_id,
    )
    rows, cursor = page(session, query, (Action.due_on, Action.id), paging, entities=True)
    return Page(items=action_reads(session, actor, rows), next_cursor=cursor)


@router.post("/actions", status_code=201, responses=problems(403, 409))
def create_action(
    body: ActionCreate,
    actor: Annotated[Actor, needs(Permission.RAISE_ACTION)],
    session: SessionDep,
    response: Response,
) -> ActionRead:
    """Raise an action from something on record, or from an audit's report."""
    action = service.raise_action(session, actor, body)
    set_etag(response, action.version)
    return action_read(session, actor, action)


@router.get("/actions/{action_id}", responses=problems(404))
def read_action(action_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> ActionRead:
    """One action."""
    action = service.find_action(session, actor, action_id)
    set_etag(response, action.version)
    return action_read(session, actor, action)


@router.patch("/actions/{action_id}", responses=CHANGES)
def update_action(
    action_id: Id,
    body: ActionUpdate,
    version: IfMatch,
    actor: Annotated[Actor, needs(Permission.UPDATE_ACTION)],
    session: SessionDep,
    response: Response,
) -> ActionRead:
    """Change an open action: what, whom, its unit, and what it is about."""
    action = service.update_action(session, actor, action_id, body, version)
    set_etag(response, action.version)
    return action_read(session, actor, action)


@router.post("/actions/{action_id}/decisions", responses=CHANGES)
def decide_action(
    action_id: Id, body: ActionDecision, version: IfMatch, actor: Follower, session: SessionDep, response: Response
) -> ActionRead:
    """Report an action done, confirm its closure or send it back; cancel or reopen it."""
    action = service.decide_action(session, actor, action_id, body, version)
    set_etag(response, action.version)
    return action_read(session, actor, action)


@router.get("/actions/{action_id}/notes", responses=problems(404))
def list_action_notes(action_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[NoteRead]:
    """What was noted on an action and said with decisions on it, newest first."""
    query = progress.list_notes(session, actor, action_id)
    rows, cursor = page(session, query, (ActionNote.id.desc(),), paging, entities=True)
    return Page(items=[NoteRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.post("/actions/{action_id}/notes", status_code=201, responses=problems(403, 404, 409))
def add_action_note(action_id: Id, body: NoteCreate, actor: Follower, session: SessionDep) -> NoteRead:
    """Note how far an action has come. Notes are never changed."""
    return NoteRead.model_validate(progress.add_note(session, actor, action_id, body))


@router.get("/actions/{action_id}/due-changes", responses=problems(404))
def list_action_due_changes(
    action_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep
) -> Page[DueChangeRead]:
    """How an action's day was moved, and why, the first change first."""
    query = progress.list_due_changes(session, actor, action_id)
    rows, cursor = page(session, query, (ActionDueChange.number, ActionDueChange.id), paging, entities=True)
    return Page(items=[progress.due_change_read(row) for row in rows], next_cursor=cursor)


@router.post("/actions/{action_id}/due-changes", status_code=201, responses=CHANGES)
def move_action_due(
    action_id: Id, body: DueChangeCreate, version: IfMatch, actor: Follower, session: SessionDep, response: Response
) -> ActionRead:
    """Give an open action another day or month, with the reason; what it was stays on record."""
    action = progress.move_due(session, actor, action_id, body, version)
    set_etag(response, action.version)
    return action_read(session, actor, action)
