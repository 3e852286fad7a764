"""The permission walk: every operation, in every situation, asked by everybody, against the matrix written by hand."""

from collections import Counter
from typing import Any

import pytest

from tests.api.all_calls import all_calls
from tests.api.asking import Asking
from tests.api.calls import Call, Calls
from tests.api.permission_matrix import MARKS, Row, rows
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


@pytest.mark.slow
@pytest.mark.parametrize("operation", sorted({row.operation for row in MATRIX}))
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
    if journalled and (not answer.is_success or persona in OUTSIDERS):
        faults.append(f"{told}: refused with {answer.status_code}, and yet something was journalled")
    return faults


def _content(answer: Any) -> Any:
    return answer.json() if answer.content and "json" in answer.headers["content-type"] else answer.text
