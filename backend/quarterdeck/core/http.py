"""What every route shares: ids, ETags and If-Match, keyset pages, and the route class that keeps idempotent answers."""

import base64
import binascii
import functools
import inspect
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.routing import APIRoute
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema
from sqlalchemy import ColumnElement, Select, Subquery, and_, or_
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from quarterdeck.core import idempotency
from quarterdeck.core.errors import Problem, invalid
from quarterdeck.core.ready import ReadyAnswers, is_ready

MAX_ID = 2**63 - 1
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Id = Annotated[int, Path(ge=1, le=MAX_ID)]
Ref = Annotated[int, Field(ge=1, le=MAX_ID)]
"""An id inside a body."""


def _plain(value: str) -> str:
    """Refuse control characters: they break documents and logs, and no officer types them."""
    if any(ord(character) < 32 and character not in "\n\t" for character in value) or "\x7f" in value:
        raise ValueError("remove control characters")
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(_plain)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), AfterValidator(_plain)]
Prose = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_plain)]
# One set of constraints: around `Prose` they would measure the text before it is stripped, and let blanks through.
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), AfterValidator(_plain)
]
"""Prose that has to say something."""
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(_plain)
]
"""Why, in a paragraph."""
Figure = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15), AfterValidator(lambda value: value + 0.0)]
"""A value, target, numerator or denominator. Minus nought is nought: PostgreSQL's JSON keeps no other."""


def _written_out(value: Any) -> Any:
    """Refuse what is no ISO 8601: numbers would be taken as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and not ISO_DAY.match(value)):
        raise ValueError("write days as 2023-04-01, moments as 2023-04-01T12:00:00Z")
    return value


Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31)), BeforeValidator(_written_out)]
When = Annotated[AwareDatetime, BeforeValidator(_written_out)]
"""A moment, with its time zone."""


def _take_numbers_as_written(schema: Any) -> None:
    """Make numbers and truth values strict; days and words still come as the text that JSON has for them."""
    if isinstance(schema, dict):
        if schema.get("type") in ("int", "float", "bool"):
            schema["strict"] = True
        for part in schema.values():
            _take_numbers_as_written(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            _take_numbers_as_written(part)


class Input(BaseModel):
    """Base of request bodies: unknown fields are refused, not ignored, and `true` or `"5"` is no number."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        _take_numbers_as_written(schema)
        return schema


class Output(BaseModel):
    """Base of answers: no defaults, so that every field is always there; read from rows by attribute."""

    model_config = ConfigDict(from_attributes=True)


T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """A page of a list. `next_cursor` is what `?cursor=` takes next, null on the last page."""

    items: list[T]
    next_cursor: str | None


class Decision(Input):
    """An action on a thing with states."""

    action: Word
    comment: Prose | None = None


def if_match(
    if_match: Annotated[str | None, Header(description='The version you read, e.g. "3".')] = None,
) -> int:
    """The version in If-Match. Missing: 428; anything but one quoted number: 400."""
    if if_match is None:
        raise Problem(428, "version-required", 'Send the version you read as If-Match, for example If-Match: "3".')
    inner = if_match.strip().removeprefix("W/")
    digits = inner[1:-1] if len(inner) >= 3 and inner[0] == inner[-1] == '"' else ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise Problem(400, "malformed-version", 'If-Match takes one quoted version, for example "3".')
    return int(digits)


IfMatch = Annotated[int, Depends(if_match)]


def set_etag(response: Response, version: int) -> None:
    """Tell the caller the version that their next change has to name."""
    response.headers["ETag"] = f'"{version}"'


Given = TypeVar("Given")


def at_once(dependency: Callable[..., Given]) -> Callable[..., Coroutine[Any, Any, Given]]:
    """A dependency that only gathers what was given, called where it stands: a thread costs more than its work."""

    @functools.wraps(dependency)
    async def called(**given: Any) -> Given:
        return dependency(**given)

    return called


def first_at_once(shortcut: Callable[..., Given | None]) -> Callable[[Callable[..., Given]], Callable[..., Any]]:
    """A dependency that `shortcut` answers where it stands; what that cannot tell (None) is worked out in a thread."""

    def wrapped(dependency: Callable[..., Given]) -> Callable[..., Any]:
        @functools.wraps(dependency)
        async def called(**given: Any) -> Given:
            known = shortcut(**given)
            return await run_in_threadpool(dependency, **given) if known is None else known

        return called

    return wrapped


@dataclass(frozen=True)
class Paging:
    """`?limit=` and `?cursor=`."""

    limit: int
    cursor: str | None


