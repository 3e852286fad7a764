"""What every operation of the contract keeps to, whatever its subject."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from quarterdeck.app import create_app
from quarterdeck.core import openapi
from quarterdeck.core.db import Database
from quarterdeck.core.http import Route
from quarterdeck.core.settings import Settings

COMMITTED = Path(__file__).parents[2] / "openapi.yaml"
FRONT_END = COMMITTED.parent / "frontend"
METHODS = ("get", "put", "post", "delete", "patch")
# Formats that have an end of their own.
CLOSED_FORMATS = {"date", "date-time", "binary"}


@cache
def app() -> Any:
    settings = Settings(database_url="sqlite:///nowhere.sqlite3", worker_in_server=False)
    return create_app(settings, Database(settings))


@cache
def document() -> dict[str, Any]:
    return dict(app().openapi())


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            assert method in METHODS
            yield method, path, operation


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    """A schema or a response, or what it refers to."""
    if "$ref" not in part:
        return part
    _, components, kind, name = part["$ref"].split("/")
    return dict(document()[components][kind][name])


def _walk(schema: dict[str, Any], place: str, seen: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, schema) of a schema and all below it."""
    if schema.get("$ref") in seen:
        return
    seen = (*seen, schema["$ref"]) if "$ref" in schema else seen
    schema = _resolved(schema)
    yield place, schema
    for word in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(word, []):
            yield from _walk(each, place, seen)
    for name, each in schema.get("properties", {}).items():
        yield from _walk(each, f"{place}/{name}", seen)
    if "items" in schema:
        yield from _walk(schema["items"], f"{place}[]", seen)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _walk(schema["additionalProperties"], f"{place}/*", seen)


def test_operation_ids_are_function_names_and_unique() -> None:
    named = [operation["operationId"] for _, _, operation in operations()]
    assert len(named) == len(set(named))
    assert len(named) > 100
    functions = {context.name for context in iter_route_contexts(app().routes)}
    assert set(named) <= functions


def test_every_route_takes_turns() -> None:
    elsewhere = [
        context.path
        for context in iter_route_contexts(app().routes)
        if (context.path or "").startswith("/api/") and not isinstance(context.original_route, Route)
    ]
    assert elsewhere == []


def test_every_change_of_a_thing_takes_its_version() -> None:
    missing = []
    for method, path, operation in operations():
        if method in ("patch", "put") or path.endswith("/decisions"):
            headers = {each["name"].lower() for each in operation.get("parameters", []) if each["in"] == "header"}
            statuses = set(operation["responses"])
            if "if-match" not in headers or not {"412", "428"} <= statuses:
                missing.append(f"{method} {path}")
    assert missing == []


def test_every_operation_declares_its_errors_as_problems() -> None:
    for method, path, operation in operations():
        for status, response in operation["responses"].items():
            if status.startswith("4") or status == "500":
                content = _resolved(response)["content"]
                assert list(content) == ["application/problem+json"], f"{method} {path} {status}"


def _bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    for method, path, operation in operations():
        for body in operation.get("requestBody", {}).get("content", {}).values():
            yield from _walk(body["schema"], f"{method} {path} ")
        for parameter in operation.get("parameters", []):
            yield from _walk(parameter["schema"], f"{method} {path} ?{parameter['name']}")


def _is_bounded(schema: dict[str, Any]) -> bool:
    if "enum" in schema or "const" in schema or "$ref" in schema:
        return True
    kind = schema.get("type")
    if kind == "string":
        return "maxLength" in schema or "pattern" in schema or schema.get("format") in CLOSED_FORMATS
    if kind in ("integer", "number"):
        return bool({"minimum", "exclusiveMinimum"} & schema.keys() and {"maximum", "exclusiveMaximum"} & schema.keys())
    if kind == "array":
        return "maxItems" in schema
    if kind == "object":
        return schema.get("additionalProperties") is False or "maxProperties" in schema
    return True


def test_every_field_of_a_body_is_bounded() -> None:
    """Beyond a bound stands a 500, or a line of the log that fills the disk."""
    assert len(list(_bodies())) > 500
    # A form with a file has the guard's limit, and unknown parts of it are not read. An If-None-Match is only
    # compared, and RFC 9110 has any text ignored that names nothing of ours; the server bounds a header's length.
    elsewhere = ("/evidence ", "/logo ", "/setup/loads ", "/history-uploads ", "/comparisons/files ", "?If-None-Match")
    unbounded = {
        place for place, schema in _bodies() if not _is_bounded(schema) and not any(each in place for each in elsewhere)
    }
    assert unbounded == set()


def test_answers_always_have_all_their_fields() -> None:
    """A client need not ask whether a field is there: what is empty is null."""
    wanting = set()
    for method, path, operation in operations():
        for status, response in operation["responses"].items():
            if not status.startswith("2"):
                continue
            for content in response.get("content", {}).values():
                for place, schema in _walk(content.get("schema", {}), f"{method} {path} "):
                    properties = schema.get("properties", {})
                    absent = set(properties) - set(schema.get("required", []))
                    defaulted = {name for name, each in properties.items() if "default" in each}
                    wanting |= {f"{place}/{name}" for name in absent | defaulted}
    assert wanting == set()


def test_every_operation_says_what_it_does() -> None:
    silent = [f"{method} {path}" for method, path, operation in operations() if not operation.get("description")]
    assert silent == [], "the route function's docstring is the description"


def test_the_committed_contract_is_the_codes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == openapi.as_yaml(document()), "run: make openapi"


@pytest.mark.slow
def test_the_front_ends_types_are_made_of_the_committed_contract(tmp_path: Path) -> None:
    """What the screens believe an answer to hold is what it holds; `tsc` then finds where they do not fit."""
    made = tmp_path / "schema.d.ts"
    command = ["node_modules/.bin/openapi-typescript", "../openapi.yaml", "--output", str(made)]
    run = subprocess.run(command, cwd=FRONT_END, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    committed = FRONT_END / "src" / "api" / "schema.d.ts"
    # Not compared in the assertion itself: pytest would spend minutes on showing how 15,000 lines differ.
    current = committed.read_text(encoding="utf-8") == made.read_text(encoding="utf-8")
    assert current, "frontend/src/api/schema.d.ts is of another contract; run: make openapi"
