"""Idempotency keys: the same request sent twice has one effect, and both times the same answer."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response
from python_multipart.multipart import parse_options_header
from sqlalchemy import LargeBinary, String, delete, insert
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base
from quarterdeck.core.errors import Problem

KEY = re.compile(r"[!-~]{1,200}")
KEPT_FOR = timedelta(days=7)
# PostgreSQL: what we waited for is still locked.
LOCK_NOT_AVAILABLE = "55P03"
KEPT_HEADERS = ("etag", "location", "content-type")


class IdempotencyKey(Base):
    """A key somebody used, what they sent with it, and what was answered."""

    __tablename__ = "idempotency_key"

    council_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    actor_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)


@dataclass(frozen=True)
class Claim:
    """The key this request holds while it works."""

    council_id: int
    actor_id: int
    key: str


class Replay(Exception):
    """Raised instead of working: this request was answered before."""

    def __init__(self, stored: IdempotencyKey) -> None:
        self.status = stored.status or 200
        self.headers = {**(stored.headers or {}), "Idempotent-Replayed": "true"}
        self.body = stored.body or b""

    def response(self) -> Response:
        return Response(self.body, self.status, self.headers)


def claim(session: Session, actor: Actor, request: Request) -> Claim | None:
    """Hold the request's `Idempotency-Key`, if it sent one.

    The same key and request raises Replay; the same key with another request is a 422. While the
    first still runs, the insert waits for it up to the lock time-out: 409 `key-in-use` with
    Retry-After. (On SQLite every change waits for the writer, whatever its key: 503 with Retry-After.)
    """
    given = request.headers.get("idempotency-key")
    if given is None or request.method != "POST":
        return None
    key = given.strip().strip('"')
    if not KEY.fullmatch(key):
        # Somebody who sends an empty one counts on it all the same.
        raise Problem(400, "malformed-key", "An Idempotency-Key has 1 to 200 visible ASCII characters.")
    held = Claim(actor.council_id, actor.person_id or 0, key)
    fingerprint = _fingerprint(request)
    try:
        with session.begin_nested():
            session.execute(
                insert(IdempotencyKey).values(
                    council_id=held.council_id,
                    actor_id=held.actor_id,
                    key=key,
                    fingerprint=fingerprint,
                    created_at=clock.now(),
                )
            )
    except IntegrityError:
        raise _answered(session, held, fingerprint) from None
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        detail = "A request with this Idempotency-Key is still running. Repeat yours in a moment."
        raise Problem(409, "key-in-use", detail, headers={"Retry-After": "1"}) from None
    return held


def _answered(session: Session, held: Claim, fingerprint: str) -> Problem | Replay:
    """What a key that is taken leads to: the stored answer, or a refusal for another request."""
    stored = session.get_one(IdempotencyKey, (held.council_id, held.actor_id, held.key))
    if stored.fingerprint == fingerprint and stored.status is None:
        detail = "This was done, and its answer held a secret that is shown once. Make another, with a new key."
        return Problem(409, "shown-once", detail)
    if stored.fingerprint == fingerprint:
        return Replay(stored)
    return Problem(422, "key-reused", "This Idempotency-Key was used for a different request. Use a new key.")


def show_once(request: Request) -> None:
    """Let the answer to this request not be kept: it holds a secret that is stored nowhere."""
    request.state.idempotency_claim = None


def keep(session: Session, claim: Claim, response: Response) -> None:
    """Store the answer beside the work, in the work's own transaction."""
    stored = session.get_one(IdempotencyKey, (claim.council_id, claim.actor_id, claim.key))
    stored.status = response.status_code
    stored.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    stored.body = bytes(response.body)
    session.flush()


def forget_old(session: Session) -> None:
    """Drop keys older than a week: no client repeats a request that late."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < clock.now() - KEPT_FOR))


def body_digest(body: bytes, content_type: str) -> str:
    """What tells one body from another. The boundary of a form is left out: a client draws a new one each time."""
    media_type, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if media_type == b"multipart/form-data" and boundary:
        body = body.replace(b"--" + boundary, b"--")
    return hashlib.sha256(body).hexdigest() if body else ""


def _fingerprint(request: Request) -> str:
    # The guard has read the body already and left its digest: dependencies cannot await it.
    parts = (
        request.method,
        request.url.path,
        request.url.query,
        request.headers.get("if-match", ""),
        request.scope.get("body_sha256", ""),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
