"""Actions: raised from something on record, overdue by computation, closed with an outcome."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions import service
from quarterdeck.actions.models import Action, ActionState
from quarterdeck.actions.schemas import ActionCreate, ActionDecision, ActionUpdate
from quarterdeck.actions.workflow import ACTION
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.decisions import Decided, record_decision
from quarterdeck.framework.models import Outcome
from quarterdeck.organisation.models import Body
from tests.builders import CouncilBuilder

NOON = datetime(2023, 9, 5, 12, tzinfo=UTC)
CLOSERS = frozenset({"performance_team", "committee_administrator"})
ROLES = (
    "administrator",
    "performance_team",
    "data_provider",
    "service_manager",
    "portfolio_holder",
    "director",
    "cabinet_member",
    "scrutiny_member",
    "committee_administrator",
    "auditor",
    "analyst",
)


def _decision(session: Session, council: CouncilBuilder, body: Body | None = None) -> int:
    decided = Decided("plan", 1, Outcome.NOTED, (body or council.cabinet).id)
    return record_decision(session, council.actor("performance_team"), decided).id


def _raised(session: Session, council: CouncilBuilder, actor: Actor | None = None, **values: Any) -> Action:
    data = {
        "what": "Report back on empty homes",
        "whom_text": "Head of Housing",
        "unit_id": council.housing.id,
        "due": "2023-09",
        "source_kind": "approval",
    }
    source_id = values.pop("source_id", None) or _decision(session, council)
    create = ActionCreate.model_validate({**data, "source_id": source_id, **values})
    with clock.set_to(NOON):
        return service.raise_action(session, actor or council.actor("performance_team"), create)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(ActionState))
def test_who_closes_and_reopens(session: Session, council: CouncilBuilder, role: str, state: ActionState) -> None:
    action = Action(council_id=council.id, unit_id=council.housing.id, state=state, version=1)
    possible = ["complete", "cancel"] if state == ActionState.OPEN else ["reopen"]
    assert ACTION.allowed_actions(action, council.actor(role)) == (possible if role in CLOSERS else [])


def test_actions_are_numbered_within_their_council(session: Session, council: CouncilBuilder) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    refs = [_raised(session, each).ref for each in (council, council, other)]
    assert refs == ["A-0001", "A-0002", "A-0001"]


def test_an_action_is_overdue_after_its_last_day_while_it_is_open(session: Session, council: CouncilBuilder) -> None:
    action, team = _raised(session, council), council.actor("performance_team")
    # Half past eleven at night in UTC is tomorrow in London, in summer time.
    for moment, overdue in (
        (datetime(2023, 9, 30, 12, tzinfo=UTC), False),
        (datetime(2023, 9, 30, 22, 30, tzinfo=UTC), False),
        (datetime(2023, 9, 30, 23, 30, tzinfo=UTC), True),
    ):
        with clock.set_to(moment):
            assert service.action_read(action, team).overdue is overdue
            found = session.scalars(service.list_actions(team, overdue=True)).all()
            assert (found == [action]) is overdue
            assert (session.scalars(service.list_actions(team, overdue=False)).all() == []) is overdue
    with clock.set_to(datetime(2023, 10, 1, 12, tzinfo=UTC)):
        service.decide_action(session, team, action.id, ActionDecision(action="complete", comment="Done"), 1)
        assert service.action_read(action, team).overdue is False


def test_closing_keeps_the_outcome_and_reopening_needs_a_reason(session: Session, council: CouncilBuilder) -> None:
    action, clerk = _raised(session, council), council.actor("committee_administrator")

    def decide(name: str, comment: str | None, version: int) -> Action:
        decision = ActionDecision(action=name, comment=comment)
        return service.decide_action(session, clerk, action.id, decision, version)

    with pytest.raises(Problem) as silent:
        decide("complete", None, 1)
    assert (silent.value.status, silent.value.code) == (409, "comment-required")
    done = decide("complete", "Reported on 3 September", 1)
    assert (done.state, done.outcome, done.version) == ("completed", "Reported on 3 September", 2)
    assert done.closed_at is not None
    with pytest.raises(Problem) as refused:
        decide("reopen", " ", 2)
    assert refused.value.code == "comment-required"
    again = decide("reopen", "One estate was left out", 2)
    assert (again.state, again.closed_at, again.version) == ("open", None, 3)
    with pytest.raises(Problem) as stale:
        decide("cancel", "No longer needed", 2)
    assert stale.value.status == 412


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"source_kind": "rumour"}, "/source_kind", "unknown_kind"),
        ({"source_id": 10**9}, "/source_id", "unknown_source"),
        ({"unit_id": 10**9}, "/unit_id", "unknown_unit"),
        ({"whom_post_id": 10**9}, "/whom_post_id", "unknown_post"),
        ({"whom_text": None}, "/whom_text", "missing"),
    ],
)
def test_what_an_action_names_has_to_be_there(
    session: Session, council: CouncilBuilder, values: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        _raised(session, council, **values)
    fault = refused.value.errors[0]
    assert (refused.value.status, fault.pointer, fault.code) == (422, pointer, code)


def test_a_source_of_another_council_is_not_there(session: Session, council: CouncilBuilder) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    with pytest.raises(Problem) as refused:
        _raised(session, council, source_id=_decision(session, other))
    assert refused.value.errors[0].code == "unknown_source"


def test_a_clerk_of_one_body_raises_what_that_body_asked_for(session: Session, council: CouncilBuilder) -> None:
    clerk = council.actor("committee_administrator", body=council.scrutiny)
    raised = _raised(session, council, clerk, source_id=_decision(session, council, council.scrutiny))
    assert raised.raised_by == clerk.person_id
    with pytest.raises(Problem) as refused:
        _raised(session, council, clerk, source_id=_decision(session, council, council.cabinet))
    assert refused.value.status == 403


@pytest.mark.parametrize("role", ["data_provider", "portfolio_holder", "cabinet_member", "auditor", "analyst"])
def test_others_raise_none(session: Session, council: CouncilBuilder, role: str) -> None:
    with pytest.raises(Problem) as refused:
        _raised(session, council, council.actor(role))
    assert refused.value.status == 403


def test_the_service_keeps_its_action_up_to_date(session: Session, council: CouncilBuilder) -> None:
    action, manager = _raised(session, council), council.actor("service_manager")
    post = council.post("Head of Housing", council.housing)
    change = ActionUpdate(due="2023-12-15", outcome="Half done", whom_post_id=post.id, whom_text=None)
    changed = service.update_action(session, manager, action.id, change, 1)
    read = service.action_read(changed, manager)
    assert (read.due, read.due_on, read.due_precision) == ("2023-12-15", date(2023, 12, 15), "day")
    assert (read.outcome, read.whom_post_id, read.whom_text, read.version) == ("Half done", post.id, "", 2)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "action.update")).one()
    assert event.detail == {
        "due_on": "2023-12-15",
        "due_precision": "day",
        "whom_post_id": post.id,
        "texts": ["outcome", "whom_text"],
    }


def test_an_action_is_not_changed_from_elsewhere_nor_after_it_closed(session: Session, council: CouncilBuilder) -> None:
    action, team = _raised(session, council), council.actor("performance_team")
    stranger = council.actor("service_manager", unit=council.environment)
    with pytest.raises(Problem) as forbidden:
        service.update_action(session, stranger, action.id, ActionUpdate(outcome="x"), 1)
    assert forbidden.value.status == 403
    away = ActionUpdate(unit_id=council.environment.id)
    with pytest.raises(Problem) as handed:
        service.update_action(session, council.actor("service_manager"), action.id, away, 1)
    assert handed.value.status == 403
    service.decide_action(session, team, action.id, ActionDecision(action="cancel", comment="Overtaken"), 1)
    with pytest.raises(Problem) as closed:
        service.update_action(session, team, action.id, ActionUpdate(outcome="x"), 2)
    assert closed.value.status == 409


def test_actions_are_found_by_unit_source_and_ref(session: Session, council: CouncilBuilder) -> None:
    source_id = _decision(session, council)
    first = _raised(session, council, source_id=source_id)
    second = _raised(session, council, unit_id=council.environment.id, due="2023-09-01")
    reader = council.actor("analyst")

    def found(**by: Any) -> list[str]:
        return sorted(each.ref for each in session.scalars(service.list_actions(reader, **by)))

    assert found() == [first.ref, second.ref]
    assert found(unit="ENVIRONMENT") == found(ref="A-0002") == [second.ref]
    assert found(source_kind="approval", source_id=source_id) == [first.ref]
    assert found(state=ActionState.COMPLETED) == []
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("analyst")
    with pytest.raises(Problem) as hidden:
        service.find_action(session, stranger, first.id)
    assert hidden.value.status == 404
