"""Pure ASGI middleware before anything else sees a request: size, strict JSON, request id, log line, headers."""

import json
import re
import time
import uuid
from collections.abc import Callable
from typing import Any, NoReturn

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quarterdeck.core.errors import Problem, problem_response, unexpected
from quarterdeck.core.idempotency import body_digest

MAX_INTEGER = 2**63
MAX_DEPTH = 40
# Longer bodies are parsed in a thread: others are answered meanwhile.
PARSED_AT_ONCE = 65_536
DRAINED = 64
# Logged alone, as nginx does: nobody is there to read an answer.
CALLER_LEFT = 499
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
"""What a page of ours may load: its own scripts, styles, pictures and data, nothing inline, and no frame holds it."""
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class CallerLeft(Exception):
    """The connection ended before the whole request was here: nothing of it may be done."""


class BadJson(ValueError):
    """JSON that we refuse though some parsers take it."""


def parse_strictly(raw: bytes) -> Any:
    """Parse JSON, refusing what two readers could understand differently or a database cannot hold.

    NaN, Infinity and numbers beyond a double's range, integers of 2⁶³ and more, duplicate keys,
    lone surrogates, NUL characters, and nesting deeper than 40. Raises BadJson with a plain sentence.
    """
    try:
        text = raw.decode("utf-8")
        parsed = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_no_constants,
            parse_int=_bounded,
            parse_float=_finite,
        )
    except UnicodeDecodeError:
        raise BadJson("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadJson(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise BadJson("The body is nested too deeply.") from None
    _check(parsed, 0)
    return parsed


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson("A name stands twice in one object.")
    return found


def _no_constants(_word: str) -> NoReturn:
    raise BadJson("NaN and Infinity are not numbers here. Leave the value out and give a value_state.")


def _bounded(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) >= MAX_INTEGER:
        raise BadJson("An integer is too large.")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise BadJson("A number is too large.")
    return number


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise BadJson("The body is nested too deeply.")
    if isinstance(value, str) and (LONE_SURROGATE.search(value) or "\x00" in value):
        raise BadJson("A text holds half a character or a NUL.")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


class Guard:
    """Reads each body once, within its limit, checks JSON, and gives the app the bytes again.

    `limit_of(path, content_type)` returns the limit in bytes. The rest of an oversized body is
    drained, so that the client reads the 413 instead of a broken connection.
    """

    def __init__(self, app: ASGIApp, limit_of: Callable[[str, str], int], secure: bool) -> None:
        self.app = app
        self.limit_of = limit_of
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        status = 0

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableHeaders(raw=message["headers"]), request_id)
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self._guarded(scope, headers, receive, send_dressed)
        except CallerLeft:
            status = CALLER_LEFT
        except Exception as error:
            if status:
                # The answer has begun: all that is left is to break it off.
                raise
            await unexpected(Request(scope), error)(scope, receive, send_dressed)
        finally:
            route = scope.get("route")
            structlog.get_logger().info(
                "request",
                method=scope["method"],
                route=getattr(route, "path", None),
                status=status,
                actor_id=scope["state"].get("actor_id"),
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )

    def _dress(self, headers: MutableHeaders, request_id: str) -> None:
        headers["X-Request-ID"] = request_id
        headers.setdefault("Cache-Control", "no-store")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Frame-Options"] = "DENY"
        headers.setdefault("Content-Security-Policy", POLICY)
        if self.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def _guarded(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        content_type = headers.get("content-type", "")
        limit = self.limit_of(scope["path"], content_type)
        body, at_end = await _read(receive, limit)
        problem = _against_address(scope)
        if body is None:
            hang_up = {} if at_end else {"Connection": "close"}
            detail = f"The body is larger than the {limit} bytes allowed here."
            problem = Problem(413, "too-large", detail, headers=hang_up)
        elif problem is None and body and _is_json(content_type):
            problem = await _against_json(body)
        if problem is not None or body is None:
            assert problem is not None
            await problem_response(Request(scope), problem)(scope, receive, send)
            return
        scope["body_sha256"] = body_digest(body, content_type)
        await self.app(scope, _replayed(body, receive), send)


async def _read(receive: Receive, limit: int) -> tuple[bytes | None, bool]:
    """(the body, or None if it is too large; whether it was read to its end).

    What is too large is read on without being kept, up to `DRAINED` times the limit.
    """
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerLeft
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
        else:
            chunks.clear()
        at_end = not message.get("more_body", False)
        if at_end or size > DRAINED * limit:
            return b"".join(chunks) if size <= limit else None, at_end


def _replayed(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _against_address(scope: Scope) -> Problem | None:
    """A NUL in a path or query: no text of ours holds one, and PostgreSQL refuses it as late as in the query."""
    if "\x00" in scope["path"] or b"%00" in scope["query_string"] or b"\x00" in scope["query_string"]:
        return Problem(400, "malformed-address", "The address holds a NUL character.")
    return None


async def _against_json(body: bytes) -> Problem | None:
    try:
        if len(body) <= PARSED_AT_ONCE:
            parse_strictly(body)
        else:
            await run_in_threadpool(parse_strictly, body)
    except BadJson as error:
        return Problem(400, "malformed-json", str(error))
    return None


def _is_json(content_type: str) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json") or not media_type
