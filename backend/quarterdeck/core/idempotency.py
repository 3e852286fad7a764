"""Idempotency keys: the same request sent twice has one effect, and both times the same answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response
from sqlalchemy import LargeBinary, String, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base
from quarterdeck.core.errors import Problem

KEPT_FOR = timedelta(days=7)
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
    first still runs, the insert waits for it (PostgreSQL) or for the writer's turn (SQLite), up to
    the lock time-out, which answers 503 with Retry-After.
    """
    key = request.headers.get("idempotency-key", "").strip().strip('"')
    if not key or request.method != "POST":
        return None
    if len(key) > 200 or not key.isprintable():
        raise Problem(400, "malformed-key", "An Idempotency-Key has at most 200 printable characters.")
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
        stored = session.scalars(
            select(IdempotencyKey).filter_by(council_id=held.council_id, actor_id=held.actor_id, key=key)
        ).one()
        if stored.fingerprint != fingerprint:
            raise Problem(
                422, "key-reused", "This Idempotency-Key was used for a different request. Use a new key."
            ) from None
        raise Replay(stored) from None
    return held


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
