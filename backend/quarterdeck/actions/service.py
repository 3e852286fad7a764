"""Actions: raised from something on record, kept up to date by their service, closed by those who asked."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select, true
from sqlalchemy.orm import Session

from quarterdeck.actions import handing_on, links
from quarterdeck.actions.due import read_due
from quarterdeck.actions.models import AUDIT, Action, ActionNote, ActionState, NoteKind
from quarterdeck.actions.schemas import ActionCreate, ActionDecision, ActionUpdate
from quarterdeck.actions.workflow import ACTION, may_close
from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import Problem, conflict, forbidden, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Change, Event
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation import possessions
from quarterdeck.organisation.models import Person, Post, Unit, unit_place
from quarterdeck.organisation.roles import Permission

TEXTS = frozenset({"what", "whom_text"})
WHOM = ("whom_post_id", "whom_person_id", "whom_text")


def visible_actions(actor: Actor) -> Select[Action]:
    """Every action of the actor's council: everyone signed in may read them."""
    return select(Action).where(Action.council_id == actor.council_id)


UNFINISHED = (ActionState.OPEN, ActionState.AWAITING_CLOSURE)
FINISHED = (ActionState.COMPLETED, ActionState.CANCELLED)


def list_actions(
    actor: Actor,
    *,
    ref: str | None = None,
    state: ActionState | None = None,
    unfinished: bool | None = None,
    overdue: bool | None = None,
    unit: str | None = None,
    source_kind: str | None = None,
    source_id: int | None = None,
    indicator_id: int | None = None,
    activity_id: int | None = None,
) -> Select[Action]:
    """Visible actions: by ref, state, whether anything is still to do, overdue today, their unit's code, what they
    came from and are about.
    """
    units = select(Unit.id).where(Unit.council_id == actor.council_id, Unit.code == unit)
    query = visible_actions(actor).where(
        true() if ref is None else Action.ref == ref,
        true() if state is None else Action.state == state,
        true() if unfinished is None else Action.state.in_(UNFINISHED if unfinished else FINISHED),
        true() if overdue is None else _is_overdue() if overdue else not_(_is_overdue()),
        true() if unit is None else Action.unit_id.in_(units),
        true() if source_kind is None else Action.source_kind == source_kind,
        true() if source_id is None else Action.source_id == source_id,
    )
    for field, linked_id in (("indicator_ids", indicator_id), ("activity_ids", activity_id)):
        if linked_id is not None:
            query = query.where(Action.id.in_(links.actions_about(actor, field, linked_id)))
    return query


def find_action(session: Session, actor: Actor, action_id: int, *, for_update: bool = False) -> Action:
    """One action; for_update: the council's journal is locked first. Raises 404."""
    if for_update:
        journal.lock(session, actor.council_id)
    query = visible_actions(actor).where(Action.id == action_id)
    action = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if action is None:
        raise not_found("action")
    return action


def raise_action(session: Session, actor: Actor, data: ActionCreate) -> Action:
    """Ask a service to do something by a day or a month.

    Who may raise it is settled by the service asked, and by the body or portfolio it was raised from.
    Raises 422 for a source, unit, post, person, indicator or activity that is not there, or nobody asked; 403.
    """
    unit = require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    source = _source(session, actor, data)
    place = source.place if source else Place(actor.council_id)
    # A clerk of one body raises what that body asked of any service, so both places count.
    if not actor.may(Permission.RAISE_ACTION, Place(actor.council_id, unit.id, place.portfolio_ids, place.body_id)):
        raise forbidden()
    _check_whom(session, actor, data.whom_post_id, data.whom_person_id, data.whom_text)
    _named({name: getattr(data, name) for name in WHOM})
    about = links.about_source(session, source) if source else {name: set[int]() for name in links.FIELDS}
    for field in links.FIELDS:
        links.check(session, actor, field, getattr(data, field))
        about[field] |= set(getattr(data, field))
    change, due = journal.change(session, actor.council_id), read_due(data.due)
    action = Action(
        council_id=actor.council_id,
        ref=_next_ref(session, actor.council_id),
        what=data.what,
        whom_post_id=data.whom_post_id,
        whom_person_id=data.whom_person_id,
        whom_text=data.whom_text or "",
        unit_id=unit.id,
        due_on=due.on,
        due_precision=due.precision,
        state=ActionState.OPEN,
        outcome="",
        source_kind=data.source_kind,
        source_id=data.source_id,
        source_text=data.source_text or "",
        body_id=place.body_id,
        raised_by=actor.person_id,
        raised_at=change.recorded_at,
        version=1,
    )
    session.add(action)
    session.flush()
    for field, ids in about.items():
        links.relink(session, action, field, ids)
    detail = {"ref": action.ref, "unit_id": unit.id, "due": str(due), "source": [data.source_kind, data.source_id]}
    detail |= {field: sorted(ids) for field, ids in about.items()}
    journal.record(session, actor, Event("action.raise", "action", action.id, detail))
    return action


def update_action(session: Session, actor: Actor, action_id: int, data: ActionUpdate, version: int) -> Action:
    """Change an open action; its day is moved by `progress.move_due`. Raises 404, 403, 412, 409, 422."""
    action = find_action(session, actor, action_id, for_update=True)
    if not actor.may(Permission.UPDATE_ACTION, action.place()):
        raise forbidden()
    check_version(action, version)
    require_open(action)
    given = data.given()
    relinked = {field: given.pop(field) for field in links.FIELDS if field in given}
    changed = changes(action, _columns(session, actor, given))
    _check_whom(session, actor, action.whom_post_id, action.whom_person_id, action.whom_text)
    for field, ids in relinked.items():
        links.check(session, actor, field, ids)
        if links.relink(session, action, field, ids):
            changed[field] = sorted(set(ids))
    if changed:
        action.version += 1
        session.flush()
        texts = sorted(TEXTS & changed.keys())
        detail = {name: value for name, value in changed.items() if name not in TEXTS} | {"texts": texts}
        journal.record(session, actor, Event("action.update", "action", action.id, detail))
    return action


