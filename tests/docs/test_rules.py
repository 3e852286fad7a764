"""Every rule names what holds it, and what it names is there."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.reading import DOCS, ROOT, rows, section, spans, text_of

HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "A change violates this when…", "Enforced by"]
RECORDS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
RULES = rows(text_of("docs", "rules.md"))
PROJECT = tomllib.loads(text_of("pyproject.toml"))["tool"]


def _is_there(enforcer: str) -> bool:
    """Whether a test file, a test function in it, an import contract or a lint exists."""
    if enforcer.startswith("import-linter: "):
        contracts = {contract["name"] for contract in PROJECT["importlinter"]["contracts"]}
        return enforcer.removeprefix("import-linter: ") in contracts
    if enforcer.startswith("ruff: "):
        return enforcer.removeprefix("ruff: ") in PROJECT["ruff"]["lint"]["select"]
    if enforcer.startswith("mypy: "):
        return bool(PROJECT["mypy"][enforcer.removeprefix("mypy: ")])
    place, _, function = enforcer.partition("::")
    path = ROOT / place
    if not (place.startswith("tests/") and path.is_file()):
        return False
    return not function or function in _functions(path)


def _functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize(
    "enforcer",
    ["tests/nowhere.py", "tests/docs/test_rules.py::test_nothing", "import-linter: no such", "ruff: XYZ", "README.md"],
)
def test_the_check_sees_what_is_not_there(enforcer: str) -> None:
    assert not _is_there(enforcer)


@pytest.mark.parametrize("rule", RULES, ids=[rule[0] for rule in RULES])
def test_a_rule_is_held_by_something(rule: list[str]) -> None:
    number, text, held_by, why = rule
    enforcers = spans(held_by)
    assert number
    assert text.endswith(".")
    assert enforcers, "name the test or lint that holds it"
    assert [each for each in enforcers if not _is_there(each)] == []
    for target in re.findall(r"\((decisions/[^)]+)\)", why):
        assert (DOCS / target).is_file()


def test_the_fourteen_rules_of_the_architecture_are_there() -> None:
    assert [rule[0] for rule in RULES if rule[0].isdigit()][:14] == [str(number) for number in range(1, 15)]


@pytest.mark.parametrize("record", RECORDS, ids=[record.stem for record in RECORDS])
def test_a_record_has_its_headings_and_what_enforces_it(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    number = int(record.stem.partition("-")[0])
    assert text.startswith(f"# {number}. ")
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == HEADINGS
    assert all(section(text, heading) for heading in HEADINGS)
    enforcers = spans(section(text, "Enforced by"))
    assert enforcers
    assert [each for each in enforcers if not _is_there(each)] == []


def test_records_are_numbered_without_gaps_and_each_has_a_rule() -> None:
    assert [int(record.stem.partition("-")[0]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))
    told = text_of("docs", "rules.md")
    assert [record.name for record in RECORDS if f"decisions/{record.name}" not in told] == []
