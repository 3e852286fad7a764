"""Who a request with a token is: another program, which reads what an analyst does within the token's limits."""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from fastapi import Request
from sqlalchemy import Select, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import NOBODY, Actor, Grant, Narrowing, Scope
from quarterdeck.core.db import SAFE_METHODS, Database
from quarterdeck.core.errors import Problem, forbidden
from quarterdeck.organisation import signin
from quarterdeck.organisation.models import ApiClient, ApiToken, Unit
from quarterdeck.organisation.roles import ROLES, Role
from quarterdeck.organisation.schemas.machines import TokenScope

NOTED_EVERY = timedelta(minutes=1)
"""How often the last use of a token is written down."""
NARROWED_READS = frozenset(
    {
        "/api/v1/councils",
        "/api/v1/councils/{council_id}",
        "/api/v1/units",
        "/api/v1/units/{unit_id}",
        "/api/v1/periods",
        "/api/v1/periods/{code}",
        "/api/v1/indicators",
        "/api/v1/indicators/{indicator_id}",
        "/api/v1/indicators/{indicator_id}/definitions",
        "/api/v1/indicators/{indicator_id}/rating-rules",
        "/api/v1/indicators/{indicator_id}/series",
        "/api/v1/indicators/{indicator_id}/targets",
        "/api/v1/targets",
        "/api/v1/targets/{target_id}",
        "/api/v1/observations",
        "/api/v1/observations/summary",
        "/api/v1/observations/{observation_id}/revisions",
    }
)
"""What a token reads that is limited to units or indicators: what says nothing of others, or leaves others out."""
OF_PEOPLE = ("/api/v1/session", "/api/v1/people", "/api/v1/role-grants", "/api/v1/delegations")
"""What is about whoever is signed in: a machine is nobody."""
_BEARER = re.compile(r"qd_([0-9]{1,18})_([A-Za-z0-9_-]{1,200})")
_BASIC = re.compile(r"(?:qd_)?([0-9]{1,18}):([A-Za-z0-9_-]{1,200})")
_COUNTED_AT = "token"


@dataclass(frozen=True)
class Shown:
    """What a request shows: the token's id and its secret."""

    token_id: int
    secret: str


@dataclass(frozen=True)
class _Found:
    council_id: int
    token_id: int
    secret_sha256: str
    scopes: list[str]
    unit_ids: list[int] | None
    indicator_ids: list[int] | None
    expires_on: date
    revoked_at: datetime | None
    last_used_at: datetime | None
    active: bool


def identify(request: Request) -> Actor:
    """The machine whose token stands in `Authorization`: it reads what an analyst does, within the token's limits.

    Looks in a transaction of its own, so that a bad token can be counted although it is refused. Raises 401 with
    `WWW-Authenticate` for a token that is unknown, revoked or expired, or whose client is disabled; 429 for too many
    of those; 403 for what a token does not do.
    """
    database: Database = request.app.state.database
    shown = shown_in(request.headers.get("authorization", ""))
    with database.reading() as session:
        found = _find(session, shown) if shown else None
        reason = _against(found, shown)
        units = _with_all_below(session, found) if found and reason is None else None
    if reason is not None or found is None:
        raise _refused(request, database, shown, reason)
    request.state.actor_id = f"token {found.token_id}"
    narrowing = None
    if units is not None or found.indicator_ids is not None:
        narrowing = Narrowing(units, None if found.indicator_ids is None else frozenset(found.indicator_ids))
    _check_use(request, found, narrowing)
    if found.last_used_at is None or clock.now() - found.last_used_at >= NOTED_EVERY:
        # Written once the answer is made: a read waits for no writer.
        request.state.afterwards = partial(note_use, database, found.token_id)
    role = Role.ANALYST
    grant = Grant(str(role), frozenset(str(each) for each in ROLES[role]), Scope.COUNCIL)
    return Actor(found.council_id, NOBODY, (grant,), narrowing=narrowing)


