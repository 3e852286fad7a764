"""Closing an action takes two: its service reports it done, those who asked confirm that or send it back."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions import progress
from quarterdeck.actions.models import Action, ActionNote, ActionState
from quarterdeck.actions.workflow import ACTION
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from tests.actions.asking import Asking
from tests.builders import CouncilBuilder

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
CLOSERS = frozenset({"performance_team", "committee_administrator"})
SERVICE = frozenset({"performance_team", "data_provider", "service_manager"})
OF_SERVICE = {ActionState.OPEN: ["report_done"]}
OF_CLOSERS = {
    ActionState.OPEN: ["cancel"],
    ActionState.AWAITING_CLOSURE: ["confirm_closure", "send_back"],
    ActionState.COMPLETED: ["reopen"],
    ActionState.CANCELLED: ["reopen"],
}


def _allowed(action: Action, actor: Actor) -> list[str]:
    return ACTION.allowed_actions(action, actor)


def _refusal(refused: pytest.ExceptionInfo[Problem]) -> tuple[int, str]:
    return refused.value.status, refused.value.code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(ActionState))
def test_who_does_what_in_each_state(session: Session, council: CouncilBuilder, role: str, state: ActionState) -> None:
    action = Action(council_id=council.id, unit_id=council.housing.id, state=state, version=1)
    expected = OF_SERVICE.get(state, []) if role in SERVICE else []
    expected = expected + (OF_CLOSERS[state] if role in CLOSERS else [])
    assert _allowed(action, council.actor(role)) == expected


def test_an_action_is_reported_done_by_its_service_and_confirmed_by_who_raised_it(
    session: Session, asking: Asking
) -> None:
    action = asking.raised(asking.clerk)
    asking.decided(action, "report_done", asking.manager, " Reported on 3 September ")
    assert (action.state, action.outcome, action.version) == ("awaiting_closure", "Reported on 3 September", 2)
    assert (action.reported_done_by, action.closed_at) == (asking.manager.person_id, None)
    assert action.reported_done_at is not None
    asking.decided(action, "confirm_closure", asking.clerk)
    assert (action.state, action.closed_by, action.version) == ("completed", asking.clerk.person_id, 3)
    assert (action.outcome, action.closed_at is not None) == ("Reported on 3 September", True)
    events = session.scalars(select(AuditEvent).where(AuditEvent.kind == "action").order_by(AuditEvent.position)).all()
    assert [event.action for event in events] == ["action.raise", "action.report_done", "action.confirm_closure"]


def test_what_comes_back_is_open_again_with_the_reason_among_its_notes(session: Session, asking: Asking) -> None:
    action = asking.reported_done(asking.raised(asking.clerk))
    with pytest.raises(Problem) as silent:
        asking.decided(action, "send_back", asking.clerk, " ")
    assert _refusal(silent) == (409, "comment-required")
    asking.decided(action, "send_back", asking.clerk, "One estate was left out")
    assert (action.state, action.outcome, action.reported_done_by, action.reported_done_at) == ("open", "", None, None)
    notes = session.scalars(progress.list_notes(session, asking.manager, action.id).order_by(ActionNote.id)).all()
    assert [(note.kind, note.text) for note in notes] == [
        ("report_done", "Reported on 3 September"),
        ("send_back", "One estate was left out"),
    ]
    asking.reported_done(action)
    asking.decided(action, "confirm_closure", asking.clerk, "Thank you")
    assert action.state == "completed"


def test_nobody_confirms_what_they_reported_done_themselves(council: CouncilBuilder, asking: Asking) -> None:
    action = asking.reported_done(asking.raised(asking.team), asking.team)
    assert _allowed(action, asking.team) == ["send_back"]
    with pytest.raises(Problem) as refused:
        asking.decided(action, "confirm_closure", asking.team)
    assert _refusal(refused) == (409, "not-allowed-now")
    colleague = council.actor("performance_team", number=2)
    assert asking.decided(action, "confirm_closure", colleague).state == "completed"


def test_the_installation_itself_may_do_both(council: CouncilBuilder, asking: Asking) -> None:
    system = Actor.system(council.id)
    action = asking.reported_done(asking.raised(), system)
    assert asking.decided(action, "confirm_closure", system).state == "completed"


def test_whoever_raised_it_closes_it_though_their_role_closes_no_others(
    council: CouncilBuilder, asking: Asking
) -> None:
    director, other = council.actor("director"), council.actor("director", number=2)
    action = asking.reported_done(asking.raised(director))
    assert _allowed(action, director) == ["confirm_closure", "send_back"]
    assert _allowed(action, other) == []
    with pytest.raises(Problem) as refused:
        asking.decided(action, "confirm_closure", other)
    assert _refusal(refused) == (403, "forbidden")
    # Whoever may raise none any more closes none either.
    assert _allowed(action, replace(director, grants=())) == []
    assert asking.decided(action, "confirm_closure", director).state == "completed"


def test_what_a_body_asked_for_is_closed_by_who_records_for_that_body(council: CouncilBuilder, asking: Asking) -> None:
    action = asking.reported_done(asking.raised(source_id=asking.decision_of(council.scrutiny)))
    of_scrutiny = council.actor("committee_administrator", body=council.scrutiny)
    of_cabinet = council.actor("committee_administrator", body=council.cabinet)
    of_housing = council.actor("performance_team", unit=council.housing)
    closing = ["confirm_closure", "send_back"]
    assert _allowed(action, of_scrutiny) == closing
    assert _allowed(action, of_cabinet) == []
    # The service's own performance officer does not answer for the Committee.
    assert _allowed(action, of_housing) == []
    audit = {"source_kind": "audit", "source_text": "Finding 3"}
    of_unit = asking.reported_done(asking.raised(**audit))
    assert _allowed(of_unit, of_housing) == closing
    assert _allowed(of_unit, of_scrutiny) == []


def test_an_action_is_cancelled_and_opened_again_with_a_reason(asking: Asking) -> None:
    action = asking.raised()
    for name in ("cancel", "reopen"):
        with pytest.raises(Problem) as silent:
            asking.decided(action, name, asking.clerk)
        assert _refusal(silent) == (409, "comment-required")
        asking.decided(action, name, asking.clerk, "Overtaken by events" if name == "cancel" else "Not so")
        if name == "cancel":
            assert (action.state, action.outcome) == ("cancelled", "Overtaken by events")
            assert (action.closed_by, action.closed_at is not None) == (asking.clerk.person_id, True)
    assert (action.state, action.outcome, action.closed_by, action.closed_at) == ("open", "", None, None)


def test_a_completed_action_is_opened_again_and_reported_done_anew(asking: Asking) -> None:
    action = asking.reported_done(asking.raised())
    asking.decided(action, "confirm_closure", asking.clerk)
    with pytest.raises(Problem) as again:
        asking.decided(action, "report_done", asking.manager, "Again")
    assert _refusal(again) == (409, "wrong-state")
    asking.decided(action, "reopen", asking.clerk, "One estate was left out")
    assert (action.state, action.reported_done_by, action.closed_by) == ("open", None, None)
    asking.reported_done(action, asking.provider)
    assert action.reported_done_by == asking.provider.person_id


def test_the_order_of_refusals_is_permission_version_state_comment(asking: Asking) -> None:
    action = asking.raised()
    cases = (
        (asking.provider, "cancel", 7, (403, "forbidden")),
        (asking.clerk, "cancel", 7, (412, "stale-version")),
        (asking.clerk, "confirm_closure", 1, (409, "wrong-state")),
        (asking.clerk, "cancel", 1, (409, "comment-required")),
    )
    for actor, name, version, refusal in cases:
        with pytest.raises(Problem) as refused:
            asking.decided(action, name, actor, version=version)
        assert _refusal(refused) == refusal
