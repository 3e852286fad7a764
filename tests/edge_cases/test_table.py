"""docs/edge-cases.md names every case once, and every test of it that there is."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "edge-cases.md"
CASES = [f"E{number}" for number in range(1, 36)]
OF_LATER = {"E27"}


def _rows() -> list[tuple[str, list[str]]]:
    lines = [line.split("|") for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [(cells[1].strip(), re.findall(r"`(test_\w+)`", cells[3])) for cells in lines[1:]]


def _tests() -> set[str]:
    trees = (
        ast.parse(path.read_text(encoding="utf-8")) for path in HERE.glob("test_*.py") if path.name != "test_table.py"
    )
    return {
        node.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"
    }


def test_every_case_is_in_the_table_with_the_tests_that_hold_it() -> None:
    rows = _rows()
    assert [case for case, _ in rows if case != "–"] == CASES
    assert {case for case, tests in rows if not tests} == OF_LATER
    assert {name for _, tests in rows for name in tests} == _tests()
    for case, tests in rows:
        assert all(name.startswith(f"test_{case.lower()}_") for name in tests) or case == "–"
