"""States by table: the order of the checks, and a walk over state × action × role of every table there is."""

import importlib
import pkgutil
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import CheckConstraint

import quarterdeck
from quarterdeck.core.actor import Actor, Grant, Place, Scope
from quarterdeck.core.errors import Problem, conflict
from quarterdeck.core.workflow import REQUIRED, UNCHANGED, Workflow, transition
from quarterdeck.migrations.models import metadata
from quarterdeck.organisation.roles import ROLES, Permission

HERE = Place(council_id=1, unit_id=5)


@dataclass
class Thing:
    """Anything with a state."""

    state: str
    id: int = 9
    version: int = 3

    def place(self) -> Place:
        return HERE


def _actor(*permissions: str, council_id: int = 1, units: frozenset[int] = frozenset({5})) -> Actor:
    return Actor(council_id, 1, (Grant("role", frozenset(permissions), Scope.UNIT, 5, units),))


NOTE = Workflow(
    "note",
    ("draft", "sent", "filed"),
    (
        transition("send", {"draft"}, "sent", "write"),
        transition("return", {"sent"}, "draft", "read", comment=REQUIRED),
        transition(
            "file",
            {"sent"},
            "filed",
            "read",
            guard=lambda _, actor: "Not on your own." if actor.person_id == 1 else None,
        ),
    ),
)


def _refusal(thing: Thing, action: str, actor: Actor, version: int = 3, comment: str | None = None) -> tuple[int, str]:
    with pytest.raises(Problem) as refused:
        NOTE.perform(thing, action, actor, version, comment)
    return refused.value.status, refused.value.code


def test_an_action_moves_the_thing_and_says_so() -> None:
    thing = Thing("draft")
    event = NOTE.perform(thing, "send", _actor("write"), 3, "done")
    assert (thing.state, thing.version) == ("sent", 4)
    assert (event.action, event.kind, event.subject_id, event.comment) == ("note.send", "note", 9, "done")
    assert event.detail == {"from": "draft", "to": "sent", "version": 4}


def test_the_checks_come_in_one_order() -> None:
    """Permission before version before state before comment before guard: each refusal hides those behind it."""
    everything_wrong = Thing("draft")
    assert _refusal(everything_wrong, "return", _actor("write"), version=1) == (403, "forbidden")
    assert _refusal(everything_wrong, "return", _actor("read"), version=1) == (412, "stale-version")
    assert _refusal(everything_wrong, "return", _actor("read")) == (409, "wrong-state")
    assert _refusal(Thing("sent"), "return", _actor("read")) == (409, "comment-required")
    assert _refusal(Thing("sent"), "return", _actor("read"), comment=" \n") == (409, "comment-required")
    assert _refusal(Thing("sent"), "file", _actor("read")) == (409, "not-allowed-now")


def test_a_missing_comment_is_told_at_its_field() -> None:
    with pytest.raises(Problem) as refused:
        NOTE.perform(Thing("sent"), "return", _actor("read"), 3)
    found = [(each.pointer, each.code, each.detail) for each in refused.value.errors]
    assert found == [("/comment", "missing", "Give a reason in the comment when you return this note.")]


def test_an_action_is_told_in_an_officers_words() -> None:
    for kind, action, said in (
        ("action", "confirm_closure", "confirm the closure of this action"),
        ("action", "cancel", "cancel this action"),
        ("submission", "confirm_off_system", "confirm this submission off the system"),
    ):
        flow = next(each for each in WORKFLOWS.values() if each.kind == kind)
        with pytest.raises(Problem) as refused:
            bare = replace(flow, transitions=tuple(replace(each, who=None) for each in flow.transitions))
            bare.perform(Thing(flow.states[0]), action, _actor(), 3)
        assert refused.value.detail == f"Your role does not allow you to {said}."


def test_every_action_of_two_words_says_how_it_is_said() -> None:
    unsaid = [row.action for flow in WORKFLOWS.values() for row in flow.transitions if "_" in row.action]
    assert all(row.words for flow in WORKFLOWS.values() for row in flow.transitions if "_" in row.action), unsaid


def test_a_refused_action_changes_nothing() -> None:
    thing = Thing("sent")
    _refusal(thing, "return", _actor("read"))
    _refusal(thing, "file", _actor("read"))
    assert thing == Thing("sent")


def test_a_guard_may_answer_with_a_whole_problem() -> None:
    full = Workflow(
        "note", ("a", "b"), (transition("go", {"a"}, "b", "write", guard=lambda *_: conflict("No.", "outstanding")),)
    )
    with pytest.raises(Problem) as refused:
        full.perform(Thing("a"), "go", _actor("write"), 3)
    assert refused.value.code == "outstanding"


def test_a_permission_elsewhere_is_none() -> None:
    assert _refusal(Thing("draft"), "send", _actor("write", units=frozenset({6})))[0] == 403
    assert _refusal(Thing("draft"), "send", _actor("write", council_id=2))[0] == 403