@at_once
def paging(
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Paging:
    return Paging(limit, cursor)


PagingDep = Annotated[Paging, Depends(paging)]


def page(
    session: Session,
    query: Select[*tuple[Any, ...]],
    sort: Sequence[ColumnElement[Any] | Any],
    paging: Paging,
    *,
    entities: bool = False,
    widen: Callable[[Subquery], Select[*tuple[Any, ...]]] | None = None,
) -> tuple[list[Any], str | None]:
    """One page of `query` by keyset: (rows, next_cursor).

    widen: makes the query that is answered from the page of `query`: what is wide is looked up for a page alone.

    sort: the columns to order by; the last must be the primary key, which breaks ties; a column
    may be given as `column.desc()`. No sort column may hold NULL. With `entities`, the query's
    first entity is returned instead of rows. Raises 422 for a cursor that is not ours.
    """
    columns = [(getattr(each, "element", each), _descends(each)) for each in sort]
    if paging.cursor:
        query = query.where(_after(columns, _decode(paging.cursor, len(columns))))
    keys = [column.label(f"_sort{number}") for number, (column, _) in enumerate(columns)]
    query = query.add_columns(*keys).order_by(*sort).limit(paging.limit + 1)
    if widen is not None:
        chosen = query.subquery("chosen")
        places = [chosen.c[key.name] for key in keys]
        ways = [place.desc() if descends else place for place, (_, descends) in zip(places, columns, strict=True)]
        query = widen(chosen).add_columns(*places).order_by(*ways)
    rows = session.execute(query).all()
    more, rows = len(rows) > paging.limit, rows[: paging.limit]
    next_cursor = _encode(rows[-1][-len(keys) :]) if more else None
    if entities:
        return [row[0] for row in rows], next_cursor
    return list(rows), next_cursor


def _descends(column: Any) -> bool:
    return getattr(getattr(column, "modifier", None), "__name__", "") == "desc_op"


def _after(columns: Sequence[tuple[Any, bool]], values: Sequence[Any]) -> ColumnElement[bool]:
    alternatives = []
    for number, (column, descends) in enumerate(columns):
        equal = [left == _typed(left, value) for (left, _), value in zip(columns[:number], values, strict=False)]
        value = _typed(column, values[number])
        alternatives.append(and_(*equal, column < value if descends else column > value))
    return or_(*alternatives)


def _typed(column: Any, value: Any) -> Any:
    """The cursor's JSON value as the column's own type; 422 where it does not fit."""
    try:
        kind = column.type.python_type
        if kind in (datetime, date):
            return _moment_or_day(kind.fromisoformat(value))
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise TypeError
        if kind is str and "\x00" in value:
            raise ValueError
        if kind is int and abs(value) > MAX_ID:
            raise ValueError
        return value
    except (TypeError, ValueError) as error:
        raise _bad_cursor() from error


def _moment_or_day(value: datetime | date) -> datetime | date:
    """Refuse with ValueError what no column holds: a moment without a zone, a day outside the calendar we keep."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError
    if not 1900 <= value.year < 2200:
        raise ValueError
    return value


def _encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise _bad_cursor() from error
    if not isinstance(values, list) or len(values) != length:
        raise _bad_cursor()
    return values


def _bad_cursor() -> Problem:
    return invalid("cursor", "bad_cursor", "This cursor is not one this list gave out. Start again without it.")


def waits_elsewhere(endpoint: Callable[..., Given]) -> Callable[..., Given]:
    """Mark a route that talks to another service: it takes turns with its like, and nobody waits for it."""
    endpoint.__dict__["waits_elsewhere"] = True
    return endpoint


def _asking_version_last(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Let FastAPI look at If-Match last: whoever may not change a thing (401, 403) is asked for no version."""
    signature = inspect.signature(endpoint)
    named = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in signature.parameters.values()]
    named.sort(key=lambda each: each.annotation == IfMatch)
    endpoint.__signature__ = signature.replace(parameters=named)  # type: ignore[attr-defined]
    return endpoint


class Route(APIRoute):
    """The route class of every API router: requests take turns, and answers to an `Idempotency-Key` are kept.

    An answer without something that is exempt from publication says so in a header, whatever its body is.

    FastAPI makes the response while the request's transaction is still open, so the answer is
    stored in that very transaction: either both stand or neither.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        # Functions' names are unique over the whole application, and the contract calls operations by them.
        named = {**options, "operation_id": options.get("operation_id") or endpoint.__name__}
        super().__init__(path, _asking_version_last(endpoint), **named)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        kept_ready = is_ready(self.endpoint)
        elsewhere = getattr(self.endpoint, "waits_elsewhere", False)

        async def handle_and_keep(request: Request) -> Response:
            async with request.app.state.database.turn(request.method, elsewhere=elsewhere):
                if kept_ready:
                    return await _found_or_made(request, handle)
                try:
                    response = await handle(request)
                except idempotency.Replay as replay:
                    return replay.response()
                claim = getattr(request.state, "idempotency_claim", None)
                if claim is not None:
                    await run_in_threadpool(idempotency.keep, request.state.session, claim, response)
                return _telling_what_is_left_out(request, response)

        return handle_and_keep


async def _found_or_made(request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> Response:
    """The answer that is kept ready, or the one made now, in the transaction in which it was looked for."""
    answers: ReadyAnswers = request.app.state.ready
    found = await run_in_threadpool(answers.find, request)
    if found is not None:
        return _telling_what_is_left_out(request, found)
    try:
        response = _telling_what_is_left_out(request, await handle(request))
    finally:
        # Whoever failed before the session was asked for leaves it open.
        if request.state.session.in_transaction():
            await run_in_threadpool(request.state.session.close)
    if response.status_code == 200:
        answers.keep(request, response)
    return response


def _telling_what_is_left_out(request: Request, response: Response) -> Response:
    if afterwards := getattr(request.state, "afterwards", None):
        response.background = BackgroundTask(afterwards)
    if left_out := getattr(request.state, "left_out", ""):
        response.headers["Left-Out"] = left_out
    return response


def changes(thing: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set the given attributes and return those that differed, as {name: new value}: what the journal notes."""
    different = {name: value for name, value in values.items() if getattr(thing, name) != value}
    for name, value in different.items():
        setattr(thing, name, value)
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in different.items()
    }
