"""Actions that a person was asked for themselves, not their post: found when they leave, and handed on."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action, ActionState
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Event
from quarterdeck.organisation.possessions import Possession

UNFINISHED = (ActionState.OPEN, ActionState.AWAITING_CLOSURE)


def of_person(session: Session, actor: Actor, person_id: int) -> list[Possession]:
    """What a person still has to do, by day."""
    return [
        Possession("action", action.id, f"{action.ref}: {action.what}"[:300])
        for action in session.scalars(_unfinished(actor, person_id))
    ]


def hand_on(session: Session, actor: Actor, from_id: int, to_id: int) -> None:
    """Ask another for all that a person still has to do."""
    for action in session.scalars(_unfinished(actor, from_id).with_for_update()).all():
        action.whom_person_id = to_id
        action.version += 1
        session.flush()
        journal.record(session, actor, Event("action.update", "action", action.id, {"whom_person_id": to_id}))


def _unfinished(actor: Actor, person_id: int) -> Select[Action]:
    return (
        select(Action)
        .where(Action.council_id == actor.council_id, Action.whom_person_id == person_id, Action.state.in_(UNFINISHED))
        .order_by(Action.due_on, Action.id)
    )
