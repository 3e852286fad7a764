"""What Cabinet asked the estate's services to do, and how far each of it has come."""

from typing import Any

from quarterdeck.actions import progress
from quarterdeck.actions import service as actions
from quarterdeck.actions.models import Action
from quarterdeck.actions.schemas import ActionCreate, ActionDecision, DueChangeCreate, NoteCreate
from quarterdeck.core.actor import Actor


def raise_actions(estate: Any) -> None:
    """Of each service one that is open, one reported done, one closed; noted and moved is the one reported."""
    for service in estate.services:
        service.action, service.waiting, service.done = (_asked_of(estate, service) for _ in range(3))
        for action in (service.waiting, service.done):
            _decided(estate, action, "report_done", service.provider, "Done")
        _decided(estate, service.done, "confirm_closure", estate.team)
        note = NoteCreate(text="Nearly done")
        service.note = progress.add_note(estate.session, estate.team, service.waiting.id, note)
    estate.session.commit()


def _asked_of(estate: Any, service: Any) -> Action:
    """What Cabinet asked a service at a meeting, about its indicator and its activity; moved once."""
    data = ActionCreate(
        what="Look into it",
        whom_post_id=service.post.id,
        unit_id=service.unit.id,
        due="2024-03",
        source_kind="meeting",
        source_id=estate.meetings["cabinet"].id,
        indicator_ids=[service.indicator.id],
        activity_ids=[service.activity.id],
    )
    action = actions.raise_action(estate.session, estate.team, data)
    later = DueChangeCreate(due="2024-06", reason="The tender was late")
    return progress.move_due(estate.session, estate.team, action.id, later, action.version)


def _decided(estate: Any, action: Action, name: str, actor: Actor, comment: str | None = None) -> None:
    decision = ActionDecision(action=name, comment=comment)
    actions.decide_action(estate.session, actor, action.id, decision, action.version)
