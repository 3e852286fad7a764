"""The contract: FastAPI's OpenAPI document, with our errors declared on every operation, as canonical YAML."""

from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from quarterdeck.core.errors import ProblemDetails, problems

STANDARD = (401, 422, 500)


def install(app: FastAPI) -> None:
    """Let `app.openapi()` give the contract."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=app.description,
                    routes=app.routes,
                    tags=app.openapi_tags,
                )
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def as_yaml(document: dict[str, Any]) -> str:
    """The document as it is committed: stable order, readable text."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {})
    schemas["ProblemDetails"] = problem
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            standard = problems(*STANDARD)
            operation["responses"] |= {str(status): standard[status] for status in STANDARD}
    return document
