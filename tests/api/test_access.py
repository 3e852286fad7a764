"""The permission walk: every operation, in every situation, asked by everybody, against the matrix written by hand."""

from collections import Counter
from typing import Any

import pytest

from tests.api.all_calls import all_calls
from tests.api.asking import Asking
from tests.api.calls import Call, Calls, get
from tests.api.permission_matrix import MARKS, OPEN, Row, rows
from tests.api.personas import COLUMNS, IMPLIED

MATRIX = rows()
EVERYBODY = [*COLUMNS, *IMPLIED]
OUTSIDERS = ("OC", "NO", "DB")
"""Who changes nothing of our council, whatever they ask."""


@pytest.fixture(scope="module")
def calls(asking: Asking) -> Calls:
    return all_calls(asking.estate)


def test_every_operation_stands_in_the_matrix(asking: Asking) -> None:
    """Default deny: an operation that nobody has thought about fails here, with its name."""
    assert sorted({row.operation for row in MATRIX}) == sorted(asking.operations)


def test_every_row_has_its_call_and_every_call_its_row(asking: Asking, calls: Calls) -> None:
    counted = Counter((row.operation, row.situation) for row in MATRIX)
    assert [row for row, count in counted.items() if count > 1] == []
    assert sorted(counted) == sorted(calls)


def reads_first(operation: str) -> tuple[bool, str]:
    """The order of operations: what is undone leaves dead rows in the open transaction, and they slow down reads."""
    return not operation.startswith(("list_", "read_")), operation


@pytest.mark.slow
@pytest.mark.either
@pytest.mark.parametrize("operation", sorted({row.operation for row in MATRIX}, key=reads_first))
def test_who_gets_in(operation: str, asking: Asking, calls: Calls, record_property: Any) -> None:
    record_property("database", asking.name)
    wrong, cells = [], 0
    for row in MATRIX:
        if row.operation == operation:
            for persona in EVERYBODY:
                cells += 1
                wrong += _against(row, persona, calls[row.operation, row.situation], asking)
    record_property("figure", ("permission cells", asking.name, cells))
    assert wrong == [], f"{len(wrong)} of {cells} cells are wrong:\n" + "\n".join(wrong)


# What is decided on many things at once is offered on each of them.
ON_MANY = {"decide_submissions", "decide_targets"}
DECISIONS = sorted({row.operation for row in MATRIX if row.operation.startswith("decide_")} - ON_MANY)
WITHOUT_REASON = "without a reason"


@pytest.mark.slow
@pytest.mark.either
@pytest.mark.parametrize("operation", DECISIONS)
def test_allowed_actions_are_those_that_the_matrix_allows(
    operation: str, asking: Asking, calls: Calls, record_property: Any
) -> None:
    """The screens draw nothing else: what is offered is let through, and what would be refused is not offered."""
    record_property("database", asking.name)
    wrong, cells = [], 0
    for row in MATRIX:
        # An action that lacks its reason is allowed, and refused all the same.
        if row.operation == operation and WITHOUT_REASON not in row.situation:
            call = calls[row.operation, row.situation]
            for persona in COLUMNS:
                cells += 1
                wrong += _against_offer(row, persona, call, asking)
    record_property("figure", ("offered actions", asking.name, cells))
    assert wrong == [], f"{len(wrong)} of {cells} are wrong:\n" + "\n".join(wrong)


def _against_offer(row: Row, persona: str, call: Call, asking: Asking) -> list[str]:
    mark, action = row.mark(persona), call.body["action"]
    answer, _ = asking.send(get(call.path.removesuffix("/decisions")), persona)
    offered = action in answer.json()["allowed_actions"] if answer.is_success else False
    # An edition is decided at several stages, and says what somebody may do at one of them.
    wrongly_offered = offered and mark != "y" and row.operation != "decide_pack"
    if wrongly_offered or (mark == "y" and not offered):
        return [
            f"{row.operation}, {row.situation}, {persona}: {mark}, and {action} is {'' if offered else 'not '}offered"
        ]
    return []


def _against(row: Row, persona: str, call: Call, asking: Asking) -> list[str]:
    """What is wrong with a cell: one sentence, or none."""
    answer, journalled = asking.send(call, persona)
    expected, told = row.mark(persona), f"{row.operation}, {row.situation}, {persona}"
    operation = asking.operations[row.operation]
    faults = []
    if answer.status_code not in MARKS[expected]:
        faults.append(f"{told}: {expected} expected, {answer.status_code} answered {answer.text[:300]}")
    elif expected in "y-" and (expected == "y") is not call.shown_in(_content(answer)):
        faults.append(f"{told}: {expected} expected, and what it is about is {'' if expected == '-' else 'not '}seen")
    if not asking.is_of(operation, call):
        faults.append(f"{told}: the call is not one of this operation")
    if str(answer.status_code) not in operation["responses"]:
        faults.append(f"{told}: the contract does not declare {answer.status_code}")
    outside = persona in OUTSIDERS and row.operation not in OPEN
    if journalled and (not answer.is_success or outside):
        faults.append(f"{told}: refused with {answer.status_code}, and yet something was journalled")
    return faults


def _content(answer: Any) -> Any:
    return answer.json() if answer.content and "json" in answer.headers["content-type"] else answer.text
