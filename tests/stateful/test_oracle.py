"""The oracle knows nothing of the product: what it says is read from the design, and not from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stateful.oracle import judging
from tests.stateful.oracle.council import Council
from tests.stateful.oracle.people import PEOPLE, POWERS
from tests.stateful.oracle.things import Step

HERE = Path(__file__).parent / "oracle"
MODULES = sorted(HERE.glob("*.py"))
STANDARD = {"collections", "copy", "dataclasses", "functools", "typing"}


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, wherever in it, and whatever it would import by a name made up."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=module, level=level):
                yield "." * level + (module or "")
            case ast.Name(id="__import__" | "exec" | "eval"):
                yield node.id


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_oracle_imports_nothing_of_the_product(path: Path) -> None:
    for name in imported(path):
        assert name.partition(".")[0] in STANDARD or name.startswith("tests.stateful.oracle"), f"{path.name}: {name}"


def test_every_module_of_the_oracle_is_looked_at() -> None:
    assert {path.stem for path in MODULES} >= {
        "people",
        "things",
        "council",
        "rounds",
        "editions",
        "followed",
        "judging",
    }


def test_everybody_has_roles_that_the_oracle_knows() -> None:
    known = {role for roles in POWERS.values() for role in roles} | {"administrator", "analyst"}
    assert {role.name for person in PEOPLE.values() for role in person.roles} == known


def test_a_step_of_every_kind_is_refused_where_nothing_stands() -> None:
    empty = Council()
    for who in ("analyst", "administrator"):
        for kind in judging.KINDS:
            assert judging.status_of(empty, Step(who, kind, 1, unit="housing")) == 403
    assert judging.status_of(empty, Step("performance team", "round", 1, "open")) == 404
    assert judging.status_of(empty, Step("performance team", "plan", period="2023-24-Q1")) == 201
