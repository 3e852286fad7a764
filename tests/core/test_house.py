"""Rules of the house that a reader could break without noticing: checked over the whole source."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Double, Float, Numeric
from sqlalchemy.orm import configure_mappers

import quarterdeck
from quarterdeck.core.db import Base
from quarterdeck.migrations.models import metadata

PACKAGE = Path(quarterdeck.__file__).parent
ROOT = PACKAGE.parents[1]
MOST_LINES = 400
# A page is what it shows: one that is longer shows two things.
MOST_FRONT_END_LINES = 250
# A route or a service that grows beyond this does two things; "about 40" is the rule, this is where it ends.
MOST_FUNCTION_LINES = 60
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)


def _nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _calls(path: Path, method: str) -> list[int]:
    return [
        node.lineno
        for node in _nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
    ]


def test_there_is_something_to_check() -> None:
    assert len(SOURCES) > 80


# Commands and the worker, which no request opens; and signing in, where a guess is counted although it is refused.
OWN_TRANSACTIONS = {"cli.py", "core/db.py", "worker.py", "integrations/backfill.py",
                    "integrations/setup/command.py", "organisation/signin.py",
                    "organisation/oidc/flow.py", "organisation/own_factor.py", "organisation/resets.py",
                    "organisation/machines.py", "organisation/set_up.py", "notices/delivery.py"}  # fmt: skip


def test_only_the_request_and_the_worker_commit() -> None:
    """A service that commits would leave half a request behind when the rest of it fails."""
    assert [_name(path) for path in SOURCES if _calls(path, "commit")] == ["core/db.py"]
    opening = [_name(path) for path in SOURCES if _calls(path, "transaction")]
    assert {name for name in opening if not name.startswith("demo/")} <= OWN_TRANSACTIONS


def test_endpoints_are_synchronous() -> None:
    """A query in an `async def` would hold up every other request of the process."""
    asynchronous = {
        _name(path) for path in SOURCES if any(isinstance(node, ast.AsyncFunctionDef) for node in _nodes(path))
    }
    allowed = {"app.py", *(f"core/{name}.py" for name in ("db", "front_end", "guard", "health", "http"))}
    assert asynchronous <= allowed


def _state_changes(path: Path) -> list[int]:
    """Lines that set an attribute called `state` of something."""
    targets: list[ast.expr] = []
    for node in _nodes(path):
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets.append(node.target)
    flat = [each for target in targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return [each.lineno for each in flat if isinstance(each, ast.Attribute) and each.attr == "state"]


MOVERS = {
    "core/workflow.py",
    "core/jobs.py",  # the worker's bookkeeping: nobody decides on a job
    "collection/workflow.py",  # hands a workflow's move on to the row behind it
    "measures/targets.py",  # the same
    "collection/stages.py",  # moves by a table of its own, without an actor: stages open one after the other
    "reporting/sealing.py",  # a new edition takes figures until it is sealed
}


def test_states_change_through_their_workflow_alone() -> None:
    changing = {_name(path) for path in SOURCES if _state_changes(path)}
    assert changing <= MOVERS


def test_the_lint_sees_a_state_that_is_set(tmp_path: Path) -> None:
    source = tmp_path / "service.py"
    source.write_text("request.state.actor = 1\nplan.state = 'adopted'\nbefore, plan.state = plan.state, 'draft'\n")
    assert _state_changes(source) == [2, 3]


def test_queries_say_what_they_load() -> None:
    configure_mappers()
    lazy = [
        f"{mapper.class_.__name__}.{relationship.key}"
        for mapper in Base.registry.mappers
        for relationship in mapper.relationships
        if relationship.lazy != "raise_on_sql"
    ]
    assert lazy == [], 'give it lazy="raise_on_sql"'


def test_figures_are_doubles_on_both_databases() -> None:
    """Decimal columns cost twice the time, and a single-precision one would not answer `value = 94.2`."""
    others = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Numeric | Float) and not isinstance(column.type, Double)
    ]
    assert others == []


def test_every_record_of_a_council_is_keyed_by_it() -> None:
    """What a council owns is found by council first: in a unique key or an index that begins with it."""
    unkeyed = []
    for table in metadata.tables.values():
        if "council_id" not in table.columns:
            continue
        keys = [list(table.primary_key.columns.keys())]
        keys += [[column.name for column in index.columns if column is not None] for index in table.indexes]
        keys += [list(unique.columns.keys()) for unique in table.constraints if hasattr(unique, "columns")]
        if not any(key and key[0] == "council_id" for key in keys):
            unkeyed.append(table.name)
    # The worker looks at these of every council.
    assert set(unkeyed) <= {"job", "outbox_message"}


FRONT_END = ROOT / "frontend"
FILES = [
    *PACKAGE.rglob("*.py"),
    *(ROOT / "tests").rglob("*.py"),
    *(ROOT / "bench").rglob("*.py"),
    *FRONT_END.glob("*.*"),
    *(FRONT_END / "src").rglob("*.*"),
]
WRITTEN = {".py", ".ts", ".tsx", ".mjs", ".css", ".html"}
# A revision is written once and never grows; generated types are nobody's reading.
UNLIMITED = {"versions", "schema.d.ts"}


def test_files_stay_short() -> None:
    long = {}
    for path in FILES:
        if path.suffix not in WRITTEN or UNLIMITED & set(path.parts):
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > (MOST_FRONT_END_LINES if FRONT_END in path.parents else MOST_LINES):
            long[str(path.relative_to(ROOT))] = lines
    assert long == {}, "split by subject"


def test_functions_stay_short() -> None:
    long = {
        f"{_name(path)}:{node.name}": length
        for path in SOURCES
        for node in _nodes(path)
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_FUNCTION_LINES
    }
    assert long == {}


VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "managers",
    "manager",
    "crud",
    "repositories",
    "repository",
    "common",
    "misc",
}


def test_files_are_named_after_what_is_in_them() -> None:
    assert [_name(path) for path in PACKAGE.rglob("*") if path.stem in VAGUE] == []


@pytest.mark.parametrize(
    "key, value",
    [
        (("mypy", "strict"), True),
        (("pytest", "ini_options", "filterwarnings"), ["error"]),
        (("pytest", "ini_options", "xfail_strict"), True),
        (("importlinter", "contracts", 0, "exhaustive"), True),
    ],
)
def test_the_checks_stay_strict(key: tuple[str | int, ...], value: object) -> None:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    for part in key:
        found = found[part]
    assert found == value


def test_tests_replace_nothing_of_ours() -> None:
    """A stand-in for our own code would test the stand-in. (A revision that fails half-way has no other way.)"""
    standing_in = set()
    for path in (ROOT / "tests").rglob("*.py"):
        for node in _nodes(path):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            module = getattr(node, "module", "") or ""
            if "mock" in module.split(".") or any("mock" in name.lower() for name in names) or _patches_ours(node):
                standing_in.add(path.relative_to(ROOT).as_posix())
    assert standing_in <= {"tests/migrations/test_migrations.py"}


def _patches_ours(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr"
