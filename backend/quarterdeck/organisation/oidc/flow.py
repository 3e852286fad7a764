"""Away to the provider and back: what a browser takes along, and what its return comes to.

What the browser takes along lies in a cookie that only it has and no script reads: the state that its return has to
name, the nonce that the token has to name, the verifier that the code is worth nothing without, and where it wanted to
go. Nothing of it waits in the database, so nobody fills that by beginning.
"""

import base64
import binascii
import hmac
import re
import secrets
from dataclasses import asdict, dataclass

import orjson
import structlog
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.journal import DEPLOYMENT, Event
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import signin
from quarterdeck.organisation.models import Person
from quarterdeck.organisation.oidc import accounts, refusals
from quarterdeck.organisation.oidc.id_token import believed_claims
from quarterdeck.organisation.oidc.identity import Identity, identity_of
from quarterdeck.organisation.oidc.provider import Provider
from quarterdeck.organisation.oidc.refusals import Refused

MINUTES = 10
HOME = "/"
# A longer one is not kept with the session: the provider then ends its own without knowing whose.
LONGEST_KEPT = 8_000
COUNTED_AT = "oidc"
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]{0,1000}")


@dataclass(frozen=True)
class TakenAlong:
    """What the cookie holds while a browser is away. connecting: the person who wants this identity added to theirs."""

    state: str
    nonce: str
    verifier: str
    next: str
    connecting: int | None = None


@dataclass(frozen=True)
class Returned:
    """What a browser comes back with in the address (RFC 6749 4.1.2)."""

    state: str
    code: str
    error: str


@dataclass(frozen=True)
class SignedIn:
    """A session that begins, and the address that the person wanted."""

    session: signin.NewSession
    next: str


def cookie_name(settings: Settings) -> str:
    """As the session's own cookie is named."""
    return "__Host-quarterdeck_signing_in" if settings.secure else "quarterdeck_signing_in"


def local_path(wanted: str | None) -> str:
    """The address if it is one of ours, else the start page: no link of ours sends anybody elsewhere."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) and not wanted.startswith("/api/") else HOME


def begin(provider: Provider, wanted: str | None, connecting: int | None = None) -> tuple[str, str]:
    """(Where the browser goes, what it takes along.) Raises 503 where the provider is away."""
    along = TakenAlong(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        next=local_path(wanted),
        connecting=connecting,
    )
    url = provider.authorization_url(along.state, along.nonce, along.verifier)
    return url, base64.urlsafe_b64encode(orjson.dumps(asdict(along))).decode().rstrip("=")


def finish(
    database: Database,
    provider: Provider,
    returned: Returned,
    cookie: str | None,
    address: str,
    *,
    replacing: str | None = None,
    actor: Actor | None = None,
) -> SignedIn:
    """Begin a session for whoever comes back from the provider, with the roles that it gives them today.

    address: the caller's, by which refusals are counted. replacing: the cookie of the session that this one follows.
    actor: who is signed in already, and may want to connect the two. Raises Refused, having journalled it (or logged,
    where the provider is away), and 429 after 10 refusals in 5 minutes from one address.
    """
    keys = signin.guess_keys(address, at=COUNTED_AT)
    with database.reading() as session:
        signin.refuse_too_many(session, keys)
    try:
        along = _taken_along(cookie, returned)
        token = provider.redeem(returned.code, along.verifier)
        identity = identity_of(provider.settings, believed_claims(provider, token, along.nonce))
        new = _begin_session(database, identity, along, actor, token, replacing)
    except Refused as refused:
        if refused.status >= 500:
            structlog.get_logger().warning("oidc_provider_away", reason=refused.reason)
        else:
            signin.count_guess(database, keys)
            _note(database, refused)
        raise
    return SignedIn(new, along.next)


def _taken_along(cookie: str | None, returned: Returned) -> TakenAlong:
    """What this browser took along, if it is the one that comes back. Raises 400."""
    along = _read(cookie)
    if along is None:
        raise refusals.stale("no_cookie")
    if not hmac.compare_digest(along.state.encode(), returned.state.encode()):
        raise refusals.stale("state")
    if returned.error:
        raise refusals.not_granted("denied" if returned.error == "access_denied" else "provider_error")
    if not returned.code:
        raise refusals.stale("no_code")
    return along


def _read(cookie: str | None) -> TakenAlong | None:
    try:
        found = orjson.loads(base64.urlsafe_b64decode(f"{cookie or ''}{'=' * (-len(cookie or '') % 4)}"))
        along = TakenAlong(**found)
    except (ValueError, TypeError, binascii.Error):
        return None
    words = (along.state, along.nonce, along.verifier, along.next)
    if not all(isinstance(each, str) and each for each in words) or not isinstance(along.connecting, int | None):
        return None
    # The browser's owner may write what they like into their cookies.
    return TakenAlong(*words[:3], next=local_path(along.next), connecting=along.connecting)


def _begin_session(
    database: Database,
    identity: Identity,
    along: TakenAlong,
    actor: Actor | None,
    id_token: str,
    replacing: str | None,
) -> signin.NewSession:
    settings = database.settings
    new_token, seconds = secrets.token_urlsafe(32), settings.session_hours * 3600
    with database.transaction() as session:
        if along.connecting is not None:
            _connect(session, identity, along.connecting, actor)
        person, belongs = accounts.find_or_make(session, settings, identity)
        if settings.oidc_roles:
            accounts.keep_roles_in_step(session, settings, person, identity)
        new = signin.NewSession(new_token, person.id, seconds)
        if belongs:
            kept = id_token if len(id_token) <= LONGEST_KEPT else ""
            signin.start(session, new, replacing, kept)
        else:
            # Their part here has ended: so does what they have open, although they are refused.
            accounts.end_sessions(session, person)
    if not belongs:
        raise refusals.no_role(new.person_id)
    return new


def _connect(session: Session, identity: Identity, wanted_by: int, actor: Actor | None) -> None:
    """Add the identity to the person who is signed in, if they are who asked for it before they went."""
    if actor is None or actor.person_id != wanted_by:
        raise refusals.stale("other_person")
    journal.lock(session, actor.council_id)
    accounts.connect(session, actor, session.get_one(Person, wanted_by), identity)


def _note(database: Database, refused: Refused) -> None:
    """Journal why a sign-in came to nothing; nothing of what came from outside."""
    with database.transaction() as session:
        journal.begin(session, DEPLOYMENT)
        detail = {"reason": refused.reason, "by_provider": True}
        journal.record(session, Actor.system(DEPLOYMENT), Event("session.refuse", "person", refused.person_id, detail))
