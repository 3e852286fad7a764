"""Errors as RFC 9457 problem+json: what went wrong, in which field, and how to mend it. Input is never echoed."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from quarterdeck.core.plain_words import plain_words

MAX_ERRORS = 20
MEDIA_TYPE = "application/problem+json"
STORAGE_FULL = ("SQLITE_FULL", "53100")
# What passes when the caller tries again: locks and I/O of SQLite; of PostgreSQL the classes for connections,
# serialization and deadlock, resources, locks and limits of time, and operators who stop it.
PASSING_ON_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN")
PASSING_ON_POSTGRESQL = ("08", "25P03", "40", "53", "55P03", "57")
# RFC 9110's words, which Python takes from 3.13 on: the contract must not depend on who generates it.
RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}


class FieldError(BaseModel):
    """One fault: where it is (a JSON pointer, or a parameter's name), a stable code, and the mend."""

    pointer: str
    code: str
    detail: str


class ProblemDetails(BaseModel):
    """RFC 9457 problem details, as every error answer carries them."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError]


class Problem(Exception):
    """An error that the caller can understand and act on."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


def not_found(what: str) -> Problem:
    """404, for what does not exist and for what this caller may not see: they must look alike."""
    return Problem(404, "not-found", f"There is no such {what}, or you may not see it.")


def forbidden(detail: str = "Your role does not allow this.") -> Problem:
    return Problem(403, "forbidden", detail)


def conflict(detail: str, code: str = "conflict", errors: Sequence[FieldError] = ()) -> Problem:
    """409: the thing's state, or something else on record, stands against it."""
    return Problem(409, code, detail, errors)


def comment_required(detail: str) -> Problem:
    """409: what is decided needs a reason in the comment, and the comment is the field to mend."""
    return conflict(detail, "comment-required", [FieldError(pointer="/comment", code="missing", detail=detail)])


def stale(current: int) -> Problem:
    """412: somebody else changed it since the caller read it."""
    return Problem(
        412,
        "stale-version",
        "Somebody else has changed this since you opened it. Read it again and repeat your change.",
        headers={"ETag": f'"{current}"'},
    )


def invalid(pointer: str, code: str, detail: str) -> Problem:
    """422 about one field. `pointer` is a JSON pointer into the body (`/value`) or a parameter's name."""
    return Problem(422, "invalid", detail, [FieldError(pointer=pointer, code=code, detail=detail)])


def invalid_fields(errors: Sequence[FieldError]) -> Problem:
    """422 about several fields."""
    return Problem(422, "invalid", "Some fields need correcting.", errors[:MAX_ERRORS])


def problem_response(request: Request, problem: Problem) -> Response:
    """The answer that carries `problem`."""
    body = ProblemDetails(
        type=f"https://quarterdeck.example/problems/{problem.code}",
        title=phrase_of(problem.status),
        status=problem.status,
        detail=problem.detail,
        instance=getattr(request.state, "request_id", ""),
        errors=problem.errors[:MAX_ERRORS],
    )
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(orjson.dumps(body.model_dump()), problem.status, headers, MEDIA_TYPE)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: these statuses (beside 401, 422 and 500) answer with a problem."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    return {status: {"description": phrase_of(status), "content": content} for status in sorted({*statuses})}


def phrase_of(status: int) -> str:
    """What HTTP calls a status, e.g. `Not Found`."""
    return RENAMED.get(status) or HTTPStatus(status).phrase


def handle_errors(app: FastAPI) -> None:
    """Let every error of `app` leave as problem+json; the guard answers those that nobody foresaw."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(PoolTimeout, _on_pool)


def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(request, error)


def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [_field_error(each) for each in error.errors()[:MAX_ERRORS]]
    return problem_response(request, Problem(422, "invalid", "Some fields need correcting.", found))


def _field_error(raw: Mapping[str, Any]) -> FieldError:
    place, *path = [str(part) for part in raw["loc"]] or ["body"]
    pointer = "/" + "/".join(path) if place == "body" else ".".join(path)
    # An unknown field's name and a wrong literal are the caller's own text, possibly huge.
    return FieldError(pointer=pointer[:200], code=str(raw["type"]), detail=plain_words(raw)[:300])


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status, headers = error.status_code, dict(error.headers or {})
    # What takes no such method falls through to the front end, which has no such file.
    if status in (404, 405) and (allowed := _allowed(request)):
        status, headers["Allow"] = 405, allowed
    phrase = phrase_of(status)
    return problem_response(request, Problem(status, phrase.lower().replace(" ", "-"), f"{phrase}.", headers=headers))


def _allowed(request: Request) -> str:
    """Every method that the address takes; the router itself names those of the first route alone."""
    here = (
        context.methods
        for context in iter_route_contexts(request.app.routes)
        if context.methods and context.path_regex.match(request.url.path)
    )
    return ", ".join(sorted({method for methods in here for method in methods}))


def _on_database(request: Request, error: Exception) -> Response:
    """Say honestly what the database refused: a clash is the caller's to mend, a busy lock is to be retried."""
    assert isinstance(error, DBAPIError)
    # SQLite's name of the error, PostgreSQL's SQLSTATE.
    code = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""
    structlog.get_logger().warning("database_refused", kind=type(error.orig).__name__, code=code)
    if isinstance(error, IntegrityError):
        return problem_response(request, conflict("This clashes with something already on record."))
    if isinstance(error, DataError):
        return problem_response(request, Problem(422, "invalid", "A value is too long, or holds what cannot be kept."))
    if code in STORAGE_FULL:
        return problem_response(
            request, Problem(507, "storage-full", "The database's disk is full. Nothing was changed.")
        )
    passing = code.startswith(PASSING_ON_SQLITE + PASSING_ON_POSTGRESQL)
    # A connection that could not be made carries no code at all.
    if passing or error.connection_invalidated or (isinstance(error, OperationalError) and not code):
        return _busy(request)
    return unexpected(request, error)


def _on_pool(request: Request, _error: Exception) -> Response:
    structlog.get_logger().warning("no_connection_free")
    return _busy(request)


def _busy(request: Request) -> Response:
    detail = "The database is busy or out of reach. Nothing was changed; try again."
    return problem_response(request, Problem(503, "busy", detail, headers={"Retry-After": "1"}))


def unexpected(request: Request, error: Exception) -> Response:
    """The answer to an error that nobody foresaw: logged in full, and nothing of it told."""
    structlog.get_logger().error("unexpected_error", exc_info=error)
    detail = "Something went wrong on our side. Nothing was changed. Quote the instance when you report it."
    return problem_response(request, Problem(500, "unexpected", detail))