def decide_action(session: Session, actor: Actor, action_id: int, decision: ActionDecision, version: int) -> Action:
    """Report an action done, confirm that or send it back, cancel it or open it again; what is said is noted.

    Raises 404, 403, 412, 409.
    """
    action = find_action(session, actor, action_id, for_update=True)
    event = ACTION.perform(action, decision.action, actor, version, decision.comment)
    change, said = journal.change(session, actor.council_id), (decision.comment or "").strip()
    match ActionState(action.state):
        case ActionState.AWAITING_CLOSURE:
            action.outcome = said
            action.reported_done_by, action.reported_done_at = actor.person_id, change.recorded_at
        case ActionState.COMPLETED:
            action.closed_by, action.closed_at = actor.person_id, change.recorded_at
        case ActionState.CANCELLED:
            action.outcome = said
            action.closed_by, action.closed_at = actor.person_id, change.recorded_at
        case ActionState.OPEN:
            # What was said to have come of it stays among the notes.
            action.outcome = ""
            action.reported_done_by = action.reported_done_at = action.closed_by = action.closed_at = None
    if said:
        append_note(session, actor, action, NoteKind(decision.action), said, change)
    session.flush()
    journal.record(session, actor, event)
    return action


def append_note(
    session: Session, actor: Actor, action: Action, kind: NoteKind, text: str, change: Change
) -> ActionNote:
    """Append what was said about an action, under the change under way."""
    note = ActionNote(
        council_id=action.council_id,
        action_id=action.id,
        kind=kind,
        text=text,
        written_by=actor.person_id,
        written_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(note)
    session.flush()
    return note


def may_follow(action: Action, actor: Actor) -> bool:
    """Who notes how far an action has come and moves its day: its service, and those who close it."""
    return actor.may(Permission.UPDATE_ACTION, action.place()) or may_close(action, actor)


def require_open(action: Action) -> None:
    """Raise 409 for an action that is reported done or closed."""
    if action.state != ActionState.OPEN:
        detail = f"This action is {action.state.replace('_', ' ')}; it has to be open for that."
        raise conflict(detail, "wrong-state")


def is_overdue(action: Action) -> bool:
    """Whether the action is open after its last day; counted in London days."""
    return is_past(action.state, action.due_on)


def is_past(state: str, due_on: date) -> bool:
    """Whether what is in this state and due on this day is overdue."""
    return state == ActionState.OPEN and due_on < clock.today()


def _is_overdue() -> ColumnElement[bool]:
    return and_(Action.state == ActionState.OPEN, Action.due_on < clock.today())


def _source(session: Session, actor: Actor, data: ActionCreate) -> Referent | None:
    """What an action is raised from; None for an audit's report, which is no record of ours. Raises 422."""
    if data.source_kind == AUDIT:
        if data.source_id is not None:
            raise invalid("/source_id", "not_here", "An audit's report is named in source_text; leave the id out.")
        if data.source_text is None:
            raise invalid("/source_text", "missing", "Name the audit's report and its finding.")
        return None
    if data.source_kind not in refs.kinds():
        known = ", ".join(sorted([*refs.kinds(), AUDIT]))
        raise invalid("/source_kind", "unknown_kind", f"source_kind is one of: {known}.")
    if data.source_text is not None:
        raise invalid("/source_text", "not_here", "Only an audit's report is named in words; leave the text out.")
    if data.source_id is None:
        raise invalid("/source_id", "missing", "Say what the action is raised from.")
    try:
        return refs.resolve(session, actor, data.source_kind, data.source_id)
    except Problem as problem:
        if problem.status != 404:
            raise
        detail = "There is nothing of this kind with this id that you may see."
        raise invalid("/source_id", "unknown_source", detail) from None


def _check_whom(session: Session, actor: Actor, post_id: int | None, person_id: int | None, text: str | None) -> None:
    if post_id is not None:
        require_ours(session, actor, Post, post_id, "/whom_post_id")
    if person_id is not None:
        require_ours(session, actor, Person, person_id, "/whom_person_id")
    if post_id is None and person_id is None and not text:
        raise invalid("/whom_text", "missing", "Say whom: a post, a person, or words such as all services.")


def _named(given: dict[str, Any]) -> str | None:
    """Which of the three says whom. Raises 422 at the second of them: one alone is shown."""
    named = [name for name in WHOM if given.get(name)]
    if len(named) > 1:
        raise invalid(f"/{named[1]}", "not_both", "Name one: a post, a person, or words.")
    return named[0] if named else None


def _columns(session: Session, actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """The columns behind what a PATCH gives. Raises 422, and 403 for a unit out of the actor's reach."""
    if "unit_id" in given:
        unit = require_ours(session, actor, Unit, given["unit_id"], "/unit_id")
        if not actor.may(Permission.UPDATE_ACTION, unit_place(unit)):
            raise forbidden("Your role does not allow you to hand this action to that unit.")
    if named := _named(given):
        # Who is named now is asked in the place of whoever was.
        given |= {name: None for name in WHOM if name != named}
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
possessions.register(handing_on.of_person, handing_on.hand_on)