def shown_in(authorization: str) -> Shown | None:
    """What an `Authorization` header shows: Bearer `qd_<id>_<secret>`, or Basic of `<id>:<secret>`; None for others."""
    scheme, _, rest = authorization.strip().partition(" ")
    text, pattern = rest.strip(), _BEARER
    if scheme.lower() == "basic":
        try:
            text, pattern = base64.b64decode(text, validate=True).decode("ascii"), _BASIC
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
    elif scheme.lower() != "bearer":
        return None
    found = pattern.fullmatch(text)
    return Shown(int(found.group(1)), found.group(2)) if found else None


def note_use(database: Database, token_id: int) -> None:
    """Write down that a token was used, at most once a minute. A database that is busy or away costs no answer."""
    now = clock.now()
    stale = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at <= now - NOTED_EVERY)
    try:
        with database.transaction() as session:
            session.execute(update(ApiToken).where(ApiToken.id == token_id, stale).values(last_used_at=now))
    except SQLAlchemyError:
        structlog.get_logger().warning("token_use_not_noted", token_id=token_id)


def _find(session: Session, shown: Shown) -> _Found | None:
    t = ApiToken
    query: Select[Any] = select(
        t.council_id, t.id, t.secret_sha256, t.scopes, t.unit_ids, t.indicator_ids, t.expires_on, t.revoked_at,
        t.last_used_at, ApiClient.active,
    ).join(ApiClient, ApiClient.id == t.client_id).where(t.id == shown.token_id)  # fmt: skip
    row = session.execute(query).one_or_none()
    return _Found(*row) if row else None


def _against(found: _Found | None, shown: Shown | None) -> str | None:
    """Why a token is refused, or None. An unknown id takes the same comparison."""
    stored = found.secret_sha256 if found else "0" * 64
    right = hmac.compare_digest(stored, signin.digest(shown.secret if shown else ""))
    if shown is None:
        return "malformed"
    if found is None or not right:
        return "unknown"
    if found.revoked_at is not None:
        return "revoked"
    if found.expires_on < clock.today():
        return "expired"
    return None if found.active else "client_disabled"


def _refused(request: Request, database: Database, shown: Shown | None, reason: str | None) -> Problem:
    """401 that tells no more than that the token is not good; counted by the token and by the address."""
    address = request.client.host if request.client else "unknown"
    named = str(shown.token_id) if shown else None
    structlog.get_logger().info("token_refused", token_id=shown.token_id if shown else None, reason=reason)
    signin.count_guess(database, signin.guess_keys(address, named, at=_COUNTED_AT))
    basic = request.headers["authorization"].lower().startswith("basic")
    challenge = 'Basic realm="Quarterdeck"' if basic else 'Bearer realm="Quarterdeck", error="invalid_token"'
    detail = "This token is not known here, has expired or was revoked. Ask an administrator for a new one."
    return Problem(401, "bad-token", detail, headers={"WWW-Authenticate": challenge})


def _check_use(request: Request, found: _Found, narrowing: Narrowing | None) -> None:
    """Refuse (403) what a token does not do: change things, read without its scope, or read what cannot be limited."""
    path = getattr(request.scope.get("route"), "path", "")
    if request.method not in SAFE_METHODS:
        raise forbidden("A token changes nothing here. Changes are made by people who sign in.")
    if TokenScope.READ not in found.scopes:
        raise forbidden("This token was not made for reading. It needs the scope read.")
    if path.startswith(OF_PEOPLE):
        raise forbidden("This is about people who sign in. A token is nobody.")
    if narrowing is not None and path not in NARROWED_READS:
        raise forbidden("This token is limited to some units or indicators, and this cannot be limited to them.")


def _with_all_below(session: Session, found: _Found) -> frozenset[int] | None:
    """The units that a token is limited to, with every unit below them; None for no limit."""
    if found.unit_ids is None:
        return None
    chosen = select(Unit.id).where(Unit.council_id == found.council_id, Unit.id.in_(found.unit_ids))
    reached = chosen.cte("reached", recursive=True)
    below = select(Unit.id).join(reached, Unit.parent_id == reached.c.id).where(Unit.council_id == found.council_id)
    return frozenset(session.scalars(select(reached.union(below).c.id)))
