"""Actions to test on: raised by whoever asks, reported done by their service."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.actions import progress, service
from quarterdeck.actions.models import Action
from quarterdeck.actions.schemas import ActionCreate, ActionDecision, DueChangeCreate, NoteCreate
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.decisions import Decided, record_decision
from quarterdeck.framework.models import Outcome
from quarterdeck.organisation.models import Body
from tests.builders import CouncilBuilder

NOON = datetime(2023, 9, 5, 12, tzinfo=UTC)


class Asking:
    """The actions of one council."""

    def __init__(self, session: Session, council: CouncilBuilder) -> None:
        self.session, self.council = session, council
        self.team = council.actor("performance_team")
        self.clerk = council.actor("committee_administrator")
        self.provider = council.actor("data_provider")
        self.manager = council.actor("service_manager")

    def decision_of(self, body: Body | None = None) -> int:
        """A body (Cabinet, unless another is named) noted something."""
        decided = Decided("plan", 1, Outcome.NOTED, (body or self.council.cabinet).id)
        return record_decision(self.session, self.team, decided).id

    def raised(self, actor: Actor | None = None, **values: Any) -> Action:
        """An action of Housing, due in September 2023, on a decision of Cabinet; by the performance team."""
        data = {
            "what": "Report back on empty homes",
            "whom_text": "Head of Housing",
            "unit_id": self.council.housing.id,
            "due": "2023-09",
            "source_kind": "approval",
            **values,
        }
        if data["source_kind"] == "approval" and "source_id" not in values:
            data["source_id"] = self.decision_of()
        with clock.set_to(NOON):
            return service.raise_action(self.session, actor or self.team, ActionCreate.model_validate(data))

    def decided(
        self, action: Action, name: str, actor: Actor, comment: str | None = None, *, version: int | None = None
    ) -> Action:
        """Somebody decides on an action, at its version of now unless another is named."""
        decision = ActionDecision(action=name, comment=comment)
        return service.decide_action(self.session, actor, action.id, decision, version or action.version)

    def reported_done(self, action: Action, actor: Actor | None = None) -> Action:
        """Its service (the manager) says that it is done."""
        return self.decided(action, "report_done", actor or self.manager, "Reported on 3 September")

    def noted(self, action: Action, text: str, actor: Actor | None = None) -> None:
        progress.add_note(self.session, actor or self.manager, action.id, NoteCreate(text=text))

    def moved(self, action: Action, due: str, reason: str, actor: Actor | None = None) -> Action:
        data = DueChangeCreate(due=due, reason=reason)
        return progress.move_due(self.session, actor or self.manager, action.id, data, action.version)
