"""Bodies, parameters and headers that must be refused: built from a good one and the contract's schema."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MARK = "zq4711zq"
"""What no answer may hold: it stands in everything that is sent."""
MIB = 1_048_576

# As JSON text: what Python's own parser lets through, and what two readers could understand differently.
NUMBERS = {
    "NaN": "NaN",
    "Infinity": "Infinity",
    "minus Infinity": "-Infinity",
    "beyond a double": "1e400",
    "two to the 63rd": str(2**63),
    "less than any integer": str(-(2**63) - 1),
    "four hundred digits": "9" * 400,
}
TEXTS = {"half a character": '"' + MARK + '\\ud800"', "a NUL": '"' + MARK + '\\u0000"'}
WRONG = {"object": {MARK: MARK}, "array": [MARK], "string": MARK, "number": 4711.5, "boolean": True}
"""A value of each JSON type."""


@dataclass(frozen=True)
class Hostile:
    """A body to refuse. pointer: the field that the refusal has to name, where there is one."""

    what: str
    content: bytes
    pointer: str | None = None
    media_type: str = "application/json"


def bodies(good: dict[str, Any], schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Hostile]:
    """Every way of spoiling a good body that `schema` (with the contract's `schemas`) describes."""
    yield from _whole(good)
    for path, field in _fields(good, schema, schemas):
        pointer = "/" + "/".join(map(str, path))
        for what, text in {**NUMBERS, **TEXTS}.items():
            yield Hostile(f"{pointer}: {what}", _with(good, path, text))
        for kind, value in WRONG.items():
            if kind not in _kinds(field, schemas):
                yield Hostile(f"{pointer}: a wrong {kind}", _with(good, path, json.dumps(value)), pointer)
        for what, value in _beyond(field, schemas):
            yield Hostile(f"{pointer}: {what}", _with(good, path, json.dumps(value)), pointer)


def _whole(good: dict[str, Any]) -> Iterator[Hostile]:
    text = json.dumps(good).encode()
    deep = '{"' + MARK + '":' + "[" * 60 + "]" * 60 + "}"
    yield Hostile("empty", b"")
    yield Hostile("not JSON", f"{MARK} is no JSON".encode())
    yield Hostile("cut short", text[:-1])
    yield Hostile("not UTF-8", text + b"\xff")
    yield Hostile("UTF-16", json.dumps(good).encode("utf-16"))
    yield Hostile("another thing after it", text + b" 1")
    yield Hostile("too deep", deep.encode())
    yield Hostile("deeper than the parser goes", b"[" * 200_000)
    yield Hostile("more than a mebibyte", b'{"' + MARK.encode() + b'": "' + b"x" * MIB + b'"}')
    name = next(iter(good), MARK)
    twice = f"{json.dumps(name)}: {json.dumps(good.get(name))}"
    yield Hostile("a name twice", f"{{{twice}, {twice}}}".encode())
    yield Hostile("an unknown field", json.dumps({**good, "unheard_of": MARK}).encode(), "/unheard_of")
    for value in (None, [], MARK, 4711, True, [good]):
        yield Hostile(f"{json.dumps(value)[:10]} instead of an object", json.dumps(value).encode())
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        yield Hostile(f"sent as {media_type}", text, media_type=media_type)
    for media_type in ("APPLICATION/JSON", "application/problem+json", "application/json; charset=utf-8"):
        yield Hostile(f"NaN sent as {media_type}", b'{"' + MARK.encode() + b'": NaN}', media_type=media_type)


def _fields(
    good: Any, schema: dict[str, Any], schemas: dict[str, Any], path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """(path, schema) of each field: all that the schema names, and what the good body holds below them."""
    for name, field in _resolved(schema, schemas).get("properties", {}).items():
        yield (*path, name), field
        inner = good.get(name) if isinstance(good, dict) else None
        for option in _options(field, schemas):
            if isinstance(inner, dict) and "properties" in option:
                yield from _fields(inner, option, schemas, (*path, name))


def _with(good: dict[str, Any], path: tuple[str | int, ...], text: str) -> bytes:
    """The good body with JSON text in place of one field."""
    copy = json.loads(json.dumps(good))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "@here@"
    return json.dumps(copy).replace('"@here@"', text).encode()


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return dict(schemas[reference.rpartition("/")[2]]) if reference else schema


def _options(field: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas that a field may follow."""
    whole = _resolved(field, schemas)
    options = whole.get("anyOf") or whole.get("oneOf") or whole.get("allOf")
    return [each for option in options for each in _options(option, schemas)] if options else [whole]


def _kinds(field: dict[str, Any], schemas: dict[str, Any]) -> set[str]:
    """The JSON types that a field takes."""
    return {option.get("type", "string") for option in _options(field, schemas)}


def _beyond(field: dict[str, Any], schemas: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What lies just beyond the bounds of a field that has one kind of value."""
    options = [option for option in _options(field, schemas) if option.get("type") != "null"]
    if len(options) != 1:
        return
    option = options[0]
    if "enum" in option:
        yield "a word that it does not know", MARK
    elif "maxLength" in option:
        yield "too long", MARK + "x" * option["maxLength"]
    elif option.get("format") == "date":
        days = ("2023-02-30", "9999-12-31", "20230401", "01/04/2023", "1680300000", MARK)
        yield from ((f"the day {day}", day) for day in days)
        yield "a number of seconds", 1_680_307_200
    if "maximum" in option and option["maximum"] < 2**63 - 1:
        yield "too large", option["maximum"] + 1
    if "minimum" in option:
        yield "too small", option["minimum"] - 1


PATH_VALUES = ("0", "-1", str(2**63), str(2**63 - 1), "9" * 400, MARK, "1.5", "1e3", "%00", "%ED%A0%80", "%D9%A3")
"""In place of an id: none of them is one."""
QUERY_VALUES = (*PATH_VALUES, "", "NaN", "true", "x" * 10_000)
IF_MATCH = {
    "": 428,
    '"1000000"': 412,
    "1": 400,
    '"1': 400,
    "*": 400,
    '"-1"': 400,
    '"1", "2"': 400,
    f'"{MARK}"': 400,
    '"' + "9" * 400 + '"': 400,
}
"""What If-Match may hold instead of the version, and what that leads to; empty: left out."""
KEYS = ("", '""', "x" * 201, "two words", "two\twords")
"""No Idempotency-Keys."""
