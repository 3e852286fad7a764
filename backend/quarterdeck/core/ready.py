"""Answers kept ready: the bytes of a read that hangs on a council's record, on who asks, and on the day alone.

A tag names an answer. Into it go where the council's journal stands (number and hash of its last change), the day in
London, what the person may see, and the address with its query. So a change, midnight, or another grant is another
tag, and equal tags mean equal answers: a caller who sends the tag back is told 304, and others with the very same
rights share the bytes. What is typed without a change number (entries) is in no such answer.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from threading import Lock
from typing import Any, Protocol, TypeVar

import orjson
from fastapi import Request, Response
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor

UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed since the answer with this ETag"}
}
# Who somebody is: what they may see is in the rest of an `Actor`, whatever is added to that.
IDENTITY = frozenset({"person_id", "session_id"})
KEPT_HEADERS = ("content-type", "left-out")
# What an answer takes beside its bytes.
AROUND = 512


@dataclass(frozen=True)
class Head:
    """Where a council's journal stands. The hash tells a database that was put back from the one that went on."""

    change_no: int
    chain_hash: str


@dataclass(frozen=True)
class Asking:
    """Who asks, resolved in the request's own transaction, and where the council's journal stands in it."""

    actor: Actor
    head: Head


@dataclass(frozen=True)
class Kept:
    """An answer: its bytes, and the headers that belong to them."""

    body: bytes
    headers: dict[str, str]


class Identify(Protocol):
    """Tells who asks; raises 401 for nobody."""

    def __call__(self, request: Request, session: Session) -> Asking: ...


Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def ready(endpoint: Endpoint) -> Endpoint:
    """Mark a GET whose answer hangs on nothing but the record, who asks, and the day."""
    endpoint.__dict__["ready"] = True
    return endpoint


def is_ready(endpoint: Callable[..., Any]) -> bool:
    return bool(getattr(endpoint, "ready", False))


class ReadyAnswers:
    """Answers by their tag, up to a number of bytes; what was asked for longest ago goes first. 0 keeps none."""

    def __init__(self, most_bytes: int, identify: Identify) -> None:
        self._most_bytes = most_bytes
        self._identify = identify
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, request: Request) -> Response | None:
        """The answer, where it is known: 304 to who has it, or the bytes kept. None: it is to be made.

        Opens the request's session, which stays open for the making. Raises 401.
        """
        session: Session = request.app.state.database.readers()
        try:
            asking = self._identify(request, session)
            tag = tag_of(asking, request)
            answer = self._answer(tag, request)
        except BaseException:
            session.close()
            raise
        if answer is None:
            request.state.session, request.state.asking, request.state.tag = session, asking, tag
        else:
            session.close()
        return answer

    def keep(self, request: Request, response: Response) -> None:
        """Tag an answer that was made, and keep its bytes for whoever asks next."""
        tag = request.state.tag
        response.headers.update(_headers(tag))
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        kept = Kept(bytes(response.body), headers)
        if _size(kept) > self._most_bytes:
            return
        with self._lock:
            self._drop(tag)
            self._kept[tag] = kept
            self._size += _size(kept)
            while self._size > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def _answer(self, tag: str, request: Request) -> Response | None:
        if tag in tags_of(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=_headers(tag))
        with self._lock:
            kept = self._kept.get(tag)
            if kept is None:
                return None
            self._kept.move_to_end(tag)
        return Response(kept.body, headers=kept.headers | _headers(tag))

    def _drop(self, tag: str) -> None:
        dropped = self._kept.pop(tag, None)
        if dropped is not None:
            self._size -= _size(dropped)


def tag_of(asking: Asking, request: Request) -> str:
    """The tag of what is asked: equal ones mean equal answers."""
    parts = [
        asking.head.change_no,
        asking.head.chain_hash,
        clock.today(),
        _rights(asking.actor),
        request.url.path,
        request.scope["query_string"].decode("latin-1"),
    ]
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()[:32]


def _rights(part: Any) -> Any:
    """All that an actor is but who they are, written out: what may be seen hangs on nothing else."""
    if is_dataclass(part):
        return [_rights(getattr(part, each.name)) for each in fields(part) if each.name not in IDENTITY]
    if isinstance(part, frozenset):
        return sorted(part)
    return [_rights(each) for each in part] if isinstance(part, tuple) else part


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}


def tags_of(header: str) -> set[str]:
    """The tags that an If-None-Match names, compared weakly (RFC 9110, 13.1.2)."""
    return {each.strip().removeprefix("W/").strip('"') for each in header.split(",")}


def _size(kept: Kept) -> int:
    return len(kept.body) + AROUND