def test_a_row_may_say_who_beside_a_permission() -> None:
    own = Workflow(
        "note", ("a", "b"), (transition("go", {"a"}, "b", "write", who=lambda _, actor: actor.person_id == 1),)
    )
    assert own.allowed_actions(Thing("a"), _actor()) == ["go"]
    assert own.perform(Thing("a"), "go", _actor(), 3).action == "note.go"
    stranger = replace(_actor("write"), person_id=2)
    assert own.allowed_actions(Thing("a"), stranger) == []
    with pytest.raises(Problem) as refused:
        own.perform(Thing("a"), "go", stranger, 1)
    assert refused.value.status == 403


def test_an_unknown_action_is_told_the_known_ones() -> None:
    with pytest.raises(Problem) as refused:
        NOTE.perform(Thing("draft"), "burn", _actor("write"), 3)
    assert refused.value.status == 422
    assert "send, return, file" in refused.value.detail


def test_allowed_actions_are_those_that_would_pass() -> None:
    assert NOTE.allowed_actions(Thing("draft"), _actor("write", "read")) == ["send"]
    # `file` is guarded against person 1; `return` needs a comment, which is still to be given.
    assert NOTE.allowed_actions(Thing("sent"), _actor("write", "read")) == ["return"]
    assert NOTE.allowed_actions(Thing("sent"), _actor("write")) == []


def test_the_diagram_shows_every_row() -> None:
    assert NOTE.mermaid().splitlines()[1:] == [
        "    draft --> sent: send",
        "    sent --> draft: return",
        "    sent --> filed: file",
    ]


def _workflows() -> dict[str, Workflow]:
    """Every table of every subject, by its name and module."""
    found = {}
    for each in pkgutil.walk_packages(quarterdeck.__path__, "quarterdeck."):
        if each.name.endswith(".workflow") and each.name != "quarterdeck.core.workflow":
            module = importlib.import_module(each.name)
            found |= {
                f"{each.name}.{name}": value for name, value in vars(module).items() if isinstance(value, Workflow)
            }
    return found


WORKFLOWS = _workflows()


def test_every_table_is_found() -> None:
    assert {flow.kind for flow in WORKFLOWS.values()} >= {
        "round",
        "submission",
        "target",
        "plan",
        "action",
        "restatement",
    }


@pytest.mark.parametrize("flow", WORKFLOWS.values(), ids=[name.removeprefix("quarterdeck.") for name in WORKFLOWS])
def test_a_table_is_sound(flow: Workflow) -> None:
    states = set(flow.states)
    assert len({each.action for each in flow.transitions}) == len(flow.transitions), "an action stands twice"
    for each in flow.transitions:
        assert each.sources <= states, each.action
        assert each.target in states | {UNCHANGED}, each.action
    left = {source for each in flow.transitions for source in each.sources}
    entered = {each.target for each in flow.transitions} - {UNCHANGED}
    assert left | entered == states, "a state that nothing enters or leaves"


def _checked_states() -> list[set[str]]:
    """The states that the database allows, of every table with a state."""
    checks = [
        constraint
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint) and str(constraint.sqltext).startswith("state IN ")
    ]
    return [{word.strip(" '()") for word in str(each.sqltext).removeprefix("state IN ").split(",")} for each in checks]


@pytest.mark.parametrize("flow", WORKFLOWS.values(), ids=[name.removeprefix("quarterdeck.") for name in WORKFLOWS])
def test_the_database_knows_a_tables_states_and_no_other(flow: Workflow) -> None:
    assert {str(state) for state in flow.states} in _checked_states()


def _holder(role: Any) -> Actor:
    permissions = frozenset(str(permission) for permission in ROLES[role])
    return Actor(1, 1, (Grant(str(role), permissions, Scope.COUNCIL),))


def _expected(row: Any, state: str, permitted: bool, commented: bool) -> int:
    if not permitted:
        return 403
    if state not in row.sources or (row.comment and not commented):
        return 409
    return 200


def test_every_state_action_and_role_of_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Guards, and who may beside a permission, look at more than the thing: each subject tests its own."""
    outcomes: Counter[int] = Counter()
    for flow in WORKFLOWS.values():
        bare = replace(flow, transitions=tuple(replace(each, guards=(), who=None) for each in flow.transitions))
        for state in flow.states:
            for row in bare.transitions:
                for role in ROLES:
                    for comment in (None, "because"):
                        actor = _holder(role)
                        permitted = row.permission in {str(each) for each in ROLES[role]}
                        outcome = _outcome(bare, str(state), row.action, actor, comment)
                        assert outcome == _expected(row, state, permitted, comment is not None), (flow.kind, row.action)
                        outcomes[outcome] += 1
    with capsys.disabled():
        print(f"\n{outcomes.total()} combinations of state, action, role and comment: {dict(outcomes)}")  # noqa: T201
    assert min(outcomes[200], outcomes[403], outcomes[409]) > 50


def _outcome(flow: Workflow, state: str, action: str, actor: Actor, comment: str | None) -> int:
    thing = Thing(state)
    try:
        flow.perform(thing, action, actor, 3, comment)
    except Problem as problem:
        assert thing == Thing(state)
        return problem.status
    assert thing.version == 4
    return 200


def test_every_permission_of_a_table_is_one_that_roles_can_hold() -> None:
    known = {str(permission) for permission in Permission}
    unknown = {each.permission for flow in WORKFLOWS.values() for each in flow.transitions} - known
    # What an edition's sealing or return moves is moved by nobody's request.
    assert unknown <= {"by_review"}
