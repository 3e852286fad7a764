"""Every read that shows a figure or a rating shows it from any moment and in any edition, or says why it does not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
CONTRACT = yaml.load((ROOT / "openapi.yaml").read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
GUIDE = ROOT / "docs" / "guides" / "integrators.md"
# What tells that an answer holds figures or ratings: what they are made of, and the words they are counted in.
KINDS = {"Rating", "ValueState", "ActivityStatus", "DefinitionVersion", "RuleRead"}
FIELDS = {"value", "value_state", "rating", "green", "outturn", "benchmark_value", "rating_rule"}
# Drawn or written out, so that no schema tells.
DRAWN = {"image/svg+xml"}
# Of settings and schemes, which rate nothing by themselves.
SCHEMES = {"/framework", "/framework/versions/{version_id}", "/framework/templates", "/history-uploads/{upload_id}"}


def _referred(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rsplit("/", 1)[-1]
        for each in part.values():
            yield from _referred(each)
    elif isinstance(part, list):
        for each in part:
            yield from _referred(each)


def _reached(part: Any) -> set[str]:
    """The names of all schemas that an answer is made of."""
    schemas, found, waiting = CONTRACT["components"]["schemas"], set[str](), set(_referred(part))
    while waiting:
        name = waiting.pop()
        if name not in found and name in schemas:
            found.add(name)
            waiting |= set(_referred(schemas[name]))
    return found


def _shows_figures(answer: dict[str, Any]) -> bool:
    names = _reached(answer)
    fields = {field for name in names for field in CONTRACT["components"]["schemas"][name].get("properties", {})}
    return bool(names & KINDS or fields & FIELDS or set(answer.get("content", {})) & DRAWN)


def _reads() -> Iterator[tuple[str, set[str]]]:
    """(path below the base, names of its parameters) of every read that shows figures or ratings."""
    for path, methods in CONTRACT["paths"].items():
        read = methods.get("get")
        if read and _shows_figures(read["responses"].get("200", {})):
            yield path.removeprefix("/api/v1"), {each["name"] for each in read.get("parameters", [])}


def test_every_read_of_figures_takes_a_moment_and_an_edition_or_says_why_not() -> None:
    said = dict(re.findall(r"^\| `(/[^`]+)` \| (.+) \|$", GUIDE.read_text(), re.MULTILINE))
    reads = dict(_reads())
    without = {path for path, names in reads.items() if not {"as_of", "pack"} <= names} - SCHEMES
    assert len(reads) > len(without) + 10, "the walk finds the reads of figures"
    assert without == set(said), "a table in the guide for integrators lists the reads without a viewpoint"
    assert all(len(reason.split()) > 3 for reason in said.values())
