"""The tables of rounds and submissions, walked state × action × role against what is written here by hand."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, RoundStageState, RoundState, Submission, SubmissionState
from quarterdeck.collection.workflow import ROUND, STAGE, SUBMISSION, RoundCase, SubmissionCase
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, Problem
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
# (state, action): (to, who may). Whatever is not listed is refused to everybody.
ROUNDS = {
    ("planned", "open"): ("collecting", {"performance_team"}),
    ("planned", "cancel"): ("cancelled", {"performance_team"}),
    ("collecting", "cancel"): ("cancelled", {"performance_team"}),
    ("planned", "skip"): ("cancelled", {"performance_team"}),
    ("collecting", "skip"): ("cancelled", {"performance_team"}),
    ("planned", "defer"): ("cancelled", {"performance_team"}),
    ("collecting", "defer"): ("cancelled", {"performance_team"}),
    ("planned", "merge"): ("cancelled", {"performance_team"}),
    ("collecting", "merge"): ("cancelled", {"performance_team"}),
    ("reviewing", "skip_stage"): ("reviewing", {"performance_team"}),
    ("reviewing", "close"): ("closed", {"performance_team"}),
}
SUBMISSIONS = {
    ("requested", "start"): ("draft", {"performance_team", "data_provider"}),
    ("draft", "submit"): ("submitted", {"performance_team", "data_provider"}),
    ("returned", "submit"): ("submitted", {"performance_team", "data_provider"}),
    ("submitted", "return"): ("returned", {"performance_team", "service_manager"}),
    ("submitted", "confirm"): ("confirmed", {"service_manager"}),
    ("confirmed", "reopen"): ("returned", {"performance_team"}),
    ("submitted", "confirm_off_system"): ("confirmed", {"performance_team"}),
    ("requested", "extend"): ("requested", {"performance_team"}),
    ("draft", "extend"): ("draft", {"performance_team"}),
    ("returned", "extend"): ("returned", {"performance_team"}),
    ("requested", "remind"): ("requested", {"performance_team"}),
    ("draft", "remind"): ("draft", {"performance_team"}),
    ("returned", "remind"): ("returned", {"performance_team"}),
}
# Moved by a seal or a return alone; no role may.
BY_REVIEW = {
    "round": {("collecting", "seal"): "reviewing", ("reviewing", "send_back"): "collecting"},
    "submission": {("confirmed", "send_back"): "returned"},
}
ROUND_ACTIONS = ("open", "seal", "send_back", "skip_stage", "close", "cancel", "skip", "defer", "merge")
SUBMISSION_ACTIONS = (
    "start",
    "submit",
    "return",
    "confirm",
    "confirm_off_system",
    "extend",
    "remind",
    "reopen",
    "send_back",
)


def _round(council: CouncilBuilder, state: str) -> RoundCase:
    """A round against which no guard stands, in a state."""
    row = Round(
        id=1,
        council_id=council.id,
        cycle="quarterly",
        period_code="2023-24-Q1",
        framework_version_id=1,
        state=state,
        due_on=date(2023, 7, 21),
        version=1,
    )
    stages: tuple[tuple[str, bool], ...] = (("decided", False), ("open", True))
    return RoundCase(row, stages=stages, submissions=frozenset({"requested", "draft"}))


def _submission(council: CouncilBuilder, state: str, **around: Any) -> SubmissionCase:
    """A submission of Housing against which no guard stands, in a state, submitted by nobody here."""
    row = Submission(
        id=1, council_id=council.id, round_id=1, unit_id=council.housing.id, state=state, submitted_by=None, version=1
    )
    return SubmissionCase(row, **{"round_state": "collecting", **around})


def _outcome(workflow: Any, case: Any, action: str, actor: Actor) -> str | int:
    """The state that an action leads to, or the status of its refusal."""
    try:
        workflow.perform(case, action, actor, 1, "Because")
    except Problem as refused:
        return refused.status
    assert case.version == 2
    return str(case.state)


def _rounds(council: CouncilBuilder) -> Iterator[tuple[str, str, str, RoundCase]]:
    for state, action, role in product(RoundState, ROUND_ACTIONS, ROLES):
        case = _round(council, state)
        if action == "close":
            case.stages = (("decided", False), ("skipped", True))
        yield str(state), action, role, case


def test_who_moves_a_round_from_where_to_where(council: CouncilBuilder) -> None:
    cells = 0
    for state, action, role, case in _rounds(council):
        actor, (to, who) = council.actor(role), ROUNDS.get((state, action), ("", set()))
        managed = role == "performance_team" and action not in ("seal", "send_back")
        expected = to if role in who else 409 if managed else 403
        offered = ROUND.allowed_actions(case, actor)
        assert (action in offered) == (role in who), (state, action, role)
        assert _outcome(ROUND, case, action, actor) == expected, (state, action, role)
        cells += 1
    assert cells == len(RoundState) * len(ROUND_ACTIONS) * len(ROLES)


def test_who_moves_a_submission_from_where_to_where(council: CouncilBuilder) -> None:
    # Who may at all, whatever the state: then a wrong state is a 409, and otherwise a 403.
    may = {action: who for (_, action), (_, who) in SUBMISSIONS.items()}
    cells = 0
    for state, action, role in product(SubmissionState, SUBMISSION_ACTIONS, ROLES):
        case, actor = _submission(council, state), council.actor(role)
        to, who = SUBMISSIONS.get((str(state), action), ("", set()))
        expected = to if role in who else 409 if role in may.get(action, set()) else 403
        offered = SUBMISSION.allowed_actions(case, actor)
        assert (action in offered) == (role in who), (state, action, role)
        assert _outcome(SUBMISSION, case, action, actor) == expected, (state, action, role)
        cells += 1
    assert cells == len(SubmissionState) * len(SUBMISSION_ACTIONS) * len(ROLES)


@pytest.mark.parametrize("role", ["data_provider", "service_manager", "performance_team"])
def test_roles_of_another_unit_move_nothing(council: CouncilBuilder, role: str) -> None:
    elsewhere = council.actor(role, unit=council.environment)
    for state, action in SUBMISSIONS:
        assert _outcome(SUBMISSION, _submission(council, state), action, elsewhere) == 403


def test_a_seal_and_a_return_move_what_no_role_can(council: CouncilBuilder) -> None:
    system = Actor.system(council.id)
    for (state, action), to in BY_REVIEW["round"].items():
        assert _outcome(ROUND, _round(council, state), action, system) == to
    for (state, action), to in BY_REVIEW["submission"].items():
        assert _outcome(SUBMISSION, _submission(council, state), action, system) == to
    for state in set(RoundState) - {RoundState.COLLECTING}:
        assert _outcome(ROUND, _round(council, state), "seal", system) == 409


def test_the_tables_name_every_action_and_state_and_no_other() -> None:
    assert tuple(row.action for row in ROUND.transitions) == ROUND_ACTIONS
    assert tuple(row.action for row in SUBMISSION.transitions) == SUBMISSION_ACTIONS
    assert {row.action: (set(row.sources), row.target) for row in STAGE.transitions} == {
        "open": ({"waiting"}, "open"),
        "decide": ({"open"}, "decided"),
        "skip": ({"open"}, "skipped"),
        "withdraw": ({"open"}, "waiting"),
        "reopen": ({"decided"}, "open"),
    }
    for workflow, states in ((ROUND, RoundState), (SUBMISSION, SubmissionState), (STAGE, RoundStageState)):
        assert workflow.states == tuple(states)
        for row in workflow.transitions:
            assert {*row.sources, *map(row.leads_to, row.sources)} <= set(states)


# A guard, the state and action it stands against, and what is around: refused, though role and state are right.
GUARDED: list[tuple[str, str, dict[str, Any], str]] = [
    ("requested", "start", {"round_state": "cancelled"}, "is cancelled"),
    ("draft", "submit", {"round_state": "closed"}, "is closed"),
    ("draft", "submit", {"blocking": [FieldError(pointer="/entries/1/value", code="x", detail="x")]}, "One thing"),
    ("submitted", "return", {"round_state": "closed"}, "is closed"),
    ("submitted", "confirm", {"round_state": "closed"}, "is closed"),
    ("submitted", "confirm_off_system", {"round_state": "closed"}, "is closed"),
    ("draft", "extend", {"round_state": "closed"}, "is closed"),
    ("draft", "remind", {"round_state": "cancelled"}, "is cancelled"),
    ("confirmed", "reopen", {"round_state": "closed", "returned_by_members": True}, "is closed"),
    ("confirmed", "reopen", {"round_state": "reviewing"}, "sealed"),
    ("confirmed", "reopen", {"seen_by_members": True}, "restatement"),
    ("confirmed", "reopen", {"seen_by_members": True, "round_state": "reviewing"}, "restatement"),
]
# Around what the same actions are open.
UNGUARDED: list[tuple[str, str, dict[str, Any]]] = [
    ("draft", "submit", {"round_state": "reviewing"}),
    ("submitted", "confirm", {"round_state": "reviewing"}),
    ("confirmed", "reopen", {"seen_by_members": True, "returned_by_members": True}),
    ("confirmed", "reopen", {"round_state": "reviewing", "seen_by_members": True, "returned_by_members": True}),
]


def _whoever_may(council: CouncilBuilder, state: str, action: str) -> Actor:
    return council.actor(min(SUBMISSIONS[state, action][1]))


@pytest.mark.parametrize("state,action,around,words", GUARDED)
def test_what_stands_around_a_submission_is_in_the_way(
    council: CouncilBuilder, state: str, action: str, around: dict[str, Any], words: str
) -> None:
    case, actor = _submission(council, state, **around), _whoever_may(council, state, action)
    assert action not in SUBMISSION.allowed_actions(case, actor)
    with pytest.raises(Problem) as refused:
        SUBMISSION.perform(case, action, actor, 1, "Because")
    assert refused.value.status == 409
    assert words in refused.value.detail
    assert (case.state, case.version) == (state, 1)


@pytest.mark.parametrize("state,action,around", UNGUARDED)
def test_what_stands_around_a_submission_is_not_in_the_way(
    council: CouncilBuilder, state: str, action: str, around: dict[str, Any]
) -> None:
    case, actor = _submission(council, state, **around), _whoever_may(council, state, action)
    assert _outcome(SUBMISSION, case, action, actor) == SUBMISSIONS[state, action][0]


@pytest.mark.parametrize(
    "state,action,around",
    [
        ("planned", "open", {"others": frozenset({"collecting"})}),
        ("planned", "open", {"others": frozenset({"reviewing"})}),
        ("planned", "open", {"others": frozenset({"closed"})}),
        ("planned", "open", {"reported_in": "Q2 2023/24"}),
        ("planned", "cancel", {"continues": True}),
        ("planned", "skip", {"continues": True}),
        ("collecting", "skip", {"submissions": frozenset({"submitted"})}),
        ("collecting", "defer", {"submissions": frozenset({"submitted"})}),
        ("collecting", "merge", {"submissions": frozenset({"returned"})}),
        ("collecting", "cancel", {"submissions": frozenset({"submitted"})}),
        ("collecting", "cancel", {"submissions": frozenset({"draft", "confirmed"})}),
        ("collecting", "cancel", {"submissions": frozenset({"returned"})}),
        ("reviewing", "close", {"stages": (("decided", False), ("open", False))}),
        ("reviewing", "close", {"stages": (("decided", False), ("waiting", True))}),
        ("reviewing", "skip_stage", {"stages": (("open", False), ("waiting", True), ("skipped", True))}),
    ],
)
def test_what_stands_around_a_round_is_in_the_way(
    session: Session, council: CouncilBuilder, state: str, action: str, around: dict[str, Any]
) -> None:
    case, team = _round(council, state), council.actor("performance_team")
    for name, value in around.items():
        setattr(case, name, value)
    assert action not in ROUND.allowed_actions(case, team)
    assert _outcome(ROUND, case, action, team) == 409


def test_planned_and_cancelled_rounds_of_a_period_are_in_nobodys_way(council: CouncilBuilder) -> None:
    case = _round(council, "planned")
    case.others = frozenset({"planned", "cancelled"})
    assert _outcome(ROUND, case, "open", council.actor("performance_team")) == "collecting"


@pytest.mark.parametrize(
    "workflow,actions",
    [
        (ROUND, {"cancel", "skip", "defer", "merge", "skip_stage", "send_back"}),
        (SUBMISSION, {"return", "reopen", "send_back", "extend", "confirm_off_system"}),
    ],
)
def test_what_goes_back_or_ends_early_needs_a_reason(workflow: Any, actions: set[str]) -> None:
    assert {row.action for row in workflow.transitions if row.comment} == actions
