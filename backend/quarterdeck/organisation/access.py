"""Who is asking, and what for: the session's person with their grants of today, and the guard on every route.

Default deny: the application does not start with a route that neither asks who is signed in nor stands
in `OPEN_TO_ALL`.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    bindparam,
    case,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from quarterdeck.core import clock, idempotency
from quarterdeck.core.actor import Actor, Grant, Scope
from quarterdeck.core.db import SAFE_METHODS, Database, Moment, SessionDep
from quarterdeck.core.errors import Problem, forbidden, not_found
from quarterdeck.core.http import first_at_once
from quarterdeck.core.journal import CouncilHead
from quarterdeck.core.ready import Asking, Head
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import machines, signin
from quarterdeck.organisation.models import Delegation, Person, PostHolding, RoleGrant, SignInSession, Unit
from quarterdeck.organisation.roles import ROLES, Permission, Role

OPEN_TO_ALL = {
    "GET /health/live": "whether the process answers",
    "GET /health/ready": "whether the database answers, at our schema",
    "GET /openapi.json": "the contract",
    "POST /api/v1/session": "signing in",
    "GET /api/v1/session/oidc/start": "signing in with the council's sign-in service, which asks who one is",
    "GET /api/v1/session/oidc/callback": "what that service says of a person is what lets them in",
    "GET /api/v1/sign-in-options": "what the page for signing in has to know",
    "POST /api/v1/set-up": "making the first council: the set-up code, which the server prints, is what lets one in",
    "GET /api/v1/branding.css": "the council's colour, which the page for signing in has too",
    "GET /api/v1/councils/{council_id}/logo": "the council's logo, which stands on its public letters",
    "POST /api/v1/session/password-resets": "asking for a link, which is mailed and never answered",
    "POST /api/v1/session/password-resets/use": "the link's token is what lets one in",
    "GET /api/v1/documents/stylesheet.css": "how documents look; it says nothing about a council",
    "mount front_end": "the screens, which hold no data",
}
"""Every route that needs no sign-in, and why it may do without."""

PERMISSIONS_OF = {str(role): frozenset(str(each) for each in permissions) for role, permissions in ROLES.items()}


def identify(request: Request, session: Session) -> Asking:
    """The person whose session the request's cookie names, and where their council's journal stands.

    Raises 401, and 403 for a request from another site.
    """
    if "authorization" in request.headers:
        # A machine, or somebody who says so: a cookie sent along counts for nothing, so no other site can use it.
        actor = machines.identify(request)
        head = select(CouncilHead.change_no, CouncilHead.chain_hash).where(CouncilHead.council_id == actor.council_id)
        return Asking(actor, Head(*session.execute(head).one()))
    refuse_cross_site(request)
    settings: Settings = request.app.state.settings
    token = request.cookies.get(signin.cookie_name(settings))
    asking = _resolve(session, _BY_TOKEN, {"token": signin.digest(token), "now": clock.now()}) if token else None
    if asking is None:
        raise Problem(401, "not-signed-in", "Sign in first.")
    request.state.actor_id = asking.actor.person_id
    return asking


def identified_apart(request: Request) -> Actor:
    """Who asks, found outside the request's transaction: for a route whose work has to stand although it is refused."""
    database: Database = request.app.state.database
    with database.reading() as session:
        return identify(request, session).actor


def _identified_before(request: Request, session: Session) -> Actor | None:
    """Whoever looked for an answer that is kept ready has found out who asks."""
    known: Asking | None = getattr(request.state, "asking", None)
    return None if known is None else known.actor


@first_at_once(_identified_before)
def signed_in(request: Request, session: SessionDep) -> Actor:
    """Anybody who is signed in. An `Idempotency-Key` sent along is theirs from here on."""
    actor = identify(request, session).actor
    hold_key(request, session, actor)
    return actor


def hold_key(request: Request, session: Session, actor: Actor) -> None:
    """Hold the request's `Idempotency-Key` from here on: for a route that works before its transaction begins."""
    request.state.idempotency_claim = idempotency.claim(session, actor, request)


ASKING: set[Callable[..., Any]] = {identified_apart, signed_in}
"""The dependencies that find out who asks, and refuse nobody in particular."""
SignedIn = Annotated[Actor, Depends(signed_in)]
SignedInApart = Annotated[Actor, Depends(identified_apart)]


def needs(*permissions: Permission) -> Any:
    """Somebody who holds one of the permissions in some scope; the service then checks the place. Raises 403."""

    def permitted(request: Request, session: SessionDep) -> Actor:
        actor = identify(request, session).actor
        if not any(actor.holds(permission) for permission in permissions):
            raise forbidden()
        hold_key(request, session, actor)
        return actor

    ASKING.add(permitted)
    return Depends(permitted)


def actor_of(session: Session, person_id: int) -> Actor:
    """A person as an actor, with the grants in force today. Raises 404 for nobody, or somebody disabled."""
    found = _resolve(session, _BY_PERSON, {"person_id": person_id})
    if found is None:
        raise not_found("person")
    return found.actor


def refuse_cross_site(request: Request) -> None:
    """Refuse (403) a change that a page of another site makes this browser send.

    Browsers say themselves where a request comes from (Sec-Fetch-Site; over plain http, Origin alone).
    What sends neither is no browser, and no page can make it send our cookie.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:
        ours = origin is None or origin.lower() == _own_origin(request)
    if not ours:
        raise Problem(403, "cross-site", "This request comes from another site.")


def check_routes(app: FastAPI) -> None:
    """Raise LookupError, naming them, for routes that anybody could use though `OPEN_TO_ALL` does not list them."""
    unguarded = sorted(
        name
        for context in iter_route_contexts(app.routes)
        for name in _names(context)
        if name not in OPEN_TO_ALL and not _asks_who(getattr(context, "dependant", None))
    )
    if unguarded:
        raise LookupError(f"these routes ask nobody to sign in (see organisation/access.py): {', '.join(unguarded)}")


def _own_origin(request: Request) -> str:
    settings: Settings = request.app.state.settings
    if settings.public_base_url:
        parts = urlsplit(settings.public_base_url.lower())
        return f"{parts.scheme}://{parts.netloc}"
    return f"{request.url.scheme}://{request.headers.get('host', '')}".lower()


def _names(context: RouteContext) -> list[str]:
    if not context.methods:
        return [f"mount {context.name}"]
    return [f"{method} {context.path}" for method in context.methods if method != "HEAD"]


def _asks_who(dependant: Dependant | None) -> bool:
    if dependant is None:
        return False
    return dependant.call in ASKING or any(map(_asks_who, dependant.dependencies))


def _in_force(row: type[PostHolding] | type[RoleGrant] | type[Delegation]) -> ColumnElement[bool]:
    today = bindparam("today", type_=Date)
    return (row.valid_from <= today) & or_(row.valid_to.is_(None), row.valid_to >= today)


def _row(kind: str, ids: Sequence[Any], words: Sequence[Any] = ()) -> Select[Any]:
    """One shape for rows of every kind, so that they come in one answer: the kind, three ids, two words."""
    ids = [*ids, *[cast(null(), BigInteger)] * (3 - len(ids))]
    words = [*words, *[cast(null(), String)] * (2 - len(words))]
    return select(literal(kind), *ids, *words)


def _acting(me: CTE) -> CTE:
    """Whose roles the person acts with: their own, and those of whoever delegated to them, if active.

    What was delegated to those is not theirs to hand on, so this goes no further.
    """
    delegator = select(Delegation.from_person_id, literal(1)).join(
        me, (Delegation.council_id == me.c.council_id) & (Delegation.to_person_id == me.c.person_id)
    )
    delegator = delegator.join(Person, (Person.id == Delegation.from_person_id) & Person.active)
    delegator = delegator.where(_in_force(Delegation))
    oneself = select(me.c.person_id.label("person_id"), literal(0).label("delegated"))
    return union_all(oneself, delegator).cte("acting")


def _everything_of(who: Select[int, int, int]) -> CompoundSelect[Any]:
    """The query: `who` (session, person, council), the posts held today, grants in force, the units they reach, and
    where the council's journal stands.

    Beside one's own grants stand those of whoever delegated to one today: all but an administrator's, with which
    the roles could be given on.
    """
    me: CTE = who.cte("me")
    acting = _acting(me)
    council_id = select(me.c.council_id).scalar_subquery()
    held = (
        select(PostHolding.post_id, acting.c.delegated)
        .join(acting, PostHolding.person_id == acting.c.person_id)
        .where(PostHolding.council_id == council_id, _in_force(PostHolding))
        .cte("held")
    )
    own = or_(
        RoleGrant.person_id == select(me.c.person_id).scalar_subquery(),
        RoleGrant.post_id.in_(select(held.c.post_id).where(held.c.delegated == 0)),
    )
    delegated = or_(
        RoleGrant.person_id.in_(select(acting.c.person_id)), RoleGrant.post_id.in_(select(held.c.post_id))
    ) & (RoleGrant.role != Role.ADMINISTRATOR)
    granted = (
        select(
            RoleGrant.id,
            RoleGrant.role,
            RoleGrant.scope,
            RoleGrant.scope_id,
            case((own, 0), else_=1).label("delegated"),
        )
        .where(RoleGrant.council_id == council_id, _in_force(RoleGrant), or_(own, delegated))
        .cte("granted")
    )
    reached = (
        select(granted.c.id.label("grant_id"), granted.c.scope_id.label("unit_id"))
        .where(granted.c.scope == Scope.UNIT)
        .cte("reached", recursive=True)
    )
    below = select(reached.c.grant_id, Unit.id).join(
        Unit, (Unit.council_id == council_id) & (Unit.parent_id == reached.c.unit_id)
    )
    reached = reached.union(below)
    return union_all(
        _row("who", (me.c.session_id, me.c.person_id, me.c.council_id)),
        _row("post", (held.c.post_id,)).where(held.c.delegated == 0),
        _row("grant", (granted.c.id, granted.c.scope_id, granted.c.delegated), (granted.c.role, granted.c.scope)),
        _row("unit", (reached.c.grant_id, reached.c.unit_id)),
        _row("head", (CouncilHead.change_no,), (CouncilHead.chain_hash,)).where(CouncilHead.council_id == council_id),
    )


_BY_TOKEN = _everything_of(
    select(SignInSession.id.label("session_id"), Person.id.label("person_id"), Person.council_id)
    .join(Person, Person.id == SignInSession.person_id)
    .where(
        SignInSession.token_sha256 == bindparam("token"),
        SignInSession.expires_at > bindparam("now", type_=Moment),
        Person.active,
    )
)
_BY_PERSON = _everything_of(
    select(cast(null(), BigInteger).label("session_id"), Person.id.label("person_id"), Person.council_id).where(
        Person.id == bindparam("person_id"), Person.active
    )
)


def _resolve(session: Session, query: CompoundSelect[Any], values: dict[str, Any]) -> Asking | None:
    rows: dict[str, list[Any]] = {"who": [], "post": [], "grant": [], "unit": [], "head": []}
    for kind, *row in session.execute(query, {**values, "today": clock.today()}):
        rows[kind].append(row)
    if not rows["who"]:
        return None
    units: dict[int, set[int]] = {}
    for grant_id, unit_id, *_ in rows["unit"]:
        units.setdefault(grant_id, set()).add(unit_id)
    grants = tuple(
        Grant(
            role,
            PERMISSIONS_OF.get(role, frozenset()),
            Scope(scope),
            scope_id,
            frozenset(units.get(grant_id, ())),
            delegated=bool(delegated),
        )
        for grant_id, scope_id, delegated, role, scope in sorted(rows["grant"], key=lambda row: row[0])
    )
    session_id, person_id, council_id, *_ = rows["who"][0]
    post_ids = frozenset(post_id for post_id, *_ in rows["post"])
    change_no, _, _, chain_hash, _ = rows["head"][0]
    return Asking(Actor(council_id, person_id, grants, post_ids, session_id=session_id), Head(change_no, chain_hash))
