"""Actions: raised from something on record, kept up to date by their service, closed with an outcome."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select, true
from sqlalchemy.orm import Session

from quarterdeck.actions.due import Due, read_due
from quarterdeck.actions.models import Action, ActionState
from quarterdeck.actions.schemas import ActionCreate, ActionDecision, ActionRead, ActionUpdate
from quarterdeck.actions.workflow import ACTION
from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import Problem, conflict, forbidden, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation.models import Post, Unit, unit_place
from quarterdeck.organisation.roles import Permission

TEXTS = frozenset({"what", "whom_text", "outcome"})


def visible_actions(actor: Actor) -> Select[Action]:
    """Every action of the actor's council: everyone signed in may read them."""
    return select(Action).where(Action.council_id == actor.council_id)


def list_actions(
    actor: Actor,
    *,
    ref: str | None = None,
    state: ActionState | None = None,
    overdue: bool | None = None,
    unit: str | None = None,
    source_kind: str | None = None,
    source_id: int | None = None,
) -> Select[Action]:
    """Visible actions, by ref, state, whether overdue today, their unit's code, and what they came from."""
    units = select(Unit.id).where(Unit.council_id == actor.council_id, Unit.code == unit)
    return visible_actions(actor).where(
        true() if ref is None else Action.ref == ref,
        true() if state is None else Action.state == state,
        true() if overdue is None else _is_overdue() if overdue else not_(_is_overdue()),
        true() if unit is None else Action.unit_id.in_(units),
        true() if source_kind is None else Action.source_kind == source_kind,
        true() if source_id is None else Action.source_id == source_id,
    )


def find_action(session: Session, actor: Actor, action_id: int, *, for_update: bool = False) -> Action:
    """One action. Raises 404."""
    query = visible_actions(actor).where(Action.id == action_id)
    action = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if action is None:
        raise not_found("action")
    return action


def raise_action(session: Session, actor: Actor, data: ActionCreate) -> Action:
    """Ask a service to do something by a day or a month.

    Who may raise it is settled by the service asked, and by the body or portfolio it was raised from.
    Raises 422 for a source, unit or post that is not there, or nobody asked; 403.
    """
    unit = require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    source = _source(session, actor, data.source_kind, data.source_id)
    if not actor.may(Permission.RAISE_ACTION, _raised_in(unit, source)):
        raise forbidden()
    _check_whom(session, actor, data.whom_post_id, data.whom_text)
    change, due = journal.change(session, actor.council_id), read_due(data.due)
    action = Action(
        council_id=actor.council_id,
        ref=_next_ref(session, actor.council_id),
        what=data.what,
        whom_post_id=data.whom_post_id,
        whom_text=data.whom_text or "",
        unit_id=unit.id,
        due_on=due.on,
        due_precision=due.precision,
        state=ActionState.OPEN,
        outcome="",
        source_kind=source.kind,
        source_id=source.id,
        raised_by=actor.person_id,
        raised_at=change.recorded_at,
        closed_at=None,
        version=1,
    )
    session.add(action)
    session.flush()
    detail = {"ref": action.ref, "unit_id": unit.id, "due": str(due), "source": [source.kind, source.id]}
    journal.record(session, actor, Event("action.raise", "action", action.id, detail))
    return action


def update_action(session: Session, actor: Actor, action_id: int, data: ActionUpdate, version: int) -> Action:
    """Change an open action or note how far it has come. Raises 404, 403, 412, 409, 422."""
    action = find_action(session, actor, action_id, for_update=True)
    if not actor.may(Permission.UPDATE_ACTION, action.place()):
        raise forbidden()
    check_version(action, version)
    if action.state != ActionState.OPEN:
        raise conflict(f"This action is {action.state}; reopen it first.", "wrong-state")
    changed = changes(action, _columns(session, actor, data.given()))
    _check_whom(session, actor, action.whom_post_id, action.whom_text)
    if changed:
        action.version += 1
        session.flush()
        texts = sorted(TEXTS & changed.keys())
        detail = {name: value for name, value in changed.items() if name not in TEXTS} | {"texts": texts}
        journal.record(session, actor, Event("action.update", "action", action.id, detail))
    return action


def decide_action(session: Session, actor: Actor, action_id: int, decision: ActionDecision, version: int) -> Action:
    """Complete an action with its outcome, cancel it with the reason, or reopen it."""
    action = find_action(session, actor, action_id, for_update=True)
    event = ACTION.perform(action, decision.action, actor, version, decision.comment)
    closed = action.state != ActionState.OPEN
    action.closed_at = journal.change(session, actor.council_id).recorded_at if closed else None
    if closed:
        action.outcome = (decision.comment or "").strip()
    session.flush()
    journal.record(session, actor, event)
    return action


def is_overdue(action: Action) -> bool:
    """Whether the action is open after its last day; counted in London days."""
    return action.state == ActionState.OPEN and action.due_on < clock.today()


def action_read(action: Action, actor: Actor) -> ActionRead:
    """An action as it is answered to this actor."""
    computed = {
        "due": str(Due(action.due_on, action.due_precision)),
        "overdue": is_overdue(action),
        "allowed_actions": ACTION.allowed_actions(action, actor),
    }
    columns = {name: getattr(action, name) for name in ActionRead.model_fields if name not in computed}
    return ActionRead.model_validate(columns | computed)


def _is_overdue() -> ColumnElement[bool]:
    return and_(Action.state == ActionState.OPEN, Action.due_on < clock.today())


def _source(session: Session, actor: Actor, kind: str, source_id: int) -> Referent:
    if kind not in refs.kinds():
        raise invalid("/source_kind", "unknown_kind", f"source_kind is one of: {', '.join(refs.kinds())}.")
    try:
        return refs.resolve(session, actor, kind, source_id)
    except Problem as problem:
        if problem.status != 404:
            raise
        detail = "There is nothing of this kind with this id that you may see."
        raise invalid("/source_id", "unknown_source", detail) from None


def _raised_in(unit: Unit, source: Referent) -> Place:
    """A clerk of one body raises what that body asked of any service, so both places count."""
    place = source.place
    return Place(unit.council_id, unit.id, place.portfolio_ids, place.body_id)


def _check_whom(session: Session, actor: Actor, post_id: int | None, text: str | None) -> None:
    if post_id is not None:
        require_ours(session, actor, Post, post_id, "/whom_post_id")
    elif not text:
        raise invalid("/whom_text", "missing", "Say whom: a post, or words such as all services.")


def _columns(session: Session, actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """The columns behind what a PATCH gives. Raises 422, and 403 for a unit out of the actor's reach."""
    if "unit_id" in given:
        unit = require_ours(session, actor, Unit, given["unit_id"], "/unit_id")
        if not actor.may(Permission.UPDATE_ACTION, unit_place(unit)):
            raise forbidden("Your role does not allow you to hand this action to that unit.")
    if "due" in given:
        due = read_due(given.pop("due"))
        given |= {"due_on": due.on, "due_precision": due.precision}
    if "whom_text" in given:
        given["whom_text"] = given["whom_text"] or ""
    return given


def _next_ref(session: Session, council_id: int) -> str:
    # Nothing is deleted and the journal's head is locked, so counting gives each number once.
    count = session.scalar(select(func.count()).select_from(Action).where(Action.council_id == council_id))
    return f"A-{(count or 0) + 1:04d}"


def _refer(session: Session, actor: Actor, action_id: int) -> Referent | None:
    action = session.scalars(visible_actions(actor).where(Action.id == action_id)).one_or_none()
    return Referent("action", action.id, action.ref, action.place()) if action else None


refs.register("action", _refer)
