"""How an action comes along: notes of progress, and its day moved with a reason. Both are appended."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from quarterdeck.actions.due import Due, read_due
from quarterdeck.actions.models import Action, ActionDueChange, ActionNote, ActionState, NoteKind
from quarterdeck.actions.schemas import DueChangeCreate, DueChangeRead, NoteCreate
from quarterdeck.actions.service import append_note, find_action, may_follow, require_open
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, forbidden, invalid
from quarterdeck.core.journal import Event
from quarterdeck.core.workflow import check_version

CLOSED = frozenset({ActionState.COMPLETED, ActionState.CANCELLED})


def list_notes(session: Session, actor: Actor, action_id: int) -> Select[ActionNote]:
    """The notes of an action. Raises 404."""
    action = find_action(session, actor, action_id)
    return select(ActionNote).where(ActionNote.council_id == action.council_id, ActionNote.action_id == action.id)


def add_note(session: Session, actor: Actor, action_id: int, data: NoteCreate) -> ActionNote:
    """Note how far an action has come. Raises 404, 403, and 409 once it is closed."""
    action = find_action(session, actor, action_id, for_update=True)
    if not may_follow(action, actor):
        raise forbidden()
    if action.state in CLOSED:
        raise conflict(f"This action is {action.state}; reopen it first.", "wrong-state")
    change = journal.change(session, actor.council_id)
    note = append_note(session, actor, action, NoteKind.NOTE, data.text, change)
    journal.record(session, actor, Event("action.note", "action", action.id, {"note_id": note.id}))
    return note


def list_due_changes(session: Session, actor: Actor, action_id: int) -> Select[ActionDueChange]:
    """How often an action's day was moved, and why. Raises 404."""
    action = find_action(session, actor, action_id)
    c = ActionDueChange
    return select(c).where(c.council_id == action.council_id, c.action_id == action.id)


def move_due(session: Session, actor: Actor, action_id: int, data: DueChangeCreate, version: int) -> Action:
    """Give an open action another day or month, earlier or later; what it was stays on record with the reason.

    Raises 404, 403, 412, 409, and 422 where nothing would change.
    """
    action = find_action(session, actor, action_id, for_update=True)
    if not may_follow(action, actor):
        raise forbidden()
    check_version(action, version)
    require_open(action)
    before, due = Due(action.due_on, action.due_precision), read_due(data.due)
    if due == before:
        raise invalid("/due", "same", "The action is due then already.")
    change, c = journal.change(session, actor.council_id), ActionDueChange
    earlier = select(func.count()).where(c.council_id == action.council_id, c.action_id == action.id)
    row = c(
        council_id=action.council_id,
        action_id=action.id,
        number=session.scalars(earlier).one() + 1,
        from_on=before.on,
        from_precision=before.precision,
        to_on=due.on,
        to_precision=due.precision,
        reason=data.reason,
        changed_by=actor.person_id,
        changed_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(row)
    action.due_on, action.due_precision = due.on, due.precision
    action.version += 1
    session.flush()
    detail = {"number": row.number, "from": str(before), "to": str(due)}
    journal.record(session, actor, Event("action.move_due", "action", action.id, detail))
    return action


def due_change_read(row: ActionDueChange) -> DueChangeRead:
    """A moved day as it is answered."""
    return DueChangeRead(
        id=row.id,
        action_id=row.action_id,
        number=row.number,
        from_due=str(Due(row.from_on, row.from_precision)),
        to_due=str(Due(row.to_on, row.to_precision)),
        reason=row.reason,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )
