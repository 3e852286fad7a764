"""The contract: FastAPI's OpenAPI document, completed with what the house adds to operations, as canonical YAML."""

from collections.abc import Collection, Iterator
from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from quarterdeck.core.db import SAFE_METHODS
from quarterdeck.core.errors import ProblemDetails, phrase_of, problems

LARGEST = 2**63 - 1
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
SESSIONS = {
    "session": "__Host-quarterdeck_session",
    "session_on_loopback": "quarterdeck_session",
}
TOKENS: dict[str, dict[str, str]] = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of scope read: `qd_<id>_<secret>`."},
    "token_as_basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The same as user `<id>`, password `<secret>`.",
    },
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": 'The version you read, for example `"3"`. Without it: 428; an older one: 412.',
    "schema": {"type": "string", "pattern": r'^(W/)?"[0-9]{1,18}"$', "examples": ['"3"']},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request has one effect, and the same answer, for a week.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an answer that you have: 304 while nothing of it has changed.",
    # Any text: RFC 9110 has a tag that names nothing of ours ignored, not refused.
    "schema": {"type": "string"},
}
TAG = {"description": "What If-None-Match takes next time.", "schema": {"type": "string"}}
ETAG = {"description": "The version: what If-Match takes.", "schema": {"type": "string"}}
RETRY_AFTER = {"description": "Seconds to wait before trying again.", "schema": {"type": "string"}}


class Plain(yaml.SafeDumper):
    """Writes what stands twice twice: not every reader of YAML follows aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def install(app: FastAPI, open_to_all: Collection[str]) -> None:
    """Let `app.openapi()` give the contract. `open_to_all`: what needs no sign-in, as `GET /path`."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=app.description,
                    routes=app.routes,
                    tags=app.openapi_tags,
                ),
                open_to_all,
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def as_yaml(document: dict[str, Any]) -> str:
    """The document as it is committed: stable order, readable text."""
    return yaml.dump(document, Dumper=Plain, sort_keys=False, allow_unicode=True, width=110)


def _complete(document: dict[str, Any], open_to_all: Collection[str]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {})
    schemas["ProblemDetails"] = problem
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    components["securitySchemes"] = {
        key: {"type": "apiKey", "in": "cookie", "name": name} for key, name in SESSIONS.items()
    }
    components["securitySchemes"] |= TOKENS
    document["security"] = [{key: []} for key in SESSIONS]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            is_open = f"{method.upper()} {path}" in open_to_all
            if is_open:
                operation["security"] = []
            elif method == "get":
                operation["security"] = [{key: []} for key in (*SESSIONS, *TOKENS)]
            _complete_parameters(operation, takes_key=method == "post" and not is_open)
            _complete_unchanged(operation)
            if path.startswith("/api/"):
                _complete_responses(operation, set(_errors(method.upper(), operation, is_open)))
            else:
                operation["responses"].pop("422", None)
    components["responses"] = _shared_responses(document)
    _restore_integers(document)
    return document


def _complete_parameters(operation: dict[str, Any], *, takes_key: bool) -> None:
    """If-Match as it is checked, after permissions, by hand; and the key that the sign-in claims."""
    parameters = [IF_MATCH if each["name"] == "if-match" else each for each in operation.get("parameters", [])]
    if takes_key:
        parameters.append(IDEMPOTENCY_KEY)
    if parameters:
        operation["parameters"] = parameters


def _complete_unchanged(operation: dict[str, Any]) -> None:
    """What answers 304 gives out a tag, and takes it."""
    unchanged = operation["responses"].get("304")
    if unchanged is not None:
        given = [each for each in operation.get("parameters", []) if each["name"].lower() != "if-none-match"]
        operation["parameters"] = [*given, IF_NONE_MATCH]
        for response in (operation["responses"]["200"], unchanged):
            response["headers"] = {"ETag": TAG}


def _errors(method: str, operation: dict[str, Any], is_open: bool) -> Iterator[int]:
    """The statuses of errors that the house answers on an operation, beside those that its route declares."""
    yield from (500, 503)
    if not is_open:
        yield 401
        if method in SAFE_METHODS:
            # What a token does not do, and too many that are no good.
            yield from (403, 429)
    if operation.get("parameters") or "requestBody" in operation:
        yield from (400, 422)
    if "requestBody" in operation:
        yield 413
    if method not in SAFE_METHODS:
        yield from (403, 507)
    if method == "POST" and not is_open:
        yield 409


def _complete_responses(operation: dict[str, Any], statuses: set[int]) -> None:
    """Every error is one of the shared responses; a change that takes a version answers the next one."""
    responses: dict[str, Any] = operation["responses"]
    statuses |= {int(status) for status in responses if status >= "400"}
    responses |= {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in statuses}
    if any(each["name"] == "If-Match" for each in operation.get("parameters", [])):
        done = min(responses)
        responses[done] = {**responses[done], "headers": {"ETag": ETAG}}
    operation["responses"] = dict(sorted(responses.items()))


def _shared_responses(document: dict[str, Any]) -> dict[str, Any]:
    """The error responses that operations refer to."""
    used = {
        int(status)
        for path, operations in document["paths"].items()
        if path.startswith("/api/")
        for operation in operations.values()
        for status in operation["responses"]
        if status >= "400"
    }
    shared = {_name(int(status)): each for status, each in problems(*used).items()}
    headers = {429: {"Retry-After": RETRY_AFTER}, 503: {"Retry-After": RETRY_AFTER}, 412: {"ETag": ETAG}}
    for status in used & headers.keys():
        shared[_name(status)]["headers"] = headers[status]
    return shared


def _name(status: int) -> str:
    """E.g. `NotFound` for 404."""
    return phrase_of(status).title().replace(" ", "").replace("-", "")


def _restore_integers(part: Any) -> None:
    """FastAPI keeps bounds as floats, which cannot hold the largest id and read badly."""
    if isinstance(part, dict):
        for bound in BOUNDS:
            value = part.get(bound)
            if isinstance(value, float) and value.is_integer():
                part[bound] = max(-LARGEST, min(int(value), LARGEST))
        for each in part.values():
            _restore_integers(each)
    elif isinstance(part, list):
        for each in part:
            _restore_integers(each)
